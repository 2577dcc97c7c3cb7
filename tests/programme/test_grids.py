"""Grids."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from pydantic import ValidationError

from rebond.programme.grids import Criterion, Grid, WeightInterval

WORDS = {"fr": "x", "en": "x"}
BASIS = {"kind": "assumption", "why": WORDS}
LINE = {"kind": "linear", "direction": "increasing", "points": ((0, 0), (1, 1)), "basis": BASIS}


def use(indicator: str, share: object) -> dict[str, Any]:
    """Write the use of an indicator."""
    return {"indicator": indicator, "share": share, "value": LINE, "why": WORDS}


def criterion(name: str, *uses: dict[str, Any]) -> dict[str, Any]:
    """Write a criterion."""
    return {
        "id": name,
        "title": WORDS,
        "statement": WORDS,
        "shares_basis": BASIS,
        "indicators": uses or (use(f"of_{name}", "equal"),),
        "sources": ("Q",),
    }


def grid(weights: Any, orderings: tuple[dict[str, Any], ...] = (), names: str = "abc") -> Grid:
    """Read a grid."""
    return Grid.model_validate(
        {
            "id": "g",
            "title": WORDS,
            "statement": WORDS,
            "criteria": tuple(criterion(name) for name in names),
            "weights": weights,
            "orderings": orderings,
            "sources": ("Q",),
        }
    )


UNKNOWN = {"status": "unknown", "looked_for": WORDS}


def test_equal_shares_are_exact() -> None:
    read = Criterion.model_validate(criterion("a", *(use(name, "equal") for name in "xyz")))
    assert read.shares == (Fraction(1, 3),) * 3


def test_written_shares_sum_to_one_exactly() -> None:
    read = Criterion.model_validate(criterion("a", use("x", "1/3"), use("y", "2/3")))
    assert read.shares == (Fraction(1, 3), Fraction(2, 3))


@pytest.mark.parametrize(
    ("uses", "text"),
    [
        ((use("x", "1/3"), use("y", "1/3")), "2/3, not 1"),
        ((use("x", "equal"), use("y", 1)), "some shares are written"),
        ((use("x", "equal"), use("x", "equal")), "already in this list"),
    ],
)
def test_shares_that_do_not_stand_are_refused(uses: tuple[dict[str, Any], ...], text: str) -> None:
    with pytest.raises(ValidationError, match=text):
        Criterion.model_validate(criterion("a", *uses))


def test_unknown_weights_are_every_weighting() -> None:
    read = grid(UNKNOWN)
    assert read.weights_are_unknown
    assert read.weight_bounds() == ((0, 1),) * 3


def test_weights_are_fixed_or_within_an_interval_or_left_free() -> None:
    read = grid({"a": "1/5", "b": ("1/10", "2/5")})
    assert not read.weights_are_unknown
    assert read.weight_bounds() == (
        (Fraction(1, 5), Fraction(1, 5)),
        (Fraction(1, 10), Fraction(2, 5)),
        (0, 1),
    )


@pytest.mark.parametrize(
    "broken",
    [{"a": ("1/2",)}, {"a": ("1/2", "1/3")}, {"a": None}, {"z": "1/2"}, {"a": "3/2"}, "equal"],
)
def test_weights_that_do_not_stand_are_refused(broken: Any) -> None:
    with pytest.raises(ValidationError):
        grid(broken)


def test_orderings_name_criteria_of_the_grid() -> None:
    read = grid(UNKNOWN, ({"heavier": "a", "lighter": "b"},))
    assert (read.orderings[0].heavier, read.orderings[0].lighter) == ("a", "b")
    with pytest.raises(ValidationError, match="not declared"):
        grid(UNKNOWN, ({"heavier": "a", "lighter": "z"},))


def test_criteria_have_their_own_names() -> None:
    with pytest.raises(ValidationError, match="already in this list"):
        grid(UNKNOWN, names="aba")


def test_a_criterion_is_found_by_name_and_indicators_are_listed_once() -> None:
    read = grid(UNKNOWN)
    assert read.criterion("b").id == "b"
    assert read.indicators == ("of_a", "of_b", "of_c")
    with pytest.raises(KeyError):
        read.criterion("z")


def test_an_interval_is_written_back_as_read() -> None:
    interval = WeightInterval(low=Fraction(1, 3), high=Fraction(1, 2))
    assert interval.model_dump(mode="json") == ["1/3", "1/2"]
