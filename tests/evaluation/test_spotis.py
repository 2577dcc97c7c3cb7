import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from rebond.evaluation.errors import BadInterval, NotFinite, OutsideBounds, WrongShape
from rebond.evaluation.spotis import normalised_distances, spotis
from tests.evaluation import peers

# Dezert, J., Tchamova, A., Han, D., Tacnet, J.-M. (2020). The SPOTIS rank reversal free method for
# multi-criteria decision-making support. FUSION 2020.
FIRST = {
    "scores": [[10.5, -3.1, 1.7], [-4.7, 0, 3.4], [8.1, 0.3, 1.3], [3.2, 7.3, -5.3]],
    "weights": [0.2, 0.3, 0.5],
    "bounds": [[-5, 12], [-6, 10], [-8, 5]],
    "directions": [1, -1, 1],
}
# One public test suite writes 0.3707 for the second candidate. By hand: 0.2 × 16.7/17 + 0.3 × 6/16 +
# 0.5 × 1.6/13 = 0.19647 + 0.1125 + 0.06154 = 0.37051; two libraries agree with 0.3705.
FIRST_DISTANCES = [0.1989, 0.3705, 0.3063, 0.7491]
CARS = {
    "scores": [
        [15000, 4.3, 99, 42, 737],
        [15290, 5.0, 116, 42, 892],
        [15350, 5.0, 114, 45, 952],
        [15490, 5.3, 123, 45, 1120],
    ],
    "weights": [0.2941, 0.2353, 0.2353, 0.0588, 0.1765],
    "bounds": [[14000, 16000], [3, 8], [80, 140], [35, 60], [650, 1300]],
    "directions": [-1, -1, -1, 1, 1],
}
CAR_DISTANCES = [0.4779, 0.5781, 0.5558, 0.5801]


def test_it_gives_the_published_distances_of_the_first_example():
    result = spotis(**FIRST)
    np.testing.assert_allclose(result.distances, FIRST_DISTANCES, atol=5e-5)
    assert result.ranks.tolist() == [1, 3, 2, 4]


def test_it_gives_the_published_distances_of_the_cars():
    result = spotis(**CARS)
    np.testing.assert_allclose(result.distances, CAR_DISTANCES, atol=1e-4)
    assert result.ranks.tolist() == [1, 3, 2, 4]


@pytest.mark.parametrize(
    "peer", [peers.pymcdm_spotis, peers.pyrepo_spotis, peers.skcriteria_spotis]
)
@pytest.mark.parametrize("case", [FIRST, CARS])
def test_three_libraries_give_the_same_distances(peer, case):
    theirs = peer(case["scores"], case["weights"], case["directions"], case["bounds"])
    np.testing.assert_allclose(spotis(**case).distances, theirs, rtol=1e-12)


unit_tables = hnp.arrays(
    np.float64, st.tuples(st.integers(2, 6), st.just(3)), elements=st.floats(0, 1)
)


@given(unit_tables, st.integers(0, 5))
def test_a_candidate_that_leaves_never_changes_the_order_of_the_others(table, leaving):
    bounds, weights = [[0, 1]] * 3, [0.2, 0.3, 0.5]
    kept = np.delete(table, leaving % len(table), axis=0)
    np.testing.assert_array_equal(
        np.delete(spotis(table, weights, bounds).distances, leaving % len(table)),
        spotis(kept, weights, bounds).distances,
    )


@given(unit_tables, st.floats(-1e3, 1e3), st.floats(1e-2, 1e3))
def test_another_unit_and_origin_change_nothing(table, shift, factor):
    weights = [0.2, 0.3, 0.5]
    bounds = np.array([[0.0, 1.0]] * 3)
    moved = np.clip(table * factor + shift, shift, factor + shift)
    np.testing.assert_allclose(
        spotis(table, weights, bounds).distances,
        spotis(moved, weights, bounds * factor + shift).distances,
        atol=1e-9,
    )


def test_contributions_add_up_to_the_distance():
    result = spotis(**CARS)
    total = np.zeros(4)
    for j in range(5):
        total += result.contributions[:, j]
    np.testing.assert_array_equal(total, result.distances)


def test_a_middle_value_can_be_wanted():
    # a room temperature: 21 wanted between 10 and 30
    result = spotis([[20.0], [24.0], [21.0]], [1.0], [[10, 30]], wanted=[21.0])
    np.testing.assert_allclose(result.distances, [0.05, 0.15, 0.0])
    assert result.ranks.tolist() == [2, 3, 1]
    assert result.parameters["wanted"] == [21.0]


def test_two_calls_are_equal():
    np.testing.assert_array_equal(spotis(**CARS).distances, spotis(**CARS).distances)


def test_the_pure_function_divides_by_the_span():
    found = normalised_distances(np.array([[2.0]]), np.array([[0.0, 8.0]]), np.array([8.0]))
    assert found.tolist() == [[0.75]]


def test_values_outside_the_bounds_are_refused_by_name():
    with pytest.raises(OutsideBounds) as refused:
        spotis([[0.5, 0.5], [0.5, 1.5]], [0.5, 0.5], [[0, 1], [0, 1]])
    assert (refused.value.index, refused.value.value) == ((1, 1), 1.5)
    assert (refused.value.low, refused.value.high) == (0.0, 1.0)
    with pytest.raises(OutsideBounds) as refused:
        spotis([[0.5]], [1.0], [[0, 1]], wanted=[2.0])
    assert refused.value.name == "wanted"


@pytest.mark.parametrize("bounds", [[[1, 1]], [[2, 1]]])
def test_bounds_without_span_are_refused(bounds):
    with pytest.raises(BadInterval):
        spotis([[1.0]], [1.0], bounds)


def test_shapes_and_nan_are_refused():
    with pytest.raises(WrongShape):
        spotis([[1.0]], [1.0], [[0, 1], [0, 1]])
    with pytest.raises(WrongShape):
        spotis([[1.0]], [1.0], [[0, 1]], wanted=[0.0, 1.0])
    with pytest.raises(NotFinite):
        spotis([[1.0]], [1.0], [[0, np.inf]])
