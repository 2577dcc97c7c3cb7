import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from rebond.evaluation.errors import BadDirection, IdenticalCandidates, NotFinite, WrongShape
from rebond.evaluation.topsis import closeness_to_ideal, topsis, vector_normalised
from tests.evaluation import peers

# Tzeng, G.-H., Huang, J.-J. (2011). Multiple attribute decision making: methods and applications.
# CRC Press, chapter on TOPSIS: four candidates, three benefits, vector normalisation.
TZENG = [[5, 8, 4], [7, 6, 8], [8, 8, 6], [7, 4, 6]]
TZENG_WEIGHTS = [0.3, 0.4, 0.3]
TZENG_CLOSENESS = [0.5037, 0.6581, 0.7482, 0.3340]

# A cost beside two benefits, so that the direction matters.
MIXED = np.array([[250, 16, 12], [200, 16, 8], [300, 32, 16], [275, 32, 8], [225, 16, 16.0]])
MIXED_WEIGHTS = [0.5, 0.3, 0.2]
MIXED_TYPES = [-1, 1, 1]

tables = hnp.arrays(
    np.float64,
    st.tuples(st.integers(2, 7), st.integers(1, 5)),
    elements=st.integers(1, 1000).map(float),
)


def test_it_gives_the_published_closeness():
    result = topsis(TZENG, TZENG_WEIGHTS)
    np.testing.assert_allclose(result.closeness, TZENG_CLOSENESS, atol=1e-4)
    assert result.ranks.tolist() == [3, 2, 1, 4]


@pytest.mark.parametrize(
    "peer", [peers.pymcdm_topsis, peers.pyrepo_topsis, peers.skcriteria_topsis]
)
@pytest.mark.parametrize(
    ("table", "weights", "types"),
    [(np.array(TZENG, float), TZENG_WEIGHTS, [1, 1, 1]), (MIXED, MIXED_WEIGHTS, MIXED_TYPES)],
)
def test_three_libraries_give_the_same_closeness(peer, table, weights, types):
    np.testing.assert_allclose(
        topsis(table, weights, types).closeness, peer(table, weights, types), rtol=1e-12
    )


def test_a_cost_is_turned_after_normalising_not_before():
    # turning before (1 / x, or max - x) gives other lengths, hence other closenesses
    turned_before = np.column_stack([1 / MIXED[:, 0], MIXED[:, 1:]])
    after = topsis(MIXED, MIXED_WEIGHTS, MIXED_TYPES).closeness
    assert np.abs(after - topsis(turned_before, MIXED_WEIGHTS).closeness).max() > 1e-3


@given(tables, st.integers(0, 4), st.floats(1e-3, 1e3))
def test_another_unit_changes_nothing(table, column, factor):
    if (table == table[0]).all():
        return
    weights = np.full(table.shape[1], 1 / table.shape[1])
    scaled = table.copy()
    scaled[:, column % table.shape[1]] *= factor
    np.testing.assert_allclose(
        topsis(table, weights).closeness, topsis(scaled, weights).closeness, rtol=1e-9, atol=1e-12
    )


@given(tables)
def test_a_dominating_candidate_is_first(table):
    best = table.max(axis=0, keepdims=True) + 1
    weights = np.full(table.shape[1], 1 / table.shape[1])
    result = topsis(np.vstack([table, best]), weights)
    assert result.ranks[-1] == 1
    assert result.closeness[-1] == 1.0


def test_reordering_candidates_reorders_their_closeness():
    order = [3, 1, 0, 2]
    np.testing.assert_allclose(
        topsis(TZENG, TZENG_WEIGHTS).closeness[order],
        topsis(np.array(TZENG)[order], TZENG_WEIGHTS).closeness,
        rtol=1e-14,
    )


def test_equal_candidates_tie_at_the_better_rank():
    assert topsis([[1, 5], [3, 1], [3, 1.0]], [0.4, 0.6], [1, -1]).ranks.tolist() == [3, 1, 1]


def test_two_calls_are_equal():
    first, second = topsis(MIXED, MIXED_WEIGHTS), topsis(MIXED, MIXED_WEIGHTS)
    np.testing.assert_array_equal(first.closeness, second.closeness)
    assert first.inputs_digest == second.inputs_digest


def test_the_trace_holds_the_steps_of_the_formula():
    result = topsis(MIXED, MIXED_WEIGHTS, MIXED_TYPES)
    weighted = result.step("weighted").value
    assert result.step("ideal").value[0] == weighted[:, 0].min()
    span = result.step("to_ideal").value + result.step("to_anti_ideal").value
    np.testing.assert_array_equal(result.closeness, result.step("to_anti_ideal").value / span)


def test_very_large_numbers_do_not_overflow():
    table = [[1e200, 1.0], [2e200, 3.0]]
    small = [[1.0, 1.0], [2.0, 3.0]]
    np.testing.assert_allclose(
        topsis(table, [0.5, 0.5]).closeness, topsis(small, [0.5, 0.5]).closeness
    )


def test_a_column_of_zeros_tells_nobody_apart():
    assert topsis([[0, 1], [0, 2.0]], [0.5, 0.5]).closeness.tolist() == [0.0, 1.0]
    assert vector_normalised(np.zeros((2, 1))).tolist() == [[0.0], [0.0]]


def test_distances_of_a_hand_computed_case():
    # ideal (3, 0), anti-ideal (0, 4): a 3-4-5 triangle
    *_, to_ideal, to_anti = closeness_to_ideal(
        np.array([[3.0, 4.0], [0.0, 0.0]]), np.array([1.0, -1.0])
    )
    assert to_ideal.tolist() == [4.0, 3.0]
    assert to_anti.tolist() == [3.0, 4.0]


def test_candidates_that_nothing_tells_apart_are_refused():
    with pytest.raises(IdenticalCandidates) as refused:
        topsis([[1, 2], [1, 3.0]], [1.0, 0.0])
    assert refused.value.candidates == 2


def test_bad_input_is_refused():
    with pytest.raises(BadDirection) as refused:
        topsis(TZENG, TZENG_WEIGHTS, [1, 0, 1])
    assert (refused.value.index, refused.value.value) == (1, 0.0)
    with pytest.raises(WrongShape):
        topsis(TZENG, TZENG_WEIGHTS, [1, 1])
    with pytest.raises(NotFinite):
        topsis([[np.nan]], [1.0])
