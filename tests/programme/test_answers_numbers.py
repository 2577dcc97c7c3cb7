from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebond.programme.answers_numbers import read_number
from rebond.programme.answers_problems import AnswerFault, AnswerProblem
from rebond.programme.answers_values import normalise

from .answer_forms import one

AREA, COUNT, COST = one("decimal", minimum=0.0), one("integer", minimum=0), one("money")


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("60,5", "60.5"),
        ("60.5", "60.5"),
        ("1 060,5", "1060.5"),
        ("1\u00a0060,5", "1060.5"),
        ("1\u202f060\u202f000", "1060000"),
        ("1,060.5", "1060.5"),
        ("1,060,500", "1060500"),
        ("-3", "-3"),
        ("\u22123,25", "-3.25"),
        (" 7 ", "7"),
        (0.1, "0.1"),
        (12, "12"),
    ],
)
def test_numbers_are_read_as_french_and_english_write_them(written: object, value: str) -> None:
    assert read_number(written) == Decimal(value)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "abc",
        "1e5",
        "1.060.500",
        "12 34",
        "1 06",
        "--1",
        "0x10",
        "١٢",
        "1,2,3",
        "NaN",
        "1" * 61,
        True,
        None,
        [],
        float("nan"),
        float("inf"),
    ],
)
def test_what_is_not_a_number_is_refused(written: object) -> None:
    with pytest.raises(AnswerProblem) as caught:
        read_number(written)
    assert caught.value.fault == AnswerFault.NOT_NUMBER


@pytest.mark.parametrize(
    ("raw", "kept"), [("60", "60.00"), ("60,5", "60.50"), ("-0", "0.00"), (60.25, "60.25")]
)
def test_a_decimal_is_kept_with_the_decimals_of_its_field(raw: object, kept: str) -> None:
    assert normalise(AREA, raw) == kept


@pytest.mark.parametrize("raw", ["60,555", "1.060", "1,060"])
def test_a_third_decimal_is_refused_never_rounded_away_nor_read_as_thousands(raw: str) -> None:
    with pytest.raises(AnswerProblem):
        normalise(AREA, raw)


@pytest.mark.parametrize(("raw", "kept"), [("1 200", 1200), ("1,200,300", 1200300), (7, 7)])
def test_a_whole_number_is_kept_as_one(raw: object, kept: int) -> None:
    assert normalise(COUNT, raw) == kept


@pytest.mark.parametrize("raw", ["1,200", "1.200", "1,5", "3.0", 1.5])
def test_a_whole_number_has_no_decimal_sign(raw: object) -> None:
    with pytest.raises(AnswerProblem):
        normalise(COUNT, raw)


@pytest.mark.parametrize(
    ("raw", "cents"),
    [
        ("1 250 000,50 €", 125000050),
        ("12", 1200),
        ("12,5", 1250),
        ("€ 12.50", 1250),
        ("0", 0),
        (1250, 1250),
        ("100 euros", 10000),
    ],
)
def test_an_amount_is_kept_in_cents(raw: object, cents: int) -> None:
    assert normalise(COST, raw) == cents


@pytest.mark.parametrize("raw", ["12,345", "-1", "12 $", 12.5, str(2**53)])
def test_an_amount_below_zero_with_a_third_decimal_or_too_large_is_refused(raw: object) -> None:
    with pytest.raises(AnswerProblem):
        normalise(COST, raw)


def test_bounds_are_said_with_their_unit() -> None:
    field = one("integer", minimum=1, maximum=12, unit={"fr": "mois", "en": "months"})
    assert [normalise(field, raw) for raw in ("1", "12")] == [1, 12]
    for raw, words in (("0", "minimum accepté est 1 mois"), ("13", "maximum accepté est 12 mois")):
        with pytest.raises(AnswerProblem) as caught:
            normalise(field, raw)
        assert caught.value.fault == AnswerFault.OUT_OF_RANGE
        assert words in caught.value.message("fr")


@given(st.decimals(min_value=0, max_value=10**12, places=2), st.booleans(), st.booleans())
def test_a_number_is_read_back_whatever_the_language_and_the_grouping(
    value: Decimal, french: bool, grouped: bool
) -> None:
    written = f"{value:,.2f}" if grouped else f"{value:.2f}"
    if french:
        written = written.replace(",", "\u202f").replace(".", ",")
    kept = normalise(AREA, written)
    assert Decimal(kept) == value
    assert normalise(AREA, kept) == kept
