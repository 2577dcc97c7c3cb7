"""Who stands in all, some or none of the near-optimal portfolios."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rebond.selection import (
    Budget,
    CoveredGroupsMinimum,
    ExactlyK,
    choose,
    choose_portfolio,
    near_optimal_core,
)
from rebond.selection.errors import BadTolerance

from .exhaustive import Small, best, choices, smalls


@settings(max_examples=80, deadline=None)
@given(small=smalls(), epsilon=st.sampled_from(["0", "0.05", "0.25", "0.9"]))
def test_membership_is_that_of_every_near_optimal_choice(small: Small, epsilon: str) -> None:
    top = best(small)
    if top is None:
        return
    core = near_optimal_core(choose(small.problem(), small.rules, prices=False), epsilon)
    least = small.sum(top) - Fraction(epsilon) * abs(small.sum(top))
    near = [c for c in choices(small, small.rules, small.k) if small.sum(c) >= least]
    for i, found in enumerate(core.membership):
        times = sum(i in c for c in near)
        assert found == ("all" if times == len(near) else "some" if times else "none")
    assert core.by_bounds + core.by_witness + core.by_solve == len(small.units)


def test_epsilon_is_read_as_the_decimal_that_is_written() -> None:
    scores = [0.9, 0.6, 0.54]
    portfolio = choose_portfolio(scores, {}, [ExactlyK(2)])
    # 1.5 and 1.44: exactly 4 % less, which 0.04 in binary could miss by a rounding.
    assert near_optimal_core(portfolio, 0.04).membership == ("all", "some", "some")
    assert near_optimal_core(portfolio, 0.04).threshold_units == 1_440_000
    assert near_optimal_core(portfolio, Fraction(39, 1000)).membership == ("all", "all", "none")


def test_without_tolerance_only_equal_portfolios_count() -> None:
    portfolio = choose_portfolio([0.9, 0.5, 0.5], {}, [ExactlyK(2)])
    assert near_optimal_core(portfolio, 0).membership == ("all", "some", "some")


@pytest.mark.parametrize("epsilon", [-0.1, 1, 1.5, float("nan"), float("inf"), "many"])
def test_a_tolerance_that_is_no_share_is_refused(epsilon: float | str) -> None:
    portfolio = choose_portfolio([0.9, 0.5], {}, [ExactlyK(1)])
    with pytest.raises(BadTolerance, match="tolerance"):
        near_optimal_core(portfolio, epsilon)


def test_few_solves_decide_a_whole_list() -> None:
    rng = np.random.default_rng(7)
    n = 200
    scores = rng.normal(0.5, 0.1, n)
    groups = {"region": [f"R{r}" for r in rng.integers(0, 13, n)]}
    costs = np.rint(1e6 * (1 + scores + rng.normal(0, 0.1, n))).astype(int).tolist()
    rules = [ExactlyK(40), CoveredGroupsMinimum("region", 13), Budget(int(40 * 1.5e6))]
    portfolio = choose_portfolio(scores, groups, rules, costs_cents=costs, prices=False)
    core = near_optimal_core(portfolio, "0.005")
    assert core.by_solve <= 40
    assert core.by_bounds >= 20
    assert {"some", "none"} <= {*core.membership}
