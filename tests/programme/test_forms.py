"""Forms."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from pydantic import ValidationError

from rebond.programme.forms import FieldBase, Form, FormField, walk_fields

WORDS = {"fr": "x", "en": "x"}
BASIS = {"kind": "assumption", "why": WORDS}
OPTIONS = ({"id": "a", "label": WORDS}, {"id": "b", "label": WORDS})

EXTRA: dict[str, dict[str, Any]] = {
    "choice": {"options": OPTIONS},
    "multi_choice": {"options": OPTIONS},
    "file": {"formats": ("pdf",)},
    "geometry": {"shapes": ("point",)},
    "group": {"fields": ({"id": "in_group", "type": "text", "label": WORDS},)},
    "list": {"item": WORDS, "fields": ({"id": "in_list", "type": "text", "label": WORDS},)},
}
TYPES = [
    "text", "long_text", "integer", "decimal", "money", "date", "choice", "multi_choice", "boolean", "file",
    "geometry", "siren", "commune", "group", "list",
]  # fmt: skip


def form(*fields: dict[str, Any]) -> Form:
    """Read a form."""
    return Form.model_validate({"basis": BASIS, "fields": fields})


def test_the_types_of_field_are_those_listed() -> None:
    union = get_args(FormField)[0]
    assert [one.model_fields["type"].annotation.__args__[0] for one in get_args(union)] == TYPES
    assert all(issubclass(one, FieldBase) for one in get_args(union))


@pytest.mark.parametrize("kind", TYPES)
def test_a_field_of_each_type_is_read_and_is_required_unless_said(kind: str) -> None:
    (field,) = form({"id": "f", "type": kind, "label": WORDS, **EXTRA.get(kind, {})}).fields
    assert field.type == kind
    assert field.required is True
    assert field.is_personal is False
    assert field.is_public is False


@pytest.mark.parametrize("kind", sorted(EXTRA))
def test_a_field_without_what_its_type_needs_is_refused(kind: str) -> None:
    with pytest.raises(ValidationError):
        form({"id": "f", "type": kind, "label": WORDS})


def test_fields_inside_groups_and_lists_are_found() -> None:
    nested = form(
        {"id": "g", "type": "group", "label": WORDS, **EXTRA["group"]},
        {"id": "l", "type": "list", "label": WORDS, **EXTRA["list"]},
    )
    assert [one.id for one in walk_fields(nested.fields)] == ["g", "in_group", "l", "in_list"]
    assert nested.field("in_list").type == "text"
    assert nested.field("absent") is None


def test_a_form_without_fields_is_refused() -> None:
    with pytest.raises(ValidationError):
        form()
