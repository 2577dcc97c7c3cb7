from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from dateutil.easter import easter
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from rebond.procedure.errors import DayOutOfCalendar, MomentWithoutZone, NegativeSpan
from rebond.procedure.legal_time import (
    Span,
    add_months,
    add_span,
    days_reached,
    easter_sunday,
    next_working_day,
    paris_day,
    public_holidays,
)

DAYS = st.dates(datetime.date(1900, 1, 1), datetime.date(2200, 12, 31))


def test_months_run_from_day_to_same_day() -> None:
    assert add_months(datetime.date(2020, 3, 1), 3) == datetime.date(2020, 6, 1)
    assert add_months(datetime.date(2019, 11, 30), 3) == datetime.date(2020, 2, 29)


def test_increases_are_counted_with_the_base_and_not_after_it() -> None:
    together = add_months(datetime.date(2018, 11, 30), 3 + 1)
    one_by_one = add_months(add_months(datetime.date(2018, 11, 30), 3), 1)
    assert (together, one_by_one) == (datetime.date(2019, 3, 30), datetime.date(2019, 3, 28))


def test_ninety_days_are_not_three_months_on_303_filing_days_of_2026() -> None:
    days = [datetime.date(2026, 1, 1) + datetime.timedelta(days=n) for n in range(365)]
    different = sum(add_months(day, 3) != day + datetime.timedelta(days=90) for day in days)
    assert different == 303


@given(DAYS, st.integers(0, 600))
def test_months_agree_with_dateutil(day: datetime.date, months: int) -> None:
    assert add_months(day, months) == day + relativedelta(months=months)


@given(DAYS, DAYS, st.integers(0, 60))
def test_a_later_start_never_ends_earlier(
    one: datetime.date, other: datetime.date, months: int
) -> None:
    first, second = sorted((one, other))
    assert add_months(first, months) <= add_months(second, months)


def test_a_span_adds_its_months_then_its_days() -> None:
    assert add_span(datetime.date(2024, 1, 31), Span(1, 15)) == datetime.date(2024, 3, 15)
    assert Span(3) + Span(1, 2) == Span(4, 2)


@pytest.mark.parametrize(
    ("span", "fr", "en"),
    [
        (Span(3), "3 mois", "3 months"),
        (Span(1), "1 mois", "1 month"),
        (Span(days=21), "21 jours", "21 days"),
        (Span(2, 1), "2 mois et 1 jour", "2 months and 1 day"),
        (Span(), "0 jour", "0 day"),
    ],
)
def test_a_span_is_written_in_both_languages(span: Span, fr: str, en: str) -> None:
    assert (span.text.fr, span.text.en) == (fr, en)


def test_negative_delays_are_refused() -> None:
    with pytest.raises(NegativeSpan):
        Span(months=-1)
    with pytest.raises(NegativeSpan):
        Span(days=-1)
    with pytest.raises(NegativeSpan):
        add_months(datetime.date(2020, 1, 1), -3)


def test_the_calendar_ends_in_9999() -> None:
    assert add_months(datetime.date(9999, 9, 30), 3) == datetime.date(9999, 12, 30)
    with pytest.raises(DayOutOfCalendar) as refused:
        add_months(datetime.date(9999, 12, 1), 1)
    assert refused.value.day == datetime.date(9999, 12, 1)
    with pytest.raises(DayOutOfCalendar):
        add_span(datetime.date(9999, 12, 31), Span(days=1))


def test_a_moment_is_read_in_paris() -> None:
    late = datetime.datetime(2020, 2, 29, 23, 30, tzinfo=datetime.UTC)
    assert paris_day(late) == datetime.date(2020, 3, 1)
    reunion = datetime.datetime(2020, 3, 1, 1, 0, tzinfo=ZoneInfo("Indian/Reunion"))
    assert paris_day(reunion) == datetime.date(2020, 2, 29)
    assert paris_day(datetime.date(2020, 3, 1)) == datetime.date(2020, 3, 1)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(MomentWithoutZone):
        paris_day(datetime.datetime(2020, 3, 1, 12))  # noqa: DTZ001 - the point of the test


@given(st.integers(1583, 4000))
def test_easter_agrees_with_dateutil(year: int) -> None:
    assert easter_sunday(year) == easter(year)


def test_holidays_of_2024() -> None:
    expected = {
        "2024-01-01", "2024-04-01", "2024-05-01", "2024-05-08", "2024-05-09", "2024-05-20",
        "2024-07-14", "2024-08-15", "2024-11-01", "2024-11-11", "2024-12-25",
    }  # fmt: skip
    assert {day.isoformat() for day in public_holidays(2024)} == expected
    more = public_holidays(2024, alsace_moselle=True) - public_holidays(2024)
    assert {day.isoformat() for day in more} == {"2024-03-29", "2024-12-26"}


def test_the_next_working_day_skips_week_ends_and_holidays() -> None:
    friday_holiday = datetime.date(2024, 11, 1)
    assert next_working_day(friday_holiday) == datetime.date(2024, 11, 4)
    assert next_working_day(datetime.date(2024, 11, 5)) == datetime.date(2024, 11, 5)
    assert next_working_day(datetime.date(2024, 12, 26), alsace_moselle=True) == datetime.date(
        2024, 12, 27
    )


@given(DAYS, st.integers(0, 40))
def test_the_table_of_months_says_the_same_as_the_calendar(
    first: datetime.date, months: int
) -> None:
    table = days_reached(first, 70, months)
    for shift in (0, 1, 30, 69):
        day = first + datetime.timedelta(days=shift)
        assert first + datetime.timedelta(days=int(table[shift])) == add_months(day, months)
    assert (np.diff(table) >= 0).all()


def test_a_table_that_leaves_the_calendar_is_refused() -> None:
    with pytest.raises(DayOutOfCalendar):
        days_reached(datetime.date(9999, 12, 1), 20, 1)
    with pytest.raises(DayOutOfCalendar):
        days_reached(datetime.date(9999, 12, 1), 200, 0)
