"""The description of a site and of the activity planned on it; whatever is not stated is unknown."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from rebond.canonical import canonical_bytes, digest
from rebond.procedure.errors import SiteInvalid, SiteUnreadable
from rebond.procedure.events import EventKind
from rebond.procedure.facts import FactValue
from rebond.procedure.graph_model import DurationShape, SiteGraph, shipped_graph
from rebond.procedure.reading import place_of, read_model
from rebond.programme.complaints import Complaint, refuse, unknown_reference
from rebond.programme.errors import ProblemKind
from rebond.programme.policy_model import Bilingual, Number, PolicyModel, Url
from rebond.texts import Text

if TYPE_CHECKING:
    from rebond.programme.yaml_values import YamlSource

FORMAT = "rebond-site/1"
GUIDE = "docs/tutorial/site-plan.md"
UNKNOWN = "unknown"
Plain = Annotated[str, Field(min_length=1, max_length=400)]
SiteId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=64)]


def _read_day(value: Any) -> Any:
    """Read a day that JSON can only write between quotes."""
    if isinstance(value, str):
        try:
            return datetime.date.fromisoformat(value)
        except ValueError:
            return value
    return value


Day = Annotated[datetime.date, BeforeValidator(_read_day)]
DayOrUnknown = Day | Literal["unknown"]
NumberOrUnknown = Annotated[Number, Field(ge=0)] | Literal["unknown"]
Given = bool | NumberOrUnknown | Plain

TaskState = Literal[
    "required",
    "not_required",
    "unknown",
    "filed",
    "under_review",
    "granted",
    "done",
    "purged",
    "contested",
    "expired",
]
SETTLED: tuple[TaskState, ...] = ("granted", "done", "purged", "contested")


class Areas(PolicyModel):
    """The four meanings of «area», in hectares."""

    gross: NumberOrUnknown = "unknown"
    sellable: NumberOrUnknown = "unknown"
    free_now: NumberOrUnknown = "unknown"
    largest_lot: NumberOrUnknown = "unknown"


class Activity(PolicyModel):
    """What would be built and run."""

    code: Plain = UNKNOWN
    """NAF rév. 2 division, or `unknown`."""
    area_ha: NumberOrUnknown = "unknown"
    facts: dict[str, Given] = Field(default_factory=dict)


class Scope(PolicyModel):
    """The activities that a study covers; what is left out is not restricted."""

    activities: tuple[Plain, ...] | None = None
    facts: dict[str, tuple[Given, ...]] = Field(default_factory=dict)
    """Values of the activity's facts that the study covers."""
    max_area_ha: Annotated[Number, Field(ge=0)] | None = None


class TaskEntry(PolicyModel):
    """What is known of one task on this site."""

    state: TaskState
    done_on: DayOrUnknown | None = None
    expires_on: DayOrUnknown | Literal["never"] = "unknown"
    scope: Scope | Literal["any", "unknown"] = "unknown"
    evidence: Plain | None = None
    """What shows the state: a document, a decision, its date."""
    source: Url | None = None
    events: dict[str, Day | tuple[Day, ...]] = Field(default_factory=dict)
    circumstances: tuple[Plain, ...] = ()
    """Increases and variants of the law that are known to apply."""
    cost_eur: Annotated[Number, Field(ge=0)] | None = None

    @model_validator(mode="after")
    def _check_events(self) -> Self:
        known = [kind.value for kind in EventKind]
        refuse(
            [
                unknown_reference(name, known, ("events", name), Text("l’événement", "the event"))
                for name in self.events
                if name not in known
            ]
        )
        return self


class Change(PolicyModel):
    """A duration or a chance that the user puts instead of ours."""

    duration: DurationShape | None = None
    chance: Annotated[Number, Field(ge=0, le=1)] | None = None
    why: Bilingual | None = None


class Site(PolicyModel):
    """One site and the activity planned on it."""

    format: Literal["rebond-site/1"]
    id: SiteId
    name: Plain
    is_fictitious: bool
    """True when the site does not exist: every page then says so."""
    description: Bilingual | None = None
    communes: tuple[Plain, ...] = ()
    sources: tuple[Url, ...] = ()
    area_ha: Areas = Areas()
    facts: dict[str, Given] = Field(default_factory=dict)
    activity: Activity = Activity()
    tasks: dict[str, TaskEntry] = Field(default_factory=dict)
    outcomes: dict[str, bool] = Field(default_factory=dict)
    """Branches known to be taken or not."""
    assumptions: dict[str, Change] = Field(default_factory=dict)
    """Durations by step, chances by branch or task."""
    hoped_for_on: Day | None = None

    def known_facts(self) -> dict[str, FactValue]:
        """Return the facts of the site and of the activity, None when unknown."""
        merged: Mapping[str, Any] = {**self.facts, **self.activity.facts}
        return {name: None if value == UNKNOWN else value for name, value in merged.items()}

    def as_json(self) -> dict[str, Any]:
        """Return the description as a record keeps it."""
        return self.model_dump(mode="json")


@dataclass(frozen=True, slots=True)
class ReadSite:
    """A site and where its parts stand in its file.

    Parameters
    ----------
    site : Site
    places : mapping of str to str
        ``file:line`` of each task.
    digest : str
    """

    site: Site
    places: Mapping[str, str]
    digest: str

    def place(self, task: str) -> str:
        """Return the place of a task, or of the site."""
        return self.places.get(task, self.places.get("", self.site.id))


def read_site(
    given: Path | str | Mapping[str, Any] | Site | ReadSite, *, graph: SiteGraph | None = None
) -> ReadSite:
    """Read and check the description of a site.

    Parameters
    ----------
    given : path, mapping, Site or ReadSite
        Path of a YAML or JSON file, or its content.
    graph : SiteGraph, optional
        Whose facts, tasks and steps may be named; the shipped one by default.

    Returns
    -------
    ReadSite

    Raises
    ------
    SiteUnreadable
        When the file cannot be read.
    SiteInvalid
        With every problem: line, key, value found, what is allowed, cure.
    """
    if isinstance(given, ReadSite):
        return given
    if isinstance(given, Site):
        given = given.as_json()
    content, file = _content(given)
    return read_site_content(content, file, graph=graph)


def read_site_content(content: bytes, file: str, *, graph: SiteGraph | None = None) -> ReadSite:
    """Read and check a description that stands in no file of ours: typed, pasted or sent.

    Parameters
    ----------
    content : bytes
        UTF-8 YAML or JSON.
    file : str
        Name to show in messages.
    graph : SiteGraph, optional
        The shipped one by default.

    Returns
    -------
    ReadSite

    Raises
    ------
    SiteInvalid
        With every problem: line, key, value found, what is allowed, cure.
    """
    known = graph or shipped_graph()

    def check(site: Site) -> list[Complaint]:
        return site_complaints(site, known)

    site, source = read_model(Site, content, file, error=SiteInvalid, guide=GUIDE, check=check)
    return ReadSite(site, _places(site, source), digest(site.as_json()))


def _content(given: Path | str | Mapping[str, Any]) -> tuple[bytes, str]:
    if isinstance(given, Mapping):
        try:
            return canonical_bytes(_plain(given)), "site"
        except (TypeError, ValueError) as error:
            raise SiteUnreadable("site", str(error)) from None
    try:
        return Path(given).read_bytes(), str(given)
    except (OSError, ValueError) as error:
        detail = getattr(error, "strerror", None) or str(error)
        raise SiteUnreadable(str(given), detail) from None


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items() if item is not None}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, datetime.date):
        return value.isoformat()
    return value


def _places(site: Site, source: YamlSource) -> dict[str, str]:
    places = {name: place_of(source, ("tasks", name)) for name in site.tasks}
    places[""] = place_of(source, ())
    return places


def site_complaints(site: Site, graph: SiteGraph) -> list[Complaint]:
    """Return what a site names that the graph does not know, and values that do not fit."""
    complaints = _fact_complaints(site.facts, "site", ("facts",), graph)
    complaints += _fact_complaints(site.activity.facts, "activity", ("activity", "facts"), graph)
    activities = [*graph.file.activities, UNKNOWN]
    complaints += _named(
        [(site.activity.code, ("activity", "code"))], activities, Text("l’activité", "the activity")
    )
    tasks, branches = list(graph.tasks), [branch.id for branch in graph.file.branches]
    task_noun = Text("la tâche", "the task")
    complaints += _named([(name, ("tasks", name)) for name in site.tasks], tasks, task_noun)
    complaints += _named(
        [(name, ("outcomes", name)) for name in site.outcomes],
        branches,
        Text("la branche", "the branch"),
    )
    steps = [step.id for step in graph.steps]
    complaints += _named(
        [(name, ("assumptions", name)) for name in site.assumptions],
        [*steps, *branches, *tasks],
        Text("l’étape, la branche ou la tâche", "the step, branch or task"),
    )
    for name, entry in site.tasks.items():
        if isinstance(entry.scope, Scope):
            at: tuple[str | int, ...] = ("tasks", name, "scope")
            codes = [
                (code, (*at, "activities", place))
                for place, code in enumerate(entry.scope.activities or ())
            ]
            complaints += _named(codes, activities[:-1], Text("l’activité", "the activity"))
            for fact, values in entry.scope.facts.items():
                for place, value in enumerate(values):
                    complaints += _value_complaints(
                        fact, value, "activity", (*at, "facts", fact, place), graph
                    )
    return complaints


def _fact_complaints(
    given: Mapping[str, Any], of: str, at: tuple[str | int, ...], graph: SiteGraph
) -> list[Complaint]:
    return [
        complaint
        for name, value in given.items()
        for complaint in _value_complaints(name, value, of, (*at, name), graph)
    ]


def _value_complaints(
    name: str, value: Any, of: str, at: tuple[str | int, ...], graph: SiteGraph
) -> list[Complaint]:
    known = [fact.id for fact in graph.file.facts if fact.of == of]
    if name not in known:
        return [unknown_reference(name, known, at, Text("le fait", "the fact"))]
    fact = graph.facts[name]
    written = str(value).lower() if isinstance(value, bool) else value
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if value == UNKNOWN or written in fact.allowed or (fact.kind == "number" and number):
        return []
    allowed = ", ".join(fact.allowed)
    return [
        Complaint(
            ProblemKind.NOT_ALLOWED,
            at,
            Text(f"«\u202f{written}\u202f» ne convient pas", f"“{written}” is not accepted"),
            Text("Écrivez ce qui est permis.", "Write what is allowed."),
            Text(allowed, allowed),
        )
    ]


def _named(
    names: list[tuple[str, tuple[str | int, ...]]], known: list[str], noun: Text
) -> list[Complaint]:
    return [unknown_reference(name, known, at, noun) for name, at in names if name not in known]


__all__ = ["SETTLED", "ReadSite", "Scope", "Site", "TaskEntry", "read_site", "read_site_content"]
