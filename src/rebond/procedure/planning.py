"""Plan a site: from its description to dates, criticality, maturity and what to do first."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from rebond.procedure.anticipation import Question, best_order, single_gains
from rebond.procedure.course_search import Resolved, resolve
from rebond.procedure.coverage import Case
from rebond.procedure.deadline_result import Deadline, Missing, TraceLine
from rebond.procedure.deadlines import deadline
from rebond.procedure.errors import NoVersionInForce
from rebond.procedure.facts import judge
from rebond.procedure.graph_model import SiteGraph, shipped_graph
from rebond.procedure.law_book import LawBook, shipped_law
from rebond.procedure.maturity import Ladder, maturity_of
from rebond.procedure.needs import STATE_TEXTS, is_started
from rebond.procedure.network import batch_of, branch_chance, row_of
from rebond.procedure.plan_result import (
    ESTIMATE,
    FICTITIOUS,
    BranchChance,
    Dates,
    PromiseKept,
    SitePlan,
    StepPlan,
)
from rebond.procedure.simulation import Simulation, simulate
from rebond.procedure.site_model import ReadSite, Site, read_site
from rebond.procedure.skeleton import TWIN, Skeleton, skeleton_of
from rebond.procedure.step_times import BASIS_TEXTS
from rebond.texts import Text

DRAWS = 10_000
SEED = 20200720
STEP_DRAWS = 10_000
"""First draws from which the dates of each step are read."""


def plan_site(
    given: Path | str | Mapping[str, Any] | Site | ReadSite,
    *,
    as_of: datetime.date,
    draws: int = DRAWS,
    seed: int = SEED,
    threads: int = 1,
    what_if: Collection[str] = (),
    with_order: bool = True,
    law: LawBook | None = None,
    graph: SiteGraph | None = None,
    ladder: Ladder | None = None,
) -> SitePlan:
    """Plan a site.

    Parameters
    ----------
    given : path, mapping, Site or ReadSite
        Description of the site, as a YAML or JSON file or its content.
    as_of : date
        Day of reading: states, expiries and the start of what is to do.
    draws : int, default 10 000
    seed : int
    threads : int, default 1
    what_if : collection of str
        Tasks to take as done and covering.
    with_order : bool, default True
        Look for the best order of anticipations; leave it out when a slider moves.
    law, graph, ladder : optional
        The shipped ones by default.

    Returns
    -------
    SitePlan

    Raises
    ------
    SiteUnreadable, SiteInvalid, UnknownStep, BadSimulation
    EventsOutOfOrder, NoVersionInForce, DayOutOfCalendar
    """
    case = case_of(given, as_of=as_of, law=law, graph=graph)
    skeleton = skeleton_of(case.graph)
    resolved = resolve(case, skeleton, supposed_done=what_if)
    rows = [
        row_of(case, skeleton, resolved.needs, resolved.times, view)
        for view in ("central", "optimistic", "pessimistic")
    ]
    promises, target = case.graph.file.promises, _target(case)
    batch = batch_of(rows, skeleton, as_of=as_of, promises=promises, targets=[target] * len(rows))
    seen = simulate(
        batch, draws=draws, seed=seed, threads=threads, keep_finals=True, keep_dates=STEP_DRAWS
    )
    question = question_of(case, skeleton, resolved, seed=seed, threads=threads)
    open_tasks = open_tasks_of(case, resolved)
    site = case.read.site
    return SitePlan(
        site=site.id,
        name=site.name,
        is_fictitious=site.is_fictitious,
        site_digest=case.read.digest,
        law_digest=case.law.digest,
        graph_digest=case.graph.digest,
        as_of=as_of,
        draws=draws,
        seed=seed,
        what_if=tuple(sorted(what_if)),
        needs=tuple(resolved.needs.values()),
        steps=_steps(case, skeleton, resolved, seen),
        dates=_dates(seen, 0, as_of),
        dates_if_nothing_unknown_applies=_dates(seen, 1, as_of),
        dates_if_everything_unknown_applies=_dates(seen, 2, as_of),
        likely_on=resolved.course.ends_on,
        critical_path=tuple(name.removesuffix(TWIN) for name in resolved.course.path),
        promises=_promises(case, resolved, seen),
        hoped_for_on=site.hoped_for_on,
        chance_by_hoped_for=None if site.hoped_for_on is None else float(seen.chance_on_time[0]),
        branches=_branches(case),
        gains=single_gains(question, open_tasks, draws),
        order=best_order(question, open_tasks, draws) if with_order else None,
        maturity=maturity_of(case, resolved.needs, ladder=ladder),
        deadlines=deadlines_of(case),
        missing=_missing(case, resolved),
        cautions=_cautions(case),
        trace=_trace(case, resolved),
        end_days=np.sort(seen.finals[0]),
    )


def case_of(
    given: Path | str | Mapping[str, Any] | Site | ReadSite,
    *,
    as_of: datetime.date,
    law: LawBook | None = None,
    graph: SiteGraph | None = None,
) -> Case:
    """Read a site and put the law, the graph and the day beside it.

    Raises
    ------
    SiteUnreadable, SiteInvalid
    UnknownCircumstance, ContradictoryCircumstances, EventsOutOfOrder, DecisionBeforeCompleteness
    NoVersionInForce
    """
    known = graph or shipped_graph()
    case = Case(read_site(given, graph=known), known, law or shipped_law(), as_of)
    deadlines_of(case)
    return case


def deadlines_of(case: Case) -> tuple[Deadline, ...]:
    """Return what the law says of each file under way, having checked the events of all.

    Raises
    ------
    UnknownCircumstance, ContradictoryCircumstances, EventsOutOfOrder, DecisionBeforeCompleteness
    NoVersionInForce
        For a file under way; of what is settled, an older law that was not read is no matter.
    """
    found = []
    for name, entry in case.read.site.tasks.items():
        procedure = case.graph.tasks[name].procedure
        if procedure is None or not (entry.events or entry.circumstances):
            continue
        under_way = entry.state in ("filed", "under_review")
        try:
            answer = deadline(
                procedure,
                case.log(name),
                circumstances=entry.circumstances,
                on=case.as_of,
                law=case.law,
                place=case.read.place(name),
            )
        except NoVersionInForce:
            if under_way:
                raise
            continue
        if under_way:
            found.append(answer)
    return tuple(found)


def open_tasks_of(case: Case, resolved: Resolved) -> tuple[str, ...]:
    """Return the tasks that can be done in advance and still may have to be done."""
    return tuple(
        name
        for name, need in resolved.needs.items()
        if need.is_open and case.graph.tasks[name].can_anticipate
    )


def question_of(
    case: Case, skeleton: Skeleton, resolved: Resolved, *, seed: int = SEED, threads: int = 1
) -> Question:
    """Return the question of what to do first on a site."""
    costs = {
        name: need.cost_eur for name, need in resolved.needs.items() if need.cost_eur is not None
    }
    return Question(resolved.row, skeleton, case.as_of, costs, seed, threads)


def _target(case: Case) -> int:
    hoped = case.read.site.hoped_for_on
    return -1 if hoped is None else max(-1, (hoped - case.as_of).days)


def _dates(seen: Simulation, place: int, as_of: datetime.date) -> Dates:
    p10, p50, p90 = (as_of + datetime.timedelta(days=int(day)) for day in seen.quantiles[place])
    return Dates(p10, p50, p90, float(seen.mean[place]))


def _steps(
    case: Case, skeleton: Skeleton, resolved: Resolved, seen: Simulation
) -> tuple[StepPlan, ...]:
    on_path = {name.removesuffix(TWIN) for name in resolved.course.path}
    plans = []
    for step in case.graph.steps:
        numbers = [skeleton.number(step.id)]
        twin = skeleton.twin_of(step.id)
        if twin is not None:
            numbers.append(skeleton.number(twin))
        start = seen.starts[0, numbers[0]]
        end = seen.ends[0, numbers].max(axis=0)
        happens = end > start
        likely = step.id in resolved.course.happens
        stops = max(resolved.course.ends[skeleton.steps[number]] for number in numbers)
        plans.append(
            StepPlan(
                step=step.id,
                task=case.graph.task_of[step.id],
                title=step.title,
                time=resolved.times[step.id],
                chance_happens=float(happens.mean()),
                criticality=min(1.0, float(seen.criticality[0, numbers].sum())),
                is_on_path=step.id in on_path,
                likely_start=resolved.course.starts[step.id] if likely else None,
                likely_end=stops if likely else None,
                start_p10=_day(case, start[happens], 0.1),
                start_p50=_day(case, start[happens], 0.5),
                end_p50=_day(case, end[happens], 0.5),
                end_p90=_day(case, end[happens], 0.9),
            )
        )
    return tuple(plans)


def _day(case: Case, days: np.ndarray[Any, Any], share: float) -> datetime.date | None:
    if not days.size:
        return None
    rank = int(np.ceil(share * days.size)) - 1
    return case.as_of + datetime.timedelta(days=int(np.partition(days, rank)[rank]))


def _promises(case: Case, resolved: Resolved, seen: Simulation) -> tuple[PromiseKept, ...]:
    kept = []
    for place, promise in enumerate(case.graph.file.promises):
        chances = [_chance(seen.promise_chance[view, place]) for view in range(3)]
        need = resolved.needs[case.graph.task_of[promise.end]]
        if is_started(need):
            # Filed already: the span began in the past, which the draws do not see.
            chances = [None, None, None]
        known = [chance for chance in chances if chance is not None]
        kept.append(
            PromiseKept(
                promise=promise.id,
                title=promise.title,
                source=promise.source,
                months=promise.months,
                chance=chances[0],
                lowest=min(known, default=None),
                highest=max(known, default=None),
            )
        )
    return tuple(kept)


def _chance(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _branches(case: Case) -> tuple[BranchChance, ...]:
    return tuple(
        BranchChance(branch.id, branch.title, branch_chance(case, branch.id), branch.why)
        for branch in case.graph.file.branches
    )


def _missing(case: Case, resolved: Resolved) -> tuple[Missing, ...]:
    found: list[Missing] = []
    for step in case.graph.steps:
        if resolved.needs[case.graph.task_of[step.id]].is_open:
            found += resolved.times[step.id].missing
    names: list[str] = []
    for need in resolved.needs.values():
        names += need.unknown_facts if need.is_open else ()
    for step in case.graph.steps:
        if resolved.needs[case.graph.task_of[step.id]].is_open:
            names += resolved.times[step.id].unknown_facts
    give = Text("À établir pour ce site.", "To be established for this site.")
    found += [Missing(case.graph.facts[name].title, give) for name in dict.fromkeys(names)]
    return tuple(dict.fromkeys(found))


def _cautions(case: Case) -> tuple[Text, ...]:
    site = case.read.site
    texts: list[Text] = [ESTIMATE]
    if site.is_fictitious:
        texts.append(FICTITIOUS)
    if case.as_of > case.law.read_on:
        texts.append(
            Text(
                f"Le droit a été lu le {case.law.read_on}\u202f; ce qui a changé depuis n’est pas compté.",
                f"The law was read on {case.law.read_on}; what changed since is not counted.",
            )
        )
    facts = site.known_facts()
    texts += [note.text for note in case.graph.file.notes if judge(note.when, facts).holds]
    return tuple(texts)


def _trace(case: Case, resolved: Resolved) -> tuple[TraceLine, ...]:
    lines: list[TraceLine] = []
    for task in case.graph.tasks.values():
        need = resolved.needs[task.id]
        state = STATE_TEXTS[need.state]
        why_fr, why_en = (" ".join(text.of(lang) for text in need.why) for lang in _LANGS)
        lines.append(
            TraceLine(
                Text(
                    f"{task.title.fr}\u202f: {state.fr}. {why_fr}",
                    f"{task.title.en}: {state.en}. {why_en}",
                )
            )
        )
        if not need.is_open:
            continue
        for step in task.steps:
            time = resolved.times[step.id]
            basis = BASIS_TEXTS[time.basis]
            lines.append(
                TraceLine(
                    Text(
                        f"{step.title.fr}\u202f: {time.text.fr} ({basis.fr}).",
                        f"{step.title.en}: {time.text.en} ({basis.en}).",
                    ),
                    time.article,
                    time.version,
                    time.sources,
                )
            )
    return tuple(lines)


_LANGS: Sequence[Any] = ("fr", "en")
