"""A commune told in any usual way, and the lists of Territoires d'industrie that name it on a day."""

from __future__ import annotations

from datetime import date

import pytest

from rebond.territory import Place, PlaceKey
from rebond.web.aids.simulator_place import Inside, insides, read
from rebond.web.territories.places import atlas


def place(code: str) -> Place:
    return atlas().place(PlaceKey("commune", code))


def inside(code: str, on: date) -> Inside:
    (one,) = insides(place(code), on)
    return one


@pytest.mark.parametrize(
    ("written", "code", "via"),
    [
        ("Lisieux", "14366", "current"),
        ("lisieux", "14366", "current"),
        ("14366", "14366", "current"),
        ("Lisieux [commune:14366]", "14366", "current"),
        ("Lisieux (Calvados, 14366)", "14366", "current"),
        ("Ajaccio (Corse-du-Sud, 2A004)", "2A004", "current"),
        ("2a004", "2A004", "current"),
        ("14697", "14654", "former_commune"),
        ("Amareins", "01165", "former_commune"),
        ("Châlons-sur-Marne", "51108", "former_name"),
        ("75116", "75056", "arrondissement"),
    ],
)
def test_a_commune_is_read(written: str, code: str, via: str) -> None:
    found = read(written)
    assert found.fault is None
    assert found.place is not None
    assert (found.place.key.code, found.via) == (code, via)


def test_what_a_former_name_was_is_told_and_a_code_of_today_was_nothing() -> None:
    assert read("Amareins").former == read("01003").former
    assert read("Amareins").former.when.fr == "jusqu’au 31 décembre 1973"  # type: ignore[union-attr]
    assert read("51108").former is None
    assert read("Annecy-le-V").proposed[0].key.code == "74010"


def test_a_name_of_several_communes_is_not_guessed() -> None:
    found = read("Saint-Denis")
    assert found.place is None
    assert found.fault is not None
    assert "97411" in {one.key.code for one in found.proposed}


def test_a_misspelt_name_is_proposed_not_taken() -> None:
    found = read("lizieux")
    assert found.place is None
    assert found.proposed[0].key.code == "14366"


@pytest.mark.parametrize(
    ("code", "on", "answer"),
    [
        ("14366", date(2020, 9, 1), True),
        ("14366", date(2024, 6, 1), True),
        ("75056", date(2020, 9, 1), False),
        ("75056", date(2024, 6, 1), False),
        # On the first list only, then on the second list only (announced on 9 November 2023).
        ("01004", date(2023, 11, 8), True),
        ("01004", date(2023, 11, 9), None),
        ("02084", date(2023, 11, 8), False),
        ("02084", date(2023, 11, 9), None),
    ],
)
def test_the_lists_of_the_day_say_whether_it_is_inside(
    code: str, on: date, answer: bool | None
) -> None:
    found = inside(code, on)
    assert found.fact == "dans_ti_2020"
    assert found.answer is answer


def test_two_lists_that_differ_are_both_said() -> None:
    words = inside("01004", date(2024, 1, 1)).words
    assert "non établi" in words.fr
    assert "not established" in words.en
