"""Values that change over time."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from rebond.programme.complaints import ContentError
from rebond.programme.dated import Period, check_periods, last_day_of, value_on
from rebond.programme.policy_model import Count

UNKNOWN = {"status": "unknown", "looked_for": {"fr": "x", "en": "x"}}
NONE = {"status": "not_applicable", "why": {"fr": "x", "en": "x"}}


def day(month: int, of_month: int = 1) -> datetime.date:
    """Return a day of 2031."""
    return datetime.date(2031, month, of_month)


def periods(*items: dict[str, Any]) -> tuple[Period[int], ...]:
    """Read a list of periods, checked."""
    read: tuple[Period[int], ...] = TypeAdapter(tuple[Period[Count], ...]).validate_python(
        items, strict=True
    )
    return check_periods(read)


JANUARY = {"value": 1, "valid_from": day(1), "valid_to": day(1, 31)}
FEBRUARY_ON = {"value": 2, "valid_from": day(2)}


def test_a_value_holds_on_its_first_and_last_days() -> None:
    dated = periods(JANUARY, FEBRUARY_ON)
    assert [value_on(dated, one).value for one in (day(1), day(1, 31), day(2), day(12, 31))] == [
        1,
        1,
        2,
        2,
    ]
    assert value_on(dated, day(1)).certainty == "established"


def test_before_the_first_period_nothing_held() -> None:
    held = value_on(periods(JANUARY, FEBRUARY_ON), datetime.date(2030, 12, 31))
    assert (held.certainty, held.value) == ("outside", None)


def test_after_a_known_end_nothing_holds() -> None:
    assert value_on(periods(JANUARY), day(2)).certainty == "outside"


def test_after_an_end_that_nobody_knows_the_last_value_is_presumed() -> None:
    dated = periods({"value": 5, "valid_from": day(1), "valid_to": UNKNOWN, "seen_on": day(3)})
    assert value_on(dated, day(2)).certainty == "established"
    assert value_on(dated, day(4)) == type(value_on(dated, day(4)))("presumed", 5, dated[0])


def test_between_two_rules_whose_change_is_not_dated_nothing_is_settled() -> None:
    dated = periods(
        {"value": 2, "valid_from": UNKNOWN, "valid_to": UNKNOWN, "seen_in": "2021-12"},
        {"value": 3, "valid_from": UNKNOWN, "valid_to": UNKNOWN, "seen_in": "2023"},
    )
    assert value_on(dated, datetime.date(2021, 12, 31)).value == 2
    assert value_on(dated, datetime.date(2022, 6, 1)).certainty == "outside"
    assert value_on(dated, datetime.date(2023, 12, 31)).value == 3
    assert value_on(dated, datetime.date(2024, 1, 1)).certainty == "presumed"
    assert value_on(dated, datetime.date(2020, 7, 20)).certainty == "outside"


def test_an_unknown_value_is_unknown_and_a_gap_that_is_said_is_not_applicable() -> None:
    dated = periods(
        {"value": UNKNOWN, "valid_from": day(1), "valid_to": day(1, 31)},
        {"value": NONE, "valid_from": day(2), "valid_to": day(2, 28)},
        {"value": 3, "valid_from": day(3)},
    )
    assert [value_on(dated, day(month)).certainty for month in (1, 2, 3)] == [
        "unknown",
        "not_applicable",
        "established",
    ]


@pytest.mark.parametrize(
    ("second", "text"),
    [
        ({"value": 2, "valid_from": day(1, 31)}, "overlap"),
        (
            {
                "value": 2,
                "valid_from": datetime.date(2030, 1, 1),
                "valid_to": datetime.date(2030, 2, 1),
            },
            "overlap",
        ),
        ({"value": 2, "valid_from": day(2, 2)}, "no value from 2031-02-01 to 2031-02-01"),
        ({"value": 2, "valid_from": UNKNOWN, "seen_on": day(1, 15)}, "overlap"),
    ],
)
def test_periods_that_overlap_or_leave_a_gap_are_refused(second: dict[str, Any], text: str) -> None:
    with pytest.raises(ContentError, match=text) as caught:
        periods(JANUARY, second)
    assert caught.value.complaints[0].at == (1,)


def test_nothing_may_follow_a_period_without_end() -> None:
    with pytest.raises(ContentError, match="has no end"):
        periods(FEBRUARY_ON, {"value": 3, "valid_from": day(5)})


def test_an_empty_list_is_refused() -> None:
    with pytest.raises(ContentError, match="empty"):
        check_periods(())


@pytest.mark.parametrize(
    ("item", "text"),
    [
        ({"value": 1}, "no known day"),
        ({"value": 1, "valid_from": UNKNOWN}, "no known day"),
        ({"value": 1, "valid_from": day(2), "valid_to": day(1)}, "ends on"),
        ({"value": 1, "valid_from": day(2), "seen_on": day(1)}, "outside the period"),
        (
            {"value": 1, "valid_from": day(1), "valid_to": day(2), "seen_on": day(3)},
            "outside the period",
        ),
        ({"value": 1, "seen_on": day(1), "seen_in": "2031"}, "both"),
    ],
)
def test_a_period_that_contradicts_itself_is_refused(item: dict[str, Any], text: str) -> None:
    with pytest.raises(ValidationError, match=text):
        periods(item)


def test_a_month_or_a_year_counts_at_its_last_day() -> None:
    assert last_day_of("2024-02") == datetime.date(2024, 2, 29)
    assert last_day_of("2023") == datetime.date(2023, 12, 31)


@given(st.lists(st.integers(1, 400), min_size=1, max_size=8), st.integers(-10, 3000))
def test_periods_in_a_row_give_each_day_exactly_one_value(lengths: list[int], offset: int) -> None:
    start = day(1)
    items, first = [], start
    for number, length in enumerate(lengths):
        last = first + datetime.timedelta(days=length - 1)
        items.append({"value": number, "valid_from": first, "valid_to": last})
        first = last + datetime.timedelta(days=1)
    asked = start + datetime.timedelta(days=offset)
    held = value_on(periods(*items), asked)
    expected = [one["value"] for one in items if one["valid_from"] <= asked <= one["valid_to"]]
    assert [held.value] == (expected or [None])
