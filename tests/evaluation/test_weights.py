import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from rebond.evaluation.errors import (
    BadInterval,
    BadThresholds,
    ContradictoryWeights,
    EmptyInput,
    NumberOutOfRange,
    UnknownCriterion,
    WrongShape,
)
from rebond.evaluation.weights import Ordering, WeightSet


def rank_order_centroid(n):
    """Barron, F. H., Barrett, B. E. (1996): the centroid of w1 >= w2 >= … >= wn."""
    return [sum(1 / k for k in range(i, n + 1)) / n for i in range(1, n + 1)]


def chain(n):
    return WeightSet.stated(n, orderings=[(str(i), str(i + 1)) for i in range(1, n)])


def test_the_full_set_is_uniform_on_the_simplex():
    draws = WeightSet.full(4).sample(20_000, seed=3)
    # each weight of Dirichlet(1, 1, 1, 1) follows Beta(1, 3)
    for j in range(4):
        assert stats.kstest(draws[:, j], stats.beta(1, 3).cdf).pvalue > 1e-3
    assert (draws.sum(axis=1) == 1.0).all()


@pytest.mark.parametrize("n", [2, 3, 5])
def test_a_full_ordering_has_the_rank_order_centroid(n):
    weights = chain(n)
    draws = weights.sample(20_000, seed=1)
    assert weights.holds(draws)
    error = 4 * draws.std(axis=0) / np.sqrt(len(draws) * 0.8)
    assert (np.abs(draws.mean(axis=0) - rank_order_centroid(n)) < error).all()


def test_an_ordering_has_the_law_of_sorted_simplex_draws():
    # w1 >= w2 >= w3 is one sixth of the simplex, and sorting folds the whole onto it
    draws = chain(3).sample(10_000, seed=5)
    folded = -np.sort(-np.random.default_rng(6).dirichlet(np.ones(3), 10_000), axis=1)
    for j in range(3):
        assert stats.ks_2samp(draws[:, j], folded[:, j]).pvalue > 1e-3


def test_a_box_has_the_law_of_rejection_sampling():
    low, high = np.array([0.1, 0.0, 0.2, 0.0]), np.array([0.4, 0.5, 0.6, 0.3])
    weights = WeightSet.stated(4, intervals={str(j + 1): (low[j], high[j]) for j in range(4)})
    draws = weights.sample(8_000, seed=7)
    simplex = np.random.default_rng(8).dirichlet(np.ones(4), 100_000)
    kept = simplex[((simplex >= low) & (simplex <= high)).all(axis=1)]
    assert weights.holds(draws)
    assert len(kept) > 5_000
    for j in range(4):
        assert stats.ks_2samp(draws[:, j], kept[:, j]).pvalue > 1e-3
    for i, j in ((0, 1), (1, 2), (0, 3)):
        assert stats.ks_2samp(draws[:, i] - draws[:, j], kept[:, i] - kept[:, j]).pvalue > 1e-3


def test_a_very_thin_set_is_still_walked_from_end_to_end():
    weights = WeightSet.stated(4, intervals={"1": (0.3, 0.3001)}, orderings=[("2", "3", 1.5)])
    draws = weights.sample(6_000, seed=2)
    assert weights.holds(draws)
    # across the thin side the law is uniform up to 1e-4; along it the rest is a triangle
    assert stats.kstest((draws[:, 0] - 0.3) / 1e-4, "uniform").pvalue > 1e-3
    rest = draws[:, 1:] / draws[:, 1:].sum(axis=1, keepdims=True)
    simplex = np.random.default_rng(4).dirichlet(np.ones(3), 20_000)
    kept = simplex[simplex[:, 0] >= 1.5 * simplex[:, 1]]
    for j in range(3):
        assert stats.ks_2samp(rest[:, j], kept[:, j]).pvalue > 1e-3


def test_one_fixed_weight_leaves_a_smaller_simplex():
    draws = WeightSet.stated(3, fixed={"2": 0.4}).sample(5_000, seed=9)
    np.testing.assert_allclose(draws[:, 1], 0.4, atol=1e-15)
    assert stats.kstest(draws[:, 0] / 0.6, "uniform").pvalue > 1e-3


@pytest.mark.parametrize(
    ("weights", "point"),
    [
        (WeightSet.fixed({"a": 0.25, "b": 0.75}), [0.25, 0.75]),
        (WeightSet.stated(5, intervals={str(i): (0.2, 1.0) for i in range(1, 6)}), [0.2] * 5),
        (WeightSet.stated(2, intervals={"1": (0.5, 1)}, orderings=[("2", "1")]), [0.5, 0.5]),
        (WeightSet.full(["only"]), [1.0]),
    ],
)
def test_a_set_of_one_point_gives_that_point(weights, point):
    np.testing.assert_allclose(weights.sample(3, seed=0), [point] * 3, atol=1e-15)


def test_orderings_in_a_circle_make_equal_weights():
    draws = WeightSet.stated(4, orderings=[("1", "2"), ("2", "3"), ("3", "1")]).sample(2_000, 1)
    np.testing.assert_allclose(draws[:, 0], draws[:, 2], atol=1e-15)
    # the common weight x leaves 1 - 3x to the fourth: x is uniform on [0, 1/3]
    assert stats.kstest(3 * draws[:, 0], "uniform").pvalue > 1e-3


def test_more_draws_keep_the_first_ones():
    for weights in (WeightSet.full(5), chain(4)):
        few, many = weights.sample(100, seed=4), weights.sample(700, seed=4)
        np.testing.assert_array_equal(few, many[:100])


def test_a_seed_gives_the_same_draws_and_another_seed_others():
    weights = chain(4)
    np.testing.assert_array_equal(weights.sample(300, 4), weights.sample(300, 4))
    assert not np.array_equal(weights.sample(300, 4), weights.sample(300, 5))


def test_the_bits_of_the_first_draws_are_known():
    # changing them changes every decision: it needs a new version of `weight_sampling`
    full = WeightSet.full(3).sample(1, seed=2020)[0]
    ordered = chain(3).sample(1, seed=2020)[0]
    assert [x.hex() for x in full.tolist()] == FULL_BITS
    assert [x.hex() for x in ordered.tolist()] == ORDERED_BITS


FULL_BITS = ["0x1.0109e6c99b898p-3", "0x1.270c0539343cdp-1", "0x1.31630228c9c1ap-2"]
ORDERED_BITS = ["0x1.5e039224e4c78p-2", "0x1.59e9baeb2ae18p-2", "0x1.4812b2eff0570p-2"]


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_draws_belong_to_any_set_that_holds_something(data):
    n = data.draw(st.integers(2, 6))
    inside = np.array(data.draw(st.lists(st.integers(1, 20), min_size=n, max_size=n)), dtype=float)
    inside /= inside.sum()
    intervals = {
        str(i + 1): (max(0.0, inside[i] - 0.1), min(1.0, inside[i] + 0.2))
        for i in data.draw(st.sets(st.integers(0, n - 1)))
    }
    pairs = data.draw(st.sets(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)), max_size=4))
    orderings = [(str(a + 1), str(b + 1)) for a, b in pairs if a != b and inside[a] >= inside[b]]
    weights = WeightSet.stated(n, intervals=intervals, orderings=orderings)
    draws = weights.sample(50, seed=1)
    assert weights.holds(draws)
    np.testing.assert_allclose(draws.sum(axis=1), 1.0, atol=1e-12)


def test_a_contradiction_is_refused_with_the_few_constraints_that_clash():
    weights = WeightSet.stated(
        ["rail", "jobs", "fibre", "zones"],
        intervals={"rail": (0.6, 1.0), "fibre": (0.0, 0.3), "zones": (0.05, 0.9)},
        orderings=[("jobs", "rail"), ("fibre", "zones")],
    )
    with pytest.raises(ContradictoryWeights) as refused:
        weights.sample(10, seed=0)
    assert [text.en for text in refused.value.constraints] == [
        "rail weighs at least 0.6",
        "jobs weighs at least as much as rail",
    ]
    assert "rail pèse au moins 0,6" in refused.value.message("fr")
    assert refused.value.exit_code == 2


@pytest.mark.parametrize(
    "stated",
    [
        {"fixed": {"1": 0.6, "2": 0.6}},
        {"intervals": {"1": (0.0, 0.3), "2": (0.0, 0.3), "3": (0.0, 0.3)}},
        {"fixed": {"1": 0.5}, "orderings": [("2", "1", 1.5)]},
        {"fixed": {"1": 0.2, "2": 0.2, "3": 0.2}},
    ],
)
def test_every_kind_of_contradiction_is_found(stated):
    with pytest.raises(ContradictoryWeights):
        WeightSet.stated(3, **stated).check()


def test_sets_that_just_hold_are_accepted():
    WeightSet.stated(3, intervals={str(i): (0.0, 1 / 3) for i in (1, 2, 3)}).check()
    WeightSet.stated(5, fixed={str(i): 0.2 for i in range(1, 6)}).check()


def test_bad_statements_are_refused():
    with pytest.raises(EmptyInput):
        WeightSet.full([])
    with pytest.raises(WrongShape):
        WeightSet.full(["a", "a"])
    with pytest.raises(BadInterval) as interval:
        WeightSet.stated(2, intervals={"1": (0.5, 0.4)})
    assert (interval.value.low, interval.value.high) == (0.5, 0.4)
    with pytest.raises(BadInterval):
        WeightSet.stated(2, fixed={"1": float("nan")})
    with pytest.raises(UnknownCriterion) as unknown:
        WeightSet.stated(2, fixed={"3": 0.5})
    assert unknown.value.known == ("1", "2")
    with pytest.raises(UnknownCriterion):
        WeightSet.stated(2, orderings=[("1", "9")])
    for ordering in [("1", "1"), ("1", "2", 0.0), ("1", "2", float("inf"))]:
        with pytest.raises(BadThresholds):
            WeightSet.stated(2, orderings=[ordering])


@pytest.mark.parametrize(("draws", "seed"), [(0, 0), (1, -1), (1, 2**64)])
def test_impossible_numbers_are_refused(draws, seed):
    with pytest.raises(NumberOutOfRange):
        WeightSet.full(2).sample(draws, seed)


def test_a_set_is_written_as_json():
    weights = WeightSet.stated(["a", "b"], intervals={"a": (0.1, 0.9)}, orderings=[("a", "b", 2)])
    assert weights.as_json() == {
        "names": ["a", "b"],
        "lower": [0.1, 0.0],
        "upper": [0.9, 1.0],
        "orderings": [["a", "b", 2]],
    }
    assert weights.orderings == (Ordering("a", "b", 2),)
    assert not weights.is_full
    assert WeightSet.full(3).is_full


def test_holds_sees_every_kind_of_breach():
    weights = WeightSet.stated(2, fixed={"1": 0.5})
    assert weights.holds(np.array([0.5, 0.5]))
    assert not weights.holds(np.array([0.6, 0.4]))
    assert not weights.holds(np.array([0.5, 0.4]))
    assert not WeightSet.full(2).holds(np.array([1.1, -0.1]))
