"""What a form must not contradict."""

from __future__ import annotations

from typing import Any

import pytest

from rebond.programme.errors import ProblemKind
from rebond.programme.form_checks import DEEPEST, form_complaints

from .test_forms import OPTIONS, WORDS, form


def field(name: str, kind: str = "text", **more: Any) -> dict[str, Any]:
    """Write a field."""
    return {"id": name, "type": kind, "label": WORDS, **more}


def asked_if(name: str, *values: object) -> dict[str, Any]:
    """Write a condition."""
    return {"asked_if": {"field": name, "is_one_of": values}}


def found(*fields: dict[str, Any]) -> list[tuple[ProblemKind, tuple[str | int, ...]]]:
    """Return the kind and place of each complaint."""
    return [(one.kind, one.at) for one in form_complaints(form(*fields), ("form",))]


def test_a_sound_form_has_no_complaint() -> None:
    assert (
        found(
            field("a", "boolean"),
            field("b", **asked_if("a", True)),
            field("c", "choice", options=OPTIONS),
            field("d", **asked_if("c", "a", "b")),
            field("e", "integer", minimum=1, maximum=1),
        )
        == []
    )


def test_the_same_id_in_a_group_is_told_at_its_second_place() -> None:
    group = field("g", "group", fields=(field("a"),))
    assert found(field("a"), group) == [
        (ProblemKind.DUPLICATE_ID, ("form", "fields", 1, "fields", 0, "id"))
    ]


@pytest.mark.parametrize(
    "crossed",
    [
        field("a", "integer", minimum=3, maximum=2),
        field("a", "decimal", minimum=3, maximum=2),
        field("a", "money", minimum_cents=3, maximum_cents=2),
        field("a", "multi_choice", options=OPTIONS, min_items=2, max_items=1),
        field("a", "list", item=WORDS, fields=(field("b"),), min_items=3, max_items=2),
    ],
)
def test_bounds_that_cross_are_told(crossed: dict[str, Any]) -> None:
    ((kind, at),) = found(crossed)
    assert kind is ProblemKind.OUT_OF_RANGE
    assert str(at[-1]).startswith("max")


def test_options_with_the_same_id_are_told() -> None:
    assert found(field("a", "choice", options=(OPTIONS[0], OPTIONS[0]))) == [
        (ProblemKind.DUPLICATE_ID, ("form", "fields", 0, "options", 1, "id"))
    ]


@pytest.mark.parametrize("name", ["absent", "text", "later", "b"])
def test_a_condition_looks_at_a_choice_that_stands_before(name: str) -> None:
    fields = (field("text"), field("b", **asked_if(name, True)), field("later", "boolean"))
    assert found(*fields) == [
        (ProblemKind.UNKNOWN_REFERENCE, ("form", "fields", 1, "asked_if", "field"))
    ]


def test_a_condition_names_answers_that_exist() -> None:
    fields = (field("c", "choice", options=OPTIONS), field("d", **asked_if("c", "a", "z")))
    assert found(*fields) == [
        (ProblemKind.UNKNOWN_REFERENCE, ("form", "fields", 1, "asked_if", "is_one_of", 1))
    ]
    assert len(found(field("a", "boolean"), field("b", **asked_if("a", "true")))) == 1


def test_fields_stand_at_most_at_the_deepest_level() -> None:
    deep = field("leaf")
    for level in range(DEEPEST - 1):
        deep = field(f"g{level}", "group", fields=(deep,))
    assert found(deep) == []
    assert [kind for kind, _ in found(field("top", "group", fields=(deep,)))] == [
        ProblemKind.TOO_DEEP
    ]
