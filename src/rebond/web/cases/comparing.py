"""Promised, legal and actual days side by side; days late or early; what is unknown stays unknown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from django.conf import settings

from rebond.web.cases.models import Item
from rebond.web.theme.figures import coordinate

FEWEST = settings.LEAST_COUNT
"""A median is shown of this many values at least: of fewer, it would tell of one firm."""
LEFT, RIGHT = 2.0, 98.0
NEAR_END = 88.0


@dataclass(frozen=True, slots=True)
class Compared:
    """One procedure: what was promised, what the law says, what happened.

    A difference is in days, positive when late, None when one of its two days is unknown. While the decision
    is awaited and the day has passed, it counts to the day of reading and `is_growing` says so.
    """

    item: Item
    started_on: date | None
    promised_on: date | None
    legal_on: date | None
    actual_on: date | None
    after_promise: int | None
    after_law: int | None
    is_growing: bool


@dataclass(frozen=True, slots=True)
class Median:
    """The middle of the differences of closed cases; `days` is None when there are too few of them."""

    days: float | None
    count: int

    @property
    def is_hidden(self) -> bool:
        """Whether there are some, but too few to show."""
        return 0 < self.count < FEWEST

    @property
    def early(self) -> float:
        """How many days early, when it is."""
        return -(self.days or 0)


@dataclass(frozen=True, slots=True)
class Row:
    """One procedure in the figure: places in percent of the width; empty where the day is unknown."""

    compared: Compared
    y: int
    start: str
    width: str
    actual: str
    promised: str
    legal: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A year on the scale."""

    at: str
    label: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Figure:
    """The figure: one line a procedure that has a day to show."""

    rows: tuple[Row, ...]
    ticks: tuple[Tick, ...]
    today: str
    height: int


ROW = 44
TOP = 28


def compare(items: Iterable[Item], today: date) -> tuple[Compared, ...]:
    """Compare the procedures of a case, in the order in which they start; those without a day come last."""
    rows = [
        compared(item, today)
        for item in items
        if item.kind == Item.Kind.PROCEDURE and item.state != Item.State.DROPPED
    ]
    return tuple(
        sorted(rows, key=lambda row: (row.started_on is None, row.started_on or today, row.item.pk))
    )


def compared(item: Item, today: date) -> Compared:
    """Compare one procedure."""
    actual = item.done_on
    promised, is_growing = difference(item.promised_on, actual, today)
    by_law, grows_too = difference(item.legal_on, actual, today)
    return Compared(
        item,
        item.started_on,
        item.promised_on,
        item.legal_on,
        actual,
        promised,
        by_law,
        is_growing or grows_too,
    )


def difference(due: date | None, actual: date | None, today: date) -> tuple[int | None, bool]:
    """Return days late (positive) or early, and whether they still grow.

    >>> difference(date(2031, 6, 1), date(2031, 6, 4), date(2031, 7, 1))
    (3, False)
    >>> difference(date(2031, 6, 1), None, date(2031, 6, 11))
    (10, True)
    >>> difference(date(2031, 6, 1), None, date(2031, 5, 1))
    (None, False)
    """
    if due is None:
        return None, False
    if actual is not None:
        return (actual - due).days, False
    if today > due:
        return (today - due).days, True
    return None, False


def middle(values: Sequence[int]) -> Median:
    """Return the median, hidden when it is of too few values.

    >>> middle([3, -2, 10, 4, 5])
    Median(days=4, count=5)
    >>> middle([3, -2]).days is None
    True
    """
    if len(values) < FEWEST:
        return Median(None, len(values))
    return Median(median(values), len(values))


def figure(rows: Sequence[Compared], today: date) -> Figure | None:
    """Return the figure of what has a day; None when nothing has."""
    shown = [row for row in rows if any(_days(row))]
    if not shown:
        return None
    days = [day for row in shown for day in _days(row) if day is not None] + [today]
    first, last = min(days), max(days)
    span = max((last - first).days, 1)

    def place(day: date) -> float:
        return LEFT + (RIGHT - LEFT) * (day - first).days / span

    def at(day: date | None) -> str:
        return "" if day is None else coordinate(place(day))

    drawn = []
    for number, row in enumerate(shown):
        end = row.actual_on or (today if row.started_on and row.started_on <= today else None)
        width = place(end) - place(row.started_on) if end and row.started_on else 0.0
        drawn.append(
            Row(
                row,
                TOP + number * ROW,
                at(row.started_on),
                coordinate(max(width, 0.3)) if row.started_on and end else "",
                at(row.actual_on),
                at(row.promised_on),
                at(row.legal_on),
            )
        )
    ticks = tuple(
        Tick(coordinate(place(day)), str(day.year), "end" if place(day) > NEAR_END else "middle")
        for day in (date(year, 1, 1) for year in range(first.year, last.year + 1))
        if first <= day <= last
    )
    return Figure(tuple(drawn), ticks, coordinate(place(today)), TOP + len(drawn) * ROW)


def _days(row: Compared) -> tuple[date | None, ...]:
    return (row.started_on, row.promised_on, row.legal_on, row.actual_on)
