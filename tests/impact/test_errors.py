"""Errors of this room say what, why and how to repair, in both languages."""

from __future__ import annotations

from rebond.errors import BadInput
from rebond.impact import errors
from rebond.texts import Text


def test_each_error_is_bad_input_with_words_in_both_languages() -> None:
    made = (
        errors.UnitTwice("S1"),
        errors.ShapesDiffer("facts", (1, 2), (2, 2)),
        errors.NotANumber("year", "deux", "ligne 3"),
        errors.YearsUnfit(2020, [2021]),
        errors.OptionUnfit("caliper", -1, Text("un nombre positif", "a positive number")),
        errors.FileUnfit(Text("rien", "nothing")),
    )
    for one in made:
        assert isinstance(one, BadInput)
        assert one.message("fr") != one.message("en")
    assert "2021" in made[3].message("en")
    assert "jamais zéro" in made[2].message("fr")
