"""Value functions."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from rebond.programme.value_functions import ValueFunction, value_of

WORDS = {"fr": "x", "en": "x"}
BASIS = {"kind": "assumption", "why": WORDS}


def function(**content: Any) -> Any:
    """Read a value function."""
    return TypeAdapter(ValueFunction).validate_python({"basis": BASIS, **content}, strict=True)


LINE = function(kind="linear", direction="decreasing", points=((2, 1), (27, 0)))
BENT = function(kind="piecewise", direction="increasing", points=((0, 0), (10, 0.5), (110, 1)))
STEPS = function(kind="threshold", direction="increasing", below=0.1, points=((5, 0.5), (10, 1)))


@pytest.mark.parametrize(
    ("of", "indicator", "value"),
    [
        (LINE, 0, 1), (LINE, 2, 1), (LINE, 14.5, 0.5), (LINE, 27, 0), (LINE, 1000, 0),
        (BENT, -5, 0), (BENT, 5, 0.25), (BENT, 10, 0.5), (BENT, 60, 0.75), (BENT, 110, 1), (BENT, 500, 1),
        (STEPS, 4.999, 0.1), (STEPS, 5, 0.5), (STEPS, 9.999, 0.5), (STEPS, 10, 1), (STEPS, 99, 1),
    ],
)  # fmt: skip
def test_a_value_is_read_off_the_points(of: Any, indicator: float, value: float) -> None:
    assert value_of(of, indicator) == pytest.approx(value, abs=1e-12)


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_a_function_is_monotone_and_stays_between_zero_and_one(a: float, b: float) -> None:
    low, high = sorted((a, b))
    assert value_of(LINE, low) >= value_of(LINE, high)
    for rising in (BENT, STEPS):
        assert 0 <= value_of(rising, low) <= value_of(rising, high) <= 1


@pytest.mark.parametrize(
    "broken",
    [
        {"kind": "linear", "direction": "increasing", "points": ((0, 0),)},
        {"kind": "linear", "direction": "increasing", "points": ((0, 0), (1, 0.5), (2, 1))},
        {"kind": "linear", "direction": "increasing", "points": ((0, 0), (0, 1))},
        {"kind": "linear", "direction": "increasing", "points": ((0, 1), (1, 0))},
        {"kind": "piecewise", "direction": "decreasing", "points": ((0, 1), (1, 0.2), (2, 0.3))},
        {"kind": "piecewise", "direction": "increasing", "points": ((0, 0), (1, 1.1))},
        {"kind": "threshold", "direction": "increasing", "below": 0.6, "points": ((0, 0.5),)},
        {"kind": "threshold", "direction": "decreasing", "below": 0.4, "points": ((0, 0.5),)},
        {"kind": "categories", "entries": ()},
        {"kind": "categories", "entries": ({"id": "a", "value": 1}, {"id": "a", "value": 0})},
        {"kind": "curve", "points": ()},
    ],
)
def test_points_out_of_order_or_against_the_direction_are_refused(broken: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        function(**broken)


def test_categories_have_a_value_each() -> None:
    named = function(
        kind="categories", entries=({"id": "friche", "value": 1}, {"id": "lande", "value": 0})
    )
    assert {entry.id: entry.value for entry in named.entries} == {"friche": 1.0, "lande": 0.0}
