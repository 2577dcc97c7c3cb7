"""A perimeter's value from its communes."""

from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rebond.evidence.aggregate import HIGH, LOW, MEDIAN, Groups


def groups(*members, population):
    return Groups.of([np.array(one) for one in members], np.array(population, dtype=float))


def test_the_median_is_weighted_by_population():
    """Populations 10, 20, 70 with values 1, 2, 3: half of the people live at 3."""
    one = groups([0, 1, 2], population=[10, 20, 70])
    assert one.quantile(np.array([1.0, 2.0, 3.0]), MEDIAN).tolist() == [3.0]


def test_exactly_half_of_the_population_is_enough():
    one = groups([0, 1], population=[50, 50])
    assert one.quantile(np.array([1.0, 2.0]), MEDIAN).tolist() == [1.0]


def test_bounds_hold_five_per_cent_of_the_population_on_each_side():
    one = groups([0, 1, 2], population=[4, 92, 4])
    values = np.array([1.0, 2.0, 3.0])
    assert one.quantile(values, LOW).tolist() == [2.0]
    assert one.quantile(values, HIGH).tolist() == [2.0]
    at_five = groups([0, 1, 2], population=[5, 90, 5])
    assert at_five.quantile(values, LOW).tolist() == [1.0]
    assert at_five.quantile(values, HIGH).tolist() == [2.0]


def test_shares_are_compared_in_whole_numbers():
    """0.05 × 20 = 1 exactly: a floating product above 1 would move to the next commune."""
    one = groups([0, 1], population=[1, 19])
    assert one.quantile(np.array([7.0, 8.0]), LOW).tolist() == [7.0]


def test_perimeters_do_not_mix():
    two = groups([0, 1], [2], [1, 2], population=[1, 3, 5])
    assert two.quantile(np.array([10.0, 20.0, 30.0]), MEDIAN).tolist() == [20.0, 30.0, 30.0]


def test_a_missing_value_is_left_out_and_never_zero():
    one = groups([0, 1], [0], population=[99, 1])
    found = one.quantile(np.array([np.nan, 4.0]), MEDIAN)
    assert found[0] == 4.0
    assert np.isnan(found[1])


def test_communes_without_population_weigh_the_same_when_none_has_any():
    one = groups([0, 1, 2], population=[0, np.nan, 0])
    assert one.quantile(np.array([3.0, 1.0, 2.0]), MEDIAN).tolist() == [2.0]
    assert one.share_where(np.array([True, False, False])).tolist() == [1 / 3]


def test_the_share_is_that_of_the_population():
    one = groups([0, 1, 2], population=[10, 20, 70])
    assert one.share_where(np.array([True, True, False])).tolist() == [0.3]


def test_no_perimeter_is_fine():
    none = Groups.of([], np.array([1.0]))
    assert none.quantile(np.array([1.0]), MEDIAN).tolist() == []


@given(
    st.lists(st.tuples(st.integers(0, 50), st.integers(-20, 20)), min_size=1, max_size=30),
    st.sampled_from([LOW, MEDIAN, HIGH]),
    st.randoms(use_true_random=False),
)
def test_quantiles_are_those_of_the_definition_whatever_the_order(people, share, random):
    weights = [w for w, _ in people]
    values = [float(v) for _, v in people]
    if not any(weights):
        weights = [1] * len(weights)
    total = Fraction(sum(weights))
    expected = min(
        v
        for v in values
        if sum(w for w, other in zip(weights, values, strict=True) if other <= v) >= share * total
    )
    order = list(range(len(people)))
    random.shuffle(order)
    one = groups(order, population=[w for w, _ in people])
    assert one.quantile(np.array(values), share).tolist() == [expected]
