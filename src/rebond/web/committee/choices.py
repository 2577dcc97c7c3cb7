"""What a call chose for its committee: criteria to read by, K, weights, draws."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from rebond.programme import Measure
from rebond.texts import Text
from rebond.web.calls.models import Call, Revision

DRAWS = 2_000
OVERALL = "ensemble"


@dataclass(frozen=True, slots=True)
class ReviewCriterion:
    """One thing that a member scores."""

    id: str
    title: Text
    statement: Text | None = None


@dataclass(frozen=True, slots=True)
class Choices:
    """The choices of one revision that the committee works by."""

    has_regional_stage: bool
    criteria: tuple[ReviewCriterion, ...]
    k: int | None
    covered_regions_min: int | None
    weights: dict[str, Any] = field(default_factory=dict)
    seed: int | None = None
    draws: int = DRAWS


def choices_of(revision: Revision) -> Choices:
    """Return what a revision chose, the policy standing where it chose nothing."""
    stated = revision.settings
    weights = stated.get("weights") or {}
    return Choices(
        has_regional_stage=bool(stated.get("has_regional_stage", True)),
        criteria=_criteria(stated.get("review_criteria") or (), revision.measure),
        k=stated.get("k"),
        covered_regions_min=stated.get("covered_regions_min"),
        weights={
            "intervals": dict(weights.get("intervals") or {}),
            "orderings": [list(pair) for pair in weights.get("orderings") or ()],
        },
        seed=stated.get("seed"),
        draws=int(stated.get("draws") or DRAWS),
    )


def current(call: Call) -> Choices:
    """Return the choices in force of a call that has been published, else of its draft."""
    return choices_of(revision_of(call))


def revision_of(call: Call) -> Revision:
    """Return the revision in force; before any publication, the newest draft."""
    found = call.revision or call.revisions.order_by("-number").first()
    if found is None:
        raise Revision.DoesNotExist(call.reference)
    return found


def _criteria(stated: Any, measure: Measure) -> tuple[ReviewCriterion, ...]:
    grid = {one.id: one for one in measure.grid.criteria} if measure.grid is not None else {}
    if stated:
        return tuple(
            ReviewCriterion(
                str(one["id"]),
                Text(one["title_fr"], one["title_en"]),
                grid[one["id"]].statement if one["id"] in grid else None,
            )
            for one in stated
        )
    if grid:
        return tuple(ReviewCriterion(one.id, one.title, one.statement) for one in grid.values())
    return (ReviewCriterion(OVERALL, Text("Appréciation d’ensemble", "Overall appreciation")),)
