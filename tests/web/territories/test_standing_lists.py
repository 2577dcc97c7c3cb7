"""Measures open to all the territories of a list: in it, not in it, or not established."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from rebond.territory import PlaceKey
from rebond.web.territories.standing import standings
from rebond.web.territories.standing_rows import MeasureStanding, Standing
from rebond.web.territories.standing_words import SHOWN
from tests.web.world import NOW

pytestmark = pytest.mark.django_db
OPEN = ("vte", "sites_pilotes", "ingenierie_relocalisation")
IN_2020, IN_2021 = date(2020, 10, 1), date(2021, 6, 1)


def rows(key: str, day: date | None = None) -> list[MeasureStanding]:
    """Return the rows of the measures that are open to all the territories of the list."""
    found = standings(PlaceKey.parse(key), None, NOW, day)
    return [one for one in found if one.measure in OPEN]


def one_of(key: str, day: date | None = None) -> tuple[Standing, str]:
    """Return what the three say alike."""
    ((standing, sentence),) = {(one.standing, one.sentence.fr) for one in rows(key, day)}
    return standing, sentence


def test_a_place_of_the_list_is_without_selection_and_one_out_of_it_says_so() -> None:
    standing, said = one_of("commune:14366")
    assert standing == Standing.NO_CALL
    assert "par Lisieux Industrie. Qui en a bénéficié ici n’est pas établi." in said
    for key in ("commune:75056", "arrondissement:75101", "commune:93066"):
        standing, said = one_of(key)
        assert standing == Standing.OUTSIDE_LIST, key
        assert "n’en fait pas partie, ni de la suivante" in said
        assert "« Territoires d’industrie, phase 2 »" in said
    assert SHOWN[Standing.OUTSIDE_LIST][0].fr == "hors de la liste"
    assert one_of("territoire_industrie:1:ti-2805")[0] == Standing.NO_CALL
    standing, wide = one_of("departement:14")
    assert standing == Standing.NO_CALL
    assert "en tout ou partie" in wide
    assert "partie" not in one_of("commune:14366")[1]


def test_where_only_one_of_the_lists_names_a_place_it_is_not_established() -> None:
    """Guingamp came in with the second list: out of the first until that one began, then neither."""
    standing, said = one_of("commune:22070")
    assert standing == Standing.NOT_ESTABLISHED
    assert "n’y est pas, mais est dans la suivante" in said
    assert "par Baie d'Armor Industrie. Rien n’établit laquelle compte." in said
    assert one_of("commune:22070", date(2023, 11, 8))[0] == Standing.OUTSIDE_LIST
    assert one_of("commune:22070", date(2023, 11, 9))[0] == Standing.NOT_ESTABLISHED


def test_a_day_without_a_list_of_its_own_says_that_its_state_is_not_established() -> None:
    for key, wanted in (
        ("commune:14366", Standing.NO_CALL),
        ("commune:75056", Standing.OUTSIDE_LIST),
    ):
        standing, said = one_of(key, IN_2021)
        assert standing == wanted
        assert said.endswith("L’état de cette liste le 1er juin 2021 n’est pas établi.")
        standing, said = one_of(key, IN_2020)
        assert standing == wanted
        assert "L’état de cette liste" not in said


def test_the_list_of_a_day_is_that_of_its_year() -> None:
    """Biguglia's territory is in no list of 2020; when it came in before 2022 is not established."""
    assert one_of("commune:2B037", IN_2020)[0] == Standing.OUTSIDE_LIST
    assert one_of("commune:2B037", IN_2021)[0] == Standing.NO_CALL


def test_an_ept_without_known_communes_is_not_established() -> None:
    standing, said = one_of("ept:200057867")
    assert standing == Standing.NOT_ESTABLISHED
    assert "si Plaine Commune y touche n’est pas établi" in said


def test_pages_comparison_and_interface_show_it(client: Client) -> None:
    page = client.get("/territoires/commune:75056/").content.decode()
    assert page.count("hors de la liste") == len(OPEN)
    assert "sans sélection" not in page
    compared = client.get(
        "/en/territoires/comparer/?lieu=commune:75056&lieu=commune:14366"
    ).content.decode()
    assert compared.count("not in the list") == compared.count("without selection") == len(OPEN)
    items = client.get("/api/v1/places/commune:75056/standings").json()["items"]
    assert {one["measure"] for one in items if one["standing"] == "outside_list"} == set(OPEN)
