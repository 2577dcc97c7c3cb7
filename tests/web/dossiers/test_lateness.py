from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebond.web.dossiers.lateness import may_file, rule_text

PARIS = ZoneInfo("Europe/Paris")
NOON = datetime(2031, 6, 30, 12, tzinfo=PARIS)
TICK = timedelta(microseconds=1)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("saved_at", "now", "answer"),
    [
        (NOON - 40 * HOUR, NOON - TICK, "allowed"),
        (NOON - TICK, NOON, "in_grace"),
        (datetime(2031, 6, 30, 0, tzinfo=PARIS), NOON, "in_grace"),
        (datetime(2031, 6, 30, 0, tzinfo=PARIS) - TICK, NOON, "late"),
        (NOON, NOON, "late"),
        (NOON + HOUR, NOON + 2 * HOUR, "late"),
        (NOON - HOUR, NOON + 12 * HOUR, "in_grace"),
        (NOON - HOUR, NOON + 12 * HOUR + TICK, "late"),
    ],
)
def test_the_rule_at_its_edges(saved_at: datetime, now: datetime, answer: str) -> None:
    assert may_file(NOON, saved_at, now, 12) == answer


def test_a_call_that_closes_at_midnight_closes_at_the_end_of_the_day_before() -> None:
    midnight = datetime(2031, 7, 1, 0, tzinfo=PARIS)
    assert may_file(midnight, datetime(2031, 6, 30, 0, tzinfo=PARIS), midnight, 12) == "in_grace"
    assert may_file(midnight, datetime(2031, 6, 29, 23, 59, tzinfo=PARIS), midnight, 12) == "late"


def test_the_day_is_that_of_paris_whatever_the_offset_of_the_moments() -> None:
    closes = datetime(2031, 6, 30, 22, tzinfo=UTC)  # midnight in Paris
    assert may_file(closes, datetime(2031, 6, 29, 22, tzinfo=UTC), closes, 12) == "in_grace"
    assert may_file(closes, datetime(2031, 6, 29, 21, 59, tzinfo=UTC), closes, 12) == "late"


@pytest.mark.parametrize(
    "closes", [datetime(2031, 3, 29, 23, tzinfo=PARIS), datetime(2031, 10, 25, 23, tzinfo=PARIS)]
)
def test_hours_are_elapsed_hours_in_the_nights_when_clocks_move(closes: datetime) -> None:
    end = closes.astimezone(UTC) + timedelta(hours=12)
    assert may_file(closes, closes - HOUR, end, 12) == "in_grace"
    assert may_file(closes, closes - HOUR, end + TICK, 12) == "late"


def test_without_grace_nothing_is_received_after_the_hour() -> None:
    assert may_file(NOON, NOON - TICK, NOON, 0) == "late"
    assert "Aucun" in rule_text(0).fr
    assert "12" in rule_text(12).fr


@given(st.integers(-100_000, 100_000), st.integers(-100_000, 100_000), st.integers(0, 240))
def test_waiting_never_makes_a_filing_received(saved: int, later: int, hours: int) -> None:
    order = {"allowed": 0, "in_grace": 1, "late": 2}
    saved_at = NOON + timedelta(seconds=saved)
    now = NOON + timedelta(seconds=later)
    first = may_file(NOON, saved_at, now, hours)
    assert order[may_file(NOON, saved_at, now + HOUR, hours)] >= order[first]
