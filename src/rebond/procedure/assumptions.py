"""What a plan supposes: durations and chances that no text gives, each with its why, each changeable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from rebond.procedure.facts import judge
from rebond.procedure.graph_model import SiteGraph, shipped_graph
from rebond.procedure.site_model import read_site
from rebond.texts import Text

if TYPE_CHECKING:
    from rebond.procedure.distributions import Duration
    from rebond.procedure.graph_model import DurationShape, Step
    from rebond.procedure.needs import Need
    from rebond.procedure.plan_result import SitePlan, StepPlan
    from rebond.procedure.site_model import ReadSite, Site

Basis = Literal["assumption", "source", "user"]
CHANGED = Text("Valeur changée sur cette page.", "Value changed on this page.")


@dataclass(frozen=True, slots=True)
class Assumption:
    """One number that the plan supposes.

    Parameters
    ----------
    name : str
        Key under ``assumptions`` in the description of the site.
    title : Text
    duration : Duration or None
        Days; one of `duration` and `chance` is None.
    chance : float or None
        In [0, 1].
    why : Text
    sources : tuple of str
    basis : {"assumption", "source", "user"}
        Ours, read in a source, or given by the site.
    """

    name: str
    title: Text
    duration: Duration | None
    chance: float | None
    why: Text
    sources: tuple[str, ...]
    basis: Basis


@dataclass(frozen=True, slots=True)
class Days:
    """A duration put instead of ours: least, most likely and most days.

    Parameters
    ----------
    low, mode, high : float
        0 ≤ low ≤ mode ≤ high.
    kind : {"triangular", "pert"}
    """

    low: float
    mode: float
    high: float
    kind: Literal["triangular", "pert"] = "triangular"


def assumptions_of(
    plan: SitePlan, site: Site, *, graph: SiteGraph | None = None
) -> tuple[Assumption, ...]:
    """Return what a plan supposes: chances of the branches and tasks, then durations.

    Parameters
    ----------
    plan : SitePlan
    site : Site
        The description that was planned.
    graph : SiteGraph, optional

    Returns
    -------
    tuple of Assumption
        Only what the dates of this plan rest on.
    """
    known = graph or shipped_graph()
    open_tasks = {need.task for need in plan.needs if need.is_open}
    found = _branches(plan, site, known, open_tasks)
    found += [one for need in plan.needs if need.is_open for one in _task(need, site)]
    steps = {step.id: step for step in known.steps}
    for one in plan.steps:
        time = one.time
        if one.task not in open_tasks or time.is_behind or time.duration is None:
            continue
        if time.basis in ("assumption", "source", "user"):
            shape = _shape(steps[one.step], site)
            title = _step_title(known, one)
            why = CHANGED if shape is None else shape.why
            found.append(
                Assumption(one.step, title, time.duration, None, why, time.sources, time.basis)
            )
    return tuple(found)


def with_changes(
    read: ReadSite,
    changes: Mapping[str, Days | float],
    *,
    graph: SiteGraph | None = None,
) -> ReadSite:
    """Return the site with numbers put instead of those supposed.

    Parameters
    ----------
    read : ReadSite
    changes : mapping of str to Days or float
        By name: days of a step, or the chance in [0, 1] of a branch or task.
    graph : SiteGraph, optional

    Returns
    -------
    ReadSite
        With a digest of its own.

    Raises
    ------
    SiteInvalid
        When a name is unknown, or when numbers do not make a duration or a chance.
    """
    if not changes:
        return read
    body = read.site.as_json()
    body["assumptions"] = {**body.get("assumptions", {})} | {
        name: _change(value) for name, value in changes.items()
    }
    return replace(read_site(body, graph=graph), places=read.places)


def _step_title(graph: SiteGraph, one: StepPlan) -> Text:
    task = graph.tasks[one.task]
    if len(task.steps) == 1:
        return task.title
    return Text(
        f"{task.title.fr}\u202f: {one.title.fr}",
        f"{task.title.en}: {one.title.en}",
    )


def _change(value: Days | float) -> dict[str, Any]:
    if not isinstance(value, Days):
        return {"chance": float(value)}
    shape = {"low": value.low, "mode": value.mode, "high": value.high}
    return {
        "duration": {
            "kind": value.kind,
            **shape,
            "basis": "assumption",
            "why": CHANGED.as_json(),
        }
    }


def _branches(
    plan: SitePlan, site: Site, graph: SiteGraph, open_tasks: set[str]
) -> list[Assumption]:
    shown = {branch.branch: branch for branch in plan.branches}
    found = []
    for branch in graph.file.branches:
        certain = branch.certain_when
        settled = branch.id in site.outcomes or (
            certain is not None and judge(certain, site.known_facts()).holds
        )
        if settled or branch.task not in open_tasks:
            continue
        change = site.assumptions.get(branch.id)
        is_own = change is not None and change.chance is not None
        found.append(
            Assumption(
                branch.id,
                branch.title,
                None,
                shown[branch.id].chance,
                _said(site, branch.id) if is_own else branch.why,
                (),
                "user" if is_own else "assumption",
            )
        )
    return found


def _task(need: Need, site: Site) -> list[Assumption]:
    if not need.is_unsure:
        return []
    change = site.assumptions.get(need.task)
    is_own = change is not None and change.chance is not None
    unsure_of_need = 0 < need.chance_needed < 1
    title = (
        Text(
            f"{need.title.fr}\u202f: chance d’être nécessaire",
            f"{need.title.en}: chance of being needed",
        )
        if unsure_of_need
        else Text(
            f"{need.title.fr}\u202f: chance d’être à refaire",
            f"{need.title.en}: chance of having to be done again",
        )
    )
    why = _said(site, need.task) if is_own else _joined(need.why)
    chance = need.chance_needed if unsure_of_need else need.chance_again
    return [Assumption(need.task, title, None, chance, why, (), "user" if is_own else "assumption")]


def _said(site: Site, name: str) -> Text:
    change = site.assumptions[name]
    return CHANGED if change.why is None else change.why


def _joined(texts: tuple[Text, ...]) -> Text:
    return Text(" ".join(text.fr for text in texts), " ".join(text.en for text in texts))


def _shape(step: Step, site: Site) -> DurationShape | None:
    change = site.assumptions.get(step.id)
    if change is not None and change.duration is not None:
        return change.duration
    if step.duration is not None:
        return step.duration
    return None if step.clock is None else step.clock.if_not_established
