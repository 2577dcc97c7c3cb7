"""What is typed in forms: a value, or an error that names its field."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from rebond.errors import RebondError
from rebond.texts import Text
from rebond.web.aids import checking

LABEL = Text("Champ", "Field")


@pytest.mark.parametrize(
    ("call", "found"),
    [
        (lambda: checking.text("f", LABEL, "  a\0\x07b\r\nc ", 9), "ab\nc"),
        (lambda: checking.text("f", LABEL, " ", 9, is_required=False), ""),
        (lambda: checking.choice("f", LABEL, "", {}), ""),
        (lambda: checking.day("f", LABEL, " 2031-06-02 "), date(2031, 6, 2)),
        (lambda: checking.day("f", LABEL, ""), None),
        (lambda: checking.cents("f", LABEL, "2 100,50 €"), 210_050),
        (lambda: checking.cents("f", LABEL, ""), None),
        (lambda: checking.whole("f", LABEL, "100", 0, 100), 100),
        (lambda: checking.commune("f", LABEL, "Lisieux (Calvados, 14366)"), "14366"),
        (lambda: checking.wanted("f", LABEL, "14366"), ["commune", "14366"]),
        (lambda: checking.wanted("f", LABEL, "Calvados [departement:14]"), ["departement", "14"]),
        (lambda: checking.wanted("f", LABEL, "2a"), ["departement", "2A"]),
        (lambda: checking.chosen_skills(["soudage", "robotique", "soudage"]), 2),
    ],
)
def test_what_can_be_read_is(call: Callable[[], Any], found: Any) -> None:
    read = call()
    assert (len(read) if isinstance(found, int) and isinstance(read, list) else read) == found


@pytest.mark.parametrize(
    "call",
    [
        lambda: checking.text("f", LABEL, "\0 ", 9),
        lambda: checking.text("f", LABEL, "é" * 10, 9),
        lambda: checking.choice("f", LABEL, "x", {}),
        lambda: checking.choice("f", LABEL, "", {}, is_required=True),
        lambda: checking.day("f", LABEL, "", is_required=True),
        lambda: checking.day("f", LABEL, "1919-12-31"),
        lambda: checking.day("f", LABEL, "2101-01-01"),
        lambda: checking.day("f", LABEL, "٢٠٣١-06-02"),
        lambda: checking.cents("f", LABEL, "inf"),
        lambda: checking.cents("f", LABEL, "0"),
        lambda: checking.cents("f", LABEL, "100000,01"),
        lambda: checking.whole("f", LABEL, "٣", 0, 100),
        lambda: checking.whole("f", LABEL, "101", 0, 100),
        lambda: checking.commune("f", LABEL, ""),
        lambda: checking.commune("f", LABEL, "x" * 201),
        lambda: checking.wanted("f", LABEL, "region:28"),
        lambda: checking.wanted("f", LABEL, "x" * 201),
        lambda: checking.chosen_skills(["inconnue"]),
    ],
)
def test_what_cannot_is_refused_in_both_languages(call: Callable[[], Any]) -> None:
    with pytest.raises(RebondError) as refused:
        call()
    assert refused.value.message("fr") != refused.value.message("en")


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: checking.cents("f", LABEL, "99 999 999 999"), ("0,01", "100 000 €")),
        (lambda: checking.cents("f", LABEL, "douze"), ("0,01", "100 000 €")),
        (lambda: checking.whole("f", LABEL, "101", 1, 100), ("de 1 à 100",)),
        (lambda: checking.day("f", LABEL, "hier"), ("1er janvier 1920", "31 décembre 2100")),
        (lambda: checking.commune("f", LABEL, "Saint-Denis"), ("Choisissez la vôtre", "97411")),
    ],
)
def test_what_may_be_written_instead_is_said(
    call: Callable[[], Any], said: tuple[str, ...]
) -> None:
    with pytest.raises(RebondError) as refused:
        call()
    words = refused.value.message("fr").replace("\u202f", " ").replace("\u00a0", " ")
    assert all(one in words for one in said), words
    assert "Choisissez-le" not in words
