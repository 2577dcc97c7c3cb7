from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from rebond.programme.answers_checking import MEGABYTE, FileSeen, check, facts
from rebond.programme.answers_problems import AnswerFault
from rebond.programme.forms import Form

from .answer_forms import NESTED, field, form, options

ON = dt.date(2031, 6, 2)


def found(asked: Form, held: dict[str, Any], files: Any = None) -> list[tuple[str, AnswerFault]]:
    return [(one.path, one.fault) for one in check(asked, held, files or {}, on=ON)]


def test_everything_is_said_at_once_in_the_order_of_the_form() -> None:
    held = {"friche": True, "lots.a": 1, "lots.a.vendu": True, "slogan": "a" * 300}
    assert found(NESTED, held) == [
        ("nom", AnswerFault.MISSING),
        ("passe", AnswerFault.MISSING),
        ("lots.a.lot_nom", AnswerFault.MISSING),
        ("lots.a.acheteur", AnswerFault.MISSING),
        ("contact", AnswerFault.MISSING),
        ("slogan", AnswerFault.TOO_LONG),
    ]


def test_an_item_without_an_answer_nor_a_file_is_as_if_absent() -> None:
    whole = {"nom": "A", "friche": False, "contact": "X", "lots.z": 1, "lots.a": 2}
    assert found(NESTED, whole) == []
    partly = check(NESTED, whole | {"lots.a.vendu": True}, {}, on=ON)
    assert {one.label.fr.split(",")[0] for one in partly} == {"lot 2"}
    assert "retirez cette ligne" in partly[0].cure_text.fr


def test_a_blank_item_that_its_list_needs_is_to_be_filled() -> None:
    asked = form(
        field(
            "rows",
            "list",
            item={"fr": "ligne", "en": "row"},
            min_items=1,
            fields=[field("name", "text")],
        )
    )
    assert found(asked, {"rows.a": 1, "rows.b": 2}) == [("rows.a.name", AnswerFault.MISSING)]
    assert found(asked, {"rows.a": 1, "rows.b": 2, "rows.b.name": "B"}) == []


def test_a_file_alone_makes_an_item_that_counts() -> None:
    asked = form(
        field(
            "rows",
            "list",
            required=False,
            item={"fr": "ligne", "en": "row"},
            fields=[
                field("name", "text"),
                field("scan", "file", required=False, formats=["pdf"], max_megabytes=1),
            ],
        )
    )
    held = {"rows.a": 1}
    assert found(asked, held, {"rows.a.scan": [FileSeen("a.pdf", "pdf", 10)]}) == [
        ("rows.a.name", AnswerFault.MISSING)
    ]
    assert found(asked, held) == []


def test_a_problem_inside_a_list_names_the_item() -> None:
    problems = check(
        NESTED,
        {
            "nom": "A",
            "friche": False,
            "contact": "X",
            "lots.z": 1,
            "lots.a": 2,
            "lots.z.lot_nom": "Z",
            "lots.a.vendu": False,
        },
        {},
        on=ON,
    )
    assert [one.label.fr for one in problems] == ["lot 2, lot_nom"]


def test_an_answer_that_is_no_longer_asked_is_not_checked() -> None:
    held = {"nom": "A", "friche": False, "passe": 12, "contact": "X"}
    assert found(NESTED, held) == []


def test_no_is_an_answer_to_a_required_question() -> None:
    assert found(form(field("a", "boolean")), {"a": False}) == []


@pytest.mark.parametrize(
    ("count", "fault"),
    [(0, AnswerFault.MISSING), (1, AnswerFault.TOO_FEW), (2, None), (4, AnswerFault.TOO_MANY)],
)
def test_a_list_has_its_bounds(count: int, fault: AnswerFault | None) -> None:
    asked = form(
        field(
            "l",
            "list",
            item={"fr": "i", "en": "i"},
            min_items=2,
            max_items=3,
            fields=[field("n", required=False)],
        )
    )
    held: dict[str, Any] = {
        f"l.{name}": place for place, name in enumerate("abcd"[:count], start=1)
    }
    held |= {f"{item}.n": "x" for item in held}
    assert found(asked, held) == ([] if fault is None else [("l", fault)])


def test_several_choices_have_a_least_number() -> None:
    asked = form(field("m", "multi_choice", options=options("a", "b"), min_items=2))
    assert found(asked, {"m": ["a"]}) == [("m", AnswerFault.TOO_FEW)]
    assert found(asked, {"m": ["a", "b"]}) == []


def test_files_are_counted_weighed_and_of_an_accepted_format() -> None:
    asked = form(field("f", "file", formats=["pdf"], max_megabytes=1, max_files=1))
    sound, heavy, other = (
        FileSeen("a.pdf", "pdf", MEGABYTE),
        FileSeen("b.pdf", "pdf", MEGABYTE + 1),
        FileSeen("c.csv", "csv", 1),
    )
    assert found(asked, {}) == [("f", AnswerFault.MISSING)]
    assert found(asked, {}, {"f": [sound]}) == []
    assert found(asked, {}, {"f": [heavy, other]}) == [
        ("f", AnswerFault.TOO_MANY),
        ("f", AnswerFault.BAD_FILE),
        ("f", AnswerFault.BAD_FILE),
    ]


@pytest.mark.parametrize(
    ("day", "is_sound"),
    [
        ("1831-06-02", True),
        ("1830-01-01", False),
        ("0203-01-01", False),
        ("2231-01-01", True),
        ("2232-01-01", False),
    ],
)
def test_a_year_two_centuries_away_is_a_slip(day: str, is_sound: bool) -> None:
    assert (found(form(field("d", "date")), {"d": day}) == []) is is_sound


def test_facts_are_numbers_yes_or_no_and_choices_and_blanks_stay_unknown() -> None:
    asked = form(
        field("area", "decimal"),
        field("jobs", "integer"),
        field("cost", "money"),
        field("ready", "boolean"),
        field("late", "boolean"),
        field("kind", "choice", options=options("a", "b")),
        field("when", "date", asked_if={"field": "late", "is_one_of": [True]}),
        field("blank", "decimal"),
        field("old", "choice", options=options("a", "b")),
    )
    held = {
        "area": "60.50",
        "jobs": 0,
        "cost": 125,
        "ready": False,
        "kind": "a",
        "when": "2031-01-01",
        "old": "gone",
    }
    assert facts(asked, held) == {
        "area": 60.5,
        "jobs": 0,
        "cost": 1.25,
        "ready": False,
        "late": None,
        "kind": "a",
        "blank": None,
        "old": None,
    }
