"""Kinds of value that every model shares."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from rebond.programme.policy_model import (
    Basis,
    Bilingual,
    Cents,
    Code,
    Month,
    MonthOrYear,
    NotApplicable,
    Number,
    OrAbsent,
    OrUnknown,
    Share,
    Slug,
    SourceId,
    Unknown,
    Url,
    Version,
)
from rebond.texts import Text

WORDS = {"fr": "cherché", "en": "looked for"}


def read(kind: Any, value: Any) -> Any:
    """Read a value as a policy does."""
    return TypeAdapter(kind).validate_python(value, strict=True)


def test_a_text_needs_both_languages_filled() -> None:
    assert read(Bilingual, {"fr": "a", "en": "b"}) == Text("a", "b")
    assert read(Bilingual, Text("a", "b")) == Text("a", "b")
    for broken in (
        {"fr": "a"},
        {"fr": "a", "en": " "},
        {"fr": "a", "en": "b", "de": "c"},
        "a",
        None,
    ):
        with pytest.raises(ValidationError):
            read(Bilingual, broken)


def test_a_text_is_written_back_as_read() -> None:
    assert TypeAdapter(Bilingual).dump_python(Text("a", "b"), mode="json") == {"fr": "a", "en": "b"}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (0, Fraction(0)),
        (1, Fraction(1)),
        (Decimal("0.1"), Fraction(1, 10)),
        ("1/3", Fraction(1, 3)),
        ("1", Fraction(1)),
    ],
)
def test_a_share_is_exact(written: object, meant: Fraction) -> None:
    assert read(Share, written) == meant


@pytest.mark.parametrize(
    "written",
    [0.5, True, "0.5", "1/0", "-1/2", "1/3/4", "a", "", None, Decimal("1.0000001"), Decimal("NaN"), 2, "4/3", Decimal("-0.1"),
     Decimal("0.12345678"), "12345678/99999999", "１/３"],
)  # fmt: skip
def test_what_is_no_share_is_refused(written: object) -> None:
    with pytest.raises(ValidationError):
        read(Share, written)


@given(st.fractions(min_value=0, max_value=1, max_denominator=10**6))
def test_a_share_survives_writing_and_reading(share: Fraction) -> None:
    adapter: TypeAdapter[Fraction] = TypeAdapter(Share)
    assert adapter.validate_json(adapter.dump_json(share)) == share


@pytest.mark.parametrize(
    "written", [True, "3", None, float("nan"), float("inf"), Decimal("Infinity")]
)
def test_what_is_no_finite_number_is_refused(written: object) -> None:
    with pytest.raises(ValidationError):
        read(Number, written)


def test_numbers_are_read_from_whole_and_decimal_ones() -> None:
    assert read(Number, 3) == 3.0
    assert read(Number, Decimal("0.25")) == 0.25


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        (Slug, "ti_2020", "Ti-2020"),
        (SourceId, "S81", "s81"),
        (Code, "2A", "2 A"),
        (Url, "https://a.fr/b?c=d", "ftp://a.fr"),
        (Month, "2019-11", "2019-13"),
        (MonthOrYear, "2023", "23"),
        (Version, "1.0.0", "1.0"),
        (Cents, 400_000, 4000.5),
    ],
)
def test_ids_codes_dates_and_money_have_one_form(kind: Any, good: object, bad: object) -> None:
    assert read(kind, good) == good
    with pytest.raises(ValidationError):
        read(kind, bad)


def test_money_is_bounded_so_that_it_stays_exact_in_every_reader() -> None:
    assert read(Cents, 10**15) == 10**15
    for broken in (10**15 + 1, -1, True):
        with pytest.raises(ValidationError):
            read(Cents, broken)


def test_a_value_may_be_unknown_with_what_was_looked_for() -> None:
    assert read(OrUnknown[Cents], 3) == 3
    unknown = read(OrUnknown[Cents], {"status": "unknown", "looked_for": WORDS, "sources": ("Q",)})
    assert isinstance(unknown, Unknown)
    assert unknown.looked_for.fr == "cherché"
    assert read(OrUnknown[Cents], unknown) is unknown
    for broken in (
        {"status": "unknown"},
        {"status": "other", "looked_for": WORDS},
        "unknown",
        None,
    ):
        with pytest.raises(ValidationError):
            read(OrUnknown[Cents], broken)


def test_a_value_may_not_exist_with_the_reason() -> None:
    absent = read(OrAbsent[Cents], {"status": "not_applicable", "why": WORDS})
    assert isinstance(absent, NotApplicable)
    assert isinstance(read(OrAbsent[Cents], {"status": "unknown", "looked_for": WORDS}), Unknown)
    with pytest.raises(ValidationError):
        read(OrUnknown[Cents], {"status": "not_applicable", "why": WORDS})


def test_an_official_basis_cites_a_source_and_an_assumption_need_not() -> None:
    assert read(Basis, {"kind": "assumption", "why": WORDS}).kind == "assumption"
    assert read(Basis, {"kind": "official", "why": WORDS, "sources": ("Q",)}).sources == ("Q",)
    with pytest.raises(ValidationError, match="cites no source"):
        read(Basis, {"kind": "official", "why": WORDS})


def test_models_cannot_be_changed() -> None:
    basis = read(Basis, {"kind": "assumption", "why": WORDS})
    with pytest.raises(ValidationError, match="frozen"):
        basis.kind = "official"
