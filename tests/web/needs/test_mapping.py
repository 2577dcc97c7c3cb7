"""The points of a search: public values alone, in the order of the list, sent once."""

from __future__ import annotations

import gzip
import json
import random
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from rebond.web.labels import services
from rebond.web.labels.checks import Title
from rebond.web.labels.models import LabelEvent
from rebond.web.needs import mapping
from rebond.web.sites import changes
from rebond.web.sites.models import Consent, Site
from tests.web.world import NOW, World, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings: Any) -> World:
    settings.CLOCK = lambda: NOW
    mapping._drawn.cache_clear()
    mapping.sent.cache_clear()
    return make_world(NOW)


def asked(client: Client, prefix: str = "", query: str = "") -> dict[str, Any]:
    response = client.get(f"{prefix}/sites/carte/points.json{query}")
    assert response.status_code == 200
    return dict(json.loads(response.content))


def answer(client: Client, address: str) -> str:
    page = client.get(address, follow=True).content.decode()
    return " ".join(page.split('class="answer">')[1].split("</p>")[0].split())


@pytest.mark.parametrize(
    ("free", "number"), [(None, 0), (0, 1), (4.99, 1), (5, 2), (19.99, 2), (20, 3), (50, 4)]
)
def test_a_free_area_falls_in_its_class_and_an_unknown_one_in_none(free: Any, number: int) -> None:
    assert mapping.free_class(free) == number


def test_points_are_public_values_in_the_order_of_the_list(world: World, client: Client) -> None:
    sent = asked(client)
    public, other = world.sites["public"], world.sites["other"]
    assert sorted(sent["ids"]) == sorted([public.identifier, other.identifier])
    at = sent["ids"].index(public.identifier)
    assert (sent["lon"][at], sent["lat"][at], sent["scale"]) == (2264, 491466, 10_000)
    assert sent["names"][at] == "Parc fictif public"
    assert sent["label"][at] == "1"
    assert sent["label"][1 - at] == "0"
    assert sent["free"] == "33"
    assert sent["page"] == "/sites/{}/"
    assert asked(client, "/en")["page"] == "/en/sites/{}/"
    assert world.sites["private"].identifier not in json.dumps(sent)
    page = client.get("/sites/carte/").content.decode()
    assert [one in page for one in sent["ids"]] == [True, True]
    assert world.sites["private"].identifier not in page


def test_a_label_whose_last_day_is_past_is_not_shown_as_in_force(
    world: World, client: Client
) -> None:
    other, actor = world.sites["other"], world.actor("national")
    title, yesterday = Title("site_cle_en_main", "9", "Label", "Label"), date(2031, 6, 1)
    given = date(2030, 6, 1)
    services.grant(
        actor, other, title, given, "Donné pour un an, sans suite connue.", NOW, ends_on=yesterday
    )
    sent = asked(client)
    at = sent["ids"].index(other.identifier)
    assert sent["label"][at] == "2"
    found = client.get("/sites/?label=oui").context["found"].hits
    assert other.identifier not in [one.identifier for one in found]


def test_without_consent_neither_area_nor_place_is_sent(world: World, client: Client) -> None:
    consents = Consent.objects.filter(site=world.sites["public"])
    consents.update(groups=["identity"])
    changes.bump(NOW)
    sent = asked(client)
    at = sent["ids"].index(world.sites["public"].identifier)
    assert sent["free"][at] == "0"
    assert sent["words"]["free"][0] == "surface libre non établie"

    consents.update(groups=["areas"])
    changes.bump(NOW)
    assert asked(client)["ids"] == [world.sites["other"].identifier]
    page = client.get("/sites/carte/").content.decode()
    assert "1 site de la liste n’est pas sur la carte" in page

    consents.update(groups=["contact"])
    # What public pages name is on the map without anybody's consent, but not its areas.
    Site.objects.filter(pk=world.sites["public"].pk).update(
        public_pages={"name": "Parc", "communes": ["14366"]}
    )
    changes.bump(NOW)
    sent = asked(client)
    assert sent["free"][sent["ids"].index(world.sites["public"].identifier)] == "0"


def test_a_search_is_the_same_on_the_map_and_in_the_list(world: World, client: Client) -> None:
    asked_for = "?region=28"
    sent = asked(client, query=asked_for)
    assert sent["ids"] == [world.sites["public"].identifier]
    page = client.get(f"/sites/carte/{asked_for}").content.decode()
    assert "/sites/carte/points.json?region=28" in page
    assert world.sites["other"].identifier not in page

    # One sentence for one need, in both languages; without any, the map counts labels.
    for prefix in ("", "/en"):
        for need in ("?region=28", "?puissance=10", "?icpe=autorisation", "?region=11"):
            said = [answer(client, f"{prefix}/sites/{where}{need}") for where in ("", "carte/")]
            assert said[0] == said[1] != ""
    assert answer(client, "/sites/carte/?region=28") == "1 site répond à ce besoin."
    assert answer(client, "/sites/carte/") == "2 sites publics, dont 1 labellisé."

    # The frame of a search is where its map opens; one that cannot be read is said, and left out.
    page = client.get("/sites/carte/?cadre=2.5,50,3,51").content.decode()
    assert 'data-bounds="2.5000,50.0000,3.0000,51.0000"' in page
    assert asked(client, query="?cadre=2.5,50,3,51")["ids"] == [world.sites["other"].identifier]
    page = client.get("/sites/carte/?cadre=nulle,part").content.decode()
    assert "n’a pas été comprise" in page
    assert 'data-bounds="-4.773' in page


def test_a_label_that_ended_is_told_as_such(world: World) -> None:
    label = world.labels["public"]
    day = date(2031, 1, 1)
    assert mapping.label_states(day) == {label.site_id: mapping.LABELLED}
    assert mapping.label_states(date(2029, 1, 1)) == {}
    LabelEvent.objects.create(
        label=label,
        number=2,
        kind=LabelEvent.Kind.SUSPENDED,
        on=date(2030, 6, 1),
        reason="Motif fictif.",
        recorded_by=world.memberships["national"],
        recorded_at=NOW,
    )
    assert mapping.label_states(day) == {label.site_id: mapping.LABEL_ENDED}


def test_what_a_browser_has_is_not_sent_again_until_the_registry_moves(
    world: World, client: Client, django_assert_num_queries: Any
) -> None:
    first = client.get("/sites/carte/points.json", headers={"Accept-Encoding": "gzip"})
    assert first["Content-Encoding"] == "gzip"
    assert json.loads(gzip.decompress(first.content))["ids"]
    again = client.get("/sites/carte/points.json", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
    changes.bump(NOW + timedelta(days=1))
    moved = client.get("/sites/carte/points.json", headers={"If-None-Match": first["ETag"]})
    assert moved.status_code == 200


def test_ten_thousand_sites_are_sent_in_less_than_400_kb() -> None:

    draw = random.Random(5)  # noqa: S311 - fictitious places
    count = 10_000
    communes = [f"{draw.randrange(1, 96):02d}{draw.randrange(1, 900):03d}" for _ in range(count)]
    points = mapping.Points(
        keys=tuple(range(count)),
        ids=tuple(f"{one}_SITE-ECO_{draw.randrange(10**6):06d}" for one in communes),
        names=tuple(
            f"Parc fictif de la commune {one} numéro {draw.randrange(90)}" for one in communes
        ),
        lon=tuple(draw.randrange(-40_000, 80_000) for _ in range(count)),
        lat=tuple(draw.randrange(420_000, 510_000) for _ in range(count)),
        label="".join(draw.choice("0012") for _ in range(count)),
        free="".join(draw.choice("01234") for _ in range(count)),
        sure="".join(draw.choice("01") for _ in range(count)),
        place="".join(draw.choice("01") for _ in range(count)),
        real="1" * count,
        unplaced=0,
        labelled=0,
    )
    assert len(mapping.packed(points).packed) < 400_000
