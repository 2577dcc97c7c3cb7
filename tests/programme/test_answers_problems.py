from __future__ import annotations

from pathlib import Path

from rebond.errors import BadInput
from rebond.programme.answers_problems import AnswerFault, AnswerProblem
from rebond.texts import Text


def problem() -> AnswerProblem:
    return AnswerProblem(
        AnswerFault.MISSING,
        "site_nom",
        Text("Nom", "Name"),
        Text("la réponse manque.", "the answer is missing."),
        cure=Text("Répondez.", "Answer."),
    )


def test_a_problem_says_where_what_and_how_to_repair_it_in_both_languages() -> None:
    one = problem()
    assert isinstance(one, BadInput)
    assert one.message("fr") == "site_nom: la réponse manque.\nRépondez."
    assert one.message("en") == "site_nom: the answer is missing.\nAnswer."


def test_a_problem_is_json_for_interfaces() -> None:
    assert problem().as_json() == {
        "fault": "missing",
        "path": "site_nom",
        "label": {"fr": "Nom", "en": "Name"},
        "what": {"fr": "la réponse manque.", "en": "the answer is missing."},
        "why": None,
        "cure": {"fr": "Répondez.", "en": "Answer."},
    }


def test_each_fault_is_documented() -> None:
    page = Path(__file__).resolve().parents[2] / "docs" / "reference" / "dossiers.md"
    text = page.read_text(encoding="utf-8")
    assert [one.value for one in AnswerFault if f"`{one.value}`" not in text] == []
