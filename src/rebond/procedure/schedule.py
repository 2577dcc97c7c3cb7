"""What is left to do, laid out in time: one bar per task, its steps inside, and the scale above."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rebond.procedure.deadline_result import day_json
from rebond.procedure.step_times import BASIS_TEXTS
from rebond.texts import Lang, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rebond.procedure.needs import Need
    from rebond.procedure.plan_result import SitePlan, StepPlan

SURE = 0.995
"""From this chance on, a step is drawn as one that happens."""
RARE = 0.5
"""A step below this share of the chance of its task is a turn that the task may take, not its course."""
MOST_TICKS = 12
_QUARTERS_UP_TO = 730
_MONTHS_A_QUARTER = 3
_ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class StepBar:
    """One step that takes time in some of the draws.

    Parameters
    ----------
    step : StepPlan
    start_p10, start_p50, end_p50, end_p90 : date
        Over the draws in which it takes time.
    """

    step: StepPlan
    start_p10: datetime.date
    start_p50: datetime.date
    end_p50: datetime.date
    end_p90: datetime.date

    @property
    def is_sure(self) -> bool:
        """Return whether it happens in every draw, or nearly."""
        return self.step.chance_happens >= SURE


@dataclass(frozen=True, slots=True)
class TaskBar:
    """One task that is left to do.

    Parameters
    ----------
    need : Need
    steps : tuple of StepBar
        At least one, in order.
    """

    need: Need
    steps: tuple[StepBar, ...]

    @property
    def title(self) -> Text:
        """Return the name of the task."""
        return self.need.title

    @property
    def course(self) -> tuple[StepBar, ...]:
        """Return the steps that it usually goes through: a lawsuit, say, is left out."""
        least = RARE * self.chance_happens
        return tuple(bar for bar in self.steps if bar.step.chance_happens >= least)

    @property
    def start_p10(self) -> datetime.date:
        """Return the earliest P10 of its course."""
        return min(bar.start_p10 for bar in self.course)

    @property
    def start_p50(self) -> datetime.date:
        """Return the earliest P50 of its course."""
        return min(bar.start_p50 for bar in self.course)

    @property
    def end_p50(self) -> datetime.date:
        """Return the latest P50 of its course."""
        return max(bar.end_p50 for bar in self.course)

    @property
    def end_p90(self) -> datetime.date:
        """Return the latest P90 of its course."""
        return max(bar.end_p90 for bar in self.course)

    @property
    def chance_happens(self) -> float:
        """Return the chance of its most likely step."""
        return max(bar.step.chance_happens for bar in self.steps)

    @property
    def criticality(self) -> float:
        """Return the largest chance that one of its steps holds the end back."""
        return max(bar.step.criticality for bar in self.steps)

    @property
    def is_on_path(self) -> bool:
        """Return whether a step of it stands on the most likely critical path."""
        return any(bar.step.is_on_path for bar in self.steps)


@dataclass(frozen=True, slots=True)
class Scale:
    """Days from left to right.

    Parameters
    ----------
    first, last : date
    """

    first: datetime.date
    last: datetime.date

    def share(self, day: datetime.date) -> float:
        """Return where a day stands, in [0, 1]; what lies outside stands at the edge."""
        width = max(1, (self.last - self.first).days)
        return min(1.0, max(0.0, (day - self.first).days / width))

    def ticks(self) -> tuple[datetime.date, ...]:
        """Return the first days of the quarters or years inside, at most `MOST_TICKS` of them."""
        if (self.last - self.first).days <= _QUARTERS_UP_TO:
            days = [
                datetime.date(year, month, 1)
                for year in range(self.first.year, self.last.year + 1)
                for month in range(1, 13, _MONTHS_A_QUARTER)
            ]
        else:
            years = range(self.first.year + 1, self.last.year + 1)
            every = -(-len(years) // MOST_TICKS)
            days = [datetime.date(year, 1, 1) for year in years if year % every == 0]
        return tuple(day for day in days if self.first <= day <= self.last)


@dataclass(frozen=True, slots=True)
class Schedule:
    """What is left to do, and the scale on which it is drawn.

    Parameters
    ----------
    tasks : tuple of TaskBar
        By the day on which they start one time in two.
    settled : tuple of Need
        Done, granted or supposed done.
    not_needed : tuple of Need
    scale : Scale
    """

    tasks: tuple[TaskBar, ...]
    settled: tuple[Need, ...]
    not_needed: tuple[Need, ...]
    scale: Scale


def schedule_of(plan: SitePlan, *, until: Sequence[datetime.date] = ()) -> Schedule:
    """Lay out a plan in time.

    Parameters
    ----------
    plan : SitePlan
    until : sequence of date
        Days that the scale should reach too, such as a day hoped for, unless it doubles its length.

    Returns
    -------
    Schedule
    """
    steps: dict[str, list[StepBar]] = {}
    for step in plan.steps:
        bar = _bar(step)
        if bar is not None:
            steps.setdefault(step.task, []).append(bar)
    tasks = [TaskBar(need, tuple(steps[need.task])) for need in plan.needs if need.task in steps]
    tasks.sort(key=lambda task: (task.start_p50, task.end_p50, task.need.task))
    ends = [bar.end_p90 for task in tasks for bar in task.steps]
    last = max([plan.as_of + _ONE_DAY, plan.dates.p90, *ends])
    # A day hoped for in a far future would leave the tasks no room.
    last = max([last, *(day for day in until if day - last <= last - plan.as_of)])
    return Schedule(
        tasks=tuple(tasks),
        settled=tuple(
            need
            for need in plan.needs
            if need.chance_needed > 0 and (need.is_supposed or need.chance_again == 0)
        ),
        not_needed=tuple(need for need in plan.needs if need.chance_needed == 0),
        scale=Scale(plan.as_of, last),
    )


def _bar(step: StepPlan) -> StepBar | None:
    start_p10, start_p50, end_p50, end_p90 = (
        step.start_p10,
        step.start_p50,
        step.end_p50,
        step.end_p90,
    )
    if start_p10 is None or start_p50 is None or end_p50 is None or end_p90 is None:
        return None
    return StepBar(step, start_p10, start_p50, max(start_p50, end_p50), max(end_p50, end_p90))


def step_rows(plan: SitePlan, lang: Lang) -> list[dict[str, Any]]:
    """Return the steps as flat rows: dates, chance, criticality, and where the duration comes from.

    Parameters
    ----------
    plan : SitePlan
    lang : {"fr", "en"}

    Returns
    -------
    list of dict
        One a step, days as ISO text, None where the step never takes time.
    """
    titles = {need.task: need.title.of(lang) for need in plan.needs}
    return [
        {
            "task": step.task,
            "task_title": titles[step.task],
            "step": step.step,
            "step_title": step.title.of(lang),
            "start_p10": day_json(step.start_p10),
            "start_p50": day_json(step.start_p50),
            "end_p50": day_json(step.end_p50),
            "end_p90": day_json(step.end_p90),
            "chance_happens": step.chance_happens,
            "criticality": step.criticality,
            "is_on_path": step.is_on_path,
            "basis": BASIS_TEXTS[step.time.basis].of(lang),
            "duration": step.time.text.of(lang),
            "article": step.time.article,
            "sources": " ".join(step.time.sources),
        }
        for step in plan.steps
    ]
