"""Geometry of the figures of a plan: days in, percents of the width out."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rebond.procedure.schedule import Scale, Schedule, StepBar, TaskBar
from rebond.web.theme.figures import HUNDRED, coordinate

if TYPE_CHECKING:
    from rebond.procedure.needs import Need
    from rebond.procedure.plan_result import SitePlan

THINNEST = 0.35
NEAR_START, NEAR_END = 8, 92
NAMES_END = 65
YEAR_ROOM = 9


@dataclass(frozen=True, slots=True)
class Box:
    """One step: thin from P10 to P90, thick from median to median."""

    thin_at: str
    thin_width: str
    at: str
    width: str
    is_sure: bool
    is_on_path: bool


@dataclass(frozen=True, slots=True)
class GanttRow:
    """One task of the calendar."""

    task: TaskBar
    boxes: tuple[Box, ...]
    end: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A labelled place on a scale of days."""

    at: str
    label: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Gantt:
    """The calendar of what is left to do."""

    rows: tuple[GanttRow, ...]
    ticks: tuple[Tick, ...]
    settled: tuple[Need, ...]
    not_needed: tuple[Need, ...]


@dataclass(frozen=True, slots=True)
class MonthBar:
    """The share of the draws that end in one month."""

    at: str
    width: str
    top: str
    height: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A named day over the distribution; `line` is the height of its label, so that names never meet."""

    name: str
    day: datetime.date
    at: str
    anchor: str
    line: int


@dataclass(frozen=True, slots=True)
class YearChance:
    """The chance of being in operation by the end of a year."""

    year: int
    day: datetime.date
    chance: float


@dataclass(frozen=True, slots=True)
class Distribution:
    """When the site would be in operation."""

    bars: tuple[MonthBar, ...]
    marks: tuple[Mark, ...]
    ticks: tuple[Tick, ...]
    years: tuple[YearChance, ...]
    first: datetime.date
    last: datetime.date


def gantt(schedule: Schedule) -> Gantt:
    """Return the calendar of a schedule."""
    scale = schedule.scale
    return Gantt(
        rows=tuple(
            GanttRow(
                task,
                tuple(_box(bar, scale) for bar in task.steps),
                _place(scale.share(task.end_p50)),
            )
            for task in schedule.tasks
        ),
        ticks=_year_ticks(scale),
        settled=schedule.settled,
        not_needed=schedule.not_needed,
    )


def distribution(plan: SitePlan) -> Distribution:
    """Return the draws of a plan by month, with P10, P50 and P90 named."""
    months = plan.months()
    most = max(count for _, count in months)
    width = HUNDRED / len(months)
    first = datetime.date.fromisoformat(f"{months[0][0]}-01")
    after = _next_month(datetime.date.fromisoformat(f"{months[-1][0]}-01"))
    scale = Scale(first, after)
    bars = tuple(
        MonthBar(
            coordinate(place * width),
            coordinate(0.86 * width),
            coordinate(HUNDRED * (1 - count / most)),
            coordinate(HUNDRED * count / most),
        )
        for place, (_, count) in enumerate(months)
        if count
    )
    dates = plan.dates
    named = (("P50", dates.p50, 0), ("P90", dates.p90, 1), ("P10", dates.p10, 2))
    return Distribution(
        bars=bars,
        marks=tuple(_mark(name, day, line, scale) for name, day, line in named),
        ticks=_year_ticks(scale),
        years=tuple(_years(plan, first, after)),
        first=first,
        last=after,
    )


def _box(bar: StepBar, scale: Scale) -> Box:
    thin, thin_end = scale.share(bar.start_p10), scale.share(bar.end_p90)
    start, end = scale.share(bar.start_p50), scale.share(bar.end_p50)
    return Box(
        thin_at=_place(thin),
        thin_width=coordinate(max(HUNDRED * (thin_end - thin), THINNEST)),
        at=_place(start),
        width=coordinate(max(HUNDRED * (end - start), THINNEST)),
        is_sure=bar.is_sure,
        is_on_path=bar.step.is_on_path,
    )


def _place(share: float) -> str:
    return coordinate(HUNDRED * share)


def _year_ticks(scale: Scale) -> tuple[Tick, ...]:
    found: list[Tick] = []
    last = -float(HUNDRED)
    for day in scale.ticks():
        at = HUNDRED * scale.share(day)
        is_year = day.month == 1
        label = str(day.year) if is_year and at - last >= YEAR_ROOM else ""
        last = at if label else last
        found.append(Tick(coordinate(at), label, _anchor(at)))
    return tuple(found)


def _anchor(at: float) -> str:
    return "start" if at < NEAR_START else "end" if at > NEAR_END else "middle"


def _mark(name: str, day: datetime.date, line: int, scale: Scale) -> Mark:
    at = HUNDRED * scale.share(day)
    # P10 stands to the left of its line and the others to the right, unless an edge is near.
    anchor = "end" if at > NAMES_END or (name == "P10" and at > NEAR_START) else "start"
    return Mark(name, day, coordinate(at), anchor, line)


def _years(plan: SitePlan, first: datetime.date, after: datetime.date) -> list[YearChance]:
    found = []
    for year in range(first.year, after.year + 1):
        day = datetime.date(year, 12, 31)
        chance = plan.chance_by(day)
        found.append(YearChance(year, day, chance))
        if chance == 1:
            break
    return found


def _next_month(day: datetime.date) -> datetime.date:
    return datetime.date(day.year + day.month // 12, day.month % 12 + 1, 1)
