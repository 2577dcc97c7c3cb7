from __future__ import annotations

from rebond.programme.call_choice_errors import ChoiceProblem, ChoicesInvalid
from rebond.texts import Text


def test_every_problem_is_told_in_both_languages_with_its_place_and_cure() -> None:
    problems = [
        ChoiceProblem(
            f"selection.{name}", Text("trop grand", "too large"), Text("Baissez.", "Lower it.")
        )
        for name in ("k", "covered_regions_min")
    ]
    error = ChoicesInvalid(problems)
    assert error.message("fr").splitlines()[0].startswith("2 choix")
    assert "selection.k: trop grand. Baissez." in error.message("fr")
    assert "selection.covered_regions_min: too large. Lower it." in error.message("en")
    assert error.exit_code == 2
