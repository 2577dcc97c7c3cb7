"""What a dated parameter may have been on a day, when its sources show some days only."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from rebond.programme.dated import Period
from rebond.programme.policy_model import NotApplicable, Unknown

T = TypeVar("T")

Standing = Literal["established", "presumed", "between", "before", "after", "none", "unknown"]


@dataclass(frozen=True, slots=True)
class Candidates(Generic[T]):
    """The values that a parameter may have had on a day.

    Parameters
    ----------
    standing : str
        ``established``: between days that sources show; ``presumed``: after the last day shown, and no source
        gives an end; ``between``: between two periods whose change is not dated: one of the two; ``before``:
        before the first day shown, and no source gives the beginning; ``after``: past the known end;
        ``none``: said to have no value; ``unknown``: its value was not established.
    values : tuple
        One when established or presumed, two when between; for ``before``, the earliest value known, which
        holds only if one supposes that it did.
    periods : tuple of Period
        Where the values come from, in the same order.
    """

    standing: Standing
    values: tuple[T, ...]
    periods: tuple[Period[T], ...]

    @property
    def is_sure(self) -> bool:
        """Return whether the values are all that it can have been."""
        return self.standing in {"established", "presumed", "between"}


def candidates_on(periods: Sequence[Period[T]], day: datetime.date) -> Candidates[T]:
    """Return what a parameter may have been on `day`.

    Parameters
    ----------
    periods : sequence of Period
        In order, as `rebond.programme.dated.check_periods` wants them.
    day : datetime.date

    Returns
    -------
    Candidates
    """
    for period in periods:
        if period.first_sure_day <= day <= period.last_sure_day:
            return _of("established", period)
    earlier = [period for period in periods if period.last_sure_day < day]
    later = [period for period in periods if period.first_sure_day > day]
    if not earlier:
        first = later[0]
        if isinstance(first.valid_from, datetime.date):
            return Candidates("none", (), ())
        return _of("before", first)
    last = earlier[-1]
    if not later:
        return _of("presumed", last) if isinstance(last.valid_to, Unknown) else _ended()
    # A known end (or beginning) leaves the days past it (or before it) to the other period alone.
    both = [
        period
        for period, bound in ((last, last.valid_to), (later[0], later[0].valid_from))
        if not isinstance(bound, datetime.date)
    ]
    known = [period for period in both if not isinstance(period.value, Unknown | NotApplicable)]
    if not both or len(known) < len(both):
        return Candidates("unknown", (), tuple(both))
    return Candidates("between", tuple(_value(period) for period in both), tuple(both))


def _of(standing: Standing, period: Period[T]) -> Candidates[T]:
    if isinstance(period.value, NotApplicable):
        return Candidates("none", (), (period,))
    if isinstance(period.value, Unknown):
        return Candidates("unknown", (), (period,))
    return Candidates(standing, (_value(period),), (period,))


def _ended() -> Candidates[T]:
    return Candidates("after", (), ())


def _value(period: Period[T]) -> T:
    value = period.value
    assert not isinstance(value, Unknown | NotApplicable)  # noqa: S101 - the callers have sorted these out
    return value
