"""The API as a client meets it: one shape of refusal, ages, limits, pages, tokens that never pass their maker."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse

from rebond.web.accounts.models import Membership
from rebond.web.journal.models import Entry
from rebond.web.publishing.models import Token
from rebond.web.publishing.services import make_token
from rebond.web.sites.models import ErrorReport, Site
from tests.web.world import NOW, World, be_real

V1 = "/api/v1/"
PROBLEM = "application/problem+json"


def refused(answer: Any, status: int) -> dict[str, Any]:
    assert answer.status_code == status, answer.content[:300]
    assert answer["Content-Type"] == PROBLEM
    said: dict[str, Any] = json.loads(answer.content)
    assert said["status"] == status
    assert {"type", "title", "detail", "instance", "what", "where", "why", "cure"} <= said.keys()
    return said


@pytest.mark.parametrize(
    ("address", "status"),
    [
        (f"{V1}absent", 404),
        ("/api/v2/sites", 404),
        ("/api/absent/x", 404),
        (f"{V1}departements/99Z", 404),
        (f"{V1}departements?limit=0", 400),
        (f"{V1}departements?limit=-5", 400),
        (f"{V1}departements?limit=99999999999999999999999", 400),
        (f"{V1}departements?offset=10", 400),
        (f"{V1}departements?limit=5&limit=6", 400),
        (f"{V1}departements?cursor=%00", 400),
        (f"{V1}departements?cursor=';DROP TABLE x;--", 400),
        (f"{V1}departements?bbox=1,2,3", 400),
        (f"{V1}departements?bbox=nan,nan,nan,nan", 400),
        (f"{V1}departements?crs=EPSG:2154", 400),
        (f"{V1}places?q=%00", 400),
        (f"{V1}places", 400),
        (f"{V1}places?q=Lisieux&kind=planet", 400),
        (f"{V1}places/commune:99999", 404),
        (f"{V1}sites?region_code=';DROP", 400),
        (f"{V1}sites?commune_code=Lisieux", 400),
        (f"{V1}questions?territories=xx", 400),
        ("/api/ogc/collections/sites/items?region_code=';DROP", 400),
        (f"{V1}places/%FF%FE", 404),
        (f"{V1}places/%0A", 404),
        ("/api/%0Av1/departements", 404),
        ("/api/ogc/collections/departements/items/14%0A", 404),
        (f"{V1}calls/absent/results", 404),
    ],
)
def test_what_cannot_be_answered_is_refused_in_one_shape(
    db: None, address: str, status: int
) -> None:
    said = refused(Client().get(address), status)
    assert said["instance"] == address.partition("?")[0] or "%" in address


def test_a_place_that_is_not_known_is_said_to_be_so(db: None) -> None:
    client = Client()
    for address in ("places/commune:99999", "places/commune:99999/standings"):
        said = refused(client.get(f"{V1}{address}", headers={"Accept-Language": "en"}), 404)
        assert "commune" in said["what"]
        assert "99999" in said["what"]
        assert "/api/v1/places?q=" in said["cure"]
        assert "rebond territory" not in said["detail"]
    malformed = refused(client.get(f"{V1}places/lisieux", headers={"Accept-Language": "en"}), 404)
    assert "place key" in malformed["what"]
    # A well-formed code that no row bears is no fault; nor is asking for those where it is unknown.
    for written in ("99", ""):
        assert client.get(f"{V1}sites?region_code={written}").json()["total"] == 0


def test_a_refusal_is_in_the_language_of_the_client(db: None) -> None:
    address = f"{V1}departements?limit=0"
    french = refused(Client().get(address), 400)
    answer = Client().get(address, headers={"Accept-Language": "en-GB,en;q=0.9,fr;q=0.1"})
    english = refused(answer, 400)
    assert "paramètre" in french["what"]
    assert "parameter" in english["what"]
    assert answer["Content-Language"] == "en"


def test_methods_formats_and_contents_that_are_not_taken(db: None) -> None:
    client = Client()
    answer = client.delete(f"{V1}departements")
    refused(answer, 405)
    assert "GET" in answer["Allow"]
    refused(client.get(f"{V1}departements", headers={"Accept": "text/html"}), 406)
    assert (
        client.get(f"{V1}departements?limit=1", headers={"Accept": "*/*;q=0.1"}).status_code == 200
    )
    where = f"{V1}aids/simulations"
    refused(client.post(where, "<a/>", content_type="application/xml"), 415)
    for broken in (
        "{",
        "[" * 5000,
        '{"a":NaN}',
        '"\\ud800"',
        "\xff",
        '{"commune":"\\u0000"}',
        "1" * 5000,
    ):
        content = broken.encode("latin-1")
        refused(client.post(where, content, content_type="application/json"), 400)
    refused(client.post(where, '{"absent":1}', content_type="application/json"), 422)
    refused(client.post(where, '{"commune":"99999"}', content_type="application/json"), 422)
    refused(client.post(where, "x" * 3_000_000, content_type="application/json"), 413)


def test_a_page_follows_the_other_until_every_row_was_seen_once(db: None) -> None:
    client, address, seen = Client(), f"{V1}departements?limit=40", []
    while address:
        answer = client.get(address)
        told = answer.json()
        seen += [one["code"] for one in told["items"]]
        assert told["total"] == 109
        address = told["next"]
        assert (f'<{address}>; rel="next"' == answer.get("Link")) or not address
    assert len(seen) == len(set(seen)) == 109
    assert client.get(f"{V1}departements/14").json()["name"] == "Calvados"
    narrowed = client.get(f"{V1}departements?region_code=28").json()
    assert {one["region_code"] for one in narrowed["items"]} == {"28"}


def test_a_cursor_stands_for_its_own_address_alone(db: None) -> None:
    following = Client().get(f"{V1}departements?limit=5").json()["next"]
    cursor = following.partition("cursor=")[2]
    refused(Client().get(f"{V1}regions?cursor={cursor}"), 400)
    refused(Client().get(f"{V1}departements?region_code=28&cursor={cursor}"), 400)


@pytest.mark.parametrize(
    "address",
    [
        f"{V1}departements?limit=2",
        f"{V1}departements/14",
        "/api/ogc/",
        f"{V1}openapi.json",
        "/donnees/departements.csv",
    ],
)
def test_what_a_client_holds_is_not_sent_again(db: None, address: str) -> None:
    client = Client()
    first = client.get(address)
    list(first)
    assert "public" in first["Cache-Control"]
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    if "Last-Modified" in first.headers:
        since = {"If-Modified-Since": first["Last-Modified"]}
        assert client.get(address, headers=since).status_code == 304
    head = client.head(address)
    assert (head.status_code, head.content) == (200, b"")


def test_pages_of_other_sites_may_read_and_never_write(db: None) -> None:
    answer = Client().get(
        f"{V1}departements?limit=1", headers={"Origin": "https://exemple.invalid"}
    )
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer.headers
    asked = Client().options(f"{V1}sites/x", headers={"Origin": "https://exemple.invalid"})
    assert asked["Access-Control-Allow-Methods"] == "GET, HEAD"
    put = Client().put(f"{V1}sites/x", "{}", content_type="application/json")
    assert "Access-Control-Allow-Origin" not in put.headers


def test_who_asks_too_often_is_told_when_to_come_back(db: None, settings: Any) -> None:
    settings.API_PER_MINUTE = 12
    client = Client()
    answers = [client.get(f"{V1}departements/14") for _ in range(14)]
    assert [one.status_code for one in answers[:12]] == [200] * 12
    assert int(answers[5]["RateLimit-Remaining"]) == 6
    refused(answers[-1], 429)
    assert int(answers[-1]["Retry-After"]) <= 60
    settings.CLOCK = lambda: NOW + timedelta(minutes=1)
    assert client.get(f"{V1}departements/14").status_code == 200


# Tokens


@pytest.fixture
def secret(world: World) -> str:
    be_real()
    actor = world.actor("epci_a_admin")
    return make_token(actor, "Essai", ["sites:write", "reports:write"], 90, NOW)[1]


def put(secret: str, identifier: str, **content: Any) -> Any:
    told = {"values": {}, "source": "Système fictif", "stated_on": "2031-06-01", **content}
    return Client().put(
        f"{V1}sites/{identifier}",
        json.dumps(told),
        content_type="application/json",
        headers={"Authorization": f"Bearer {secret}"},
    )


def test_a_secret_is_shown_once_and_kept_nowhere(client: Client, world: World) -> None:
    client.force_login(
        world.users["epci_a_admin"], backend=django_settings.AUTHENTICATION_BACKENDS[0]
    )
    told = {"name": "Essai", "scope": ["sites:write"], "days": "90"}
    page = client.post(reverse("api-tokens"), told)
    secret = page.context["secret"]
    assert secret in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert secret not in client.get(reverse("api-tokens")).content.decode()
    token = Token.objects.get()
    assert secret not in json.dumps([str(value) for value in vars(token).values()])
    assert Entry.objects.get(act="publishing.token_made").object_reference == token.reference
    wrong = client.post(reverse("api-tokens"), {"name": "", "days": "9999999999"})
    assert wrong.status_code == 422


def test_a_token_writes_a_site_of_its_organisation_with_its_source(
    world: World, secret: str
) -> None:
    values = {"site_nom": "Parc fictif neuf", "site_comm_insee": "14366", "power_mva": 8}
    answer = put(secret, "14366_NEUF", values=values)
    assert (answer.status_code, answer.json()["is_created"]) == (201, True)
    again = put(secret, "14366_NEUF", values=values)
    assert (again.status_code, again.json()["is_changed"]) == (200, False)
    site = Site.objects.get(identifier="14366_NEUF")
    assert (site.manager, site.visibility) == (world.organisations["epci-a"], "private")
    assert site.extension["power_mva"] == 8
    assert site.provenance["power_mva"]["source"] == "Système fictif"
    assert {one.act for one in Entry.objects.filter(object_reference="14366_NEUF")} >= {
        "sites.created",
        "sites.edited",
    }
    moved = put(secret, "14366_NEUF", values={"power_mva": 9}, seen=1)
    refused(moved, 409)
    refused(put(secret, "14366_NEUF", values={"absent": 1}), 422)
    refused(put(secret, "14366_NEUF", values={"site_nom": "Y"}, source="x"), 422)
    refused(put(secret, "62498_NEUF", values={"site_nom": "Y", "site_comm_insee": "62498"}), 422)
    assert not Site.objects.filter(identifier="62498_NEUF").exists()


def test_a_token_never_passes_its_maker_its_scopes_or_its_time(
    world: World, secret: str, settings: Any
) -> None:
    other = world.sites["other"].identifier
    refused(put(secret, other, values={"power_mva": 1}), 403)
    assert Site.objects.get(identifier=other).extension["power_mva"] == 12
    narrow = make_token(world.actor("epci_a_admin"), "Essai", ["reports:write"], 30, NOW)[1]
    refused(put(narrow, "14366_NEUF"), 403)
    refused(put("rebond_invented", "14366_NEUF"), 401)
    refused(put("", "14366_NEUF"), 401)
    refused(Client().get(f"{V1}departements", headers={"Authorization": "Bearer x"}), 401)
    settings.CLOCK = lambda: NOW + timedelta(days=91)
    refused(put(secret, "14366_NEUF"), 401)
    settings.CLOCK = lambda: NOW
    mine = Membership.objects.filter(pk=world.memberships["epci_a_admin"].pk)
    mine.update(role="agent")
    refused(put(secret, "14366_NEUF"), 401)
    mine.update(role="administrator", ended_at=NOW)
    refused(put(secret, "14366_NEUF"), 401)


def test_a_revoked_token_opens_nothing_from_that_moment(
    client: Client, world: World, secret: str
) -> None:
    client.force_login(
        world.users["epci_a_admin"], backend=django_settings.AUTHENTICATION_BACKENDS[0]
    )
    shown = {"Authorization": f"Bearer {secret}"}
    assert Client().get(f"{V1}token", headers=shown).json()["organisation"] == "epci-a"
    reference = Token.objects.get().reference
    client.post(reverse("api-token-revoke", args=[reference]))
    refused(Client().get(f"{V1}token", headers=shown), 401)
    again = client.post(reverse("api-token-revoke", args=[reference]), follow=True)
    assert "déjà révoqué" in again.content.decode()


def test_an_error_is_reported_to_the_manager_of_a_public_site_only(
    world: World, secret: str
) -> None:
    def report(identifier: str) -> Any:
        return Client().post(
            f"{V1}sites/{identifier}/reports",
            json.dumps({"sentence": "La surface annoncée n’est pas la bonne."}),
            content_type="application/json",
            headers={"Authorization": f"Bearer {secret}"},
        )

    assert report(world.sites["public"].identifier).status_code == 201
    refused(report(world.sites["private"].identifier), 404)
    assert ErrorReport.objects.count() == 1


def test_deadlines_simulations_and_standings_answer(world: World) -> None:
    client = Client()
    asked = {"events": {"complete": "2019-11-30"}, "circumstances": ["abf"]}
    where = f"{V1}procedures/permis_de_construire/deadline"
    told = client.post(where, json.dumps(asked), content_type="application/json").json()
    assert told["due_on"] == "2020-03-30"
    for wrong in (
        {"events": {}},
        {"events": {"x": "2019-11-30"}},
        {"events": {"complete": "9999-12-31"}},
    ):
        refused(client.post(where, json.dumps(wrong), content_type="application/json"), 422)
    simulated = client.post(
        f"{V1}aids/simulations", json.dumps({"commune": "14366"}), content_type="application/json"
    )
    assert simulated.json()["told"]["commune"] == "14366"
    standings = client.get(f"{V1}places/territoire_industrie:1:ti-2805/standings").json()
    assert {one["measure"] for one in standings["items"]} >= {"site_cle_en_main"}
    assert standings["as_of"] == "2031-06-02"
