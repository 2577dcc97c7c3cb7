"""A tiny form for the tests of answers: every kind of field, a group, lists in lists, conditions."""

from __future__ import annotations

from typing import Any

from rebond.programme.forms import Form

BOTH = {"fr": "Question", "en": "Question"}


def field(name: str, kind: str = "text", **more: Any) -> dict[str, Any]:
    """Write a field."""
    return {"id": name, "type": kind, "label": {"fr": name, "en": name}, **more}


def options(*names: str) -> list[dict[str, Any]]:
    """Write choices."""
    return [{"id": name, "label": {"fr": name, "en": name}} for name in names]


def form(*fields: dict[str, Any]) -> Form:
    """Make a form."""
    basis = {"kind": "assumption", "why": BOTH}
    return Form.model_validate({"basis": basis, "fields": list(fields)}, strict=False)


def one(kind: str, **more: Any) -> Any:
    """Return a single field of a kind."""
    return form(field("champ", kind, **more)).fields[0]


NESTED = form(
    field(
        "site",
        "group",
        fields=[
            field("nom"),
            field("friche", "boolean"),
            field("passe", "long_text", asked_if={"field": "friche", "is_one_of": [True]}),
            field(
                "lots",
                "list",
                required=False,
                item={"fr": "lot", "en": "lot"},
                fields=[
                    field("lot_nom"),
                    field("vendu", "boolean", required=False),
                    field(
                        "acheteur",
                        is_personal=True,
                        asked_if={"field": "vendu", "is_one_of": [True]},
                    ),
                    field(
                        "actes",
                        "list",
                        required=False,
                        item={"fr": "acte", "en": "deed"},
                        fields=[field("acte_nom")],
                    ),
                ],
            ),
        ],
    ),
    field("contact", is_personal=True),
    field("slogan", required=False, is_public=True),
)
