"""The pages of the search: what is shown, what never is, whatever is asked."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from django.test import Client

from rebond.web.sites.changes import bump
from rebond.web.sites.models import Consent, Site
from tests.web.needs.many import fill
from tests.web.world import NOW, World, make_world

pytestmark = pytest.mark.django_db
NEED = "lot=20&puissance=10&rail=5&icpe=autorisation"
HOSTILE = (
    "lot=%00",
    "lot[]=1&lot=%FF%FE",
    "page=-1",
    "page=99999999999999999999",
    "page=%F0%9F%92%A9",
    "region=" + "A" * 5000,
    "cadre=inf,-inf,nan,1",
    "site=%00&site=../../etc/passwd",
    "pret=2033-01-01&chance=-5",
    "lot=" + "9" * 400,
    "lot='%20OR%201=1--",
    "lot=<script>alert(1)</script>",
    "&".join(f"region={code}" for code in range(200)),
    "%=%&=&&&",
)


@pytest.fixture
def world(settings: Any) -> World:
    settings.CLOCK = lambda: NOW
    return make_world(NOW)


def text(client: Client, address: str) -> str:
    response = client.get(address, follow=True)
    assert response.status_code == 200, address
    return response.content.decode()


def test_private_sites_and_withdrawn_groups_never_appear(world: World) -> None:
    fill(world, 40)
    client = Client()
    everywhere = ("sites/", "sites/resultats.csv", "sites/resultats.geojson")
    secret = [one.identifier for one in Site.objects.filter(visibility=Site.Visibility.PRIVATE)]
    secret += ["secret", "Parc fictif private"]
    compared = "&".join(f"site={one}" for one in secret[:5])
    pages = [text(client, f"/{page}?{query}") for page in everywhere for query in ("", NEED)]
    pages.append(text(client, f"/en/sites/comparer/?{compared}").split("no public site")[0])
    for page in pages[:-1]:
        assert [one for one in secret if one in page] == []
    assert "<table" not in text(client, f"/en/sites/comparer/?{compared}")
    # Power is not public any more: no page tells it, and the must is to be checked.
    consent = Consent.objects.get(site=world.sites["public"])
    consent.groups = ["identity", "areas", "access"]
    consent.save()
    bump(NOW)
    page = text(client, "/sites/?puissance=10&region=28")
    assert "12,0\u00a0MVA" not in page
    shown = page.split("Parc fictif public")[1].split("</li>")[0]
    assert "à vérifier" in shown


def test_the_list_says_why_and_keeps_the_unknown_apart(world: World) -> None:
    client = Client()
    assert "Parmi eux, 2 sites fictifs" in text(client, "/sites/")
    Site.objects.filter(pk=world.sites["other"].pk).update(is_fictitious=False)
    bump(NOW)
    for address in ("/sites/", "/sites/carte/"):
        assert "Parmi eux, 1 site fictif," in text(client, address), address
        listed = text(client, address).split("site fictif,")[1]
        # Both answer as well, and the fictitious one's identifier comes first.
        assert listed.index("Parc fictif other") < listed.index("Parc fictif public")
    assert "site fictif, pour la démonstration" in text(client, "/sites/carte/")
    ids = "&".join(f"site={world.sites[name].identifier}" for name in ("other", "public"))
    compared = text(client, f"/sites/comparer/?{ids}")
    assert compared.count("site fictif, pour la démonstration") == 1
    # Of those that answer a need, none is fictitious, and nothing says that one is.
    assert "Parmi eux" not in text(client, "/sites/?lot=20&puissance=10&rail=5")
    page = text(client, "/sites/?lot=20&puissance=10&rail=5")
    assert "Parc fictif other" in page
    assert "Parc fictif public" not in page  # 23 km from the nearest freight station
    assert "à vol d’oiseau depuis le site" in page
    unsure = text(client, "/sites/?lot=20&seveso=haut")
    assert unsure.count("need-check") == 2
    assert "need-check" not in text(client, "/sites/?lot=20&seveso=haut&inconnus=non")
    english = text(client, f"/en/sites/?{NEED}")
    assert "20\u00a0ha in one piece, 10\u00a0MVA, rail within 5\u00a0km" in english
    assert "/sites/?lot=20&amp;" in english


def test_a_list_of_which_nothing_is_asked_says_what_is_known_and_once_what_is_not(
    world: World,
) -> None:
    page = text(Client(), "/en/sites/")
    assert page.count("not established where nothing is written".capitalize()) == 1
    found = page.split('<ol class="need-list"')[1].split("</ol>")[0]
    assert "not established" not in found
    assert "Power available: 12\u00a0MVA" in found
    assert "Ready" not in found
    asked = text(Client(), "/en/sites/?puissance=10").split('<ol class="need-list"')[1]
    assert "24\u00a0ha" in asked.split("</ol>")[0]


def test_an_address_leads_to_the_canonical_one_and_faults_stay_in_the_form(world: World) -> None:
    client = Client()
    moved = client.get("/sites/?rail=5&lot=20,0&puissance=&lot_p=&utm=x")
    assert (moved.status_code, moved["Location"]) == (302, "/sites/?lot=20&rail=5")
    faulty = client.get("/sites/?lot=vingt&rail=5")
    assert faulty.status_code == 200
    page = faulty.content.decode()
    assert 'value="vingt"' in page
    assert "faute-lot" in page
    assert 'value="5"' in page


def test_a_hostile_query_is_answered(world: World) -> None:
    client = Client()
    for query in HOSTILE:
        for page in ("/sites/", "/sites/comparer/", "/sites/resultats.csv", "/en/sites/suivre/"):
            response = client.get(f"{page}?{query}", follow=True)
            assert response.status_code == 200, (page, query)
            assert "<script>alert" not in response.content.decode()


def test_a_page_costs_the_same_queries_for_three_sites_and_for_thirty(
    world: World, django_assert_num_queries: Any
) -> None:
    client = Client()
    text(client, "/sites/?lot=1")
    with django_assert_num_queries(5):
        text(client, "/sites/?lot=2")
    fill(world, 30)
    text(client, "/sites/?lot=1")
    with django_assert_num_queries(5):
        text(client, "/sites/?lot=2")
    # Another visitor of the same state reads what was written: two looks at what may have changed.
    with django_assert_num_queries(2):
        text(client, "/sites/?lot=2")


def test_pages_follow_each_other_without_a_gap(world: World) -> None:
    fill(world, 70)
    client = Client()
    seen = []
    for page in (1, 2, 3, 4):
        found = client.get("/sites/", {"page": page} if page > 1 else {}).context["rows"]
        seen += [one.hit.identifier for one in found]
    public = Site.objects.filter(visibility=Site.Visibility.PUBLIC)
    # Real sites first, for all answer equally well when nothing is asked.
    key = [(one.is_fictitious, one.identifier) for one in public]
    assert seen == [identifier for _is_fictitious, identifier in sorted(key)]


def test_exports_hold_the_list_the_need_and_the_moment_and_run_nothing(world: World) -> None:
    site = world.sites["public"]
    site.name = "=HYPERLINK(1)"
    site.save()
    bump(NOW)
    client = Client()
    rows = list(csv.DictReader(io.StringIO(text(client, "/en/sites/resultats.csv?lot=20"))))
    assert [row["site_id"] for row in rows] == [
        "14366_SITE-ECO_public",
        "62498_SITE-ECO_other",
    ]
    assert rows[0]["name"] == "'=HYPERLINK(1)"
    assert rows[0]["query_need"] == "20\u00a0ha in one piece"
    assert rows[0]["query_made_at"].startswith("2031-06-02T09:00")
    assert (rows[0]["icpe"], rows[0]["rail_km_from"]) == ("", "open_data")
    found = json.loads(text(client, "/sites/resultats.geojson?lot=20&pret=2033-01-01&pret_p=1"))
    assert found["query"]["address"].endswith("/sites/?lot=20&pret=2033-01-01&chance=80&pret_p=1")
    assert [one["id"] for one in found["features"]] == [row["site_id"] for row in rows]
    assert found["features"][0]["geometry"]["coordinates"] == [0.2264, 49.1466]
    assert found["features"][0]["properties"]["ready_chance_percent"] is None
    empty = text(client, "/sites/resultats.csv?lot=4000")
    assert empty.count("\n") == 2


def test_a_comparison_aligns_facts_marks_what_differs_and_names_strangers(world: World) -> None:
    fill(world, 10)
    client = Client()
    ids = ["14366_SITE-ECO_public", "62498_SITE-ECO_other", "S00001", "S00002", "S00003", "S00004"]
    query = "&".join(f"site={one}" for one in (*ids[:3], "nobody"))
    response = client.get(f"/en/sites/comparer/?{query}&{NEED}")
    compared = response.context["compared"]
    assert [one.identifier for one in compared.columns] == ids[:3]
    assert compared.strangers == ("nobody",)
    assert [line.title.en for line in compared.lines][:2] == [
        "Largest free lot in one piece",
        "Power available",
    ]
    assert all(len(line.cells) == 3 for line in compared.lines)
    by_title = {line.title.en: line for line in compared.lines}
    assert by_title["Rail"].differs
    assert compared.lines[0].cells[0].reason.met is True
    many = client.get("/sites/comparer/?" + "&".join(f"site={one}" for one in ids))
    assert len(many.context["compared"].columns) == 5
    assert many.context["compared"].left_out == 1
