"""Every error of the room speaks both languages and says what to do."""

from __future__ import annotations

import inspect

import pytest

from rebond.errors import RebondError
from rebond.record import Difference, errors
from rebond.texts import Text

SAMPLE: dict[str, object] = {
    "where": "d.json",
    "cause": "x",
    "size": 1,
    "limit": 1,
    "line": 1,
    "column": 1,
    "offset": 1,
    "expected": "a",
    "found": "b",
    "known": ("rebond-decision/1",),
    "key": "digest",
    "what": Text("quoi", "what"),
    "part": "body",
    "key_id": "sha256:0",
    "path": "/x",
    "difference": Difference("/x", 1, 2),
}
CLASSES = [
    value
    for _, value in inspect.getmembers(errors, inspect.isclass)
    if issubclass(value, RebondError) and value.__module__ == errors.__name__
]


def built(kind: type[RebondError]) -> RebondError:
    """Build an error from sample values for its parameters."""
    names = [name for name in inspect.signature(kind.__init__).parameters if name != "self"]
    values = {name: SAMPLE[name] for name in names}
    if kind in (errors.SignatureInvalid, errors.UnfitForRecord):
        values["cause"] = Text("cause", "cause")
    return kind(**values)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_an_error_speaks_both_languages_and_gives_a_cure(kind: type[RebondError]) -> None:
    error = built(kind)
    assert error.what.fr != error.what.en
    assert error.cure is not None
    assert error.cure.fr != error.cure.en
    assert error.exit_code in (2, 3, 4)
    assert str(error) == error.message("en")


def test_a_decision_that_is_not_reproduced_exits_with_four() -> None:
    error = errors.DecisionNotReproduced(Difference("/cut/score", 0.5, 0.6), where="d.json")
    assert error.exit_code == 4
    assert "/cut/score" in str(error)
