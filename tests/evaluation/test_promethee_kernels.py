import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rebond.evaluation.promethee_kernels import (
    COUNT,
    LEVEL,
    LINEAR,
    add_weighted,
    flows,
    ranges,
    sort_order,
)

numbers = st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=200)


def sorted_by(values):
    values = np.array(values)
    order, ordered = np.empty(values.size, dtype=np.int32), np.empty_like(values)
    sort_order(values, np.empty((2, values.size), dtype=np.uint64), order, ordered)
    np.testing.assert_array_equal(values[order], ordered)
    return order


@settings(deadline=None)
@given(numbers)
def test_the_order_sorts_any_finite_numbers(values):
    found = np.array(values)[sorted_by(values)]
    np.testing.assert_array_equal(found, np.sort(values))


def test_tied_values_keep_their_order():
    assert sorted_by([2.0, 1.0, 2.0, 1.0, -3.0]).tolist() == [4, 1, 3, 0, 2]


@settings(deadline=None)
@given(
    st.lists(st.integers(-9, 9), min_size=1, max_size=30), st.integers(0, 19), st.integers(0, 19)
)
def test_ranges_count_the_differences_above_each_threshold(values, q, p):
    ordered = np.sort(np.array(values, dtype=float))
    below = np.empty((2, ordered.size), dtype=np.int32)
    above = np.empty((2, ordered.size + 1), dtype=np.int32)
    ranges(ordered, (float(q), float(p)), below, above)
    for row, threshold in enumerate((q, p)):
        exceeds = ordered[:, None] - ordered[None, :] > threshold
        np.testing.assert_array_equal(below[row], exceeds.sum(axis=1))
        np.testing.assert_array_equal(ordered.size - above[row, :-1], exceeds.sum(axis=0))


def flows_of(values, shape, q, p, direction=1.0):
    values = np.asarray(values, dtype=float)
    size = values.size
    positive, negative = np.empty(size), np.empty(size)
    place = (
        np.empty((2, size), dtype=np.uint64),
        np.empty((5, size + 1), dtype=np.int32),
        np.empty((3, size + 1)),
    )
    flows(values, direction, shape, q, p, positive, negative, *place)
    return positive, negative


@pytest.mark.parametrize(
    ("shape", "q", "p", "above", "below"),
    [
        (COUNT, 0.0, 0.0, [1, 0, 3, 1], [1, 3, 0, 1]),
        (COUNT, 1.0, 1.0, [0, 0, 3, 0], [1, 1, 0, 1]),
        (LEVEL, 0.0, 3.0, [0.5, 0, 2, 0.5], [0.5, 2, 0, 0.5]),
        (LINEAR, 0.0, 4.0, [0.25, 0, 2.5, 0.25], [0.75, 1.5, 0, 0.75]),
        (LINEAR, 1.0, 3.0, [0, 0, 3, 0], [1, 1, 0, 1]),
    ],
)
def test_flows_of_four_values_by_hand(shape, q, p, above, below):
    positive, negative = flows_of([1.0, 0.0, 4.0, 1.0], shape, q, p)
    np.testing.assert_allclose(positive, np.array(above) / 3, atol=1e-15)
    np.testing.assert_allclose(negative, np.array(below) / 3, atol=1e-15)
    positive, negative = flows_of([1.0, 0.0, 4.0, 1.0], shape, q, p, direction=-1.0)
    np.testing.assert_allclose(negative, np.array(above) / 3, atol=1e-15)


def test_running_sums_do_not_drift_over_many_values():
    values = np.random.default_rng(0).random(20_000) + 1e4
    positive, negative = flows_of(values, LINEAR, 0.0, 0.25)
    for a in (1, 7_000, 19_999):
        difference = values[a] - values
        expected = np.clip(difference / 0.25, 0, 1).sum() / 19_999
        assert positive[a] == pytest.approx(expected, rel=1e-13)
        expected = np.clip(-difference / 0.25, 0, 1).sum() / 19_999
        assert negative[a] == pytest.approx(expected, rel=1e-13)


def test_all_zeros_have_no_flow():
    positive, negative = flows_of([0.0, 0.0, -0.0], LINEAR, 0.0, 1.0)
    assert positive.tolist() == negative.tolist() == [0.0, 0.0, 0.0]


def test_numbers_that_agree_in_their_upper_bits_are_sorted_too():
    # 2**-40 apart around 1: the upper half of the bits is the same for all
    values = 1.0 + np.random.default_rng(2).integers(0, 2**12, 3_000) * 2.0**-40
    np.testing.assert_array_equal(values[sorted_by(values)], np.sort(values))
    mixed = np.concatenate([values, np.random.default_rng(3).random(3_000) - 0.5])
    np.testing.assert_array_equal(mixed[sorted_by(mixed)], np.sort(mixed))


def test_flows_are_added_under_weights():
    above, below = np.array([[0.5, 1.0], [0.25, 0.0]]), np.array([[0.5, 0.0], [0.0, 1.0]])
    net, positive, negative = np.zeros((3, 2))
    add_weighted(above, below, np.array([0.75, 0.25]), net, positive, negative)
    assert positive.tolist() == [0.4375, 0.75]
    assert negative.tolist() == [0.375, 0.25]
    assert net.tolist() == [0.0625, 0.5]
