"""What a call chose for its committee: criteria to read by, K, weights, draws."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rebond.programme import Measure
from rebond.texts import Text
from rebond.web.calls.models import Call, Revision
from rebond.web.calls.policies import thawed
from rebond.web.calls.settings import CallSettings


@dataclass(frozen=True, slots=True)
class ReviewCriterion:
    """One thing that a member scores, with the grid's own statement of it when it has one."""

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
    weights: Mapping[str, Any]
    seed: int | None
    draws: int


def choices_of(revision: Revision) -> Choices:
    """Return what a revision chose, the policy standing where it chose nothing."""
    measured = measure_of(revision)
    chosen = CallSettings.from_json({"has_regional_stage": True, **revision.settings}, measured)
    grid = {one.id: one for one in measured.grid.criteria} if measured.grid is not None else {}
    return Choices(
        has_regional_stage=chosen.has_regional_stage,
        criteria=tuple(
            ReviewCriterion(one.id, one.title, grid[one.id].statement if one.id in grid else None)
            for one in chosen.review_criteria
        ),
        k=chosen.k,
        covered_regions_min=chosen.covered_regions_min,
        weights=chosen.weights,
        seed=chosen.seed,
        draws=chosen.draws,
    )


def current(call: Call) -> Choices:
    """Return the choices in force of a call that has been published, else of its draft."""
    return choices_of(revision_of(call))


def measure_of(revision: Revision) -> Measure:
    """Return the measure that a revision froze; the policy is read once a process."""
    found: Measure = thawed(revision.policy).measure(revision.call.measure_id)
    return found


def measure(call: Call) -> Measure:
    """Return the measure of a call under its revision in force."""
    return measure_of(revision_of(call))


def revision_of(call: Call) -> Revision:
    """Return the revision in force; before any publication, the newest draft.

    Raises
    ------
    Revision.DoesNotExist
        When the call has none yet.
    """
    found = call.revision or call.revisions.order_by("-number").first()
    if found is None:
        raise Revision.DoesNotExist(call.reference)
    found.call = call
    return found
