"""A site resolved: needs, step times and likely course that agree with each other.

The version of a law depends on when a file is filed, and a study may expire before it is used: both
depend on the course, which depends on them. They are computed again until nothing moves.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rebond.procedure.critical_path import Course, course_of
from rebond.procedure.needs import Need, needs_of
from rebond.procedure.network import Row, row_of
from rebond.procedure.site_model import SETTLED
from rebond.procedure.step_times import StepTime, Timing

if TYPE_CHECKING:
    from rebond.procedure.coverage import Case
    from rebond.procedure.skeleton import Skeleton

ROUNDS = 6


@dataclass(frozen=True, slots=True)
class Resolved:
    """A site whose needs, times and course agree.

    Parameters
    ----------
    needs : mapping of str to Need
    times : mapping of str to StepTime
    row : Row
    course : Course
    """

    needs: Mapping[str, Need]
    times: Mapping[str, StepTime]
    row: Row
    course: Course


def resolve(case: Case, skeleton: Skeleton, *, supposed_done: Collection[str] = ()) -> Resolved:
    """Return the needs, times and course of a site.

    Parameters
    ----------
    case : Case
    skeleton : Skeleton
    supposed_done : collection of str
        Tasks to take as done.

    Returns
    -------
    Resolved

    Raises
    ------
    UnknownStep, NoVersionInForce, DayOutOfCalendar

    Notes
    -----
    Studies that expire before use are only ever added, so the search ends; a version of a law that
    would change with each round is left as the sixth round finds it.
    """
    late: frozenset[str] = frozenset()
    starts: Mapping[str, datetime.date] = {}
    ends: Mapping[str, datetime.date] = {}
    found: Resolved | None = None
    for _ in range(ROUNDS):
        needs = needs_of(case, supposed_done=supposed_done, too_late=late)
        times = Timing(case, needs, starts, ends).all()
        row = row_of(case, skeleton, needs, times)
        course = course_of(row, skeleton, case.as_of)
        now_late = late | _late(case, needs, course)
        agrees = found is not None and times == found.times and now_late == late
        found = Resolved(needs, times, row, course)
        if agrees:
            break
        late, starts, ends = now_late, course.starts, course.ends
    assert found is not None  # noqa: S101 - there is at least one round
    return found


def _late(case: Case, needs: Mapping[str, Need], course: Course) -> frozenset[str]:
    """Return the tasks done whose life ends before the step that waits for them starts."""
    late = set()
    for name, need in needs.items():
        entry = case.read.site.tasks.get(name)
        if entry is None or entry.state not in SETTLED or need.expires_on is None:
            continue
        if need.chance_again == 0 and need.state == entry.state:
            used_on = _used_on(case, name, needs, course)
            if used_on is not None and need.expires_on < used_on:
                late.add(name)
    return frozenset(late)


def _used_on(
    case: Case, task: str, needs: Mapping[str, Need], course: Course
) -> datetime.date | None:
    own = {step.id for step in case.graph.tasks[task].steps}
    users = [
        course.starts[step.id]
        for step in case.graph.steps
        if step.id not in own
        and own.intersection(step.after)
        and needs[case.graph.task_of[step.id]].is_open
    ]
    return min(users, default=None)
