"""Unquoted scalars, and the surprises of YAML 1.1."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from rebond.programme.errors import ProblemKind
from rebond.programme.yaml_scalars import BROKEN, HIDDEN, Surprise, read_plain


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("", None),
        ("~", None),
        ("null", None),
        ("true", True),
        ("false", False),
        ("0", 0),
        ("-12", -12),
        ("123456789012345", 123456789012345),
        ("0.10", Decimal("0.10")),
        ("-2.5", Decimal("-2.5")),
        ("2031-06-30", datetime.date(2031, 6, 30)),
        ("2A", "2A"),
        ("1.0.0", "1.0.0"),
        ("Île", "Île"),
        ("2031-06", "2031-06"),
        ("1 000", "1 000"),
        ("notable", "notable"),
    ],
)
def test_what_an_unquoted_value_means(written: str, meant: object) -> None:
    read = read_plain(written)
    assert read == meant
    assert type(read) is type(meant)


@pytest.mark.parametrize(
    "written",
    ["yes", "No", "on", "OFF", "y", "N", "True", "FALSE", "01", "08", "1_000", "0x1F", "0b1", "0o7", "1:30",
     "1e3", "1.5e+3", "+5", ".5", "5.", "1234567890123456", "190:20:30.15"],
)  # fmt: skip
def test_a_value_that_changes_with_the_reader_is_refused(written: str) -> None:
    read = read_plain(written)
    assert isinstance(read, Surprise)
    assert read.kind is ProblemKind.AMBIGUOUS
    assert written in read.what.fr
    assert written in read.what.en


def test_a_code_with_a_leading_zero_is_told_to_stand_between_quotes() -> None:
    read = read_plain("01")
    assert isinstance(read, Surprise)
    assert '"01" between quotes' in read.cure.en


@pytest.mark.parametrize("written", [".inf", "-.INF", ".nan", "NaN", "inf", "-Infinity"])
def test_what_is_not_finite_is_refused(written: str) -> None:
    read = read_plain(written)
    assert isinstance(read, Surprise)
    assert read.kind is ProblemKind.NOT_FINITE


@pytest.mark.parametrize(
    "written", ["2031-02-30", "2031-13-01", "2031-1-1", "2031-01-01T00:00:00Z", "2031-01-01 10:00"]
)
def test_what_is_not_a_day_is_refused(written: str) -> None:
    read = read_plain(written)
    assert isinstance(read, Surprise)
    assert read.kind is ProblemKind.BAD_FORMAT


@given(st.text(alphabet="0123456789_.:eE+-xobXyntruefalsinNaOo", max_size=12))
def test_what_yaml_1_1_would_not_read_as_text_is_never_kept_as_text(written: str) -> None:
    try:
        by_yaml = yaml.safe_load(written)
    except (yaml.YAMLError, ValueError):
        return
    if isinstance(by_yaml, (bool, int, float)):
        assert not isinstance(read_plain(written), str)


@given(st.integers(-(10**15) + 1, 10**15 - 1))
def test_whole_numbers_are_read_exactly(number: int) -> None:
    assert read_plain(str(number)) == number


@given(st.decimals(min_value=-(10**6), max_value=10**6, places=6))
def test_decimals_are_read_exactly(number: Decimal) -> None:
    assert read_plain(str(number)) == number


def test_marks_that_reverse_text_are_hidden_characters() -> None:
    assert HIDDEN.search("a\u202eb")
    assert HIDDEN.search("a\x00")
    assert not HIDDEN.search("a\u202fb’é\n\t")


def test_the_broken_value_says_so() -> None:
    assert repr(BROKEN) == "BROKEN"
