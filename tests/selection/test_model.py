"""Rows say what rules say, and the bound is valid whatever the multipliers."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rebond.selection import Budget, CoveredGroupsMinimum, ExactlyK, pose
from rebond.selection.model import build_model, lagrangian_bound
from rebond.selection.solver import Solver

from .exhaustive import Small, best, holds, smalls


def as_choice(small: Small, choice: tuple[int, ...]) -> np.ndarray:
    """Return a choice as a column of booleans."""
    chosen = np.zeros(len(small.units), dtype=bool)
    chosen[list(choice)] = True
    return chosen


@settings(max_examples=80, deadline=None)
@given(small=smalls(largest=6))
def test_a_choice_is_feasible_exactly_when_every_rule_holds(small: Small) -> None:
    model = build_model(small.problem(), small.rules, small.k)
    everyone = range(len(small.units))
    for size in range(len(small.units) + 1):
        for choice in itertools.combinations(everyone, size):
            expected = all(holds(small, rule, choice, small.k) for rule in small.rules)
            expected &= all(small.selectable[i] for i in choice)
            assert model.is_feasible(as_choice(small, choice)) == expected


@settings(deadline=None)
@given(small=smalls(), seed=st.integers(0, 2**16))
def test_no_multipliers_put_the_bound_below_the_best(small: Small, seed: int) -> None:
    top = best(small)
    if top is None:
        return
    model = build_model(small.problem(), small.rules, small.k)
    duals = np.random.default_rng(seed).normal(0, 5, len(model.lower))
    bound = lagrangian_bound(model, duals, *model.free())
    assert bound.units >= small.sum(top)
    inside, outside = bound.forced()
    for i in range(len(small.units)):
        sums = (
            small.sum(top)
            if (i in top) == side
            else max(
                (
                    small.sum(c)
                    for c in itertools.combinations(range(len(small.units)), small.k)
                    if (i in c) == side and model.is_feasible(as_choice(small, c))
                ),
                default=None,
            )
            for side in (True, False)
        )
        for limit, found in zip((inside[i], outside[i]), sums, strict=True):
            assert found is None or limit >= found


def test_the_multipliers_of_the_relaxation_give_its_value() -> None:
    problem = pose([0.9, 0.8, 0.1], {"region": ["A", "A", "B"]})
    model = build_model(problem, [ExactlyK(2), CoveredGroupsMinimum("region", 2)], 2)
    relaxed = Solver(model).relax(*model.free())
    assert relaxed is not None
    assert relaxed[0].units == 1_000_000
    assert relaxed[0].error < 1e-3


def test_a_covered_value_needs_one_retained_and_no_more() -> None:
    problem = pose([1, 1, 1], {"region": ["A", "A", "B"]})
    model = build_model(problem, [CoveredGroupsMinimum("region", 2)], 1)
    assert model.columns == 5
    assert model.is_feasible(np.array([True, False, True]))
    assert not model.is_feasible(np.array([True, True, False]))


def test_a_budget_is_counted_in_the_largest_common_unit_and_scaled_exactly() -> None:
    problem = pose([1, 1], costs_cents=[300_000_000_000, 100_000_000_000])
    model = build_model(problem, [Budget(399_999_999_999)], 1)
    assert model.matrix.toarray().tolist() == [[3, 1]]
    assert model.upper.tolist() == [3]
    odd = build_model(pose([1, 1], costs_cents=[300_000_000_001, 7]), [Budget(10)], 1)
    assert np.log2(odd.scale).tolist() == pytest.approx(np.round(np.log2(odd.scale)).tolist())
    assert odd.matrix.toarray().max() / odd.scale[0] <= 2**10
