"""Numbers, ranks, dates and chances as each language writes them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from rebond.texts import Text
from rebond.web.theme import writing

NARROW = "\u202f"


@pytest.fixture(params=["fr", "en"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    with translation.override(request.param):
        yield request.param


def test_a_text_is_read_in_the_language_of_the_page(language: str) -> None:
    assert writing.words(Text("retenu", "retained")) == (
        "retenu" if language == "fr" else "retained"
    )
    assert writing.words(None) == ""


def test_numbers_group_thousands(language: str) -> None:
    expected = f"1{NARROW}254,5" if language == "fr" else "1,254.5"
    assert writing.written(1254.46, 1) == expected


def test_a_negative_number_has_a_true_minus_and_zero_has_none(language: str) -> None:
    assert writing.written(-3) == "−3"
    assert writing.written(-0.0001, 2) == writing.written(0.0, 2)


def test_a_difference_shows_its_sign(language: str) -> None:
    assert writing.signed(2, 0) == "+2"
    assert writing.signed(-2, 0) == "−2"
    assert writing.signed(0.0001, 1) == writing.written(0, 1)


@pytest.mark.parametrize(
    ("value", "french", "english"),
    [
        (0.0, f"0{NARROW}%", "0%"),
        (0.0004, f"moins de 1{NARROW}%", "under 1%"),
        (0.005, f"moins de 1{NARROW}%", "under 1%"),
        (0.23, f"23{NARROW}%", "23%"),
        (0.995, f"plus de 99{NARROW}%", "over 99%"),
        (0.9996, f"plus de 99{NARROW}%", "over 99%"),
        (1.0, f"100{NARROW}%", "100%"),
    ],
)
def test_a_small_chance_is_never_written_as_none(value: float, french: str, english: str) -> None:
    with translation.override("fr"):
        assert writing.chance(value) == french
    with translation.override("en"):
        assert writing.chance(value) == english


@pytest.mark.parametrize(
    ("rank", "french", "english"),
    [
        (1, "1er", "1st"),
        (2, "2e", "2nd"),
        (3, "3e", "3rd"),
        (11, "11e", "11th"),
        (112, "112e", "112th"),
        (121, "121e", "121st"),
    ],
)
def test_ranks(rank: int, french: str, english: str) -> None:
    with translation.override("fr"):
        assert writing.ordinal(rank) == french
    with translation.override("en"):
        assert writing.ordinal(rank) == english


def test_the_first_of_a_month_is_written_so_in_french() -> None:
    with translation.override("fr"):
        assert writing.day(date(2020, 1, 1)) == "1er\u00a0janvier 2020"
        assert writing.day("2020-12-08T10:00:00Z") == "8\u00a0décembre 2020"
    with translation.override("en"):
        assert writing.day("2020-12-08") == "8\u00a0December 2020"


def test_what_is_not_a_date_is_left_as_it_stands(language: str) -> None:
    assert writing.day("inconnu") == "inconnu"


def test_a_month_is_written_in_words() -> None:
    with translation.override("fr"):
        assert writing.month("2019-11") == "novembre 2019"


def test_a_unit_never_leaves_its_number() -> None:
    with translation.override("fr"):
        assert writing.with_unit("12", "km") == "12\u00a0km"
        assert writing.with_unit("12", "%") == f"12{NARROW}%"
        assert writing.with_unit("12", "") == "12"
    with translation.override("en"):
        assert writing.with_unit("12", "%") == "12%"


@pytest.mark.parametrize(
    ("language", "at", "expected"),
    [
        ("fr", datetime(2031, 6, 12, 21, 59, tzinfo=UTC), "12\u00a0juin 2031 à 23\u00a0h\u00a059"),
        ("fr", datetime(2031, 1, 1, 11, tzinfo=UTC), "1er\u00a0janvier 2031 à 12\u00a0h"),
        # Paris is one hour ahead in winter: the day is already the next one.
        ("en", datetime(2031, 1, 31, 23, 30, tzinfo=UTC), "1\u00a0February 2031 at 00:30"),
    ],
)
def test_a_moment_is_written_as_clocks_in_paris_show_it(
    language: str, at: datetime, expected: str
) -> None:
    with translation.override(language):
        assert writing.moment(at) == expected
