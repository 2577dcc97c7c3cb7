"""The days of each way to contest, in calendar months."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebond.procedure import appeals

DAYS = st.dates(dt.date(2016, 1, 1), dt.date(2200, 12, 31))


def days(appeal: appeals.Appeal) -> list[str]:
    return [term.on.isoformat() for term in appeal.terms]


@pytest.mark.parametrize(
    ("notified", "safe", "last"),
    [
        # impots.gouv.fr: notified on 20 March, until 21 May.
        ("2031-03-20", "2031-05-20", "2031-05-21"),
        # 30 December: February has no such day, its last one stands for it.
        ("2030-12-30", "2031-02-28", "2031-03-01"),
        ("2031-12-31", "2032-02-29", "2032-03-01"),
    ],
)
def test_the_court_has_a_safe_day_and_a_last_one(notified: str, safe: str, last: str) -> None:
    assert days(appeals.court(dt.date.fromisoformat(notified))) == [safe, last]


def test_a_gracious_appeal_counts_both_delays_together() -> None:
    asked = appeals.gracious(dt.date(2030, 11, 30), dt.date(2030, 12, 31))
    # 31 December + 2 months is 28 February; + 4 months together is 30 April, not 28 April.
    assert days(asked) == ["2031-01-30", "2031-02-28", "2031-04-30"]


def test_an_appeal_too_late_opens_no_later_day() -> None:
    assert days(appeals.gracious(dt.date(2031, 1, 10), dt.date(2031, 3, 11))) == ["2031-03-10"]
    assert days(appeals.gracious(dt.date(2031, 1, 10), dt.date(2031, 1, 9))) == ["2031-03-10"]
    assert days(appeals.gracious(dt.date(2031, 1, 10))) == ["2031-03-10"]


def test_the_cada_takes_the_earlier_of_the_two_ways_to_count() -> None:
    assert days(appeals.rules(dt.date(2031, 1, 31))) == ["2031-02-28", "2031-04-28"]


def test_four_months_for_a_withdrawal() -> None:
    assert appeals.withdrawal_limit(dt.date(2030, 10, 31)) == dt.date(2031, 2, 28)


@given(DAYS, st.integers(0, 70))
def test_days_never_go_back(day: dt.date, later: int) -> None:
    acting = day + dt.timedelta(days=later)
    for way in (appeals.court(day), appeals.gracious(day, acting), appeals.rules(acting)):
        found = [term.on for term in way.terms]
        assert found == sorted(found)
        assert all(one > day for one in found)
        assert all(source.url.startswith("https://") for source in way.sources)


def test_sources_are_named_in_both_languages() -> None:
    day = dt.date(2031, 3, 20)
    ways = (appeals.court(day), appeals.gracious(day), appeals.rules(day))
    named = {source.article.en for way in ways for source in way.sources}
    assert {"how days are counted", "CRPA, articles L311-3-1, R311-3-1-1 and R311-3-1-2"} <= named
    assert not any(word in one for one in named for word in ("franc", "délai", " et "))
