"""What errors say."""

from __future__ import annotations

from rebond.errors import BadInput
from rebond.programme.errors import (
    MeasureNotFound,
    PolicyInvalid,
    Problem,
    ProblemKind,
    ProgrammeNotFound,
)
from rebond.texts import Text

PROBLEM = Problem(
    ProblemKind.OUT_OF_RANGE,
    "measures/a.yaml",
    12,
    3,
    "selection.k",
    what=Text("«\u202f0\u202f» ne convient pas", "“0” is not accepted"),
    allowed=Text("au moins 1", "at least 1"),
    cure=Text("Écrivez ce qui est permis.", "Write what is allowed."),
)


def test_a_problem_says_place_value_allowed_and_cure() -> None:
    assert PROBLEM.message("en").splitlines() == [
        "measures/a.yaml:12:3 selection.k: “0” is not accepted",
        "    Allowed: at least 1",
        "    Write what is allowed.",
    ]
    assert "Permis\u202f: au moins 1" in PROBLEM.message("fr")


def test_a_problem_of_a_whole_file_has_no_line() -> None:
    whole = Problem(
        ProblemKind.MISSING_FILE,
        "a.yaml",
        None,
        None,
        "",
        Text("manque", "missing"),
        None,
        Text("x", "x"),
    )
    assert whole.where == "a.yaml"
    assert whole.message("en") == "a.yaml: missing\n    x"


def test_a_refused_policy_carries_every_problem_and_ends_with_exit_code_2() -> None:
    error = PolicyInvalid("my/policy", [PROBLEM, PROBLEM])
    assert isinstance(error, BadInput)
    assert error.exit_code == 2
    assert error.problems == (PROBLEM, PROBLEM)
    assert error.message("fr").count("selection.k") == 2
    assert "2 problèmes" in error.message("fr")
    assert "2 problems" in str(error)


def test_one_problem_is_written_in_the_singular() -> None:
    error = PolicyInvalid("p", [PROBLEM])
    assert "1 problème\n" in error.message("fr")
    assert "1 problem\n" in error.message("en")


def test_a_programme_not_found_lists_those_that_ship() -> None:
    error = ProgrammeNotFound("pack", ["pack_a", "pack_b"], "pack_a")
    assert "pack_a, pack_b" in error.message("en")
    assert "Did you mean “pack_a”?" in error.message("en")
    assert "Vouliez-vous dire" in error.message("fr")


def test_a_programme_not_found_without_neighbours_guesses_nothing() -> None:
    assert "Did you mean" not in ProgrammeNotFound("x", [], None).message("en")


def test_a_measure_not_found_lists_those_there_are() -> None:
    error = MeasureNotFound("p", "vt", ["vte", "formation"])
    assert "vte, formation" in error.message("en")
    assert "«\u202fvt\u202f»" in error.message("fr")
