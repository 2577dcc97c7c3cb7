"""Both languages write the same thing in their own way."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from rebond.texts import (
    NARROW_NO_BREAK_SPACE,
    Text,
    day_text,
    money,
    number,
    percent,
    verbatim,
    with_french_spaces,
)


def test_a_text_is_filled_language_by_language() -> None:
    place = Text("la commune", "the commune")
    filled = Text("{where} n° {code}", "{where} no. {code}").filled(where=place, code="14366")
    assert filled == Text("la commune n° 14366", "the commune no. 14366")


def test_french_numbers_have_a_narrow_space_and_a_comma() -> None:
    assert number(1254.5, "fr", digits=1) == f"1{NARROW_NO_BREAK_SPACE}254,5"
    assert number(1254.5, "en", digits=1) == "1,254.5"


def test_percentages_follow_each_language() -> None:
    assert percent(0.231, "fr") == f"23{NARROW_NO_BREAK_SPACE}%"
    assert percent(0.231, "en") == "23%"


def test_verbatim_reads_the_same_in_both_languages() -> None:
    assert verbatim(14366).of("fr") == verbatim(14366).of("en") == "14366"


@given(st.integers(-(10**12), 10**12))
def test_a_french_number_can_be_read_back(value: int) -> None:
    assert int(number(value, "fr").replace(NARROW_NO_BREAK_SPACE, "")) == value


def test_a_day_is_written_as_each_language_writes_it() -> None:
    assert day_text(dt.date(2020, 1, 20)) == Text("20 janvier 2020", "20 January 2020")
    assert day_text("2020-08-01") == Text("1er août 2020", "1 August 2020")
    assert day_text("2020") == verbatim("2020")


def test_whole_euros_are_written_without_cents() -> None:
    assert money(400_000) == Text("4\u202f000\u00a0€", "€4,000")
    assert money(42_550) == Text("425,50\u00a0€", "€425.50")
    assert money(5) == Text("0,05\u00a0€", "€0.05")


def test_french_signs_stay_with_the_word_before_them_and_addresses_stay_whole() -> None:
    typed = "Le « pack » : quoi ? Un ; deux ! https://exemple.invalid/a:b"
    assert with_french_spaces(typed) == (
        "Le «\u00a0pack\u00a0»\u00a0: quoi\u202f? Un\u202f; deux\u202f! https://exemple.invalid/a:b"
    )
    assert with_french_spaces(with_french_spaces(typed)) == with_french_spaces(typed)
