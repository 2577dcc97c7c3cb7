from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from rebond.territory.keys import PlaceKey
from rebond.territory.places import Composition, Place, in_force
from rebond.texts import Text

FIRST, LAST = dt.date(2018, 11, 22), dt.date(2022, 12, 31)
DAY = dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "as_of", "expected"),
    [
        (FIRST, LAST, FIRST, True),
        (FIRST, LAST, LAST, True),
        (FIRST, LAST, FIRST - DAY, False),
        (FIRST, LAST, LAST + DAY, False),
        (FIRST, None, FIRST - DAY, False),
        (FIRST, None, LAST, None),
        (None, LAST, FIRST, None),
        (None, LAST, LAST + DAY, False),
        (None, None, FIRST, None),
    ],
)
def test_a_period_holds_its_bounds_and_an_unknown_bound_settles_nothing(
    valid_from: dt.date | None, valid_to: dt.date | None, as_of: dt.date, expected: bool | None
) -> None:
    assert in_force(valid_from, valid_to, as_of) is expected
    key = PlaceKey("territoire_essai", "te-01", "1")
    place = Place(key, "Essai", valid_from=valid_from, valid_to=valid_to)
    assert place.in_force(as_of) is expected


def test_the_standing_of_a_perimeter_says_what_is_not_established() -> None:
    place = Place(PlaceKey("territoire_essai", "te-01", "1"), "Essai", valid_from=FIRST)
    standing = place.standing(LAST)
    assert "On ne sait pas" in standing.fr
    assert "2022-12-31" in standing.fr
    assert "not established" in standing.en
    assert "last day: unknown" in standing.en
    assert "Not in force" in place.standing(FIRST - DAY).en


def test_a_place_of_the_register_is_in_force_without_dates() -> None:
    place = Place(PlaceKey("commune", "96001"), "L'Œuvre-Saint-Éloi")
    assert place.in_force(FIRST) is True
    assert "register" in place.standing(FIRST).en


def test_labels_tell_homonyms_apart() -> None:
    commune = Place(PlaceKey("commune", "96002"), "Saint-Denis", departement_name="Haute-Essaie")
    perimeter = Place(PlaceKey("territoire_essai", "te-01", "1"), "Lizeux")
    epci = Place(PlaceKey("epci", "999000001"), "CA Lizeux", departement_name="Haute-Essaie")
    assert commune.label == "Saint-Denis (Haute-Essaie, 96002)"
    assert perimeter.label == "Lizeux (territoire_essai, phase 1, te-01)"
    assert epci.label == "CA Lizeux (999000001)"


@pytest.mark.parametrize("source", ["register", "members", "dated_list"])
def test_a_composition_says_how_it_was_made_and_of_which_vintage(source: str) -> None:
    rows = np.array([1], dtype=np.int64)
    key = PlaceKey("commune", "96001")
    note = Composition(key, rows, source, Text("millésime 2026", "vintage 2026")).note
    assert "millésime 2026" in note.fr
    assert "vintage 2026" in note.en
