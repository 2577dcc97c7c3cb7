"""The single most likely course: each step at its mode, each branch taken when it is likely."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rebond.procedure.kernel import BEHIND, MONTHS
from rebond.procedure.legal_time import Span, add_span
from rebond.procedure.network import LIKELY, Row, StepRow

if TYPE_CHECKING:
    from rebond.procedure.skeleton import Skeleton

METHOD = "critical_path"
METHOD_VERSION = "1.0.0"


@dataclass(frozen=True, slots=True)
class Course:
    """The most likely course of a site.

    Parameters
    ----------
    starts, ends : dict of str to date
        By step or twin; a step that does not happen ends on the day of reading.
    happens : frozenset of str
        Steps that are on the way of this course, whether they take time or not.
    path : tuple of str
        Steps that take time and hold the end back, in order.
    ends_on : date

    Notes
    -----
    It is not the median: where paths meet, the later of two uncertain dates is later than either of
    their likely values (merge bias). Show it as one course among others.
    """

    starts: dict[str, datetime.date]
    ends: dict[str, datetime.date]
    happens: frozenset[str]
    path: tuple[str, ...]
    ends_on: datetime.date


def course_of(row: Row, skeleton: Skeleton, as_of: datetime.date) -> Course:
    """Return the most likely course.

    Parameters
    ----------
    row : Row
    skeleton : Skeleton
    as_of : date
        Day on which every step without predecessor starts.

    Returns
    -------
    Course

    Raises
    ------
    DayOutOfCalendar

    References
    ----------
    Kelley and Walker (1959), «Critical-path planning and scheduling».
    """
    taken = _taken(row, skeleton)
    starts: dict[str, datetime.date] = {}
    ends: dict[str, datetime.date] = {}
    happens: set[str] = set()
    for number, name in enumerate(skeleton.steps):
        first, last = skeleton.first_arc[number], skeleton.first_arc[number + 1]
        before = [skeleton.steps[arc] for arc in skeleton.before[first:last]]
        start = max((ends[other] for other in before), default=as_of)
        starts[name] = start
        if taken[skeleton.step_branch[number]] and row.steps[number].kind != BEHIND:
            happens.add(name)
            ends[name] = add_span(start, _likely(row.steps[number]))
        else:
            ends[name] = as_of
    path = _path(skeleton, starts, ends, happens)
    return Course(starts, ends, frozenset(happens), path, ends[skeleton.steps[-1]])


def _likely(step: StepRow) -> Span:
    if step.kind == MONTHS:
        return Span(step.months, step.number)
    if step.duration is None:
        return Span(days=step.number)
    return Span(days=round(step.duration.mode))


def _taken(row: Row, skeleton: Skeleton) -> list[bool]:
    taken: list[bool] = []
    for number, chance in enumerate(row.chances):
        parent = int(skeleton.branch_parent[number])
        taken.append(chance >= LIKELY and (parent < 0 or taken[parent]))
    return taken


def _path(
    skeleton: Skeleton,
    starts: dict[str, datetime.date],
    ends: dict[str, datetime.date],
    happens: set[str],
) -> tuple[str, ...]:
    holding = {skeleton.steps[-1]}
    for number in range(len(skeleton.steps) - 1, -1, -1):
        name = skeleton.steps[number]
        if name not in holding or name not in happens:
            continue
        first, last = skeleton.first_arc[number], skeleton.first_arc[number + 1]
        for arc in skeleton.before[first:last]:
            other = skeleton.steps[arc]
            if ends[other] == starts[name]:
                holding.add(other)
    return tuple(name for name in skeleton.steps if name in holding and ends[name] > starts[name])
