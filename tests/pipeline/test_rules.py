"""The policy's selection rules become those that the selection solves."""

from __future__ import annotations

from fractions import Fraction

import pytest

from rebond.pipeline.plan import Plan, Request, make_plan
from rebond.pipeline.rules import RuleSet, rule_set
from rebond.programme import load_programme
from rebond.selection import (
    Budget,
    CoveredGroupsMinimum,
    ExactlyK,
    GroupCeiling,
    MinimumDistance,
    Rule,
    ShareFloor,
)
from rebond.territory import Atlas
from tests.pipeline.conftest import FICTITIOUS, HANGARS


@pytest.fixture(scope="module")
def plan(atlas: Atlas) -> Plan:
    return make_plan(Request(FICTITIOUS, own_rows=HANGARS), atlas)


@pytest.fixture(scope="module")
def found(plan: Plan) -> RuleSet:
    return rule_set(plan, plan.candidates.candidates)


def test_each_rule_of_the_policy_is_there_once(found: RuleSet) -> None:
    kinds = [type(rule) for rule in found.rules]
    assert kinds == [
        ExactlyK,
        CoveredGroupsMinimum,
        GroupCeiling,
        MinimumDistance,
        ShareFloor,
        Budget,
    ]


def _inside(rule: Rule) -> str:
    """Return the words for those that a share counts, which its messages show."""
    return " / ".join(dict.fromkeys((rule.title.fr, rule.title.en)))


def test_bounds_are_those_of_the_policy(found: RuleSet) -> None:
    exactly, covered, ceiling, distance, share, budget = found.rules
    assert exactly.k == 3  # type: ignore[union-attr]
    assert (covered.group, covered.minimum, covered.among) == ("region", 2, None)  # type: ignore[union-attr]
    assert (ceiling.group, ceiling.maximum, ceiling.value) == ("region", 2, None)  # type: ignore[union-attr]
    assert distance.km == 10  # type: ignore[union-attr]
    assert (share.share, share.value) == (Fraction(1, 3), _inside(share))  # type: ignore[union-attr]
    assert budget.limit_cents == 900_000_000  # type: ignore[union-attr]


def test_a_share_looks_at_those_inside_outside_and_unknown(found: RuleSet) -> None:
    inside = _inside(found.rules[4])
    assert found.groups == {
        "part_de_friches": tuple(
            inside if is_inside else f"≠ {inside}"
            for is_inside in (True, False, True, False, False, True)
        )
    }
    assert "inside" not in inside


def test_an_answer_that_is_not_given_is_in_no_group_and_costs_nobody_knows_what(
    atlas: Atlas,
) -> None:
    rows = [{**row, "ancien_usage": "", "cout": ""} for row in HANGARS[:1]] + HANGARS[1:]
    plan = make_plan(Request(FICTITIOUS, own_rows=rows), atlas)
    found = rule_set(plan, plan.candidates.candidates)
    assert found.groups["part_de_friches"][0] is None
    assert found.costs_cents is not None
    assert found.costs_cents[0] is None
    assert found.costs_cents[1] == 300_000_000


def test_euros_are_whole_cents(atlas: Atlas) -> None:
    rows = [{**HANGARS[0], "cout": "0.29"}, *HANGARS[1:]]  # 0.29 × 100 is 28.999999999999996
    plan = make_plan(Request(FICTITIOUS, own_rows=rows), atlas)
    costs = rule_set(plan, plan.candidates.candidates).costs_cents
    assert costs is not None
    assert costs[0] == 29


def test_without_a_number_of_regions_there_is_no_such_rule(atlas: Atlas) -> None:
    plan = make_plan(Request("pack_rebond_2020", k=20), atlas)
    assert [type(rule) for rule in rule_set(plan, ()).rules] == [ExactlyK]


def test_the_title_of_a_rule_says_its_bound_in_both_languages(atlas: Atlas) -> None:
    plan = make_plan(Request("pack_rebond_2020"), atlas)
    titles = [rule.title for rule in rule_set(plan, ()).rules]
    assert [title.fr for title in titles] == [
        "78 candidats retenus",
        "au moins 13 régions ont un retenu",
    ]
    assert [title.en for title in titles] == [
        "78 candidates retained",
        "at least 13 régions hold one retained",
    ]


def test_titles_of_the_policy_are_kept(found: RuleSet) -> None:
    policy = load_programme(FICTITIOUS).measure("hangar_partage").selection
    assert policy is not None
    by_id = {rule.id: rule.title for rule in found.rules}
    assert by_id["deux_par_region"] == policy.ceilings[0].title
    assert policy.budget is not None
    assert by_id["enveloppe"] == policy.budget.title
