"""The graph of an industrial site as data: tasks, their steps, branches, durations, precedence."""

from __future__ import annotations

import functools
import heapq
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Self

from pydantic import Field, model_validator

from rebond.canonical import digest
from rebond.procedure.distributions import Duration
from rebond.procedure.errors import ModelInvalid
from rebond.procedure.facts import Condition, Fact, condition_complaints
from rebond.procedure.law_model import EventName
from rebond.procedure.plan_errors import BadDistribution, GraphHasCycle
from rebond.procedure.reading import read_model
from rebond.programme.complaints import Complaint, refuse, repeated_ids, unknown_reference
from rebond.programme.errors import ProblemKind
from rebond.programme.policy_model import Bilingual, Number, PolicyModel, Slug, SourceId
from rebond.texts import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MODEL_FOLDER = Path(__file__).parent / "model"
GUIDE = "docs/explanation/delays.md"
STEP_NOUN = Text("l’étape", "the step")
TASK_NOUN = Text("la tâche", "the task")
BRANCH_NOUN = Text("la branche", "the branch")


class DurationShape(PolicyModel):
    """A duration that the law does not bound, with where it comes from."""

    kind: Literal["fixed", "uniform", "triangular", "pert"]
    low: Number
    mode: Number | None = None
    high: Number | None = None
    basis: Literal["assumption", "source"]
    """`assumption`: chosen by us, to be changed by who knows better; `source`: read somewhere."""
    why: Bilingual
    sources: tuple[SourceId, ...] = ()

    @property
    def duration(self) -> Duration:
        """Return the duration."""
        high = self.low if self.high is None else self.high
        mode = (self.low + high) / 2 if self.mode is None else self.mode
        return Duration(self.kind, self.low, mode, high)

    @model_validator(mode="after")
    def _check_duration(self) -> Self:
        try:
            self.duration  # noqa: B018 - built to be checked
        except BadDistribution as error:
            refuse([Complaint(ProblemKind.OUT_OF_RANGE, (), error.what, error.why or error.what)])
        return self


class ClockUse(PolicyModel):
    """A legal clock that gives the duration of a step."""

    procedure: Slug
    clocks: tuple[Slug, ...] = Field(min_length=1)
    """Names of the clock, whichever the version in force holds; none of them: the step takes no time."""
    circumstances: dict[Slug, Condition] = Field(default_factory=dict)
    """When each increase or variant applies."""
    if_not_established: DurationShape | None = None
    """What to use when the law in force gives no delay; the plan says so."""


class Step(PolicyModel):
    """One thing that takes time."""

    id: Slug
    title: Bilingual
    after: tuple[Slug, ...] = ()
    branch: Slug | None = None
    """Branch on which the step stands, when it may not happen."""
    clock: ClockUse | None = None
    duration: DurationShape | None = None
    done_by: EventName | None = None
    """Event of the task after which the step is behind us."""

    @model_validator(mode="after")
    def _check_time(self) -> Self:
        if self.clock is not None and self.duration is not None:
            refuse(
                [
                    Complaint(
                        ProblemKind.NOT_ALLOWED,
                        ("duration",),
                        Text(
                            "une étape tient sa durée d’une horloge ou d’une loi, pas des deux",
                            "a step takes its duration from a clock or from a distribution, not both",
                        ),
                        Text("Gardez-en une.", "Keep one of them."),
                    )
                ]
            )
        return self


class Task(PolicyModel):
    """One procedure, study or works of a site, with its steps."""

    id: Slug
    title: Bilingual
    procedure: Slug | None = None
    """The procedure of the law files, when there is one."""
    needed_when: Condition
    under: Slug | None = None
    """Branch without which the task does not happen."""
    chance_if_unknown: Number = Field(default=0.5, ge=0, le=1)
    """Chance that it is needed, when the facts do not say; an assumption."""
    can_anticipate: bool = False
    """True when it can be done before an investor comes."""
    steps: tuple[Step, ...] = Field(min_length=1)


class Branch(PolicyModel):
    """Something that may or may not happen."""

    id: Slug
    title: Bilingual
    task: Slug
    """Task without which it does not happen."""
    under: Slug | None = None
    """Branch without which it does not happen."""
    certain_when: Condition | None = None
    chance: Number = Field(ge=0, le=1)
    why: Bilingual


class Note(PolicyModel):
    """Something that the plan says when a condition holds or may hold."""

    id: Slug
    when: Condition
    text: Bilingual


class Promise(PolicyModel):
    """A span that was promised between the start of a step and the end of another."""

    id: Slug
    title: Bilingual
    start: Slug
    from_end: bool = False
    """True when the span runs from the end of that step, not from its start."""
    end: Slug
    months: int = Field(ge=1, le=120)
    source: Bilingual


class GraphFile(PolicyModel):
    """The whole graph."""

    version: str
    facts: tuple[Fact, ...]
    activities: dict[str, Bilingual]
    """Code of the activity (NAF rév. 2 division) to its label."""
    tasks: tuple[Task, ...]
    branches: tuple[Branch, ...]
    promises: tuple[Promise, ...]
    notes: tuple[Note, ...]
    end: Slug


@dataclass(frozen=True, slots=True)
class SiteGraph:
    """The graph, ordered: every step after those it waits for, the end last.

    Parameters
    ----------
    file : GraphFile
    facts : mapping of str to Fact
    tasks : mapping of str to Task
    steps : tuple of Step
        In topological order.
    task_of : mapping of str to str
        Step to task.
    digest : str
    """

    file: GraphFile
    facts: Mapping[str, Fact]
    tasks: Mapping[str, Task]
    steps: tuple[Step, ...]
    task_of: Mapping[str, str]
    digest: str


def in_order(after: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """Return the names so that each stands after those it waits for, otherwise as given.

    Parameters
    ----------
    after : mapping of str to names
        What each waits for; every name is a key.

    Raises
    ------
    GraphHasCycle

    Examples
    --------
    >>> in_order({"roof": ["wall"], "wall": []})
    ('wall', 'roof')
    """
    rank = {name: place for place, name in enumerate(after)}
    waiting = {name: set(before) for name, before in after.items()}
    followers: dict[str, list[str]] = {name: [] for name in after}
    for name, before in waiting.items():
        for other in before:
            followers[other].append(name)
    ready = [rank[name] for name, before in waiting.items() if not before]
    heapq.heapify(ready)
    names, ordered = list(after), []
    while ready:
        name = names[heapq.heappop(ready)]
        ordered.append(name)
        for follower in followers[name]:
            waiting[follower].discard(name)
            if not waiting[follower]:
                heapq.heappush(ready, rank[follower])
    if len(ordered) < len(names):
        raise GraphHasCycle(_cycle({name: waiting[name] for name in names if waiting[name]}))
    return tuple(ordered)


def _cycle(waiting: Mapping[str, set[str]]) -> list[str]:
    name = next(iter(waiting))
    path: list[str] = []
    while name not in path:
        path.append(name)
        name = min(other for other in waiting[name] if other in waiting)
    return path[path.index(name) :][::-1]


def read_graph(content: bytes, file: str = "graph.yaml") -> SiteGraph:
    """Read a graph file.

    Raises
    ------
    ModelInvalid, GraphHasCycle
    """
    read, _ = read_model(
        GraphFile, content, file, error=ModelInvalid, guide=GUIDE, check=_graph_complaints
    )
    steps = {step.id: step for task in read.tasks for step in task.steps}
    order = in_order({name: step.after for name, step in steps.items()})
    ordered = (*(name for name in order if name != read.end), read.end)
    return SiteGraph(
        file=read,
        facts={fact.id: fact for fact in read.facts},
        tasks={task.id: task for task in read.tasks},
        steps=tuple(steps[name] for name in ordered),
        task_of={step.id: task.id for task in read.tasks for step in task.steps},
        digest=digest(read.model_dump(mode="json")),
    )


@functools.cache
def shipped_graph() -> SiteGraph:
    """Return the graph of the package, read once."""
    return read_graph((MODEL_FOLDER / "graph.yaml").read_bytes())


def _graph_complaints(graph: GraphFile) -> list[Complaint]:
    facts = {fact.id: fact for fact in graph.facts}
    tasks = [task.id for task in graph.tasks]
    steps = [step.id for task in graph.tasks for step in task.steps]
    branches = [branch.id for branch in graph.branches]
    complaints = repeated_ids(tasks, ("tasks",)) + repeated_ids(branches, ("branches",))
    complaints += repeated_ids(list(facts), ("facts",))
    seen: set[str] = set()
    for place, task in enumerate(graph.tasks):
        at: tuple[str | int, ...] = ("tasks", place)
        complaints += condition_complaints(task.needed_when, facts, (*at, "needed_when"))
        complaints += _named(task.under, branches, (*at, "under"), BRANCH_NOUN)
        for number, step in enumerate(task.steps):
            here = (*at, "steps", number)
            if step.id in seen:
                complaints.append(
                    Complaint(
                        ProblemKind.DUPLICATE_ID,
                        (*here, "id"),
                        Text(f"l’étape {step.id} existe déjà", f"the step {step.id} exists"),
                        Text("Donnez-lui un autre nom.", "Give it another name."),
                    )
                )
            seen.add(step.id)
            complaints += _step_complaints(step, steps, branches, facts, here)
    for place, branch in enumerate(graph.branches):
        at = ("branches", place)
        complaints += _named(branch.task, tasks, (*at, "task"), TASK_NOUN)
        complaints += _named(branch.under, branches[:place], (*at, "under"), BRANCH_NOUN)
        if branch.certain_when is not None:
            complaints += condition_complaints(branch.certain_when, facts, (*at, "certain_when"))
    for place, promise in enumerate(graph.promises):
        for key in ("start", "end"):
            name = str(getattr(promise, key))
            complaints += _named(name, steps, ("promises", place, key), STEP_NOUN)
    complaints += _named(graph.end, steps, ("end",), STEP_NOUN)
    for place, note in enumerate(graph.notes):
        complaints += condition_complaints(note.when, facts, ("notes", place, "when"))
    return complaints


def _step_complaints(
    step: Step,
    steps: list[str],
    branches: list[str],
    facts: Mapping[str, Fact],
    at: tuple[str | int, ...],
) -> list[Complaint]:
    complaints = _named(step.branch, branches, (*at, "branch"), BRANCH_NOUN)
    for number, name in enumerate(step.after):
        complaints += _named(name, steps, (*at, "after", number), STEP_NOUN)
    if step.clock is not None:
        for name, condition in step.clock.circumstances.items():
            where = (*at, "clock", "circumstances", name)
            complaints += condition_complaints(condition, facts, where)
    return complaints


def _named(
    name: str | None, known: list[str], at: tuple[str | int, ...], noun: Text
) -> list[Complaint]:
    if name is None or name in known:
        return []
    return [unknown_reference(name, known, at, noun)]
