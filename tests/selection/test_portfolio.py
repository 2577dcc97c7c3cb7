"""The portfolio is the best one, proven, settled among equals, with the price of every rule."""

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
    FixedIn,
    FixedOut,
    GroupCeiling,
    GroupFloor,
    MinimumDistance,
    NotProven,
    Portfolio,
    Rule,
    RulesConflict,
    ShareCeiling,
    ShareFloor,
    choose,
    choose_portfolio,
)
from rebond.selection.errors import (
    DataMissingForRule,
    DuplicateRule,
    NotANumber,
    SizeRuleMissing,
    TooFewCandidates,
    UnknownGroup,
    UnknownGroupValue,
)
from rebond.texts import Text

from .exhaustive import Small, best, smalls

REGIONS = {"region": ["A", "A", "A", "B", "C"]}
SCORES = [0.9, 0.8, 0.7, 0.3, 0.2]


def indices(portfolio: Portfolio) -> tuple[int, ...]:
    """Return the positions retained."""
    return tuple(np.flatnonzero(portfolio.chosen).tolist())


@settings(max_examples=80, deadline=None)
@given(small=smalls())
def test_the_choice_is_the_one_that_looking_at_every_choice_gives(small: Small) -> None:
    expected = best(small)
    if expected is None:
        with pytest.raises(RulesConflict):
            choose(small.problem(), small.rules, prices=False)
        return
    portfolio = choose(small.problem(), small.rules, prices=False)
    assert portfolio.objective_units == small.sum(expected)
    assert indices(portfolio) == expected
    assert portfolio.gap == 0


@settings(deadline=None)
@given(small=smalls(largest=6))
def test_the_price_of_a_rule_is_what_is_gained_without_it(small: Small) -> None:
    if best(small) is None:
        return
    portfolio = choose(small.problem(), small.rules)
    for rule, report in zip(small.rules, portfolio.reports, strict=True):
        others = [other for other in small.rules if other is not rule]
        if isinstance(rule, ExactlyK):
            assert report.price is None
            continue
        without = best(small, others)
        assert without is not None
        gain = small.sum(without) - portfolio.objective_units
        assert report.price == pytest.approx(gain / 1000)
        assert report.chosen_without is not None
        assert int(portfolio.problem.units[report.chosen_without].sum()) == small.sum(without)


def test_the_rule_on_covered_regions_brings_in_lower_scores() -> None:
    rules = [ExactlyK(3), CoveredGroupsMinimum("region", 3)]
    portfolio = choose_portfolio(SCORES, REGIONS, rules, names=list("vwxyz"))
    assert indices(portfolio) == (0, 3, 4)
    report = portfolio.report("covered:region")
    assert (report.bound, report.value, report.binding) == (3, 3, True)
    assert report.price == pytest.approx(0.8 + 0.7 - 0.3 - 0.2)
    assert report.chosen_without is not None
    assert np.flatnonzero(report.chosen_without).tolist() == [0, 1, 2]


def test_which_regions_are_covered_is_free_unless_they_are_named() -> None:
    free = choose_portfolio(SCORES, REGIONS, [ExactlyK(2), CoveredGroupsMinimum("region", 2)])
    assert indices(free) == (0, 3)
    named = CoveredGroupsMinimum("region", 2, among=("A", "C"))
    assert indices(choose_portfolio(SCORES, REGIONS, [ExactlyK(2), named])) == (0, 4)


def test_fifty_five_percent_of_twenty_places_are_eleven_not_twelve() -> None:
    kinds = {"kind": ["friche"] * 12 + ["neuf"] * 20}
    scores = [0.1] * 12 + [0.9] * 20
    rules: list[Rule] = [ExactlyK(20), ShareFloor("kind", "friche", Fraction(55, 100))]
    portfolio = choose_portfolio(scores, kinds, rules)
    assert portfolio.chosen[:12].sum() == 11
    assert portfolio.reports[1].bound == 11
    from_float = ShareFloor("kind", "friche", 0.55)  # type: ignore[arg-type] - as YAML gives it
    assert from_float.count(20) == 11
    assert ShareCeiling("kind", "friche", Fraction("0.55")).count(20) == 11


def test_a_share_that_is_not_whole_is_rounded_towards_the_rule() -> None:
    assert ShareFloor("kind", "friche", Fraction(1, 3)).count(10) == 4
    assert ShareCeiling("kind", "friche", Fraction(1, 3)).count(10) == 3


def test_the_budget_counts_cents_exactly() -> None:
    costs = [10_000_000_000_01, 10_000_000_000_00, 1]
    rules = [ExactlyK(2), Budget(10_000_000_000_01)]
    assert indices(choose_portfolio([0.9, 0.8, 0.1], {}, rules, costs_cents=costs)) == (1, 2)
    wider = [ExactlyK(2), Budget(10_000_000_000_02)]
    assert indices(choose_portfolio([0.9, 0.8, 0.1], {}, wider, costs_cents=costs)) == (0, 2)


def test_a_minimum_distance_keeps_neighbours_apart() -> None:
    rules = [ExactlyK(2), MinimumDistance(100)]
    portfolio = choose_portfolio(
        [0.9, 0.8, 0.1], {}, rules, lon=[2.35, 2.13, 5.37], lat=[48.86, 48.80, 43.30]
    )
    assert indices(portfolio) == (0, 2)
    report = portfolio.reports[1]
    assert report.value == pytest.approx(660.5, abs=1)
    assert report.binding
    assert report.price == pytest.approx(0.7)


def test_fixed_candidates_are_in_or_out_whatever_their_score() -> None:
    reason = Text("engagement pris", "promise made")
    rules = [ExactlyK(2), FixedIn("4", reason), FixedOut("0", reason)]
    portfolio = choose_portfolio(SCORES, REGIONS, rules)
    assert indices(portfolio) == (1, 4)
    assert [report.binding for report in portfolio.reports] == [True, True, True]


def test_between_equal_sums_the_earliest_candidates_are_taken() -> None:
    portfolio = choose_portfolio([0.5, 0.5, 0.5, 0.5], {}, [ExactlyK(2)])
    assert indices(portfolio) == (0, 1)
    assert portfolio.tie == "by_order"
    assert choose_portfolio([0.5, 0.4, 0.3], {}, [ExactlyK(2)]).tie == "unique"


def test_scores_closer_than_the_unit_are_equal() -> None:
    portfolio = choose_portfolio([0.5, 0.5 + 1e-9], {}, [ExactlyK(1)])
    assert indices(portfolio) == (0,)
    assert choose_portfolio([0.5, 0.5 + 1e-9], {}, [ExactlyK(1)], scale=10**9).chosen[1]


def test_a_candidate_set_aside_is_never_chosen() -> None:
    aside = [False, True, True, True, True]
    portfolio = choose_portfolio(
        [float("nan"), *SCORES[1:]], REGIONS, [ExactlyK(2)], selectable=aside
    )
    assert indices(portfolio) == (1, 2)


@given(seed=st.integers(0, 2**16))
@settings(max_examples=15, deadline=None)
def test_the_same_question_has_the_same_answer(seed: int) -> None:
    rng = np.random.default_rng(seed)
    scores = np.round(rng.random(40), 2)
    groups = {"region": [f"R{r}" for r in rng.integers(0, 5, 40)]}
    costs = rng.integers(1, 100, 40).tolist()
    rules = [ExactlyK(12), CoveredGroupsMinimum("region", 5), Budget(int(sum(costs) * 0.28))]
    answers = [choose_portfolio(scores, groups, rules, costs_cents=costs) for _ in range(2)]
    assert answers[0].chosen_ids == answers[1].chosen_ids
    assert answers[0].inputs_digest == answers[1].inputs_digest
    for first, second in zip(answers[0].reports, answers[1].reports, strict=True):
        assert first.price == second.price


def test_the_order_of_the_rules_changes_nothing() -> None:
    rules = [ExactlyK(3), CoveredGroupsMinimum("region", 3), GroupCeiling("region", 1, "A")]
    there = choose_portfolio(SCORES, REGIONS, rules)
    back = choose_portfolio(SCORES, REGIONS, rules[::-1])
    assert there.chosen_ids == back.chosen_ids


def test_an_easy_choice_is_proven_without_the_solver() -> None:
    rules = [ExactlyK(2), GroupFloor("region", 1, "A")]
    assert choose_portfolio(SCORES, REGIONS, rules).proof == "ordering"


def test_a_bound_apart_from_the_solver_proves_the_choice() -> None:
    rules = [ExactlyK(3), CoveredGroupsMinimum("region", 3)]
    assert choose_portfolio(SCORES, REGIONS, rules).proof == "certificate"


def test_the_time_limit_is_an_error_with_the_gap_left() -> None:
    rng = np.random.default_rng(3)
    scores = rng.normal(0.5, 0.1, 600)
    costs = np.rint(1e9 * (scores + rng.normal(0, 0.02, 600))).astype(int).tolist()
    with pytest.raises(NotProven, match="gap left") as caught:
        choose_portfolio(
            scores, {}, [ExactlyK(80), Budget(int(4.1e10))], costs_cents=costs, time_limit_s=0.0
        )
    assert caught.value.exit_code == 1
    assert caught.value.limit_s == 0


def test_more_places_than_candidates_is_refused_before_solving() -> None:
    with pytest.raises(TooFewCandidates, match="6 must be retained") as caught:
        choose_portfolio(SCORES, REGIONS, [ExactlyK(6)])
    assert (caught.value.k, caught.value.selectable) == (6, 5)
    with pytest.raises(TooFewCandidates):
        choose_portfolio(SCORES, REGIONS, [ExactlyK(5)], selectable=[True] * 4 + [False])


def test_a_score_that_is_not_a_number_is_refused_with_its_candidate() -> None:
    with pytest.raises(NotANumber, match="candidate b"):
        choose_portfolio([0.1, float("nan")], {}, [ExactlyK(1)], ids=["a", "b"])


def test_an_unknown_group_or_value_is_refused_with_those_present() -> None:
    with pytest.raises(UnknownGroup, match="departement"):
        choose_portfolio(SCORES, REGIONS, [ExactlyK(1), GroupCeiling("departement", 1)])
    with pytest.raises(UnknownGroupValue, match="A, B, C") as caught:
        choose_portfolio(SCORES, REGIONS, [ExactlyK(1), GroupFloor("region", 1, "Z")])
    assert caught.value.value == "Z"


def test_a_rule_given_twice_is_refused() -> None:
    with pytest.raises(DuplicateRule, match="ceiling:region:A"):
        choose_portfolio(
            SCORES,
            REGIONS,
            [ExactlyK(1), GroupCeiling("region", 1, "A"), GroupCeiling("region", 2, "A")],
        )


@pytest.mark.parametrize("rules", [[], [ExactlyK(1), ExactlyK(2, id="again")]])
def test_one_rule_must_say_how_many(rules: list[Rule]) -> None:
    with pytest.raises(SizeRuleMissing):
        choose_portfolio(SCORES, REGIONS, rules)


def test_a_rule_without_its_data_is_refused_not_guessed() -> None:
    with pytest.raises(DataMissingForRule, match="costs_cents"):
        choose_portfolio(SCORES, REGIONS, [ExactlyK(1), Budget(5)])
    with pytest.raises(DataMissingForRule, match="candidates: 1") as caught:
        choose_portfolio(SCORES, REGIONS, [ExactlyK(1), Budget(5)], costs_cents=[1, None, 1, 1, 1])
    assert caught.value.candidates == ("1",)
    with pytest.raises(DataMissingForRule, match="lat"):
        choose_portfolio(SCORES, REGIONS, [ExactlyK(1), MinimumDistance(5)], lon=[1.0] * 5)
