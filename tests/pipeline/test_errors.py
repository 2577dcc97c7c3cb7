"""Errors of this room: both languages, the value found, the cure, and the documented exit code."""

from __future__ import annotations

import datetime as dt
import inspect
from typing import Any

import pytest

from rebond.errors import BadInput, BrokenData, NotReproduced, RebondError
from rebond.pipeline import errors
from rebond.pipeline.errors import RowProblem
from rebond.texts import Text

PROBLEM = RowProblem(
    7, "port_km", "NaN", Text("pas fini.", "not finite."), Text("Ôtez.", "Remove.")
)

CASES: dict[str, tuple[type[RebondError], tuple[Any, ...], str]] = {
    "BadCandidatesFile": (BadInput, ("mine.csv", [PROBLEM, PROBLEM]), "mine.csv"),
    "UnreadableCandidatesFile": (BadInput, ("mine.csv", Text("vide", "empty")), "mine.csv"),
    "MeasureWithoutGrid": (BadInput, ("vte", ["label"]), "vte"),
    "CandidateNotFound": (BadInput, ("Lisieu", ["Lisieux"]), "Lisieu"),
    "AmbiguousCandidate": (BadInput, ("Nord", ["A (1)", "B (2)"]), "A (1); B (2)"),
    "OtherInputs": (NotReproduced, ("snapshot", "sha256:a", "sha256:b"), "sha256:b"),
    "BodyUnusable": (BrokenData, ("/body/k", Text("un entier", "an integer"), "'x'"), "/body/k"),
    "NotRecomputable": (
        NotReproduced,
        (errors.BadParameter("k", 0, Text("1 à 3", "1 to 3")),),
        "k",
    ),
    "ContentChanged": (
        BrokenData,
        (errors.BodyUnusable("/a", Text("x", "y"), "z"), errors.OtherInputs("snapshot", "a", "b")),
        "snapshot",
    ),
    "PerimeterNotInForce": (
        BadInput,
        ("ti:2", dt.date(2020, 7, 20), dt.date(2023, 11, 9)),
        "2023-11-09",
    ),
    "CategoriesNotMeasured": (BadInput, ("soil",), "soil"),
    "NotApplicableUnweighed": (BadInput, ("commune:14366", "port_km"), "port_km"),
    "BadParameter": (BadInput, ("k", 200, Text("1 à 149", "1 to 149")), "200"),
    "BadWeightOption": (BadInput, ("a=b",), "a=b"),
    "RepeatedWeight": (BadInput, ("rail",), "rail"),
    "UnknownPhase": (BadInput, ("ti:9", ["ti:1", "ti:2"]), "ti:9"),
    "TooManyCandidates": (BadInput, (35000, 5000), "35000"),
    "NoCandidates": (BadInput, ("mist",), "mist"),
}


def test_every_error_of_the_room_is_looked_at() -> None:
    declared = {
        name
        for name, one in inspect.getmembers(errors, inspect.isclass)
        if issubclass(one, RebondError) and one.__module__ == errors.__name__
    }
    assert declared == set(CASES)


@pytest.mark.parametrize("name", sorted(CASES))
def test_an_error_says_what_it_found_and_how_to_repair_it(name: str) -> None:
    kind, arguments, found = CASES[name]
    error = getattr(errors, name)(*arguments)
    assert isinstance(error, kind)
    assert error.exit_code == kind.exit_code
    assert error.cure is not None
    for lang in ("fr", "en"):
        message = error.message(lang)
        assert found in message
        assert "{" not in message
    assert error.message("fr") != error.message("en")
    assert str(error) == error.message("en")


@pytest.mark.parametrize("hostile", ["{0}", "{name}", "}{", "%s", "\\"])
def test_what_a_person_wrote_is_never_read_as_a_template(hostile: str) -> None:
    assert hostile in errors.CandidateNotFound(hostile, [hostile]).message("fr")
    assert hostile in errors.BadWeightOption(hostile).message("en")
    assert hostile in errors.UnknownPhase(hostile, [hostile]).message("fr")
    row = RowProblem(2, hostile, "x", Text("non.", "no."), Text("Ôtez.", "Remove."))
    assert hostile in errors.BadCandidatesFile(hostile, [row]).message("fr")


def test_a_cell_is_named_by_line_column_and_content() -> None:
    assert PROBLEM.line("fr") == "ligne 7, port_km = 'NaN' : pas fini. Ôtez."
    assert PROBLEM.line("en") == "line 7, port_km = 'NaN': not finite. Remove."


def test_a_column_is_named_once() -> None:
    column = RowProblem(1, "x", "x", Text("inconnue.", "unknown."), Text("Ôtez.", "Remove."))
    assert column.line("en") == "line 1, x: unknown. Remove."


def test_without_a_near_name_the_look_up_is_shown() -> None:
    assert "rebond territory find" in errors.CandidateNotFound("zzz", []).message("fr")
