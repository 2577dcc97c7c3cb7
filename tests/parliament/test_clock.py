from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebond.parliament.clock import STATE_TEXTS, State, clock
from rebond.parliament.question import Chamber, WrittenQuestion
from tests.parliament.given import asked

FLAGGED, REPLIED = date(2020, 11, 2), date(2020, 12, 8)


def test_question_31804_was_answered_after_119_days():
    got = clock(asked(flagged_on=FLAGGED, replied_on=REPLIED), date(2026, 1, 1))
    assert got.state is State.ANSWERED_LATE
    assert (got.first_due_on, got.flagged_due_on) == (date(2020, 10, 11), date(2020, 11, 12))
    assert (got.days_taken, got.days_past_first, got.days_late) == (119, 58, 26)
    assert got.days_left is None


@pytest.mark.parametrize(
    ("replied", "state", "late"),
    [
        (date(2020, 10, 11), State.ANSWERED_IN_TIME, 0),
        (date(2020, 11, 12), State.ANSWERED_FLAGGED, 0),
        (date(2020, 11, 13), State.ANSWERED_LATE, 1),
    ],
)
def test_a_reply_is_late_exactly_when_it_comes_after_the_day_that_pages_tell(
    replied: date, state: State, late: int
):
    flagged = FLAGGED if replied > FLAGGED else None
    got = clock(asked(flagged_on=flagged, replied_on=replied), date(2026, 1, 1))
    assert (got.state, got.days_late) == (state, late)


@pytest.mark.parametrize(
    ("on", "flagged", "state"),
    [
        (date(2020, 9, 1), None, State.RUNNING),
        (date(2020, 10, 1), None, State.NEAR),
        (date(2020, 10, 11), None, State.NEAR),
        (date(2020, 10, 12), None, State.LATE),
        (date(2020, 11, 12), FLAGGED, State.FLAGGED),
        (date(2020, 11, 13), FLAGGED, State.FLAGGED_LATE),
        (date(2020, 9, 20), date(2020, 9, 10), State.RUNNING),
    ],
)
def test_an_open_question_goes_from_on_time_to_late_on_the_morrow_of_its_day(
    on: date, flagged: date | None, state: State
):
    assert clock(asked(flagged_on=flagged), on).state is state


def test_months_run_from_day_to_day():
    assert clock(asked(published_on=date(2020, 12, 31)), REPLIED).due_on == date(2021, 2, 28)
    assert clock(asked(published_on=date(2020, 7, 31)), REPLIED).due_on == date(2020, 9, 30)


def test_without_an_established_rule_no_day_is_computed():
    old = clock(asked(published_on=date(2010, 1, 5)), REPLIED)
    assert (old.state, old.due_on, old.rule) == (State.NOT_ESTABLISHED, None, None)
    senate = WrittenQuestion(Chamber.SENAT, 5, published_on=date(2012, 1, 5))
    assert clock(senate, REPLIED).due_on is None
    assert clock(
        asked(published_on=date(2010, 1, 5), replied_on=date(2010, 6, 1)), REPLIED
    ).state is (State.ANSWERED)


def test_the_senate_has_two_months_and_no_flagging():
    asked_there = WrittenQuestion(
        Chamber.SENAT, 5, published_on=date(2024, 1, 31), flagged_on=date(2024, 4, 2)
    )
    got = clock(asked_there, date(2024, 4, 3))
    assert (got.due_on, got.flagged_due_on, got.state) == (date(2024, 3, 31), None, State.LATE)
    assert any("n’est pas établi" in line.fr for line in got.trace)


def test_an_ended_or_unpublished_question_awaits_nothing():
    assert clock(asked(ended_on=date(2020, 12, 1)), REPLIED).state is State.ENDED
    assert clock(asked(published_on=None), REPLIED).state is State.NOT_PUBLISHED


@given(
    st.dates(min_value=date(2017, 6, 21), max_value=date(2090, 1, 1)),
    st.integers(0, 800),
    st.none() | st.integers(0, 400),
)
def test_every_open_question_has_one_state_that_agrees_with_its_day(
    published: date, after: int, flagged: int | None
):
    on = published + timedelta(days=after)
    flag = None if flagged is None else published + timedelta(days=flagged)
    got = clock(asked(published_on=published, flagged_on=flag), on)
    assert got.due_on is not None
    assert got.state in STATE_TEXTS
    assert got.state.is_open
    assert got.state.is_overdue == (on > got.due_on) == (got.days_late > 0)
    assert got.days_left == (got.due_on - on).days
    assert got.due_on >= (got.first_due_on or got.due_on)
