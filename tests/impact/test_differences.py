"""Difference-in-differences: a published table, another library, and what no change of units may move."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from rebond.impact.differences import (
    by_year,
    clusters_of,
    complete_pairs,
    from_changes,
    mean_change,
    minimum_detectable_effect,
    pair_changes,
    pair_gaps,
    two_groups,
)
from rebond.impact.errors import OptionUnfit
from rebond.impact.pairing import Pair, pair
from rebond.impact.synthetic import Design, invent

BEFORE, AFTER = np.array([0]), np.array([1])
CHANGES = st.lists(st.floats(-1e3, 1e3, width=32), min_size=3, max_size=12)


def test_card_and_krueger_1994_table_3() -> None:
    """Full-time equivalents, all stores: New Jersey 0.59 (0.54), Pennsylvania −2.16 (1.25); difference 2.76 (1.36).

    Card, D., Krueger, A. B. (1994), American Economic Review 84, table 3, row 3. The table's means are rounded to
    two decimals, so that its own difference of differences is 2.75 or 2.76.
    """
    found = from_changes(21.03 - 20.44, 21.17 - 23.33, 0.54, 1.25, (331, 79))
    assert found.value == pytest.approx(2.76, abs=0.011)
    assert found.standard_error == pytest.approx(1.36, abs=0.005)
    assert found.low is not None
    assert found.low > 0


def test_two_groups_give_the_interaction_and_the_robust_error_of_statsmodels() -> None:
    data = invent(Design(units=60, effect=2.0), 5)
    found = two_groups(data.outcomes, data.is_retained, data.before, data.after)
    changes = data.outcomes[:, data.after].mean(axis=1) - data.outcomes[:, data.before].mean(axis=1)
    fitted = sm.OLS(changes, sm.add_constant(data.is_retained.astype(float))).fit(cov_type="HC2")
    assert found.value == pytest.approx(fitted.params[1])
    assert found.standard_error == pytest.approx(fitted.bse[1])
    long = data.outcomes.ravel()
    after = np.tile(np.array(data.years) >= data.first_after, len(data.units)).astype(float)
    retained = np.repeat(data.is_retained, len(data.years)).astype(float)
    design = sm.add_constant(np.column_stack([retained, after, retained * after]))
    assert found.value == pytest.approx(sm.OLS(long, design).fit().params[3])


@pytest.mark.parametrize("with_replacement", [False, True])
def test_pairs_give_the_cluster_robust_error_of_statsmodels(with_replacement: bool) -> None:
    data = invent(Design(units=80, effect=2.0), 8)
    pairs = pair(data, with_replacement=with_replacement).pairs
    clusters = clusters_of(pairs)
    changes = pair_changes(pair_gaps(data.outcomes, pairs), data.before, data.after)
    found = mean_change(changes, clusters)
    fitted = sm.OLS(changes, np.ones((len(changes), 1))).fit(
        cov_type="cluster", cov_kwds={"groups": clusters}, use_t=True
    )
    low, high = fitted.conf_int()[0]
    assert found.value == pytest.approx(fitted.params[0])
    assert found.standard_error == pytest.approx(fitted.bse[0])
    assert (found.low, found.high) == pytest.approx((low, high))
    assert found.p_value == pytest.approx(fitted.pvalues[0])
    assert (found.clusters < found.count) is with_replacement


def test_two_pairs_by_hand() -> None:
    gaps = np.array([[1.0, 4.0], [2.0, 7.0]])
    found = mean_change(pair_changes(gaps, BEFORE, AFTER), np.array([0, 1]))
    assert found.value == 4.0  # changes 3 and 5
    assert found.standard_error == pytest.approx(1.0)  # √(2 / 2)
    assert found.freedom == 1
    assert found.high == pytest.approx(4 + 12.7062, abs=1e-4)  # t(0.975; 1)


def test_one_pair_has_a_value_and_no_uncertainty_that_could_be_measured() -> None:
    found = mean_change(np.array([3.0]), np.array([0]))
    assert found.value == 3.0
    assert (found.standard_error, found.low, found.p_value, found.least_detectable) == (None,) * 4


def test_a_pair_with_a_missing_year_is_left_out_whole() -> None:
    outcomes = np.array([[1.0, 2.0], [1.0, np.nan], [0.0, 0.0], [0.0, 1.0]])
    kept, left = complete_pairs(outcomes, [Pair(0, 2, 0.0), Pair(1, 3, 0.0)])
    assert [one.retained for one in kept] == [0]
    assert [one.retained for one in left] == [1]


def test_years_before_are_told_against_the_last_of_them() -> None:
    gaps = np.array([[5.0, 1.0, 3.0], [5.0, 1.0, 5.0], [5.0, 1.0, 4.0]])
    found = by_year(gaps, np.arange(3), (2018, 2019, 2020), 2020)
    assert [(one.year, one.is_before, one.estimate.value) for one in found] == [
        (2018, True, 4.0),
        (2020, False, 3.0),
    ]


def test_a_group_that_is_absent_gives_no_number() -> None:
    outcomes = np.array([[1.0, 2.0], [1.0, 3.0]])
    assert np.isnan(two_groups(outcomes, np.array([True, True]), BEFORE, AFTER).value)
    alone = two_groups(outcomes, np.array([True, False]), BEFORE, AFTER)
    assert (alone.value, alone.standard_error) == (-1.0, None)


def test_the_least_detectable_effect_is_that_of_bloom() -> None:
    """Bloom (1995): 2.49 standard errors one-sided at 5 % and 80 % power; 2.80 two-sided, with many degrees."""
    assert minimum_detectable_effect(1.0, 1e6) == pytest.approx(2.80, abs=0.005)
    assert minimum_detectable_effect(1.0, 1e6, confidence=0.90) == pytest.approx(2.49, abs=0.005)


def test_a_confidence_that_means_nothing_is_refused() -> None:
    with pytest.raises(OptionUnfit):
        mean_change(np.ones(3), np.arange(3), confidence=95)


@settings(deadline=None, max_examples=40)
@given(changes=CHANGES, shift=st.floats(-100, 100), order=st.randoms(use_true_random=False))
def test_shift_sign_and_order(changes: list[float], shift: float, order: Any) -> None:
    """An effect added to everyone moves the estimate by as much; a sign turned turns it; the order moves nothing."""
    values, clusters = np.array(changes), np.arange(len(changes)) // 2
    found = mean_change(values, clusters)
    moved = mean_change(values + shift, clusters)
    turned = mean_change(-values, clusters)
    near = {"rel": 1e-6, "abs": 1e-6}
    assert moved.value == pytest.approx(found.value + shift, **near)
    assert moved.standard_error == pytest.approx(found.standard_error, **near)
    assert turned.value == pytest.approx(-found.value, **near)
    assert found.low is not None
    assert turned.high == pytest.approx(-found.low, **near)
    rows = list(range(len(changes)))
    order.shuffle(rows)
    again = mean_change(values[rows], clusters[rows])
    assert again.value == pytest.approx(found.value, **near)
    assert again.standard_error == pytest.approx(found.standard_error, **near)


@settings(deadline=None, max_examples=25)
@given(
    seed=st.integers(0, 1000),
    level=st.floats(-1e4, 1e4),
    trend=st.floats(-100, 100),
)
def test_what_is_common_to_everyone_cancels_out(seed: int, level: float, trend: float) -> None:
    data = invent(Design(units=30), seed)
    pairs = pair(data, caliper=None).pairs
    common = level + trend * np.arange(len(data.years))
    plain, moved = (
        pair_changes(pair_gaps(values, pairs), data.before, data.after)
        for values in (data.outcomes, data.outcomes + common)
    )
    assert moved == pytest.approx(plain, abs=1e-6)
