"""Assumptions stand in both languages, each with what the data can show of it."""

from __future__ import annotations

from rebond.impact import ASSUMPTIONS


def test_each_assumption_says_what_would_break_it_and_what_can_be_looked_at() -> None:
    assert len({one.id for one in ASSUMPTIONS}) == len(ASSUMPTIONS) == 6
    for one in ASSUMPTIONS:
        for text in (one.title, one.words, one.looked_at):
            assert text.fr
            assert text.en
            assert text.fr != text.en
