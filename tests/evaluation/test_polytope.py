import numpy as np
import pytest

from rebond.evaluation.polytope import polytope
from rebond.evaluation.weights import WeightSet


def shape_of(weights):
    return polytope(weights.constraints(), weights.size)


def test_the_analytic_centre_of_a_simplex_is_its_middle():
    shape = shape_of(WeightSet.full(4))
    np.testing.assert_allclose(shape.centre, [0.25] * 4, atol=1e-6)
    assert shape.dimensions == 3


def test_moves_stay_on_the_flat():
    shape = shape_of(WeightSet.stated(5, fixed={"2": 0.3}, orderings=[("1", "3", 2.0)]))
    assert shape.dimensions == 3
    np.testing.assert_allclose(shape.moves.sum(axis=0), 0.0, atol=1e-15)
    np.testing.assert_allclose(shape.moves[1], 0.0, atol=0)
    assert shape.centre.sum() == pytest.approx(1.0, abs=1e-15)
    assert shape.centre[1] == pytest.approx(0.3, abs=1e-16)


def test_the_set_is_round_in_its_own_coordinates():
    # Dikin: the unit ball is inside, whatever the thinness of the set
    for weights in (
        WeightSet.stated(4, intervals={"1": (0.2, 0.20002)}),
        WeightSet.stated(4, orderings=[("1", "2"), ("2", "3"), ("3", "4")]),
    ):
        shape = shape_of(weights)
        reach = shape.slack / np.sqrt((shape.slope**2).sum(axis=1))
        assert (reach >= 1.0 - 1e-9).all()
        assert reach.min() < np.sqrt(len(reach))


def test_slack_and_slope_describe_the_constraints():
    weights = WeightSet.stated(3, intervals={"1": (0.1, 0.6)}, orderings=[("2", "3")])
    shape = shape_of(weights)
    rng = np.random.default_rng(1)
    for z in rng.normal(0, 2, (200, 2)):
        inside = (shape.slack + shape.slope @ z >= 0).all()
        assert inside == weights.holds(shape.centre + shape.moves @ z, tolerance=1e-12)


@pytest.mark.parametrize(
    ("weights", "dimensions"),
    [
        (WeightSet.stated(3, fixed={"1": 0.2, "2": 0.3, "3": 0.5}), 0),
        (WeightSet.stated(3, intervals={"1": (0.4, 1.0), "2": (0.6, 1.0)}), 0),
        (
            WeightSet.stated(
                4, intervals={"1": (0.4, 1.0), "2": (0.5, 1.0)}, orderings=[("3", "4")]
            ),
            3,
        ),
        (WeightSet.stated(4, orderings=[("1", "2"), ("2", "1")]), 2),
        (WeightSet.stated(3, intervals={"1": (0.0, 0.0)}), 1),
    ],
)
def test_flats_of_lower_dimension_are_found(weights, dimensions):
    shape = shape_of(weights)
    assert shape.dimensions == dimensions
    assert weights.holds(shape.centre)


def test_a_shape_does_not_depend_on_the_order_of_constraints():
    weights = WeightSet.stated(4, intervals={"1": (0.1, 0.5)}, orderings=[("2", "3"), ("3", "4")])
    one = polytope(weights.constraints(), 4)
    other = polytope(weights.constraints()[::-1], 4)
    np.testing.assert_allclose(one.centre, other.centre, atol=1e-6)
