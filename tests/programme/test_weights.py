"""Whether any weighting meets intervals and orderings, against a linear programme."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from rebond.programme.errors import ProblemKind
from rebond.programme.grids import Ordering, WeightInterval
from rebond.programme.weights import decimal_text, weight_complaints

NAMES = ("a", "b", "c", "d")


def interval(low: str, high: str) -> WeightInterval:
    """Make an interval from two fractions."""
    return WeightInterval(low=Fraction(low), high=Fraction(high))


def ordering(heavier: str, lighter: str) -> Ordering:
    """Make an ordering."""
    return Ordering(heavier=heavier, lighter=lighter)


def kinds(intervals: dict[str, WeightInterval], *orderings: Ordering) -> list[ProblemKind]:
    """Return the kinds of complaint."""
    return [one.kind for one in weight_complaints(intervals, orderings, NAMES)]


def test_unknown_weights_can_always_be_met() -> None:
    assert kinds({}) == []
    assert kinds({}, ordering("a", "b"), ordering("b", "c"), ordering("a", "c")) == []


def test_fixed_weights_must_sum_to_one_exactly() -> None:
    tenths = {
        name: interval(share, share)
        for name, share in zip(NAMES, ("1/10", "2/10", "3/10", "4/10"), strict=True)
    }
    assert kinds(tenths) == []
    assert kinds({**tenths, "d": interval("39/100", "39/100")}) == [ProblemKind.WEIGHTS]
    thirds = {
        "a": interval("1/3", "1/3"),
        "b": interval("1/3", "1/3"),
        "c": interval("1/3", "1/3"),
        "d": interval("0", "0"),
    }
    assert kinds(thirds) == []


@pytest.mark.parametrize(
    "intervals",
    [
        {"a": interval("3/5", "1"), "b": interval("1/2", "1")},
        {name: interval("0", "1/5") for name in NAMES},
    ],
)
def test_bounds_that_exclude_each_other_are_told(intervals: dict[str, WeightInterval]) -> None:
    assert kinds(intervals) == [ProblemKind.WEIGHTS]


def test_an_ordering_against_the_bounds_is_told() -> None:
    crossed = {"a": interval("0", "1/10"), "b": interval("1/5", "1")}
    assert kinds(crossed, ordering("a", "b")) == [ProblemKind.ORDERINGS]
    assert kinds(crossed, ordering("b", "a")) == []


def test_an_ordering_that_pushes_the_sum_beyond_one_is_told() -> None:
    pushed = {"a": interval("0", "1"), "b": interval("2/5", "1")}
    assert kinds(pushed, ordering("a", "b"), ordering("c", "b")) == [ProblemKind.WEIGHTS]


def test_orderings_that_go_round_are_told_with_the_chain() -> None:
    round_trip = [ordering("a", "b"), ordering("b", "c"), ordering("c", "a")]
    (complaint,) = weight_complaints({}, round_trip, NAMES)
    assert complaint.kind is ProblemKind.ORDERINGS
    assert complaint.at[0] == "orderings"
    chain = complaint.what.en.split(": ")[1].split(" ≥ ")
    assert chain[0] == chain[-1]
    assert {(one.heavier, one.lighter) for one in round_trip} == set(pairwise(chain))


def test_a_criterion_cannot_outweigh_itself() -> None:
    assert kinds({}, ordering("a", "a")) == [ProblemKind.ORDERINGS]


TENTHS = st.integers(0, 10).map(lambda number: Fraction(number, 10))
INTERVALS = (
    st.tuples(TENTHS, TENTHS)
    .map(sorted)
    .map(lambda pair: WeightInterval(low=pair[0], high=pair[1]))
)


@given(
    st.dictionaries(st.sampled_from(NAMES), INTERVALS),
    st.lists(
        st.tuples(st.integers(0, 3), st.integers(0, 3)).filter(lambda pair: pair[0] < pair[1]),
        max_size=4,
    ),
    st.permutations(NAMES),
)
def test_a_policy_is_refused_exactly_when_a_linear_programme_finds_no_weighting(
    intervals: dict[str, WeightInterval], pairs: list[tuple[int, int]], order: list[str]
) -> None:
    orderings = [ordering(order[heavier], order[lighter]) for heavier, lighter in pairs]
    bounds = [
        (float(intervals[name].low), float(intervals[name].high))
        if name in intervals
        else (0.0, 1.0)
        for name in NAMES
    ]
    rows = np.zeros((len(orderings), len(NAMES)))
    for row, one in zip(rows, orderings, strict=True):
        row[NAMES.index(one.lighter)] += 1
        row[NAMES.index(one.heavier)] -= 1
    result = linprog(
        np.zeros(len(NAMES)),
        A_ub=rows if len(rows) else None,
        b_ub=np.zeros(len(rows)) if len(rows) else None,
        A_eq=np.ones((1, len(NAMES))),
        b_eq=[1.0],
        bounds=bounds,
    )
    assert (result.status == 0) is (weight_complaints(intervals, orderings, NAMES) == [])


@pytest.mark.parametrize(
    ("share", "text"), [("1/4", "0.25"), ("1/3", "1/3"), ("1", "1"), ("0", "0"), ("7/20", "0.35")]
)
def test_a_share_is_written_in_decimals_when_that_is_exact(share: str, text: str) -> None:
    assert decimal_text(Fraction(share)) == text
