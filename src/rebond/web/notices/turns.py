"""When a reminder's turn has come: some days before a day, each of them once, whenever the worker runs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone

from rebond.web.clock import today


def turn(due_on: date, on: date, days_before: Sequence[int]) -> date | None:
    """Return the day of the last reminder whose day has come; None before the first, and from the day itself on.

    >>> turn(date(2031, 6, 20), date(2031, 6, 12), (7, 1)) is None
    True
    >>> turn(date(2031, 6, 20), date(2031, 6, 18), (7, 1))
    datetime.date(2031, 6, 13)
    >>> turn(date(2031, 6, 20), date(2031, 6, 19), (7, 1))
    datetime.date(2031, 6, 19)
    """
    if on >= due_on:
        return None
    come = [due_on - timedelta(days=one) for one in days_before]
    return max((one for one in come if one <= on), default=None)


def begun(due_at: datetime, now: datetime, days_before: Sequence[int]) -> datetime | None:
    """Return when the present turn began; None when no reminder is due.

    What was told, or began, since then gets no reminder any more.
    """
    # The last instant before: a call that closes at midnight closes at the end of the day before.
    day = turn(today(due_at - timedelta(microseconds=1)), today(now), days_before)
    if day is None:
        return None
    return timezone.make_aware(datetime.combine(day, time.min))


def untold(due_at: datetime, since: datetime) -> Q:
    """Select what nobody was reminded of since the turn began, or only for another moment than the present one."""
    moved = Q(reminded_for__lt=due_at) | Q(reminded_for__gt=due_at)
    return Q(reminded_at=None) | Q(reminded_at__lt=since) | moved


def is_told(
    reminded_at: datetime | None, reminded_for: datetime | None, due_at: datetime, since: datetime
) -> bool:
    """Return whether somebody was reminded since the turn began, and of the present moment."""
    is_moved = reminded_for is not None and reminded_for != due_at
    return reminded_at is not None and reminded_at >= since and not is_moved
