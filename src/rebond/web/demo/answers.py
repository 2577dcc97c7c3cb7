"""Filling any form of a policy with answers that say they are fictitious."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from typing import Any

from pypdf import PdfWriter

from rebond.programme.forms import Form

ITEM = "demo"
SIREN_OF_NOBODY = "999999998"
"""Made up for the demonstration; its key is right, so that the form takes it."""


def fictitious_answers(
    form: Form, commune: str, point: tuple[float, float], given: Mapping[str, Any]
) -> dict[str, Any]:
    """Return an answer to every field that is asked, by path, in the order of the form."""
    return dict(_answers(form.fields, "", commune, point, given, {}))


def file_paths(form: Form) -> list[str]:
    """Return the paths of the required files that stand outside lists."""
    return [path for path, one in _walk(form.fields) if one.type == "file" and one.required]


def fictitious_pdf(title: str) -> bytes:
    """Return a small valid document of one empty page."""
    writer = PdfWriter()
    writer.add_blank_page(width=595, height=842)
    writer.add_metadata({"/Title": title})
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def _walk(fields: tuple[Any, ...]) -> Iterator[tuple[str, Any]]:
    for one in fields:
        if one.type == "group":
            yield from _walk(one.fields)
        elif one.type != "list":
            yield one.id, one


def _answers(
    fields: tuple[Any, ...],
    prefix: str,
    commune: str,
    point: tuple[float, float],
    given: Mapping[str, Any],
    said: dict[str, Any],
) -> Iterator[tuple[str, Any]]:
    for one in fields:
        asked_if = one.asked_if
        if asked_if is not None and said.get(asked_if.field) not in asked_if.is_one_of:
            continue
        if one.type == "group":
            yield from _answers(one.fields, prefix, commune, point, given, said)
        elif one.type == "list":
            if one.required or one.min_items:
                inner = f"{prefix}{one.id}.{ITEM}."
                yield from _answers(one.fields, inner, commune, point, given, {})
        elif one.id in given or (one.required and one.type != "file"):
            value = given[one.id] if one.id in given else _answer(one, commune, point)
            if value is not None:
                said[one.id] = value
                yield f"{prefix}{one.id}", value


def _answer(field: Any, commune: str, point: tuple[float, float]) -> Any:
    """Return a fictitious value of a field's type."""
    least = getattr(field, "minimum", None)
    return {
        "text": lambda: {
            "email": "personne@demonstration.invalid",
            "phone": "0199000000",
            "url": "https://demonstration.invalid/",
        }.get(getattr(field, "format", ""), "Réponse fictive"),
        "long_text": lambda: "Réponse fictive, écrite pour essayer le formulaire.",
        "integer": lambda: max(1, least or 0),
        "decimal": lambda: str(max(1, least or 0)),
        "money": lambda: max(100_000, field.minimum_cents),
        "date": lambda: str(field.earliest or "2032-01-15"),
        "choice": lambda: field.options[0].id,
        "multi_choice": lambda: [one.id for one in field.options[: max(1, field.min_items)]],
        "boolean": lambda: True,
        "geometry": lambda: {"type": "Point", "coordinates": list(point)},
        "siren": lambda: SIREN_OF_NOBODY,
        "commune": lambda: [commune],
    }[field.type]()
