"""Best sums with one candidate on the other side, and which rules forbid an exchange."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from rebond.selection import CoveredGroupsMinimum, ExactlyK, GroupCeiling, choose, choose_portfolio
from rebond.selection.flips import NONE_EXISTS, Exchanges, Flips

from .exhaustive import Small, best, choices, holds, smalls


@settings(max_examples=80, deadline=None)
@given(small=smalls())
def test_the_best_sum_on_the_other_side_is_the_one_of_every_choice(small: Small) -> None:
    if best(small) is None:
        return
    portfolio = choose(small.problem(), small.rules, prices=False)
    flips = Flips(portfolio)
    everything = list(choices(small, small.rules, small.k))
    for i in range(len(small.units)):
        sums = [small.sum(c) for c in everything if (i in c) != bool(portfolio.chosen[i])]
        expected = max(sums, default=NONE_EXISTS)
        assert flips.at_least[i] <= expected <= flips.at_most[i]
        assert flips.settle(i, 10**6)
        assert flips.at_least[i] == flips.at_most[i] == expected


@settings(deadline=None)
@given(small=smalls(largest=6))
def test_bounds_stay_valid_when_no_integer_question_is_allowed(small: Small) -> None:
    if best(small) is None:
        return
    portfolio = choose(small.problem(), small.rules, prices=False)
    flips = Flips(portfolio)
    everything = list(choices(small, small.rules, small.k))
    for i in range(len(small.units)):
        met = flips.settle(i, 0)
        sums = [small.sum(c) for c in everything if (i in c) != bool(portfolio.chosen[i])]
        expected = max(sums, default=NONE_EXISTS)
        assert flips.at_least[i] <= expected <= flips.at_most[i]
        assert met == (flips.at_least[i] == flips.at_most[i])


@settings(max_examples=80, deadline=None)
@given(small=smalls())
def test_an_exchange_is_forbidden_by_exactly_the_rules_that_it_breaks(small: Small) -> None:
    if best(small) is None:
        return
    portfolio = choose(small.problem(), small.rules, prices=False)
    exchanges = Exchanges(portfolio.model(), portfolio.chosen)
    retained = set(np.flatnonzero(portfolio.chosen).tolist())
    for entering in np.flatnonzero(~portfolio.chosen & portfolio.problem.selectable).tolist():
        forbidden = exchanges.forbidden(entering)
        for column, leaving in enumerate(exchanges.retained.tolist()):
            choice = tuple(sorted(retained - {leaving} | {entering}))
            broken = [not holds(small, rule, choice, small.k) for rule in small.rules]
            assert forbidden[:, column].tolist() == broken


def test_the_easy_case_needs_no_solve_beyond_the_first() -> None:
    scores = np.linspace(0.9, 0.1, 30)
    groups = {"region": [f"R{i % 3}" for i in range(30)]}
    portfolio = choose_portfolio(scores, groups, [ExactlyK(12), CoveredGroupsMinimum("region", 3)])
    flips = Flips(portfolio)
    assert all(flips.settle(i, 0) for i in range(30))
    assert (flips.solver.effort.relaxations, flips.solver.effort.integer_solves) == (1, 0)


def test_the_forbidding_rule_is_told_apart_from_the_others() -> None:
    groups = {"region": ["A", "A", "B", "B"]}
    rules = [ExactlyK(2), GroupCeiling("region", 1), CoveredGroupsMinimum("region", 2)]
    portfolio = choose_portfolio([0.9, 0.8, 0.5, 0.4], groups, rules)
    exchanges = Exchanges(portfolio.model(), portfolio.chosen)
    # Candidate 1 for candidate 0 is allowed; for candidate 2, region A has two and region B none.
    assert exchanges.forbidden(1).tolist() == [[False, False], [False, True], [False, True]]


@pytest.mark.parametrize("entering", [2, 3])
def test_whoever_has_no_region_covers_none(entering: int) -> None:
    groups = {"region": ["A", "B", None, ""]}
    rules = [ExactlyK(2), CoveredGroupsMinimum("region", 2)]
    portfolio = choose_portfolio([0.9, 0.8, 1.0, 1.0], groups, rules)
    assert portfolio.chosen_ids == ("0", "1")
    exchanges = Exchanges(portfolio.model(), portfolio.chosen)
    assert exchanges.forbidden(entering)[1].tolist() == [True, True]
