"""The shape of the graph as arrays: steps with their twins, arcs, branches under branches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rebond.procedure.graph_model import SiteGraph, in_order

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from rebond.procedure.graph_model import Step

TWIN = "+"
"""Mark of the twin of a step: the same clock with the increases that are not known to apply."""


@dataclass(frozen=True, slots=True)
class Skeleton:
    """Steps and branches in an order in which each stands after what it depends on.

    Parameters
    ----------
    steps : tuple of str
        Steps and twins; the end last.
    step_of : mapping of str to Step
        Step behind each step or twin.
    step_task : tuple of str
        Task of each step or twin.
    branches : tuple of str
        Names of the branches, each unique.
    branch_keys : tuple of str
        Names under which their random numbers are drawn; several branches may share one.
    first_arc, before, first_follower, follower, step_branch, branch_parent : array, int32
        As in `kernel.Graphs`.
    """

    steps: tuple[str, ...]
    step_of: Mapping[str, Step]
    step_task: tuple[str, ...]
    branches: tuple[str, ...]
    branch_keys: tuple[str, ...]
    first_arc: NDArray[np.int32]
    before: NDArray[np.int32]
    first_follower: NDArray[np.int32]
    follower: NDArray[np.int32]
    step_branch: NDArray[np.int32]
    branch_parent: NDArray[np.int32]

    def twin_of(self, step: str) -> str | None:
        """Return the twin of a step, if it has one."""
        name = step + TWIN
        return name if name in self.step_of else None

    def number(self, step: str) -> int:
        """Return the number of a step."""
        return self.steps.index(step)


def task_branch(task: str) -> str:
    """Return the branch on which a task is needed."""
    return f"task:{task}"


def again_branch(task: str, under: str) -> str:
    """Return the branch on which what is needed is still to be done."""
    return f"again:{task}@{under}"


def more_branch(step: str) -> str:
    """Return the branch on which increases that are not known do apply."""
    return f"more:{step}"


def skeleton_of(graph: SiteGraph) -> Skeleton:
    """Return the arrays of a graph.

    Parameters
    ----------
    graph : SiteGraph

    Returns
    -------
    Skeleton
    """
    steps: list[str] = []
    step_of: dict[str, Step] = {}
    twins: set[str] = set()
    for step in graph.steps:
        steps.append(step.id)
        step_of[step.id] = step
        if step.clock is not None and step.clock.circumstances:
            steps.append(step.id + TWIN)
            step_of[step.id + TWIN] = step
            twins.add(step.id)
    number = {name: place for place, name in enumerate(steps)}
    arcs = [_arcs(step_of[name], twins, number) for name in steps]
    first_arc, before = arc_rows(arcs)
    first_follower, follower = arc_rows(followers_of(arcs))
    parents = _parents(graph, twins)
    branches = in_order({name: [] if up is None else [up] for name, up in parents.items()})
    place = {name: number for number, name in enumerate(branches)}
    return Skeleton(
        steps=tuple(steps),
        step_of=step_of,
        step_task=tuple(graph.task_of[step_of[name].id] for name in steps),
        branches=branches,
        branch_keys=tuple(name.split("@")[0] for name in branches),
        first_arc=first_arc,
        before=before,
        first_follower=first_follower,
        follower=follower,
        step_branch=np.array([place[_branch_of(name, graph, twins)] for name in steps], np.int32),
        branch_parent=np.array(
            [-1 if parents[name] is None else place[str(parents[name])] for name in branches],
            dtype=np.int32,
        ),
    )


def arc_rows(arcs: Sequence[Sequence[int]]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return lists of numbers as one array and the place where each list starts in it.

    Examples
    --------
    >>> arc_rows([[], [0], [0, 1]])
    (array([0, 0, 1, 3], dtype=int32), array([0, 0, 1], dtype=int32))
    """
    first = np.cumsum([0, *(len(row) for row in arcs)], dtype=np.int32)
    return first, np.array([number for row in arcs for number in row], dtype=np.int32)


def followers_of(arcs: Sequence[Sequence[int]]) -> list[list[int]]:
    """Return, from the steps before each step, the steps after each step.

    Examples
    --------
    >>> followers_of([[], [0], [0, 1]])
    [[1, 2], [2], []]
    """
    followers: list[list[int]] = [[] for _ in arcs]
    for step, before in enumerate(arcs):
        for other in before:
            followers[other].append(step)
    return followers


def _arcs(step: Step, twins: set[str], number: Mapping[str, int]) -> list[int]:
    before = [*step.after, *(name + TWIN for name in step.after if name in twins)]
    return sorted(number[name] for name in before)


def _parents(graph: SiteGraph, twins: set[str]) -> dict[str, str | None]:
    parents: dict[str, str | None] = {task_branch(task.id): task.under for task in graph.file.tasks}
    for branch in graph.file.branches:
        parents[branch.id] = branch.under or task_branch(branch.task)
    for task in graph.file.tasks:
        for step in task.steps:
            under = step.branch or task_branch(task.id)
            again = again_branch(task.id, under)
            parents[again] = under
            if step.id in twins:
                parents[more_branch(step.id)] = again
    return parents


def _branch_of(name: str, graph: SiteGraph, twins: set[str]) -> str:
    step_id = name.removesuffix(TWIN)
    if name != step_id and step_id in twins:
        return more_branch(step_id)
    task = graph.task_of[step_id]
    step = next(step for step in graph.tasks[task].steps if step.id == step_id)
    return again_branch(task, step.branch or task_branch(task))
