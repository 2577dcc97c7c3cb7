"""Setting a document as a PDF: from values alone, offline, with the fonts inside the typesetter."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from rebond.errors import RebondError
from rebond.texts import Lang, Text

TEMPLATE = Path(__file__).parent / "documents" / "dossier.typ"
Standard = Literal["ua-1"]
"""PDF/UA-1: a tagged document that a screen reader follows."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A question with its answer, or a fact with its value."""

    name: str
    value: str
    is_code: bool = False
    is_blank: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One heading with what stands under it; `rows` are files: name, format, size, digest."""

    title: str
    note: str = ""
    lines: tuple[str, ...] = ()
    pairs: tuple[Pair, ...] = ()
    head: tuple[str, str] = ("", "")
    rows: tuple[tuple[str, str, str, str], ...] = ()
    columns: tuple[str, str, str, str] = ("", "", "", "")


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document in one language."""

    lang: Lang
    kind: str
    title: str
    foot: str
    lead: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    words: dict[str, str] = field(default_factory=dict)


class DocumentUnwritable(RebondError):
    """The typesetter refuses a document."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            Text("Ce document ne peut pas être composé.", "This document cannot be typeset."),
            why=Text(reason, reason),
            cure=Text("Prévenez l’équipe nationale.", "Tell the national team."),
        )


PAGE, OF = Text("page", "page"), Text("sur", "of")


def typeset(
    document: Document, at: datetime, attached: tuple[str, str, bytes] | None = None
) -> bytes:
    """Return a PDF dated with a moment; `attached` is a JSON file inside it: name, description, bytes.

    Texts reach the typesetter as JSON values, never as its markup: nothing that an applicant writes is run.
    """
    import typst  # noqa: PLC0415 - a page without documents does not wait for it

    body: dict[str, Any] = asdict(document) | {
        "page": PAGE.of(document.lang),
        "of": OF.of(document.lang),
    }
    inputs = {"document": ""}
    if attached is not None:
        name, description, content = attached
        body["attached"] = {"name": name, "description": description}
        inputs["filed"] = content.decode()
    inputs["document"] = json.dumps(body, ensure_ascii=False)

    def compiled(standard: Standard | None) -> bytes:
        return typst.compile(
            TEMPLATE.read_bytes(),
            format="pdf",
            font_paths=typst.Fonts(include_system_fonts=False),
            sys_inputs=inputs,
            pdf_standards=standard,
            timestamp=at.replace(microsecond=0),  # typst counts whole seconds
        )

    try:
        return compiled("ua-1")
    except RuntimeError:
        # PDF/UA forbids a character that no font draws; such a text is shown with boxes, not refused.
        try:
            return compiled(None)
        except RuntimeError as error:
            raise DocumentUnwritable(str(error).splitlines()[0]) from error
