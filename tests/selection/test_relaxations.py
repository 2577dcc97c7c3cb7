"""One rule relaxed: who comes in, at the smallest step."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings

from rebond.selection import (
    Budget,
    CoveredGroupsMinimum,
    ExactlyK,
    FixedIn,
    GroupCeiling,
    MinimumDistance,
    Rule,
    RuleChange,
    ShareFloor,
    choose,
    choose_portfolio,
)
from rebond.selection.relaxations import search_relaxations
from rebond.selection.rules import FixedOut, bound_of, looser
from rebond.texts import Text

from .exhaustive import Small, best, smalls

REASON = Text("motif", "reason")


def expected_changes(small: Small, rule: Rule) -> dict[int, float | None]:
    """Relax a rule step by step and look at every choice, noting when each candidate comes in."""
    first = best(small)
    assert first is not None
    changes: dict[int, float | None] = {}
    step = 1
    while True:
        relaxed = looser(rule, step, small.k)
        last = sum(small.selectable)
        if isinstance(rule, ExactlyK) and isinstance(relaxed, ExactlyK) and relaxed.k > last:
            return changes
        if relaxed is None or step > 200:
            relaxed = None
        rules = [
            relaxed if other is rule and relaxed is not None else other
            for other in small.rules
            if not (other is rule and relaxed is None)
        ]
        choice = best(small, rules)
        for i in choice or ():
            if i not in first and i not in changes:
                changes[i] = None if relaxed is None else bound_of(relaxed, small.k)
        if relaxed is None:
            return changes
        step += 1


@settings(max_examples=80, deadline=None)
@given(small=smalls(budgets=False, largest=6))
def test_each_candidate_comes_in_at_the_first_step_of_every_choice(small: Small) -> None:
    if best(small) is None:
        return
    portfolio = choose(small.problem(), small.rules, prices=False)
    for rule, search in zip(
        small.rules, search_relaxations(portfolio, None, 10**6, 10**6), strict=True
    ):
        assert search.rule_id == rule.id
        assert search.complete
        found = {i: change.to for i, change in search.changes.items()}
        assert found == expected_changes(small, rule)


def changes_of(rules: list[Rule], rule_id: str, **columns: object) -> dict[int, RuleChange]:
    """Return who comes in when one rule is relaxed."""
    scores = columns.pop("scores")
    groups = columns.pop("groups", {})
    portfolio = choose_portfolio(scores, groups, rules, **columns)  # type: ignore[arg-type]
    (search,) = search_relaxations(portfolio, {rule_id}, 100, 100)
    assert search.complete
    return search.changes


def test_more_places_bring_in_the_next_scores_one_by_one() -> None:
    changes = changes_of([ExactlyK(1)], "exactly_k", scores=[0.9, 0.5, 0.7])
    assert {i: (c.frm, c.to) for i, c in changes.items()} == {2: (1, 2), 1: (1, 3)}


def test_a_ceiling_raised_by_one_brings_in_the_one_it_kept_out() -> None:
    groups = {"departement": ["14", "14", "50"]}
    rules = [ExactlyK(2), GroupCeiling("departement", 1)]
    changes = changes_of(rules, "ceiling:departement:*", scores=[0.9, 0.8, 0.1], groups=groups)
    assert {i: (c.frm, c.to) for i, c in changes.items()} == {1: (1, 2)}


def test_a_share_is_relaxed_by_one_place_at_a_time() -> None:
    groups = {"kind": ["friche", "friche", "neuf", "neuf"]}
    rules = [ExactlyK(2), ShareFloor("kind", "friche", Fraction(1))]
    scores = [0.2, 0.1, 0.9, 0.8]
    changes = changes_of(rules, "share_floor:kind:friche", scores=scores, groups=groups)
    assert {i: (c.frm, c.to) for i, c in changes.items()} == {2: (2, 1), 3: (2, 0)}


def test_the_smallest_larger_budget_is_found_to_the_cent() -> None:
    rules = [ExactlyK(2), Budget(30)]
    changes = changes_of(rules, "budget", scores=[0.9, 0.5, 0.1], costs_cents=[25, 13, 5])
    assert {i: (c.frm, c.to) for i, c in changes.items()} == {1: (30, 38)}


def test_shorter_distances_are_tried_by_whole_kilometres() -> None:
    rules = [ExactlyK(2), MinimumDistance(100)]
    changes = changes_of(
        rules,
        "minimum_distance",
        scores=[0.9, 0.8, 0.1],
        lon=[0.0, 0.5, 5.0],
        lat=[0.0, 0.0, 0.0],
    )
    # Half a degree of the equator is 55.597 km.
    assert {i: (c.frm, c.to) for i, c in changes.items()} == {1: (100, 55)}


def test_a_fixed_candidate_is_released_not_half_released() -> None:
    rules = [ExactlyK(1), FixedIn("2", REASON), FixedOut("1", REASON)]
    changes = changes_of(rules, "fixed_in:2", scores=[0.9, 0.95, 0.1])
    assert {i: (c.frm, c.to) for i, c in changes.items()} == {0: (1, None)}


def test_a_rule_that_changes_nothing_is_not_searched() -> None:
    portfolio = choose_portfolio(
        [0.9, 0.8, 0.1],
        {"region": ["A", "B", "B"]},
        [ExactlyK(2), CoveredGroupsMinimum("region", 2)],
    )
    _, search = search_relaxations(portfolio, None, 100, 100)
    assert (search.tried, search.changes, search.complete) == (0, {}, True)


@pytest.mark.parametrize(("steps", "complete"), [(1, False), (100, True)])
def test_a_search_cut_short_says_so(steps: int, complete: bool) -> None:
    portfolio = choose_portfolio(np.linspace(0.9, 0.1, 9), {}, [ExactlyK(2)])
    (search,) = search_relaxations(portfolio, None, steps, 100)
    assert search.complete is complete
    assert len(search.changes) == (1 if steps == 1 else 7)
