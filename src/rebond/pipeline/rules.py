"""From the policy's selection rules to those that the selection solves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rebond.pipeline.candidates import Candidate
from rebond.pipeline.plan import Plan
from rebond.programme import SelectionRules, Unknown
from rebond.selection import (
    Budget,
    CoveredGroupsMinimum,
    ExactlyK,
    GroupCeiling,
    GroupFloor,
    MinimumDistance,
    Rule,
    ShareCeiling,
    ShareFloor,
)
from rebond.texts import Text

EACH = "each"
CENTS_PER_EURO = 100


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The rules of a run, and what they look at besides régions and départements.

    Parameters
    ----------
    rules : tuple of Rule
    groups : mapping of group to one value per candidate
        Groups made of answers to the form.
    costs_cents : tuple of int or None, optional
        Cost of each candidate, when a budget holds.
    """

    rules: tuple[Rule, ...]
    groups: dict[str, tuple[str | None, ...]]
    costs_cents: tuple[int | None, ...] | None


def rule_set(plan: Plan, candidates: Sequence[Candidate]) -> RuleSet:
    """Return the rules that hold for a plan."""
    rules: list[Rule] = [ExactlyK(plan.k, title=_K_TITLE.filled(k=plan.k))]
    if plan.covered_regions_min:
        rules.append(_covered_regions(plan))
    groups: dict[str, tuple[str | None, ...]] = {}
    costs: tuple[int | None, ...] | None = None
    policy = plan.selection
    if policy is not None:
        for bound in (*policy.floors, *policy.ceilings):
            kind = GroupFloor if bound in policy.floors else GroupCeiling
            value = None if bound.code == EACH else bound.code
            rules.append(kind(bound.group, bound.count, value, bound.id, bound.title))
        if policy.minimum_distance_km is not None:
            rules.append(MinimumDistance(policy.minimum_distance_km))
        rules += _shares(policy, candidates, groups)
        if policy.budget is not None and not isinstance(policy.budget.limit_cents, Unknown):
            costs = tuple(_cents(one.stated.get(policy.budget.cost)) for one in candidates)
            rules.append(Budget(policy.budget.limit_cents, policy.budget.id, policy.budget.title))
    return RuleSet(tuple(rules), groups, costs)


_K_TITLE = Text("{k} candidats retenus", "{k} candidates retained")
_REGIONS_TITLE = Text(
    "au moins {count} régions ont un retenu", "at least {count} régions hold one retained"
)


def _covered_regions(plan: Plan) -> CoveredGroupsMinimum:
    named = plan.selection.covered_regions if plan.selection else None
    count = plan.covered_regions_min or 0
    return CoveredGroupsMinimum(
        "region",
        count,
        among=named if isinstance(named, tuple) else None,
        id="covered_regions",
        title=_REGIONS_TITLE.filled(count=count),
    )


def _shares(
    policy: SelectionRules,
    candidates: Sequence[Candidate],
    groups: dict[str, tuple[str | None, ...]],
) -> list[Rule]:
    rules: list[Rule] = []
    for share in policy.shares:
        # One group per rule: inside or outside the values that the rule counts.
        # The values are read in messages: inside bears the name of the rule.
        inside = " / ".join(dict.fromkeys((share.title.fr, share.title.en)))
        outside = f"≠ {inside}"
        groups[share.id] = tuple(
            None
            if share.fact not in one.stated
            else inside
            if one.stated[share.fact] in share.values
            else outside
            for one in candidates
        )
        if share.at_least is not None:
            rules.append(
                ShareFloor(share.id, inside, share.at_least, f"{share.id}_floor", share.title)
            )
        if share.at_most is not None:
            rules.append(
                ShareCeiling(share.id, inside, share.at_most, f"{share.id}_ceiling", share.title)
            )
    return rules


def _cents(euros: object) -> int | None:
    """Return an amount of euros as cents; missing stays missing."""
    return round(float(euros) * CENTS_PER_EURO) if isinstance(euros, int | float) else None
