"""The reference page of the procedures, written from the law files: ``python -m rebond.procedure.reference``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from rebond.procedure.catalogue import list_procedures
from rebond.procedure.events import EventKind
from rebond.procedure.law_book import LawBook, shipped_law

if TYPE_CHECKING:
    from rebond.procedure.catalogue import ProcedureView, Statement, VersionView

HEAD = """# Procedures

Generated from `src/rebond/procedure/law/*.yaml` by `python -m rebond.procedure.reference`; a test compares the two.
Sources were read in part, on {read_on}: before a rule is used for a real case, check the article in force on
Légifrance for the date of the case. «\u202fNot established\u202f» means looked for and not found: any result that needs it says so.

How days are counted, and what is open, stands in [delays](../explanation/delays.md).
"""

FAMILIES = {"urbanisme": "Urbanism", "environnement": "Environment", "archeologie": "Archaeology"}


def reference_page(law: LawBook | None = None) -> str:
    """Return the page, in Markdown.

    Parameters
    ----------
    law : LawBook, optional

    Returns
    -------
    str
        One heading for each procedure and for each version, each statement in both languages.
    """
    book = law or shipped_law()
    parts = [HEAD.format(read_on=book.read_on)]
    family = ""
    for view in list_procedures(law=book):
        if view.family != family:
            family = view.family
            parts.append(f"## {FAMILIES[family]}\n")
        parts.append(_procedure(view))
    parts.append(_events())
    parts.append(_sources(book))
    return "\n".join(parts)


def _procedure(view: ProcedureView) -> str:
    lines = [f"### `{view.procedure}`\n", f"{view.title.fr} · {view.title.en}\n"]
    lines.append(_table(view.statements))
    lines += [_version(view, version) for version in view.versions]
    return "\n".join(lines)


def _version(view: ProcedureView, version: VersionView) -> str:
    title = "" if version.title is None else f"{version.title.fr} · {version.title.en}. "
    lines = [f"#### `{view.procedure}` {version.version}\n"]
    lines.append(f"{title}{version.period.fr} · {version.period.en}\n")
    lines.append(_table(version.statements))
    if version.circumstances:
        names = ", ".join(f"`{name}`" for name in version.circumstances)
        lines.append(f"Circumstances: {names}\n")
    return "\n".join(lines)


def _table(statements: tuple[Statement, ...]) -> str:
    rows = ["| | français | English | article | sources |", "|---|---|---|---|---|"]
    for item in statements:
        cells = (
            f"{item.label.fr} · {item.label.en}",
            item.value.fr,
            item.value.en,
            item.article or "",
            ", ".join(item.sources),
        )
        rows.append("| " + " | ".join(_plain(cell) for cell in cells) + " |")
    return "\n".join(rows) + "\n"


def _plain(text: str) -> str:
    """Return a text that Markdown shows as it stands: articles such as R*423-23 hold asterisks."""
    return text.replace("|", "\\|").replace("*", "\\*")


def _events() -> str:
    rows = ["## Events\n", "| event | français | English |", "|---|---|---|"]
    rows += [f"| `{kind.value}` | {kind.text.fr} | {kind.text.en} |" for kind in EventKind]
    return "\n".join(rows) + "\n"


def _sources(book: LawBook) -> str:
    rows = ["## Sources\n"]
    for source in book.sources.values():
        note = "" if source.note is None else f" — {source.note.en}"
        rows.append(f"- {source.id}: " + " ; ".join(f"<{url}>" for url in source.urls) + note)
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    sys.stdout.write(reference_page())
