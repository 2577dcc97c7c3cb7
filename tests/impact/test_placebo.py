"""Tests that should find nothing when there is nothing, and say so when they cannot be done."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from scipy import stats

from rebond.impact.errors import OptionUnfit
from rebond.impact.placebo import permutation, pre_trend

ARANGE = np.arange(6)


def test_with_few_pairs_every_assignment_is_looked_at() -> None:
    changes = np.array([3.0, 1.0, 2.0, -0.5, 4.0, 1.5])
    signs = np.array(list(product((-1, 1), repeat=6)))
    wanted = np.mean(np.abs(signs @ changes) >= abs(changes.sum()) - 1e-9)
    found = permutation(changes, ARANGE)
    assert found is not None
    assert found.is_exact
    assert found.draws == 64
    assert found.p_value == pytest.approx(wanted)


def test_pairs_that_share_a_candidate_change_sign_together() -> None:
    found = permutation(np.array([1.0, 1.0, 1.0]), np.array([7, 7, 7]))
    assert found is not None
    assert found.p_value == 1.0


def test_the_same_seed_gives_the_same_bits_and_p_is_never_zero() -> None:
    changes = np.linspace(5, 9, 40)
    first = permutation(changes, np.arange(40), draws=500, seed=7)
    assert first == permutation(changes, np.arange(40), draws=500, seed=7)
    assert first is not None
    assert not first.is_exact
    assert first.p_value == 1 / 501


def test_a_draw_by_lot_agrees_with_all_assignments() -> None:
    changes = np.array([2.0, -1.0, 3.0, 0.5, 1.0, -0.5, 2.5, 1.5, -2.0, 0.7])
    exact = permutation(changes, np.arange(10))
    drawn = permutation(changes, np.arange(10), draws=900, seed=3)
    assert exact is not None
    assert drawn is not None
    assert (exact.is_exact, drawn.is_exact) == (True, False)
    assert drawn.p_value == pytest.approx(exact.p_value, abs=0.06)


def test_without_pairs_there_is_nothing_to_permute() -> None:
    assert permutation(np.array([]), np.array([], dtype=int)) is None


@pytest.mark.parametrize("options", [{"draws": 0}, {"draws": 10**9}, {"seed": -1}])
def test_options_that_mean_nothing_are_refused(options: dict[str, int]) -> None:
    with pytest.raises(OptionUnfit):
        permutation(np.ones(3), np.arange(3), **options)


def test_one_lead_is_the_usual_t_test() -> None:
    stream = np.random.Generator(np.random.Philox(key=1))
    gaps = stream.standard_normal((12, 3))
    found = pre_trend(gaps, np.arange(12), np.array([0, 1]))
    wanted = stats.ttest_1samp(gaps[:, 0] - gaps[:, 1], 0)
    assert found.statistic == pytest.approx(wanted.statistic**2)
    assert found.p_value == pytest.approx(wanted.pvalue)
    assert found.freedom == (1, 11)


def test_a_drift_is_found_and_its_absence_is_not() -> None:
    stream = np.random.Generator(np.random.Philox(key=2))
    flat = stream.standard_normal((30, 4))
    drifting = flat + 3.0 * np.arange(4)
    before = np.array([0, 1, 2])
    steady, moved = (pre_trend(one, np.arange(30), before) for one in (flat, drifting))
    assert steady.p_value is not None
    assert moved.p_value is not None
    assert moved.p_value < 1e-6
    assert steady.p_value > 0.05


def test_a_drift_that_all_pairs_share_exactly_is_certain_not_untestable() -> None:
    before = np.array([0, 1, 2])
    for gaps in (np.tile([0.0, 1.0, 2.0, 3.0], (20, 1)), np.tile([0.1, 0.2, 0.3, 0.7], (20, 1))):
        found = pre_trend(gaps, np.arange(20), before)
        assert (found.statistic, found.freedom, found.p_value) == (None, (2, 18), 0.0)
    mixed = np.tile([0.0, 1.0, 2.0, 3.0], (20, 1))
    mixed[:, 0] += np.random.Generator(np.random.Philox(key=3)).standard_normal(20)
    assert pre_trend(mixed, np.arange(20), before).p_value == 0.0


@pytest.mark.parametrize(
    ("gaps", "before"),
    [
        (np.ones((9, 2)), [0]),
        (np.ones((2, 3)), [0, 1]),
        (np.ones((9, 4)), [0, 1, 2]),
        (np.zeros((0, 4)), [0, 1]),
    ],
    ids=["one year before", "two pairs", "no variation", "no pair"],
)
def test_what_cannot_be_tested_says_so(gaps: np.ndarray, before: list[int]) -> None:
    found = pre_trend(gaps, np.arange(len(gaps)), np.array(before))
    assert not found.is_testable


def test_it_rejects_at_its_nominal_rate() -> None:
    stream = np.random.Generator(np.random.Philox(key=9))
    draws = [
        pre_trend(stream.standard_normal((20, 4)), np.arange(20), np.array([0, 1, 2])).p_value
        for _ in range(400)
    ]
    rejected = np.mean([one is not None and one < 0.05 for one in draws])
    assert 0.025 <= rejected <= 0.08
