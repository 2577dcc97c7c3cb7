"""Rules that cannot hold together: a smallest set of them, in words, with what repairs it."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings

from rebond.selection import (
    Budget,
    CoveredGroupsMinimum,
    ExactlyK,
    FixedIn,
    FixedOut,
    GroupCeiling,
    GroupFloor,
    MinimumDistance,
    Rule,
    RulesConflict,
    choose_portfolio,
    smallest_conflict,
)
from rebond.selection.conflict import find_conflict
from rebond.texts import Text

from .exhaustive import Small, best, possible, smalls

REASON = Text("motif", "reason")
SCORES = [0.9, 0.8, 0.7, 0.3, 0.2]
REGIONS = {"region": ["A", "A", "A", "B", "C"]}


@settings(max_examples=80, deadline=None)
@given(small=smalls(largest=6))
def test_the_set_conflicts_its_parts_do_not_and_none_is_smaller(small: Small) -> None:
    if best(small) is not None:
        return
    conflict = find_conflict(small.problem(), small.rules)
    kept = [rule for rule in small.rules if rule.id in conflict.rule_ids]
    assert not possible(small, kept)
    for rule in kept:
        assert possible(small, [other for other in kept if other is not rule])
    for size in range(len(kept)):
        assert all(possible(small, part) for part in itertools.combinations(small.rules, size))
    assert conflict.smallest


@settings(max_examples=80, deadline=None)
@given(small=smalls(largest=6))
def test_every_repair_alone_makes_a_choice_possible(small: Small) -> None:
    if best(small) is not None:
        return
    conflict = find_conflict(small.problem(), small.rules)
    for repair in conflict.repairs:
        rule = next(rule for rule in small.rules if rule.id == repair.rule_id)
        others = [other for other in small.rules if other is not rule]
        if repair.to is None:
            assert possible(small, others)
            continue
        if isinstance(rule, ExactlyK):
            assert best(small, [ExactlyK(int(repair.to)), *others]) is not None
        elif isinstance(rule, Budget):
            assert possible(small, [*others, Budget(int(repair.to))])
            assert not possible(small, [*others, Budget(int(repair.to) - 1)])
        elif isinstance(rule, GroupFloor):
            eased = GroupFloor(rule.group, int(repair.to), rule.value)
            assert possible(small, [*others, eased])


def conflict_of(rules: list[Rule], **columns: object) -> RulesConflict:
    """Return the error that a choice under these rules raises."""
    with pytest.raises(RulesConflict) as caught:
        choose_portfolio(SCORES, REGIONS, rules, **columns)  # type: ignore[arg-type]
    return caught.value


def test_the_error_names_the_rules_in_both_languages_with_the_cure() -> None:
    error = conflict_of([ExactlyK(5), GroupCeiling("region", 2, "A"), GroupFloor("region", 1, "B")])
    assert error.conflict.rule_ids == ("exactly_k", "ceiling:region:A")
    assert "these 2 rules cannot be satisfied together" in str(error)
    assert 'change "exactly 5 retained" from 5 to 4' in str(error)
    assert 'change "at most 2 for region = A" from 2 to 3' in str(error)
    assert "ne peuvent pas être satisfaites ensemble" in error.message("fr")
    assert "exactement 5 retenus" in error.message("fr")
    assert error.exit_code == 2


def test_one_rule_can_be_impossible_alone() -> None:
    error = conflict_of([ExactlyK(4), CoveredGroupsMinimum("region", 13)])
    assert error.conflict.rule_ids == ("covered:region",)
    assert "this rule cannot be satisfied" in str(error)
    assert "from 13 to 3" in str(error)


def test_a_candidate_fixed_in_and_out_is_released_to_repair() -> None:
    error = conflict_of([ExactlyK(2), FixedIn("0", REASON), FixedOut("0", REASON)])
    assert error.conflict.rule_ids == ("fixed_in:0", "fixed_out:0")
    assert [repair.to for repair in error.conflict.repairs] == [None, None]
    assert 'remove "0 retained outright: reason"' in str(error)


def test_a_distance_is_shortened_to_the_kilometre_that_is_enough() -> None:
    lon = [0.0, 1.0, 2.0, 3.0, 4.0]
    error = conflict_of([ExactlyK(3), MinimumDistance(300)], lon=lon, lat=[0.0] * 5)
    repairs = {repair.rule_id: repair.to for repair in error.conflict.repairs}
    # Three of them two degrees apart: 222.39 km each.
    assert repairs == {"exactly_k": 2, "minimum_distance": 222}


def test_a_budget_is_raised_to_the_cent_that_is_enough() -> None:
    error = conflict_of([ExactlyK(2), Budget(8)], costs_cents=[10, 20, 4, 5, 90])
    repairs = {repair.rule_id: repair.to for repair in error.conflict.repairs}
    assert repairs == {"exactly_k": 1, "budget": 9}
    assert 'change "at most €0.08 in total" from €0.08 to €0.09' in str(error)


def test_two_conflicts_at_once_are_not_repaired_by_one_rule() -> None:
    rules: list[Rule] = [
        ExactlyK(2),
        GroupFloor("region", 4, "A"),
        GroupFloor("region", 2, "B"),
    ]
    error = conflict_of(rules)
    assert len(error.conflict.rule_ids) == 1
    assert error.conflict.repairs == ()
    assert "several must change" in str(error)


def test_rules_that_can_hold_have_no_conflict() -> None:
    assert smallest_conflict(SCORES, REGIONS, [ExactlyK(2)]) is None
    found = smallest_conflict(SCORES, REGIONS, [ExactlyK(2), GroupFloor("region", 3)])
    assert found is not None
    assert found.rule_ids == ("floor:region:*",)


def test_beyond_twelve_rules_the_set_is_irreducible_and_says_no_more() -> None:
    many = [GroupCeiling("region", 5, "A", id=f"idle-{i}") for i in range(12)]
    rules = [*many, ExactlyK(5), GroupCeiling("region", 1, "A")]
    error = conflict_of(rules)
    assert error.conflict.rule_ids == ("exactly_k", "ceiling:region:A")
    assert not error.conflict.smallest
