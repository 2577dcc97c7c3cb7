from __future__ import annotations

import pytest

from rebond.programme.answers_paths import (
    blank_paths,
    is_asked,
    is_item_path,
    item_paths,
    locate,
    public_only,
    questions,
    without_personal,
)
from rebond.programme.answers_problems import AnswerFault, AnswerProblem

from .answer_forms import NESTED

TWO_LOTS = {"lots.b": 1, "lots.a": 2, "lots.a.vendu": True, "lots.a.actes.x": 1}


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("nom", "nom"),
        ("site", "site"),
        ("lots", "lots"),
        ("lots.a1", "lots"),
        ("lots.a1.lot_nom", "lot_nom"),
        ("lots.a1.actes", "actes"),
        ("lots.a1.actes.b2", "actes"),
        ("lots.a1.actes.b2.acte_nom", "acte_nom"),
    ],
)
def test_a_path_means_one_field(path: str, field: str) -> None:
    assert locate(NESTED, path).field.id == field


@pytest.mark.parametrize(
    "path",
    [
        "",
        ".",
        "inconnu",
        "nom.a1",
        "site.nom",
        "lot_nom",
        "lots.a1.nom",
        "lots.A1",
        "lots.a1.actes.b2.lot_nom",
        "actes.b2.acte_nom",
        "lots.a1.lot_nom.b2",
        "lots..lot_nom",
        "lots.a-1.lot_nom",
        "nom" * 100,
    ],
)
def test_a_path_that_leads_nowhere_is_refused(path: str) -> None:
    with pytest.raises(AnswerProblem) as caught:
        locate(NESTED, path)
    assert caught.value.fault == AnswerFault.UNKNOWN_FIELD


def test_items_come_in_their_order_then_those_known_by_an_answer_only() -> None:
    held = {**TWO_LOTS, "lots.c.lot_nom": "C", "lots.d": True, "lots_autres.e": 1}
    assert item_paths(held, "lots") == ["lots.b", "lots.a", "lots.c", "lots.d"]


def test_a_question_depends_on_its_neighbour_in_the_same_item() -> None:
    assert is_asked(NESTED, TWO_LOTS, "lots.a.acheteur")
    assert not is_asked(NESTED, TWO_LOTS, "lots.b.acheteur")


@pytest.mark.parametrize(
    ("answer", "asked"), [(True, True), (False, False), (None, False), (1, False), ("true", False)]
)
def test_a_condition_is_met_by_the_very_value_only(answer: object, asked: bool) -> None:
    assert is_asked(NESTED, {"friche": answer}, "passe") is asked


def test_questions_stand_in_the_order_of_the_form_with_numbered_items() -> None:
    found = list(questions(NESTED, TWO_LOTS))
    assert [one.path for one in found] == [
        "nom",
        "friche",
        "lots",
        "lots.b.lot_nom",
        "lots.b.vendu",
        "lots.b.actes",
        "lots.a.lot_nom",
        "lots.a.vendu",
        "lots.a.acheteur",
        "lots.a.actes",
        "lots.a.actes.x.acte_nom",
        "contact",
        "slogan",
    ]
    assert found[-3].label.fr == "lot 2, acte 1, acte_nom"


def test_a_blank_is_a_question_asked_and_not_answered() -> None:
    held = {"nom": "A", "friche": False, "contact": None}
    assert blank_paths(NESTED, held) == ["lots", "contact", "slogan"]


def test_what_describes_people_is_set_apart_and_so_is_what_nobody_knows() -> None:
    held = {"nom": "A", "contact": "X", "lots.a": 1, "lots.a.acheteur": "Y", "ancien": "Z"}
    assert without_personal(NESTED, held) == {"nom": "A", "lots.a": 1}


def test_the_public_gets_public_fields_only() -> None:
    assert public_only(NESTED, {"nom": "A", "slogan": "B", "contact": "C"}) == {"slogan": "B"}


def test_paths_of_items_and_of_answers_differ() -> None:
    assert is_item_path("lots.a")
    assert not is_item_path("lots.a.lot_nom")
    assert not is_item_path("nom")
