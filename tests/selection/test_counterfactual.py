"""The smallest change of score or criterion that brings a candidate in is enough, and smallest."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rebond.selection import (
    Budget,
    CoveredGroupsMinimum,
    ExactlyK,
    FixedIn,
    FixedOut,
    GroupCeiling,
    choose,
    choose_portfolio,
    counterfactuals,
)
from rebond.selection.errors import LengthsDiffer, NotANumber
from rebond.texts import Text

from .exhaustive import SCALE, Small, best, choices, smalls

REASON = Text("motif", "reason")


def always_in(small: Small, candidate: int, units: int) -> bool:
    """Say whether a candidate with this score is in every best choice."""
    scores = [units if i == candidate else u for i, u in enumerate(small.units)]
    every = list(choices(small, small.rules, small.k))
    sums = [sum(scores[i] for i in c) for c in every]
    return all(candidate in c for c, s in zip(every, sums, strict=True) if s == max(sums))


@settings(max_examples=80, deadline=None)
@given(small=smalls(largest=7))
def test_the_increase_is_enough_and_one_unit_less_is_not(small: Small) -> None:
    if best(small) is None:
        return
    portfolio = choose(small.problem(), small.rules, prices=False)
    found = counterfactuals(portfolio, rules=False).candidates
    every = list(choices(small, small.rules, small.k))
    for i, change in enumerate(found):
        assert change.exact
        assert change.chosen == bool(portfolio.chosen[i])
        if change.chosen:
            assert change.needed is None
            if change.margin is None:
                assert all(i in c for c in every)
                continue
            lost = round(change.margin * SCALE)
            assert always_in(small, i, small.units[i] - lost) or lost == 0
            assert not always_in(small, i, small.units[i] - lost - 1)
        elif change.needed is None:
            assert not any(i in c for c in every)
        else:
            needed = round(change.needed * SCALE)
            assert always_in(small, i, small.units[i] + needed)
            assert not always_in(small, i, small.units[i] + needed - 1)


def test_a_solve_with_the_raised_score_brings_the_candidate_in() -> None:
    rng = np.random.default_rng(11)
    n = 60
    scores = np.round(rng.random(n), 6)
    groups = {"region": [f"R{r}" for r in rng.integers(0, 8, n)]}
    costs = rng.integers(50, 150, n).tolist()
    rules = [ExactlyK(20), CoveredGroupsMinimum("region", 8), GroupCeiling("region", 4)]
    rules.append(Budget(1950))
    portfolio = choose_portfolio(scores, groups, rules, costs_cents=costs, prices=False)
    for i, change in enumerate(counterfactuals(portfolio, rules=False).candidates):
        if change.needed is None:
            continue
        for raised, inside in ((change.needed, True), (change.needed - 2e-6, False)):
            again = scores.copy()
            again[i] += raised
            other = choose_portfolio(again, groups, rules, costs_cents=costs, prices=False)
            assert bool(other.chosen[i]) is inside


def test_with_only_k_the_increase_is_the_distance_to_the_cut() -> None:
    portfolio = choose_portfolio([0.9, 0.6, 0.5, 0.1], {}, [ExactlyK(2)])
    first, second, third, last = counterfactuals(portfolio, rules=False).candidates
    assert third.needed == pytest.approx(0.100001)
    assert last.needed == pytest.approx(0.500001)
    assert second.margin == pytest.approx(0.099999)
    assert first.margin == pytest.approx(0.399999)


def test_one_who_cannot_be_left_out_may_lose_everything() -> None:
    groups = {"region": ["A", "A", "B"]}
    rules = [ExactlyK(2), CoveredGroupsMinimum("region", 2)]
    portfolio = choose_portfolio([0.9, 0.8, 0.1], groups, rules)
    assert counterfactuals(portfolio, rules=False).candidates[2].margin is None


def test_no_score_brings_in_one_who_is_fixed_out() -> None:
    portfolio = choose_portfolio([0.9, 0.1, 0.2], {}, [ExactlyK(1), FixedOut("0", REASON)])
    change = counterfactuals(portfolio).candidates[0]
    assert change.needed is None
    assert change.exact
    assert [(rule.rule_id, rule.to) for rule in change.rules] == [("fixed_out:0", None)]


def test_the_smallest_criterion_change_is_enough_and_comes_first() -> None:
    criteria = np.array([[1.0, 0.8], [0.6, 0.6], [0.5, 0.2]])
    weights = np.array([0.75, 0.25])
    scores = criteria @ weights
    portfolio = choose_portfolio(scores, {}, [ExactlyK(1)])
    found = counterfactuals(
        portfolio, criteria=criteria, criterion_ids=["work", "roads"], weights=weights
    ).candidates
    assert found[0].criteria == ()
    # 0.95 is to be passed: criterion « work » must reach (0.950001 - 0.15) / 0.75, « roads » cannot.
    assert [(c.criterion, c.frm, c.to) for c in found[1].criteria] == [("work", 0.6, 1.066668)] or (
        found[1].criteria == ()
    )
    assert found[1].impossible_criteria == ("work", "roads")
    assert found[2].impossible_criteria == ("work", "roads")


@settings(deadline=None)
@given(
    values=st.lists(
        st.tuples(st.integers(0, 100), st.integers(0, 100), st.integers(0, 100)),
        min_size=3,
        max_size=7,
    ),
    shares=st.tuples(st.integers(1, 9), st.integers(0, 9), st.integers(0, 9)),
    k=st.integers(1, 2),
)
def test_a_criterion_change_brings_the_candidate_in_and_none_smaller_does(
    values: list[tuple[int, int, int]], shares: tuple[int, int, int], k: int
) -> None:
    criteria = np.array(values) / 100
    weights = np.array(shares) / sum(shares)
    ids = ["a", "b", "c"]
    scores = np.round(criteria @ weights, 6)
    portfolio = choose_portfolio(scores, {}, [ExactlyK(k)])
    found = counterfactuals(
        portfolio, criteria=criteria, criterion_ids=ids, weights=weights, rules=False
    ).candidates
    cut = np.sort(portfolio.problem.units)[::-1][k - 1]
    for i, change in enumerate(found):
        if change.chosen:
            continue
        assert {c.criterion for c in change.criteria} | {*change.impossible_criteria} == {*ids}
        for one in change.criteria:
            share = weights[ids.index(one.criterion)]
            raised = scores[i] + share * (one.to - one.frm)
            assert one.frm < one.to <= 1
            assert raised * 10**6 > cut + 1 - 1e-4
            assert (raised - 1e-6 * share) * 10**6 < cut + 1 + 1e-4
        for criterion in change.impossible_criteria:
            c = ids.index(criterion)
            at_one = scores[i] + weights[c] * (1 - criteria[i, c])
            assert at_one * 10**6 < cut + 1 + 1e-4


def test_a_missing_criterion_is_said_to_be_missing_not_zero() -> None:
    criteria = np.array([[1.0, 0.5], [float("nan"), 0.2]])
    portfolio = choose_portfolio([0.75, 0.4], {}, [ExactlyK(1)])
    change = counterfactuals(
        portfolio, criteria=criteria, criterion_ids=["a", "b"], weights=[0.5, 0.5]
    ).candidates[1]
    assert change.missing_criteria == ("a",)
    assert [c.criterion for c in change.criteria] == ["b"]
    assert change.criteria[0].to == pytest.approx(0.900002)


def test_one_set_aside_has_no_counterfactual() -> None:
    portfolio = choose_portfolio([0.1, 0.9], {}, [ExactlyK(1)], selectable=[True, False])
    change = counterfactuals(portfolio).candidates[1]
    assert (change.needed, change.rules, change.criteria) == (None, (), ())


def test_a_limit_on_solves_gives_a_safe_answer_that_says_so() -> None:
    rng = np.random.default_rng(5)
    scores = rng.normal(0.5, 0.1, 40)
    costs = np.rint(1e6 * (scores + rng.normal(0, 0.03, 40))).astype(int).tolist()
    rules = [ExactlyK(13), Budget(int(13 * 0.51e6)), GroupCeiling("region", 4)]
    groups = {"region": [f"R{i % 9}" for i in range(40)]}
    portfolio = choose_portfolio(scores, groups, rules, costs_cents=costs, prices=False)
    full = counterfactuals(portfolio, rules=False, max_integer_solves=10**6).candidates
    short = counterfactuals(portfolio, rules=False, max_integer_solves=0).candidates
    assert not all(change.exact for change in short)
    for sure, safe in zip(full, short, strict=True):
        if safe.needed is not None and sure.needed is not None:
            assert safe.needed >= sure.needed
        if safe.margin is not None and sure.margin is not None:
            assert safe.margin <= sure.margin
        if safe.exact:
            assert (safe.needed, safe.margin) == (sure.needed, sure.margin)


def test_criteria_that_do_not_fit_the_candidates_are_refused() -> None:
    portfolio = choose_portfolio([0.9, 0.1], {}, [ExactlyK(1), FixedIn("0", REASON)])
    good = [[0.1, 0.2], [0.3, 0.4]]
    for criteria, ids, weights, column in (
        (good[:1], ["a", "b"], [0.5, 0.5], "criteria"),
        (good, ["a"], [0.5], "criterion_ids"),
        (good, ["a", "b"], [1.0], "weights"),
    ):
        with pytest.raises(LengthsDiffer) as caught:
            counterfactuals(portfolio, criteria=criteria, criterion_ids=ids, weights=weights)
        assert caught.value.column == column
    with pytest.raises(NotANumber, match="between 0 and 1"):
        counterfactuals(
            portfolio, criteria=[[0.1, 2.0], [0, 0]], criterion_ids=["a", "b"], weights=[1, 0]
        )
    with pytest.raises(NotANumber, match="zero or more"):
        counterfactuals(portfolio, criteria=good, criterion_ids=["a", "b"], weights=[2, -1])
