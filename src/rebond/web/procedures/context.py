"""What the page of a plan needs, gathered once for the page and for each of its parts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from rebond.procedure import plan_words
from rebond.procedure.examples import shipped_example
from rebond.procedure.maturity import shipped_ladder
from rebond.procedure.schedule import schedule_of
from rebond.procedure.step_times import BASIS_TEXTS
from rebond.web.procedures.plan_figures import distribution, gantt
from rebond.web.procedures.queries import sources_named

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rebond.procedure.anticipation import Gain
    from rebond.procedure.law_model import Source
    from rebond.procedure.maturity import Evidence, Tier
    from rebond.procedure.plan_result import PromiseKept, SitePlan
    from rebond.procedure.schedule import StepBar, TaskBar
    from rebond.texts import Text
    from rebond.web.procedures.planning import Planned

CITED = re.compile(r"\[([A-Z]\d+)\]")


@dataclass(frozen=True, slots=True)
class Anticipation:
    """One task that can be done in advance, in the best order."""

    place: int
    task: str
    title: Text
    alone: Gain
    together: Gain
    cost: Text | None
    is_done: bool
    why: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class TierRow:
    """One tier, what it asks, and where the site stands."""

    tier: Tier
    evidence: tuple[Evidence, ...]
    is_reached: bool
    is_next: bool


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step of the detailed table."""

    task: TaskBar
    bar: StepBar
    basis: Text
    is_first: bool


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise, its chance on this site and the range that what is unknown leaves."""

    kept: PromiseKept
    has_range: bool


def plan_context(found: Planned) -> dict[str, Any]:
    """Return the context of the page and of its parts."""
    plan, asked = found.plan, found.asked
    until = () if asked.hoped_for is None else (asked.hoped_for,)
    schedule = schedule_of(plan, until=until)
    hoped = asked.hoped_for
    return {
        "found": found,
        "asked": asked,
        "plan": plan,
        "base": found.base,
        "site": found.read.site,
        "span": plan_words.span_text(plan.dates),
        "unknown": plan_words.unknown_text(plan),
        "tier_sentence": plan_words.tier_text(plan),
        "gantt": gantt(schedule),
        "steps": tuple(_steps(schedule.tasks)),
        "when": distribution(plan),
        "promises": tuple(_promise(kept) for kept in plan.promises),
        "hoped_chance": None if hoped is None else plan.chance_by(hoped),
        "anticipations": _anticipations(found),
        "supposed": tuple(need for need in plan.needs if need.is_supposed),
        "tiers": _tiers(plan),
        "next_tier": plan.maturity.tier + 1,
        "sources": _sources(plan),
        "chance_fields": tuple(one for one in found.fields if one.is_chance),
        "day_fields": tuple(one for one in found.fields if not one.is_chance),
        "has_faults": bool(asked.faults) or any(one.fault for one in found.fields),
        "example_content": shipped_example(asked.example).content if asked.is_example else "",
        "method": "get" if asked.is_example else "post",
        "action": reverse("site-plan"),
    }


def _steps(tasks: Iterable[TaskBar]) -> Iterable[StepRow]:
    for task in tasks:
        for place, bar in enumerate(task.steps):
            yield StepRow(task, bar, BASIS_TEXTS[bar.step.time.basis], place == 0)


def _promise(kept: PromiseKept) -> Promise:
    low, high = kept.lowest, kept.highest
    known = low is not None and high is not None
    return Promise(
        kept,
        known and plan_words.chance_text(low or 0) != plan_words.chance_text(high or 0),
    )


def _anticipations(found: Planned) -> tuple[Anticipation, ...]:
    base = found.base
    if base.order is None:
        return ()
    alone = {gain.tasks[0]: gain for gain in base.gains}
    needs = {need.task: need for need in base.needs}
    rows = []
    for place, together in enumerate(base.order.prefixes, start=1):
        task = together.tasks[-1]
        rows.append(
            Anticipation(
                place,
                task,
                needs[task].title,
                alone[task],
                together,
                plan_words.cost_text(alone[task]),
                task in found.plan.what_if,
                needs[task].why,
            )
        )
    return tuple(rows)


def _tiers(plan: SitePlan) -> tuple[TierRow, ...]:
    maturity = plan.maturity
    return tuple(
        TierRow(
            tier,
            tuple(item for item in maturity.evidence if item.tier == tier.tier),
            tier.tier <= maturity.tier,
            tier.tier == maturity.tier + 1,
        )
        for tier in shipped_ladder().tiers
    )


def _sources(plan: SitePlan) -> tuple[Source, ...]:
    names = [name for line in plan.trace for name in line.sources]
    names += [name for step in plan.steps for name in step.time.sources]
    for kept in plan.promises:
        names += CITED.findall(kept.source.fr)
    return sources_named(names)
