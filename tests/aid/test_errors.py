"""Errors name the thing, the cause and the cure in both languages."""

from __future__ import annotations

import pytest

from rebond.aid.errors import NotInTheMeasure, UnknownAid, UnknownFact, UnusableFact
from rebond.errors import RebondError
from rebond.texts import Text


@pytest.mark.parametrize(
    ("error", "named"),
    [
        (UnknownAid("aide_vtt", ["aide_vte"]), "aide_vtt"),
        (UnknownFact("loyer", ["loyer_mensuel"]), "loyer_mensuel"),
        (UnusableFact("loyer", -1, Text("zéro ou plus", "zero or more")), "-1"),
        (NotInTheMeasure("aide.yaml", "taillle", ["taille"]), "taillle"),
    ],
)
def test_each_error_names_what_was_found_and_says_what_to_do(
    error: RebondError, named: str
) -> None:
    for lang in ("fr", "en"):
        message = error.message(lang)
        assert named in message
        assert message.count("\n") >= 1
    assert error.exit_code == 2
