"""The whole comparison: an answer only where the data carry one."""

from __future__ import annotations

import numpy as np
import pytest

from rebond.impact import Comparison, Options, Strength, compare, panel
from rebond.impact.registry import versions
from rebond.impact.synthetic import Design, invent

FAST = Options(draws=99)


def test_a_known_effect_is_recovered_and_said_to_rest_on_assumptions() -> None:
    found = compare(invent(Design(units=400, effect=3.0), 21), FAST)
    assert found.strength is not Strength.NONE
    assert found.estimate is not None
    assert found.estimate.low is not None
    assert found.estimate.high is not None
    assert found.estimate.low <= 3.0 <= found.estimate.high
    assert not found.finds_nothing
    assert found.permutation is not None
    assert found.permutation.p_value < 0.05
    assert found.estimate.least_detectable is not None
    assert found.estimate.least_detectable < 3.0
    assert dict(found.versions) == versions()


def test_the_same_inputs_give_the_same_bits_and_another_seed_only_moves_the_lot() -> None:
    data = invent(Design(effect=0.3), 4)
    first, second = compare(data, FAST), compare(data, FAST)
    assert first.estimate == second.estimate
    assert first.permutation == second.permutation
    assert first.inputs_digest == second.inputs_digest
    other = compare(data, Options(draws=99, seed=5))
    assert other.estimate == first.estimate
    assert other.permutation != first.permutation


def test_without_any_observation_no_claim_is_made() -> None:
    data = invent(Design(units=60), 1)
    empty = panel(
        data.units,
        data.is_retained,
        data.fact_names,
        data.facts,
        data.years,
        np.full(data.outcomes.shape, np.nan),
        first_after=data.first_after,
    )
    found = compare(empty, FAST)
    assert found.strength is Strength.NONE
    assert found.estimate is None
    assert found.unpaired is None
    assert found.permutation is None
    assert found.cautions[0].code == "no_outcomes"
    assert found.years_estimates == ()


def test_trends_that_part_before_the_decision_forbid_a_claim() -> None:
    data = invent(Design(units=300, effect=3.0), 6)
    moved = data.outcomes + 2.0 * data.is_retained[:, None] * np.arange(len(data.years))
    drifting = panel(
        data.units,
        data.is_retained,
        data.fact_names,
        data.facts,
        data.years,
        moved,
        first_after=data.first_after,
    )
    found = compare(drifting, FAST)
    assert found.strength is Strength.NONE
    assert "trends_differ" in {one.code for one in found.cautions}


def test_a_drift_before_the_decision_that_is_the_same_in_all_pairs_forbids_a_claim() -> None:
    data = invent(Design(units=300, effect=3.0), 6)
    outcomes = np.tile(np.arange(len(data.years)), (300, 1)) * (1.0 + data.is_retained[:, None])
    drifting = panel(
        data.units,
        data.is_retained,
        data.fact_names,
        data.facts,
        data.years,
        outcomes,
        first_after=data.first_after,
    )
    found = compare(drifting, FAST)
    assert found.strength is Strength.NONE
    assert found.cautions[0].code == "trends_differ"


def test_a_year_that_few_tell_is_left_out_rather_than_asked_of_all() -> None:
    data = invent(Design(units=160, effect=5.0), 3)

    def found(years: list[int], outcomes: np.ndarray) -> Comparison:
        rows = (data.units, data.is_retained, data.fact_names, data.facts)
        return compare(panel(*rows, years, outcomes, first_after=1), FAST)

    years, outcomes = [-3, -2, -1, 1, 2, 3], np.array(data.outcomes)
    whole = found(years, outcomes)
    assert (whole.years_left, whole.incomplete) == ((), 0)
    late = outcomes.copy()
    late[np.arange(160) % 2 == 1, -1] = np.nan  # decided a year later: the third year is not over
    shorter = found(years, late)
    assert (shorter.years_left, shorter.years) == ((3,), (-3, -2, -1, 1, 2))
    assert (shorter.complete, shorter.incomplete) == (whole.complete, 0)
    early = np.column_stack([np.full(160, np.nan), outcomes])
    early[0, 0] = 12.0  # one candidate tells an older year
    assert found([-9, *years], early).estimate == whole.estimate
    rare = np.where(np.arange(6) < 3, np.nan, outcomes)
    rare[:5] = outcomes[:5]  # a side of the decision would be empty: nothing is left out
    assert found(years, rare).years_left == ()


def test_a_trend_that_facts_explain_deceives_the_plain_comparison_and_not_the_pairs() -> None:
    found = compare(invent(Design(units=1500, effect=0.0, trend_by_fact=1.0), 2), FAST)
    assert found.unpaired is not None
    assert found.estimate is not None
    assert found.unpaired.low is not None
    assert found.unpaired.low > 0.5
    assert abs(found.estimate.value) < found.unpaired.value / 4
    assert found.estimate.value == pytest.approx(0.0, abs=0.5)
