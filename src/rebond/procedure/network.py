"""Rows of numbers: one variant of one site on the skeleton, and many of them as one batch."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from rebond.procedure.distributions import pert_table
from rebond.procedure.facts import judge
from rebond.procedure.kernel import BEHIND, FIXED, MONTHS, PIECES, TABLE, Graphs
from rebond.procedure.legal_time import Span, days_reached
from rebond.procedure.simulation import Batch
from rebond.procedure.skeleton import (
    TWIN,
    Skeleton,
    again_branch,
    more_branch,
    task_branch,
)

if TYPE_CHECKING:
    from rebond.procedure.coverage import Case
    from rebond.procedure.distributions import Duration
    from rebond.procedure.graph_model import Promise
    from rebond.procedure.needs import Need
    from rebond.procedure.step_times import StepTime

View = Literal["central", "optimistic", "pessimistic"]
"""How what is not known is counted: at its assumed chance, as not applying, as applying."""

LIKELY = 0.5
LONGEST_MONTH = 31


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step of one variant, as the kernel reads it.

    Parameters
    ----------
    kind : int
    number : int
        Days of a fixed step, or days after the months of a clock.
    months : int
    duration : Duration or None
    """

    kind: int
    number: int = 0
    months: int = 0
    duration: Duration | None = None

    @property
    def longest(self) -> int:
        """Return the most days it can take."""
        if self.kind == MONTHS:
            return LONGEST_MONTH * self.months + self.number
        return self.number if self.duration is None else int(self.duration.high) + 1


NOTHING = StepRow(BEHIND)
AT_ONCE = StepRow(FIXED)


@dataclass(frozen=True, slots=True)
class Row:
    """One variant of one site.

    Parameters
    ----------
    site : str
        Identifier; its random numbers hang on it.
    steps : tuple of StepRow
    chances : tuple of float
        By branch.
    """

    site: str
    steps: tuple[StepRow, ...]
    chances: tuple[float, ...]


def row_of(
    case: Case,
    skeleton: Skeleton,
    needs: Mapping[str, Need],
    times: Mapping[str, StepTime],
    view: View = "central",
) -> Row:
    """Return the numbers of a site.

    Parameters
    ----------
    case : Case
    skeleton : Skeleton
    needs : mapping of str to Need
    times : mapping of str to StepTime
    view : {"central", "optimistic", "pessimistic"}

    Returns
    -------
    Row
    """
    steps = tuple(_step_row(name, times) for name in skeleton.steps)
    chances = _chances(case, skeleton, needs, times, view)
    return Row(case.read.site.id, steps, tuple(chances[name] for name in skeleton.branches))


def with_done(row: Row, skeleton: Skeleton, tasks: Sequence[str]) -> Row:
    """Return the row as if these tasks took no time any more.

    Their steps still wait for those before them: a study done in advance does not do the studies that
    it rests on, so that its gain is never overstated.
    """
    gone = frozenset(tasks)
    steps = tuple(
        AT_ONCE if task in gone and step.kind != BEHIND else step
        for task, step in zip(skeleton.step_task, row.steps, strict=True)
    )
    return replace(row, steps=steps)


def _step_row(name: str, times: Mapping[str, StepTime]) -> StepRow:
    time = times[name.removesuffix(TWIN)]
    if name.endswith(TWIN):
        return NOTHING if time.twin is None else _clock_row(time.twin)
    if time.span is not None:
        return _clock_row(time.span)
    duration = time.duration
    if duration is None or time.is_behind:
        return NOTHING
    if duration.kernel_kind == FIXED:
        return StepRow(FIXED, number=round(duration.low))
    return StepRow(duration.kernel_kind, duration=duration)


def _clock_row(span: Span) -> StepRow:
    if span.months == 0:
        return StepRow(FIXED, number=span.days)
    return StepRow(MONTHS, number=span.days, months=span.months)


def _chances(
    case: Case,
    skeleton: Skeleton,
    needs: Mapping[str, Need],
    times: Mapping[str, StepTime],
    view: View,
) -> dict[str, float]:
    chances: dict[str, float] = {}
    for need in needs.values():
        chances[task_branch(need.task)] = _seen(need.chance_needed, need.is_unsure, view)
    for branch in case.graph.file.branches:
        chances[branch.id] = branch_chance(case, branch.id)
    for step in case.graph.steps:
        task = case.graph.task_of[step.id]
        need = needs[task]
        under = step.branch or task_branch(task)
        chances[again_branch(task, under)] = _seen(need.chance_again, need.is_unsure, view)
        if skeleton.twin_of(step.id) is not None:
            doubt = 0.0 if times[step.id].twin is None else LIKELY
            chances[more_branch(step.id)] = _seen(doubt, doubt > 0, view)
    return chances


def _seen(chance: float, is_unsure: bool, view: View) -> float:  # noqa: FBT001 - a property of the chance
    if view == "central" or not is_unsure or chance in (0.0, 1.0):
        return chance
    return 0.0 if view == "optimistic" else 1.0


def branch_chance(case: Case, branch_id: str) -> float:
    """Return the chance of a branch on a site: known, given by the user, certain, or assumed."""
    site = case.read.site
    branch = next(item for item in case.graph.file.branches if item.id == branch_id)
    if branch_id in site.outcomes:
        return float(site.outcomes[branch_id])
    change = site.assumptions.get(branch_id)
    if change is not None and change.chance is not None:
        return change.chance
    certain = branch.certain_when
    if certain is not None and judge(certain, site.known_facts()).holds:
        return 1.0
    return branch.chance


def batch_of(
    rows: Sequence[Row],
    skeleton: Skeleton,
    *,
    as_of: datetime.date,
    promises: Sequence[Promise] = (),
    targets: Sequence[int] | None = None,
) -> Batch:
    """Return rows as one batch; day 0 is the day of reading.

    Parameters
    ----------
    rows : sequence of Row
    skeleton : Skeleton
    as_of : date
    promises : sequence of Promise
    targets : sequence of int, optional
        Day number by which each row's end is hoped for.

    Returns
    -------
    Batch

    Raises
    ------
    DayOutOfCalendar
        When the latest possible end is after the year 9999.
    """
    sites, steps = len(rows), len(skeleton.steps)
    month_row = {0: 0}
    table_row: dict[float, int] = {}
    kind = np.zeros((sites, steps), dtype=np.int8)
    number = np.zeros((sites, steps), dtype=np.int32)
    bounds = np.zeros((sites, steps, 3), dtype=np.float32)
    which = np.zeros((sites, steps), dtype=np.int32)
    for place, row in enumerate(rows):
        for step, item in enumerate(row.steps):
            kind[place, step] = item.kind
            number[place, step] = item.number
            if item.kind == MONTHS:
                which[place, step] = month_row.setdefault(item.months, len(month_row))
            if item.duration is not None:
                duration = item.duration
                bounds[place, step] = duration.low, duration.mode, duration.high
                if item.kind == TABLE:
                    which[place, step] = table_row.setdefault(duration.shape, len(table_row))
    for promise in promises:
        month_row.setdefault(promise.months, len(month_row))
    horizon = 1 + max(sum(item.longest for item in row.steps) for row in rows)
    tables = [pert_table(shape) for shape in table_row] or [np.zeros(PIECES + 1, np.float32)]
    graphs = Graphs(
        first_arc=skeleton.first_arc,
        before=skeleton.before,
        first_follower=skeleton.first_follower,
        follower=skeleton.follower,
        step_branch=skeleton.step_branch,
        branch_parent=skeleton.branch_parent,
        chance=np.array([row.chances for row in rows], dtype=np.float32),
        kind=kind,
        number=number,
        release=np.zeros((sites, steps), dtype=np.int32),
        bounds=bounds,
        row=which,
        tables=np.stack(tables),
        months=np.stack([days_reached(as_of, horizon, months) for months in month_row]),
    )
    asked = [
        (
            skeleton.number(promise.start),
            skeleton.number(promise.end),
            month_row[promise.months],
            int(promise.from_end),
        )
        for promise in promises
    ]
    return Batch(
        sites=tuple(row.site for row in rows),
        steps=skeleton.steps,
        branches=skeleton.branch_keys,
        graphs=graphs,
        promise=np.array(asked, dtype=np.int32).reshape(-1, 4),
        target=np.array(targets if targets is not None else [-1] * sites, dtype=np.int32),
    )
