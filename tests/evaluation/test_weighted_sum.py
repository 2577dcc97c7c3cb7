import functools
import operator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from rebond.evaluation.errors import (
    EmptyInput,
    NegativeWeight,
    NotFinite,
    WeightsDoNotSumToOne,
    WrongShape,
)
from rebond.evaluation.weighted_sum import add_in_order, contributions, weighted_sum
from tests.evaluation import peers

# Chakraborty, S., Zavadskas, E. K., Antucheviciene, J. (2015). Applications of WASPAS method as a
# multi-criteria decision-making tool. Economic Computation and Economic Cybernetics Studies and
# Research 49(1), example 2: ten candidates; with lambda = 1 WASPAS is the weighted sum.
RAW = np.array(
    [
        [581818, 54.49, 3, 5500],
        [595454, 49.73, 3, 4500],
        [586060, 51.24, 3, 5000],
        [522727, 45.71, 3, 5800],
        [561818, 52.66, 3, 5200],
        [543030, 74.46, 4, 5600],
        [522727, 75.42, 4, 5800],
        [486970, 62.62, 4, 5600],
        [509394, 65.87, 4, 6400],
        [513333, 70.67, 4, 6000],
    ]
)
WEIGHTS = [0.467, 0.160, 0.095, 0.278]
PUBLISHED = [0.8590, 0.8194, 0.8430, 0.9420, 0.8645, 0.8315, 0.8552, 0.8983, 0.9067, 0.8784]
PUBLISHED_RANKS = [6, 10, 8, 1, 5, 9, 7, 3, 2, 4]


def published_scores():
    """Linear max normalisation: smallest / x for the three costs, x / largest for the last."""
    return np.column_stack([RAW[:, :3].min(axis=0) / RAW[:, :3], RAW[:, 3] / RAW[:, 3].max()])


tables = hnp.arrays(
    np.float64,
    st.tuples(st.integers(1, 8), st.integers(1, 6)),
    elements=st.floats(0, 1, allow_subnormal=False),
)


def weights_for(table, rng=np.random.default_rng(5)):  # noqa: B008 - one stream for the module
    return rng.dirichlet(np.ones(table.shape[1]))


def test_it_gives_the_published_scores_and_ranks():
    result = weighted_sum(published_scores(), WEIGHTS)
    np.testing.assert_allclose(result.scores, PUBLISHED, atol=1e-4)
    assert result.ranks.tolist() == PUBLISHED_RANKS


@pytest.mark.parametrize(
    "peer", [peers.pymcdm_weighted_sum, peers.pyrepo_weighted_sum, peers.skcriteria_weighted_sum]
)
def test_three_libraries_give_the_same_scores(peer):
    np.testing.assert_allclose(
        weighted_sum(published_scores(), WEIGHTS).scores,
        peer(published_scores(), WEIGHTS),
        rtol=1e-14,
    )


@given(tables)
def test_contributions_added_in_order_are_the_score_bit_for_bit(table):
    result = weighted_sum(table, weights_for(table))
    for row, score in zip(result.contributions.tolist(), result.scores.tolist(), strict=True):
        assert functools.reduce(operator.add, row) == score


@given(tables, st.randoms(use_true_random=False))
def test_reordering_candidates_reorders_their_scores(table, random):
    weights = weights_for(table)
    order = list(range(len(table)))
    random.shuffle(order)
    np.testing.assert_array_equal(
        weighted_sum(table, weights).scores[order], weighted_sum(table[order], weights).scores
    )


@given(tables, st.data())
def test_a_better_value_never_lowers_a_score(table, data):
    i = data.draw(st.integers(0, table.shape[0] - 1))
    j = data.draw(st.integers(0, table.shape[1] - 1))
    weights = weights_for(table)
    better = table.copy()
    better[i, j] = min(1.0, better[i, j] + data.draw(st.floats(0, 1)))
    assert weighted_sum(better, weights).scores[i] >= weighted_sum(table, weights).scores[i]


def test_two_calls_are_equal_and_carry_version_and_digest():
    first = weighted_sum(published_scores(), WEIGHTS)
    second = weighted_sum(published_scores(), WEIGHTS)
    np.testing.assert_array_equal(first.scores, second.scores)
    assert first.inputs_digest == second.inputs_digest
    assert (first.method, first.method_version) == ("weighted_sum", "1.0.0")
    assert first.step("scores").value is first.scores


def test_another_input_has_another_digest():
    changed = published_scores()
    changed[0, 0] = np.nextafter(changed[0, 0], 2)
    before = weighted_sum(published_scores(), WEIGHTS).inputs_digest
    assert weighted_sum(changed, WEIGHTS).inputs_digest != before


def test_a_result_cannot_be_changed_and_does_not_share_memory_with_its_input():
    table = published_scores()
    result = weighted_sum(table, WEIGHTS)
    table[:] = 0
    assert result.scores[3] == pytest.approx(0.9420, abs=1e-4)
    with pytest.raises(ValueError, match="read-only"):
        result.scores[0] = 1.0


def test_ties_share_the_better_rank():
    assert weighted_sum([[0.5], [0.9], [0.5], [0.1]], [1.0]).ranks.tolist() == [2, 1, 2, 4]


def test_pure_functions_do_not_check():
    assert contributions(np.array([[2.0, 3.0]]), np.array([10.0, 1.0])).tolist() == [[20.0, 3.0]]
    assert add_in_order(np.array([[1.0, 2.0, 4.0]])).tolist() == [7.0]


@pytest.mark.parametrize(
    ("table", "weights", "error"),
    [
        ([[np.nan]], [1.0], NotFinite),
        ([[1.0, np.inf]], [0.5, 0.5], NotFinite),
        ([[1.0]], [np.nan], NotFinite),
        ([1.0], [1.0], WrongShape),
        ([[1.0, 2.0]], [1.0], WrongShape),
        (np.empty((0, 2)), [0.5, 0.5], EmptyInput),
        ([[1.0, 2.0]], [1.5, -0.5], NegativeWeight),
        ([[1.0, 2.0]], [0.5, 0.6], WeightsDoNotSumToOne),
    ],
)
def test_what_cannot_be_summed_is_refused(table, weights, error):
    with pytest.raises(error):
        weighted_sum(table, weights)


def test_the_refusal_names_the_place_and_the_value():
    with pytest.raises(NotFinite) as refused:
        weighted_sum([[0.1, 0.2], [0.3, np.nan]], [0.5, 0.5])
    assert refused.value.where == "scores[1, 1]"
    assert refused.value.index == (1, 1)
    assert np.isnan(refused.value.value)
