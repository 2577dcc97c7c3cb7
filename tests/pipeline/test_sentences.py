"""A known site's sentence says the comparison, its number and that it is entered alone."""

from __future__ import annotations

from rebond.record import Record
from rebond.texts import percent


def test_the_sentence_carries_the_chance_and_the_place(shipped: Record) -> None:
    references = [one for one in shipped.body["candidates"] if one["role"] == "reference"]
    for one in references:
        for lang in ("fr", "en"):
            assert percent(one["chance"], lang, digits=1) in one["reason"][lang]
        would = "it would be in the portfolio" if one["portfolio"]["chosen"] else "it would not be"
        assert would in one["reason"]["en"]


def test_both_answers_occur_so_the_sentence_is_not_a_formula(shipped: Record) -> None:
    references = [one for one in shipped.body["candidates"] if one["role"] == "reference"]
    assert {one["portfolio"]["chosen"] for one in references} == {True, False}
