import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebond.evaluation.errors import (
    BadInterval,
    BadValueFunction,
    NotFinite,
    UnknownCategory,
    WrongShape,
)
from rebond.evaluation.value_functions import (
    Categories,
    Linear,
    Piecewise,
    Steps,
    value_interval,
)

RISING = [
    Linear(worst=0.0, best=10.0),
    Piecewise(((0.0, 0.1), (3.0, 0.1), (7.0, 0.9), (8.0, 1.0))),
    Steps(cuts=(1.0, 5.0), values=(0.0, 0.3, 1.0)),
]
FALLING = [
    Linear(worst=10.0, best=0.0),
    Piecewise(((0.0, 1.0), (2.0, 0.7), (9.0, 0.0))),
    Steps(cuts=(1.0, 5.0), values=(1.0, 0.3, 0.0)),
]
numbers = st.floats(-50, 50, allow_nan=False)


@pytest.mark.parametrize("function", RISING + FALLING)
@given(values=st.lists(numbers, min_size=1, max_size=20))
def test_values_stay_in_the_unit_interval_and_keep_the_order(function, values):
    ordered = np.sort(values)
    found = function.of(ordered)
    assert ((found >= 0) & (found <= 1)).all()
    steps = np.diff(found)
    assert (steps >= 0).all() if function in RISING else (steps <= 0).all()


@pytest.mark.parametrize("function", RISING + FALLING)
@given(a=numbers, b=numbers, share=st.floats(0, 1))
def test_an_interval_holds_the_value_of_every_number_in_it(function, a, b, share):
    low, high = min(a, b), max(a, b)
    inside = min(max(low + share * (high - low), low), high)
    least, most = function.interval([low], [high])
    assert least[0] <= function.of([inside])[0] <= most[0]


def test_linear_by_hand():
    assert Linear(worst=100.0, best=20.0).of([120.0, 100.0, 60.0, 20.0, 0.0]).tolist() == [
        0.0,
        0.0,
        0.5,
        1.0,
        1.0,
    ]


def test_piecewise_passes_exactly_through_its_points():
    function = Piecewise(((0.1, 0.2), (0.7, 0.30000000000000004), (3.3, 0.9)))
    assert function.of([0.1, 0.7, 3.3]).tolist() == [0.2, 0.30000000000000004, 0.9]


def test_the_value_of_a_step_holds_from_its_threshold_on():
    # as a policy writes it, whichever the direction
    assert Steps(cuts=(10.0,), values=(0.0, 1.0)).of([9.999, 10.0]).tolist() == [0.0, 1.0]
    assert Steps(cuts=(10.0,), values=(1.0, 0.0)).of([9.999, 10.0]).tolist() == [1.0, 0.0]


def test_any_shape_goes_through():
    assert Linear(0.0, 1.0).of(np.zeros((2, 3))).shape == (2, 3)
    assert Linear(0.0, 1.0).of(0.25) == 0.25


def test_missing_may_be_anything_and_only_where_said():
    low, high = value_interval(
        Linear(worst=50.0, best=0.0),
        [10.0, np.nan, 20.0],
        [30.0, np.nan, 20.0],
        [False, True, False],
    )
    np.testing.assert_allclose(low, [0.4, 0.0, 0.6])
    np.testing.assert_allclose(high, [0.8, 1.0, 0.6])


@pytest.mark.parametrize("ends", [([np.nan], [1.0]), ([0.0], [np.nan]), ([0.0], [np.inf])])
def test_nan_that_nobody_declared_missing_is_refused(ends):
    with pytest.raises(NotFinite):
        value_interval(Linear(0.0, 1.0), *ends, [False])


def test_nan_is_refused_by_every_function():
    for function in [*RISING, *FALLING, Categories((0.0,), (1.0,))]:
        with pytest.raises(NotFinite) as refused:
            function.of([0.0, np.nan])
        assert refused.value.index == (1,)


def test_an_interval_upside_down_is_refused():
    with pytest.raises(BadInterval) as refused:
        Linear(0.0, 1.0).interval([0.0, 3.0], [1.0, 2.0])
    assert (refused.value.index, refused.value.low, refused.value.high) == ((1,), 3.0, 2.0)


def test_shapes_must_agree():
    with pytest.raises(WrongShape):
        value_interval(Linear(0.0, 1.0), [0.0], [1.0, 2.0], [False, False])
    with pytest.raises(WrongShape):
        Linear(0.0, 1.0).interval([0.0], [1.0, 2.0])


def test_categories_look_up_and_bound():
    function = Categories(codes=(2.0, 0.0, 1.0), values=(0.5, 0.0, 1.0))
    assert function.of([0.0, 1.0, 2.0]).tolist() == [0.0, 1.0, 0.5]
    least, most = function.interval([0.0, 1.0], [2.0, 2.0])
    assert least.tolist() == [0.0, 0.5]
    assert most.tolist() == [1.0, 1.0]
    assert not function.is_increasing
    assert Categories((0.0, 1.0), (0.0, 1.0)).is_increasing


def test_an_unknown_category_is_named():
    with pytest.raises(UnknownCategory) as refused:
        Categories((0.0, 1.0), (0.0, 1.0)).of([1.0, 7.0])
    assert (refused.value.index, refused.value.code) == ((1,), 7.0)
    with pytest.raises(UnknownCategory):
        Categories((0.0, 1.0), (0.0, 1.0)).interval([0.2], [0.8])


@pytest.mark.parametrize(
    "make",
    [
        lambda: Linear(1.0, 1.0),
        lambda: Linear(float("nan"), 1.0),
        lambda: Linear(-1e308, 1e308),
        lambda: Piecewise(((0.0, 0.0),)),
        lambda: Piecewise(((0.0, 0.0), (0.0, 1.0))),
        lambda: Piecewise(((0.0, 0.0), (1.0, 1.5))),
        lambda: Piecewise(((0.0, 0.0), (1.0, 1.0), (2.0, 0.5))),
        lambda: Piecewise(((0.0, 0.0), (float("inf"), 1.0))),
        lambda: Steps((), (1.0,)),
        lambda: Steps((1.0,), (1.0,)),
        lambda: Steps((2.0, 1.0), (0.0, 0.5, 1.0)),
        lambda: Steps((1.0, 2.0), (0.0, 1.0, 0.5)),
        lambda: Steps((1.0,), (0.0, 1.1)),
        lambda: Categories((), ()),
        lambda: Categories((1.0, 1.0), (0.0, 1.0)),
        lambda: Categories((1.0,), (2.0,)),
        lambda: Categories((1.0, 2.0), (1.0,)),
    ],
)
def test_points_that_make_no_value_function_are_refused(make):
    with pytest.raises(BadValueFunction) as refused:
        make()
    assert refused.value.kind in {"linear", "piecewise", "steps", "categories"}
    assert refused.value.found in refused.value.message("fr")
