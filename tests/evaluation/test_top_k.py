import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rebond.evaluation.acceptability import acceptability
from rebond.evaluation.errors import (
    Cancelled,
    EmptyInput,
    NegativeWeight,
    NotFinite,
    NumberOutOfRange,
    RankLimitOutOfRange,
    WeightsDoNotSumToOne,
    WrongShape,
)
from rebond.evaluation.top_k import top_k_acceptability
from rebond.evaluation.weights import WeightSet


def slow_and_obvious(values, weights, k):
    """Score in double precision in criterion order, and select by counting strictly better scores."""
    scores = np.zeros((len(weights), len(values)))
    for j in range(values.shape[1]):
        scores += weights[:, j, None] * values[None, :, j]
    limits = np.sort(scores, axis=1)[:, -k]
    return scores >= limits[:, None], scores == scores.max(axis=1, keepdims=True)


def assert_equal_to_the_slow_way(values, weights, k, threads=1):
    selected, first = slow_and_obvious(values, weights, k)
    result = top_k_acceptability(values, weights, k, threads)
    np.testing.assert_array_equal(result.first_k_counts, selected.sum(axis=0))
    np.testing.assert_array_equal(result.first_counts, first.sum(axis=0))
    for found, chosen in (
        (result.first_k_central_weights, selected),
        (result.central_weights, first),
    ):
        counts = chosen.sum(axis=0)
        assert np.isnan(found[counts == 0]).all()
        means = (chosen.T.astype(float) @ weights)[counts > 0] / counts[counts > 0, None]
        np.testing.assert_allclose(found[counts > 0], means, atol=1e-12)


@pytest.mark.parametrize(
    ("candidates", "criteria", "k"),
    [
        (3_000, 16, 78),
        (1_000, 5, 1),
        (700, 3, 700),
        (257, 7, 200),
        (20, 1, 3),
        (1, 1, 1),
        (512, 33, 40),
    ],
)
def test_selections_equal_double_precision_exactly(candidates, criteria, k):
    values = np.random.default_rng(candidates).random((candidates, criteria))
    weights = WeightSet.full(criteria).sample(150, seed=1)
    assert_equal_to_the_slow_way(values, weights, k)


def test_scores_closer_than_single_precision_are_told_apart():
    # all values within 1e-9 of each other: float32 sees nothing but ties
    rng = np.random.default_rng(0)
    values = 0.7 + rng.random((2_000, 4)) * 1e-9
    assert_equal_to_the_slow_way(values, WeightSet.full(4).sample(70, seed=2), 25)


@pytest.mark.parametrize("seed", range(4))
def test_an_order_that_single_precision_gets_wrong_is_put_right(seed):
    # neighbours are 1e-8 apart, float32 steps 6e-8: the margin keeps more than the first k
    values = 0.7 + np.random.default_rng(seed).random((3_000, 4)) * 3e-5
    weights = WeightSet.full(4).sample(200, seed=seed)
    rounded = values.astype(np.float32) @ weights.T.astype(np.float32)
    wrong, _ = slow_and_obvious(values, weights, 25)
    assert (wrong != (rounded >= np.sort(rounded, axis=0)[-25]).T).any()
    assert_equal_to_the_slow_way(values, weights, 25)


def test_candidates_that_are_all_equal_are_all_selected():
    weights = WeightSet.full(3).sample(70, seed=2)
    result = top_k_acceptability(np.full((5_000, 3), 0.3), weights, 10)
    assert (result.first_k == 1.0).all()
    assert (result.first == 1.0).all()


def test_ties_at_the_limit_share_the_better_rank():
    result = top_k_acceptability([[0.9], [0.5], [0.5], [0.1]], [[1.0]], 2)
    assert result.first_k_counts.tolist() == [1, 1, 1, 0]


@pytest.mark.parametrize("scale", [1e-300, 1e-30, 1e30, 1e300])
def test_any_magnitude_is_exact(scale):
    values = (np.random.default_rng(5).random((900, 4)) - 0.5) * scale
    assert_equal_to_the_slow_way(values, WeightSet.full(4).sample(64, seed=3), 30)


def test_one_huge_criterion_does_not_hide_the_others():
    values = np.random.default_rng(6).random((900, 3)) * [1e9, 1.0, 1e-6]
    weights = np.array([[0.0, 0.5, 0.5], [1e-12, 0.5, 0.5 - 1e-12], [0.0, 0.0, 1.0]])
    assert_equal_to_the_slow_way(values, weights, 12)


def test_negative_values_are_beaten_by_no_padding():
    # 300 candidates fill one tile and a part of the next: padding must not enter the ranking
    values = -1.0 - np.random.default_rng(7).random((300, 2))
    assert_equal_to_the_slow_way(values, WeightSet.full(2).sample(64, seed=4), 299)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 600), st.integers(1, 6), st.floats(0, 1))
def test_selections_equal_double_precision_on_coarse_values(seed, candidates, criteria, share):
    # few different values: many exact ties
    values = np.random.default_rng(seed).integers(0, 4, (candidates, criteria)) / 4
    k = 1 + int(share * (candidates - 1))
    assert_equal_to_the_slow_way(values, WeightSet.full(criteria).sample(20, seed=seed), k)


@pytest.mark.parametrize("threads", [2, 3])
def test_any_number_of_threads_gives_the_same_bits(threads):
    values = np.random.default_rng(8).random((800, 6))
    weights = WeightSet.full(6).sample(400, seed=1)
    one, many = (top_k_acceptability(values, weights, 20, t) for t in (1, threads))
    for name in ("first_k_counts", "first_counts", "central_weights", "first_k_central_weights"):
        assert getattr(one, name).tobytes() == getattr(many, name).tobytes()


def test_it_agrees_with_full_acceptability_on_the_same_draws():
    values = np.random.default_rng(9).random((60, 4))
    weights = WeightSet.full(4)
    fast = top_k_acceptability(values, weights.sample(600, seed=2), 10)
    full = acceptability(values, values, np.eye(4), weights, 10, 600, seed=2)
    np.testing.assert_array_equal(fast.first_k, full.first_k)
    np.testing.assert_array_equal(fast.first, full.first)
    np.testing.assert_array_equal(fast.central_weights, full.central_weights)
    np.testing.assert_array_equal(fast.first_k_central_weights, full.first_k_central_weights)


def test_reordering_candidates_reorders_their_counts():
    values = np.random.default_rng(10).random((500, 3))
    weights = WeightSet.full(3).sample(64, seed=1)
    order = np.random.default_rng(11).permutation(500)
    np.testing.assert_array_equal(
        top_k_acceptability(values, weights, 9).first_k_counts[order],
        top_k_acceptability(values[order], weights, 9).first_k_counts,
    )


def test_two_calls_are_equal_and_say_how_they_were_made():
    values, weights = np.eye(3), WeightSet.full(3).sample(50, seed=1)
    first, second = (top_k_acceptability(values, weights, 1) for _ in range(2))
    np.testing.assert_array_equal(first.first_k, second.first_k)
    assert first.inputs_digest == second.inputs_digest
    assert (first.method, first.method_version) == ("top_k_acceptability", "1.0.0")
    assert dict(first.parameters) == {"k": 1, "draws": 50}
    assert first.step("first_k_counts").value is first.first_k_counts


def test_progress_and_cancellation():
    values, weights = np.eye(3), WeightSet.full(3).sample(300, seed=1)
    seen = []
    top_k_acceptability(values, weights, 1, on_progress=lambda *x: seen.append(x))
    assert seen[-1] == (300, 300)
    with pytest.raises(Cancelled):
        top_k_acceptability(values, weights, 1, 2, is_cancelled=lambda: True)


@pytest.mark.parametrize(
    ("values", "weights", "k", "error"),
    [
        ([[np.nan]], [[1.0]], 1, NotFinite),
        ([[1.0]], [[np.inf]], 1, NotFinite),
        ([1.0], [[1.0]], 1, WrongShape),
        ([[1.0]], [[0.5, 0.5]], 1, WrongShape),
        (np.empty((0, 1)), [[1.0]], 1, EmptyInput),
        ([[1.0, 2.0]], [[1.5, -0.5]], 1, NegativeWeight),
        ([[1.0, 2.0]], [[0.5, 0.4]], 1, WeightsDoNotSumToOne),
        ([[1.0]], [[1.0]], 0, RankLimitOutOfRange),
        ([[1.0]], [[1.0]], 2, RankLimitOutOfRange),
    ],
)
def test_what_has_no_answer_is_refused(values, weights, k, error):
    with pytest.raises(error):
        top_k_acceptability(values, weights, k)


def test_no_threads_is_refused():
    with pytest.raises(NumberOutOfRange):
        top_k_acceptability([[1.0]], [[1.0]], 1, threads=0)
