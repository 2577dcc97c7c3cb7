"""The sentences: no criterion is told as met where its standing says otherwise, and no number contradicts it."""

from __future__ import annotations

from datetime import date

import pytest

from rebond.matching import recruit_reasons as words
from rebond.texts import Text

SKILLS = {"soudage": Text("soudage", "welding"), "cao": Text("CAO", "CAD")}
LEVELS = {"bac2": Text("bac + 2", "bac + 2"), "bac3": Text("bac + 3", "bac + 3")}


def test_shared_and_missing_skills_are_named_in_both_languages() -> None:
    said = words.skills("partly", ("soudage",), ("cao",), SKILLS)
    assert said.fr == "En commun\u00a0: soudage. Manquent\u00a0: CAO."
    assert said.en == "Shared: welding. Missing: CAD."


def test_a_skill_that_left_the_list_is_told_by_its_id() -> None:
    assert "tissage" in words.skills("not_met", (), ("tissage",), SKILLS).en


def test_a_distance_just_beyond_the_range_is_not_written_as_inside_it() -> None:
    said = words.place("not_met", "Caen", 30.0004, 30, is_inside=False)
    assert "30.000 km" in said.en
    assert "more than the 30 km" in said.en
    assert words.place("met", "Caen", 29.6, 30, is_inside=False).en.startswith("Caen, 30 km")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (words.place("unknown", "Caen", None, 30, is_inside=False), "not established"),
        (words.place("not_met", "Caen", None, 30, is_inside=False), "outside"),
        (words.place("met", "Caen", 0.0, 30, is_inside=True), "inside"),
        (words.dates("unknown", None, date(2031, 1, 1)), "not said"),
        (words.dates("unknown", date(2031, 1, 1), None), "Availability not said"),
        (words.dates("met", date(2031, 9, 1), date(2031, 9, 1)), "Free from 1 September 2031"),
        (words.dates("not_met", date(2031, 9, 1), date(2031, 9, 2)), "only"),
        (words.level("unknown", "bac2", "", LEVELS), "Level not said"),
        (words.level("not_met", "bac3", "bac2", LEVELS), "less than bac + 3"),
        (words.level("not_asked", "", "bac2", LEVELS), "No level"),
    ],
)
def test_each_standing_has_its_words(said: Text, expected: str) -> None:
    assert expected in said.en
    assert said.fr
    assert "{" not in said.fr + said.en
