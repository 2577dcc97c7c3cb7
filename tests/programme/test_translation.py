"""What pydantic refused, in words."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from pydantic import ValidationError

from rebond.programme.errors import Problem, ProblemKind
from rebond.programme.grids import Grid
from rebond.programme.measures import Measure
from rebond.programme.translation import found_text, key_path, problems_of
from rebond.programme.yaml_source import read_yaml


def problems(text: str, model: type = Measure) -> dict[str, Problem]:
    """Read a text as a model and return its problems by key."""
    source = read_yaml(text.encode(), "a.yaml")
    with pytest.raises(ValidationError) as caught:
        model.model_validate(source.value)
    return {problem.key: problem for problem in problems_of(caught.value, model, source)}


def test_a_location_is_brought_back_to_the_keys_of_the_file() -> None:
    value = {"form": {"fields": ({"id": "a"},)}, "weights": {"a": (1, 2)}}
    assert key_path(("form", "fields", 0, "text", "label"), value, is_missing=True) == (
        "form",
        "fields",
        0,
        "label",
    )
    assert key_path(("weights", "(value)", "a", "low"), value, is_missing=False) == ("weights", "a")
    assert key_path(("form", "fields", 7), value, is_missing=False) == ("form", "fields")


@pytest.mark.parametrize(
    ("value", "english"),
    [
        (None, "nothing"),
        ({"a": 1, "b": 2}, "keys (a, b)"),
        ((1, 2, 3), "a list of 3"),
        (True, "“true”"),
        (Decimal("0.50"), "“0.50”"),
        (datetime.date(2031, 1, 2), "“2031-01-02”"),
        ("mot", "“mot”"),
    ],
)
def test_a_found_value_is_shown_as_it_is_written(value: object, english: str) -> None:
    assert found_text(value).en == english


def test_an_empty_file_is_told_to_hold_keys() -> None:
    (problem,) = problems("").values()
    assert problem.kind is ProblemKind.WRONG_TYPE
    assert problem.what.en == "nothing is not accepted"
    assert problem.allowed is not None
    assert problem.allowed.en == "keys"


def test_an_unknown_key_lists_those_that_may_stand_there_and_the_nearest() -> None:
    found = problems("id: a\nsummry: x\napplicants: {typs: [epci]}\n")
    assert "summary" in found["summry"].cure.en
    assert found["summry"].line == 2
    allowed = found["applicants.typs"].allowed
    assert allowed is not None
    assert allowed.en == "types, perimeters, note, sources"


def test_an_unknown_key_inside_a_choice_lists_the_keys_of_that_choice() -> None:
    text = """
fields:
  - {id: a, type: integer, label: {fr: a, en: b}, minimun: 3}
"""
    found = problems(
        f"form:\n  basis: {{kind: assumption, why: {{fr: a, en: b}}}}{text.replace(chr(10), chr(10) + '  ')}"
    )
    problem = found["form.fields[0].minimun"]
    assert problem.allowed is not None
    assert "minimum, maximum, unit" in problem.allowed.en
    assert "max_length" not in problem.allowed.en
    assert "“minimum”" in problem.cure.en


def test_unknown_written_as_a_word_is_told_how_to_be_written() -> None:
    found = problems("weights: unknown\n", Grid)
    assert "status: unknown" in found["weights"].cure.fr


def test_a_code_without_quotes_is_told_to_have_them() -> None:
    found = problems("id: 14\n")
    allowed = found["id"].allowed
    assert allowed is not None
    assert "guillemets" in allowed.fr


@pytest.mark.parametrize(
    ("text", "key", "kind"),
    [
        ("title: x\n", "title", ProblemKind.WRONG_TYPE),
        ("objectives: but\n", "objectives", ProblemKind.WRONG_TYPE),
        ("objectives: []\n", "objectives", ProblemKind.OUT_OF_RANGE),
        ("id: A b\n", "id", ProblemKind.BAD_FORMAT),
        ("gates: [{test: {kind: none}}]\n", "gates[0].test.kind", ProblemKind.NOT_ALLOWED),
        ("gates: [{test: {}}]\n", "gates[0].test.kind", ProblemKind.MISSING_KEY),
        ("gates: [{test: stated}]\n", "gates[0].test", ProblemKind.WRONG_TYPE),
        ("gates: [{eliminates: 3}]\n", "gates[0].eliminates", ProblemKind.WRONG_TYPE),
        (
            "gates: [{eliminates: {status: maybe}}]\n",
            "gates[0].eliminates.status",
            ProblemKind.NOT_ALLOWED,
        ),
        ("calendar: [{day: '2031-01-01'}]\n", "calendar[0].day", ProblemKind.WRONG_TYPE),
    ],
)
def test_each_refusal_has_its_kind_and_both_languages(
    text: str, key: str, kind: ProblemKind
) -> None:
    found = problems(text)[key]
    assert found.kind is kind
    assert found.message("fr") != found.message("en")
    assert "Input should" not in found.message("fr")
