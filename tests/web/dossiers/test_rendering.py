"""Each type of field: how it is shown, how it comes back, and that hostile values stay text."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils import translation

from rebond.programme.forms import Form
from rebond.web.dossiers import forms
from rebond.web.dossiers import rendering as r
from rebond.web.dossiers.rendering_sections import sections
from tests.web.world import NOW

HOSTILE = "\"><script>alert('x')</script>{{ 7 }}"


def label(text: str) -> dict[str, str]:
    return {"fr": text, "en": text}


def field(kind: str, **more: Any) -> dict[str, Any]:
    return {"id": "q", "type": kind, "label": label("Question"), **more}


OPTIONS = [{"id": "un", "label": label("Un")}, {"id": "deux", "label": label("Deux")}]
SQUARE = {
    "type": "Polygon",
    "coordinates": [[[0.22, 49.14], [0.24, 49.14], [0.24, 49.15], [0.22, 49.15], [0.22, 49.14]]],
}
FIELDS: dict[str, tuple[dict[str, Any], Any, Any]] = {
    "text": (field("text"), HOSTILE, HOSTILE),
    "long_text": (field("long_text"), f"a\n{HOSTILE}", f"a\n{HOSTILE}"),
    "integer": (field("integer"), 1250, "1250"),
    "decimal": (field("decimal", unit=label("ha")), "60.50", "60,5"),
    "money": (field("money"), 125_050, "1250,5"),
    "date": (field("date"), "2031-06-30", "2031-06-30"),
    "choice": (field("choice", options=OPTIONS), "deux", "deux"),
    "multi_choice": (field("multi_choice", options=OPTIONS), ["un"], ["un"]),
    "boolean": (field("boolean"), False, "false"),
    "siren": (field("siren"), "200069532", "200069532"),
    "commune": (field("commune", max_items=3), ["14366", "62498"], "14366, 62498"),
    "geometry": (
        field("geometry", shapes=["polygon"]),
        SQUARE,
        "contour\n49.140000, 0.220000\n49.140000, 0.240000\n49.150000, 0.240000\n49.150000, 0.220000",
    ),
}


def form(*fields: dict[str, Any]) -> Form:
    return Form.model_validate_json(
        json.dumps({"basis": {"kind": "assumption", "why": label("Essai")}, "fields": list(fields)})
    )


def asked(one: Form, answers: dict[str, Any], **more: Any) -> list[r.Question]:
    return r.questions(one.fields, r.Material(answers=answers, **more))


def html_of(question: r.Question) -> str:
    class Draft:
        reference = "D-ESSAI"

    return render_to_string("dossiers/question.html", {"q": question, "dossier": Draft})


@pytest.mark.parametrize("kind", FIELDS)
def test_what_is_shown_comes_back_as_what_was_kept(kind: str) -> None:
    declared, value, expected = FIELDS[kind]
    one = form(declared)
    question = asked(one, {"q": value})[0]
    assert question.held == expected
    data = QueryDict(mutable=True)
    if isinstance(expected, list):
        data.setlist("q", expected)
        data["q:present"] = "1"
    else:
        data["q"] = expected.replace("\n", "\r\n")
    held = forms.posted(one.fields[0], "q", data)
    assert held is not None
    assert forms.fingerprint(held) == forms.fingerprint(question.held)


@pytest.mark.parametrize("kind", [*FIELDS, "file"])
def test_each_type_has_a_label_its_input_and_no_markup_of_its_answers(kind: str) -> None:
    declared, value, _held = FIELDS.get(kind, (field("file", formats=["pdf"]), None, ""))
    question = asked(form(declared), {"q": value})[0]
    html = html_of(question)
    assert "Question" in html
    assert 'id="f-q"' in html
    assert "<script>" not in html
    assert "style=" not in html
    if not question.is_set:
        assert '<label for="f-q"' in html
    else:
        assert "<legend" in html


def test_a_hostile_value_is_escaped_in_a_conflict_too() -> None:
    aside = r.Aside(
        1,
        is_mine=True,
        written_by=HOSTILE,
        written_at=None,
        value=HOSTILE,
        standing=HOSTILE,
        standing_by=HOSTILE,
        standing_at=NOW,
    )
    assert "<script>" not in render_to_string("dossiers/conflict.html", {"aside": aside})


def test_a_blank_is_not_no_and_not_zero() -> None:
    one = form(field("boolean"))
    html = html_of(asked(one, {})[0])
    assert html.index("checked") > html.index("f-q-vide")
    assert forms.raw(one.fields[0], "") is None
    assert forms.raw(form(field("integer")).fields[0], "0") == "0"


def test_english_reads_a_number_with_a_point() -> None:
    with translation.override("en"):
        assert asked(form(field("decimal")), {"q": "60.50"})[0].held == "60.5"


def test_a_condition_is_told_and_judged() -> None:
    one = form(
        {"id": "a", "type": "boolean", "label": label("A")},
        {**field("text"), "asked_if": {"field": "a", "is_one_of": [True]}},
    )
    hidden, shown = asked(one, {"a": False})[1], asked(one, {"a": True})[1]
    assert not hidden.is_asked
    assert shown.is_asked
    assert "«\u00a0oui\u00a0»" in hidden.condition
    assert 'data-asked-by="a"' in html_of(hidden)


def test_items_of_a_list_are_numbered_and_named_by_their_first_answer() -> None:
    one = form(
        {
            "id": "liste",
            "type": "list",
            "label": label("Liste"),
            "item": label("élément"),
            "fields": [{"id": "nom", "type": "text", "label": label("Nom")}],
        }
    )
    answers = {"liste.b": 1, "liste.a": 2, "liste.a.nom": HOSTILE}
    question = asked(one, answers)[0]
    assert [(item.number, item.path) for item in question.items] == [(1, "liste.b"), (2, "liste.a")]
    html = html_of(question)
    assert "add:liste" in html
    assert "remove:liste.a" in html
    assert "<script>" not in html


def test_a_drawn_surface_is_compared_with_the_one_stated() -> None:
    one = form(
        field("geometry", shapes=["polygon"]),
        {"id": "surface", "type": "decimal", "label": label("Surface"), "unit": label("ha")},
    )
    near, far = ({"q": SQUARE, "surface": value} for value in ("162.00", "60.00"))
    assert asked(one, near)[0].area == pytest.approx(161.8, abs=0.5)
    assert not asked(one, near)[0].area_differs
    assert asked(one, far)[0].area_differs


def test_questions_outside_groups_make_one_part_together() -> None:
    one = form(
        {"id": "g", "type": "group", "label": label("G"), "fields": [field("text")]},
        {"id": "a", "type": "text", "label": label("A")},
        {"id": "b", "type": "text", "label": label("B")},
    )
    assert [(part.id, len(part.fields)) for part in sections(one)] == [("g", 1), ("a", 2)]
