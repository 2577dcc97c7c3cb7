"""Readers' scores together: worked by hand, blanks never zero."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rebond.evaluation.errors import NotFinite, NumberOutOfRange, WrongShape
from rebond.evaluation.method_errors import ContradictoryWeights
from rebond.evaluation.reviewer_scores import overall, ranks, spread, spreads
from rebond.evaluation.weights import WeightSet

SCORES = st.lists(st.integers(0, 100).map(lambda tenths: tenths / 10), min_size=1, max_size=9)


def test_a_worked_example() -> None:
    found = spread([7.5, 4.0, 9.0, 6.5])
    assert found is not None
    assert (found.count, found.low, found.median, found.high, found.mean) == (
        4,
        4.0,
        7.0,
        9.0,
        6.75,
    )
    # deviations from 6.75: 0.75, -2.75, 2.25, -0.25; squares sum to 13.25; over 3
    assert found.deviation == pytest.approx((13.25 / 3) ** 0.5)


def test_a_deviation_needs_three_scores() -> None:
    assert spread([1.0, 9.0]).deviation is None  # type: ignore[union-attr]
    assert spread([1.0, 5.0, 9.0]).deviation == 4.0  # type: ignore[union-attr]


def test_a_blank_is_never_a_zero() -> None:
    scores = [[[8.0, 0.0]], [[0.0, 0.0]]]
    blank = [[[True, False]], [[False, False]]]
    (of_dossier,) = spreads(scores, blank)
    assert of_dossier[0] == spread([8.0])
    assert of_dossier[1] is None
    (with_zero,) = spreads(scores, [[[True, False]], [[True, False]]])
    assert with_zero[0].median == 4.0  # type: ignore[union-attr]


def test_what_stands_under_a_blank_is_not_read() -> None:
    mask = [[[True]], [[False]]]
    assert spreads([[[3.0]], [[10.0]]], mask) == spreads([[[3.0]], [[0.0]]], mask)


def test_ties_share_the_better_rank_and_the_unscored_have_none() -> None:
    assert ranks([5.0, 9.0, None, 9.0, 1.0]) == (3, 1, None, 1, 4)
    assert ranks([None, None]) == (None, None)


def test_an_overall_score_needs_stated_weights() -> None:
    assert overall([5.0, 5.0], WeightSet.full(["a", "b"])) is None


def test_an_interval_of_weights_gives_an_interval_of_scores() -> None:
    weights = WeightSet.stated(["a", "b"], intervals={"a": (0.2, 0.6)})
    found = overall([10.0, 0.0], weights)
    assert (found.low, found.high, found.unscored) == (2.0, 6.0, ())  # type: ignore[union-attr]


def test_an_ordering_bounds_the_score() -> None:
    weights = WeightSet.stated(["a", "b"], orderings=[("a", "b")])
    found = overall([8.0, 2.0], weights)
    assert (found.low, found.high) == (5.0, 8.0)  # type: ignore[union-attr]


def test_an_unscored_criterion_stands_anywhere_on_the_scale() -> None:
    weights = WeightSet.fixed({"a": 0.75, "b": 0.25})
    found = overall([8.0, None], weights)
    assert (found.low, found.high, found.unscored) == (6.0, 8.5, (1,))  # type: ignore[union-attr]


def test_nothing_scored_at_all_is_the_whole_scale() -> None:
    found = overall([None, None], WeightSet.fixed({"a": 0.5, "b": 0.5}))
    assert (found.low, found.high) == (0.0, 10.0)  # type: ignore[union-attr]


@settings(max_examples=60, deadline=None)
@given(SCORES)
def test_a_spread_does_not_depend_on_the_order_of_readers(scores: list[float]) -> None:
    found = spread(scores)
    for other in itertools.islice(itertools.permutations(scores), 6):
        assert spread(list(other)) == found
    assert found is not None
    assert found.low <= found.median <= found.high
    assert found.low - 1e-9 <= found.mean <= found.high + 1e-9


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.one_of(st.none(), st.floats(0, 10)), min_size=3, max_size=3), st.integers(0, 1000)
)
def test_no_admissible_weighting_leaves_the_interval(
    medians: list[float | None], seed: int
) -> None:
    weights = WeightSet.stated(["a", "b", "c"], intervals={"a": (0.2, 0.7)}, orderings=[("b", "c")])
    found = overall(medians, weights)
    assert found is not None
    drawn = weights.sample(50, seed)
    for end in (0.0, 10.0):
        values = np.array([end if one is None else one for one in medians])
        sums = drawn @ values
        assert (sums >= found.low - 1e-6).all()
        assert (sums <= found.high + 1e-6).all()


def test_what_cannot_be_used_is_refused() -> None:
    with pytest.raises(WrongShape):
        spreads([[[1.0]]], [[[True, True]]])
    with pytest.raises(NotFinite):
        spread([float("nan")])
    with pytest.raises(WrongShape):
        overall([1.0], WeightSet.fixed({"a": 0.5, "b": 0.5}))
    with pytest.raises(NumberOutOfRange):
        overall([11.0, 1.0], WeightSet.fixed({"a": 0.5, "b": 0.5}))
    impossible = WeightSet.stated(["a", "b"], intervals={"a": (0.8, 1.0), "b": (0.8, 1.0)})
    with pytest.raises(ContradictoryWeights):
        overall([1.0, 1.0], impossible)
