"""Every error of the room speaks both languages and says what to do."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest

from rebond.errors import RebondError
from rebond.selection import Conflict, errors
from rebond.texts import Text

SAMPLE: dict[str, object] = {
    "column": "scores",
    "expected": 3,
    "found": 2,
    "candidate": "ti-1",
    "allowed": Text("un nombre", "a number"),
    "where": "rule",
    "close": ("ti-2",),
    "rule_id": "budget",
    "group": "region",
    "known": tuple(f"R{i}" for i in range(30)),
    "value": "Z",
    "field": "k",
    "k": 5,
    "selectable": 3,
    "total": 4,
    "candidates": ("a", "b"),
    "largest": 10,
    "scale": 1000,
    "what": Text("quoi", "what"),
    "conflict": Conflict(("a",), (Text("règle", "rule"),), smallest=True, repairs=(), candidates=3),
    "limit_s": 60.0,
    "bound": 12.5,
}
CLASSES = [
    value
    for _, value in inspect.getmembers(errors, inspect.isclass)
    if issubclass(value, RebondError) and value.__module__ == errors.__name__
]


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_an_error_speaks_both_languages_and_gives_a_cure(kind: type[RebondError]) -> None:
    parameters = inspect.signature(kind.__init__).parameters
    values = {
        name: "x" if (kind, name) == (errors.SolverInexact, "what") else SAMPLE[name]
        for name in parameters
        if name in SAMPLE
    }
    error = kind(**values)  # type: ignore[arg-type]
    assert error.what.fr != error.what.en
    assert error.cure is not None
    assert error.cure.fr != error.cure.en
    assert error.exit_code in (1, 2)


def test_a_long_list_of_values_is_cut() -> None:
    error = errors.UnknownGroupValue("r", "region", "Z", tuple(f"R{i}" for i in range(30)))
    assert "R11 …" in str(error)
    assert "R12" not in str(error)


def test_the_gap_left_is_given_in_scores() -> None:
    error = errors.NotProven(2.0, 40_000_000, 40_250_000.0, 10**6)
    assert error.gap == pytest.approx(0.25)
    assert "gap left between the best solution and the bound: 0.250000" in str(error)
    assert errors.NotProven(2.0, None, None, 10**6).gap is None


def test_every_error_is_on_the_reference_page() -> None:
    page = (Path(__file__).parents[2] / "docs/reference/selection.md").read_text("utf-8")
    assert not [kind.__name__ for kind in CLASSES if f"`{kind.__name__}`" not in page]
