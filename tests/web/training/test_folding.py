"""What counts of a path: the latest of each kind, and never what was answered."""

from __future__ import annotations

from datetime import date

from rebond.web.training.folding import standing, state_of
from rebond.web.training.models import PathStep


def step(number: int, kind: str, on: str | None = None, **more: object) -> PathStep:
    day = date.fromisoformat(on) if on else None
    return PathStep(pk=number, kind=kind, on=day, **more)


def test_nothing_said_is_not_established() -> None:
    state = state_of([])
    assert state.is_silent
    assert (state.opened_on, state.closed_on, state.of("enrolled")) == (None, None, None)


def test_the_latest_day_counts_whatever_the_order_of_recording() -> None:
    state = state_of(
        [step(2, "enrolled", "2030-09-01", count=12), step(1, "enrolled", "2031-09-01", count=30)]
    )
    assert state.of("enrolled").count == 30


def test_a_step_answered_counts_no_more_and_a_withdrawal_never_does() -> None:
    wrong = step(1, "opening", "2030-01-01")
    right = step(2, "opening", "2030-02-01", replaces_id=1)
    assert standing([wrong, right]) == [right]
    gone = step(3, "opening", "2030-02-01", replaces_id=2, is_withdrawal=True)
    assert state_of([wrong, right, gone]).is_silent


def test_a_closing_holds_until_a_later_opening() -> None:
    opened, closed = step(1, "opening", "2030-01-01"), step(2, "closing", "2031-01-01")
    assert state_of([opened, closed]).closed_on == date(2031, 1, 1)
    again = step(3, "opening", "2031-06-01")
    assert state_of([opened, closed, again]).closed_on is None
    assert state_of([opened, closed, again]).opened_on == date(2031, 6, 1)
