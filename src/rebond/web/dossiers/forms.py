"""From what a browser sends to what `services.save_answer` takes, and what a page shows of a value.

A value is shown as one text, or as a list of texts; what comes back in the same shape is what was shown,
so that saving a whole part touches only what was changed.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from rebond.errors import BadInput
from rebond.texts import Text
from rebond.web.dossiers.rendering_shapes import geojson_of, read_text, shapes_of, text_of

Shown = str | list[str]
"""What stands in the inputs of one field."""

MANY = frozenset({"multi_choice"})
CODES = re.compile(r"[\s,;]*(\d[\dABab]\d{3}[\s,;]*)+")
LAST_VERSION = 2**31 - 1
"""What the database holds at most."""
MOST_DIGITS = 12
STATE = "etat"
"""Name of the hidden input that says which version of each answer was on the page."""


class NoFileSent(BadInput):
    """The form came without a file."""

    def __init__(self) -> None:
        super().__init__(
            Text("aucun fichier n’a été choisi", "no file was chosen"),
            cure=Text("Choisissez un fichier, puis joignez-le.", "Choose a file, then attach it."),
        )


class NothingAside(BadInput):
    """The value set aside is no longer there: somebody settled it."""

    def __init__(self) -> None:
        super().__init__(
            Text(
                "cette réponse n’attend plus de choix",
                "this answer no longer waits for a choice",
            ),
            why=Text(
                "Quelqu’un de votre organisation l’a faite entre-temps.",
                "Somebody of your organisation made it meanwhile.",
            ),
            cure=Text("Relisez la réponse qui reste.", "Read the answer that stands."),
        )


def shown(field: Any, value: Any, lang: str) -> Shown:  # noqa: PLR0911 - one line a type
    """Return what the inputs of a field hold for a stored value."""
    if field.type in MANY:
        return [str(one) for one in value or ()]
    if value is None:
        return ""
    if field.type == "boolean":
        return "true" if value else "false"
    if field.type == "commune":
        return ", ".join(str(one) for one in ([value] if isinstance(value, str) else value))
    if field.type == "geometry":
        return text_of(shapes_of(value), lang)
    if field.type == "money":
        return _number(f"{int(value) // 100}.{int(value) % 100:02d}", lang)
    if field.type == "decimal":
        return _number(str(value), lang)
    return str(value)


def _number(text: str, lang: str) -> str:
    """Write a number as one types it: no grouping, no zeros that say nothing."""
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(".", ",") if lang == "fr" else text


def posted(field: Any, path: str, data: QueryDict) -> Shown | None:
    """Return what a form sent for a field; None when the field was not on the page."""
    if field.type in MANY:
        return data.getlist(path) if f"{path}:present" in data else None
    text = data.get(path)
    return None if text is None else _lines(text)


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def fingerprint(held: Shown) -> str:
    """Return what tells two contents of a field apart."""
    text = json.dumps(_lines(held) if isinstance(held, str) else held, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def raw(field: Any, held: Any) -> Any:
    """Return what the service takes; a blank is None.

    Raises
    ------
    UnreadShapes, TooFewPositions
        When the coordinates of a geometry cannot be read.
    TypeError
        When communes are neither a text nor a list, which no page sends.
    """
    if field.type in MANY:
        return [str(one) for one in held] if isinstance(held, list) and held else None
    if isinstance(held, str):
        held = _lines(held)
    if held in ("", None):
        return None
    if field.type == "boolean":
        return {"true": True, "false": False}.get(str(held).lower(), held)
    if field.type == "commune":
        return _codes(held)
    if field.type == "geometry":
        return geojson_of(read_text(held)) if isinstance(held, str) else held
    return held


def _codes(held: Any) -> list[str]:
    """Part what was typed: names hold spaces, codes do not."""
    if not isinstance(held, str):
        if not isinstance(held, list):
            raise TypeError(type(held).__name__)
        return [str(one) for one in held]
    parts = re.split(r"[\s,;]+" if CODES.fullmatch(held) else r"[,;\n]+", held)
    return list(dict.fromkeys(part.strip() for part in parts if part.strip()))


def read_state(data: QueryDict) -> Mapping[str, tuple[int, str]]:
    """Return the version and the content of each answer that the page showed; nothing if it was altered."""
    try:
        state = json.loads(data.get(STATE, "{}"))
        return {
            str(path): (read_version(version), str(print_))
            for path, (version, print_) in state.items()
        }
    except (ValueError, TypeError, AttributeError, RecursionError):
        return {}


def read_version(sent: Any) -> int:
    """Return the version of an answer that a page sends; ValueError for what no answer can have."""
    version = int(sent) if isinstance(sent, str) and len(sent) < MOST_DIGITS else sent
    if type(version) is not int or not 0 <= version <= LAST_VERSION:
        raise ValueError(sent)
    return version
