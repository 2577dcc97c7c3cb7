"""Finding a place: evaluated territories first, ambiguity shown, refusals in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from rebond.web.decisions.rows import Decision
from rebond.web.territories import queries

pytestmark = pytest.mark.django_db


def test_a_commune_leads_to_the_evaluated_territory_that_holds_it(
    client: Client,
    platform: Path,
    shipped: bytes,
) -> None:
    (platform / "fictif.json").write_bytes(shipped)
    for query in ("Lisieux", "lisieux industrie", "14366", "200069532"):
        answer = queries.search(query)
        assert "territoire_industrie:1:ti-2805" in [hit.key for hit in answer.evaluated], query
    text = client.get("/recherche/?q=14366").content.decode()
    assert text.index("Dans l’évaluation") < text.index("Dans le répertoire")
    page = client.get("/territoires/territoire_industrie:1:ti-2805/")
    assert page.status_code == 200
    assert (
        f"/decisions/{queries.decisions.current().code}/territoire_industrie:1:ti-2805/"
        in page.content.decode()
    )
    commune = client.get("/territoires/commune:14366/").content.decode()
    assert "Lisieux Industrie" in commune
    region = client.get("/territoires/region:28/").content.decode()
    assert "Lisieux Industrie" in region


def test_ambiguity_is_shown_not_guessed(client: Client) -> None:
    answer = queries.search("saint-denis")
    assert answer.is_ambiguous
    text = client.get("/recherche/?q=saint-denis").content.decode()
    assert "À vous de choisir." in text


def test_nothing_found_says_what_to_try(client: Client) -> None:
    text = client.get("/recherche/?q=zzzzqqqxx").content.decode()
    assert "code INSEE" in text


def test_a_query_without_a_letter_is_refused_in_words(client: Client) -> None:
    text = client.get("/recherche/?q=%3F%3F%3F").content.decode()
    assert 'class="form-error"' in text
    english = client.get("/en/recherche/?q=%3F%3F%3F").content.decode()
    assert "holds no letter" in english


def test_candidates_are_found_by_name_even_outside_the_register(decision: Decision) -> None:
    answer = queries.search(decision.candidates[4].name)
    assert answer.evaluated[0].key == decision.candidates[4].id


def test_suggestions_are_few_and_lead_somewhere(client: Client, decision: Decision) -> None:
    places = client.get("/recherche/suggestions.json?q=exemple").json()["places"]
    assert 0 < len(places) <= queries.SUGGESTED
    for place in places:
        assert client.get(place["url"]).status_code == 200
    assert (
        client.get("/en/recherche/suggestions.json?q=exemple")
        .json()["places"][0]["url"]
        .startswith("/en/")
    )


@pytest.mark.parametrize("query", ["", "a", " ", "%00"])
def test_a_query_too_short_suggests_nothing(client: Client, query: str) -> None:
    assert client.get(f"/recherche/suggestions.json?q={query}").json() == {"places": []}


@pytest.mark.parametrize(
    "key",
    [
        "commune:14366",
        "arrondissement:75116",
        "epci:200069532",
        "departement:14",
        "territoire_industrie:2:ti-2807",
    ],
)
def test_each_kind_of_place_has_its_page(client: Client, key: str) -> None:
    assert client.get(f"/territoires/{key}/").status_code == 200


def test_a_place_without_known_population_says_so(client: Client) -> None:
    atlas = queries.atlas()
    rows = [i for i, p in enumerate(atlas.communes.population) if p != p]  # noqa: PLR0124 - NaN
    if not rows:
        pytest.skip("every commune of the register has a population")
    code = str(atlas.communes.code[rows[0]])
    assert "non établi" in client.get(f"/territoires/commune:{code}/").content.decode()
