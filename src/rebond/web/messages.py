"""Texts of the pages: found in the code, kept in English in one catalogue, compiled without gettext.

`python -m rebond.web.messages update` brings the catalogue up to date with the code;
`python -m rebond.web.messages compile` writes what Django reads.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from rebond import __version__

WEB = Path(__file__).parent
CATALOGUE = WEB / "locale" / "en" / "LC_MESSAGES" / "django.po"
COMPILED = CATALOGUE.with_suffix(".mo")

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)

KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
}


def sources() -> Iterator[Path]:
    """Yield the files whose texts are translated."""
    for path in sorted(WEB.rglob("*")):
        if "static" in path.parts or "__pycache__" in path.parts:
            continue
        if path.suffix in {".py", ".html", ".svg", ".txt"} and path.is_file():
            yield path


def extracted() -> Catalog:
    """Return every text of the pages; French is the language of the source."""
    catalogue = Catalog(
        locale="en",
        header_comment="# Texts of the pages of Rebond in English; French is the language of the source.",
        project="Rebond",
        version=__version__,
        charset="utf-8",
        # A date here would change the file at each update, whether a text changed or not.
        creation_date=EPOCH,
        revision_date=EPOCH,
        last_translator="Rebond maintainers",
        msgid_bugs_address="see CONTRIBUTING.md",
        language_team="en",
        fuzzy=False,
    )
    for path in sources():
        code = path.read_text(encoding="utf-8")
        if path.suffix != ".py":
            # What is not a text comes out as rows of letters; their indentation means nothing.
            code = "\n".join(line.strip() for line in templatize(code).splitlines())
        name = path.relative_to(WEB).as_posix()
        stream = io.BytesIO(code.encode())
        for _line, function, message, _comments in extract_python(
            stream, list(KEYWORDS), [], {"encoding": "utf-8"}
        ):
            _add(catalogue, function, message, name)
    return catalogue


def _add(catalogue: Catalog, function: str, message: object, name: str) -> None:
    parts = list(message) if isinstance(message, tuple) else [message]
    context = parts.pop(0) if "pgettext" in function else None
    texts = [part for part in parts if isinstance(part, str)]
    if not texts or (context is not None and not isinstance(context, str)):
        return
    identifier = (texts[0], texts[1]) if "ngettext" in function else texts[0]
    catalogue.add(identifier, locations=[(name, 0)], context=context)


def kept() -> Catalog:
    """Return the catalogue of the repository."""
    with CATALOGUE.open("rb") as stream:
        return read_po(stream, locale="en")


def update() -> None:
    """Bring the catalogue up to date: new texts come in empty, texts no longer used go."""
    known = {(m.id, m.context): m.string for m in kept()} if CATALOGUE.is_file() else {}
    catalogue = extracted()
    for message in catalogue:
        if message.id:
            message.string = known.get((message.id, message.context), message.string)
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    with CATALOGUE.open("wb") as stream:
        write_po(stream, catalogue, include_lineno=False, sort_output=True, width=0)


def faults() -> list[str]:
    """Return the texts of the pages that have no good English, and those that no page uses."""
    wanted = {(m.id, m.context) for m in extracted() if m.id}
    found = {(m.id, m.context): m for m in kept() if m.id}
    problems = [f"absent: {key[0]}" for key in sorted(wanted - found.keys(), key=str)]
    problems += [f"unused: {key[0]}" for key in sorted(found.keys() - wanted, key=str)]
    for message in found.values():
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        if message.fuzzy or not all(strings):
            problems.append(f"untranslated: {message.id}")
    return problems


def compile_catalogue() -> None:
    """Write the compiled catalogue beside its source."""
    with COMPILED.open("wb") as stream:
        write_mo(stream, kept())


def ensure_compiled() -> None:
    """Compile when the compiled catalogue is absent or older than its source."""
    if not COMPILED.exists() or COMPILED.stat().st_mtime < CATALOGUE.stat().st_mtime:
        compile_catalogue()


def main(arguments: list[str]) -> int:
    """Run `update` or `compile`."""
    actions = {"update": update, "compile": compile_catalogue}
    if len(arguments) != 1 or arguments[0] not in actions:
        sys.stderr.write("usage: python -m rebond.web.messages update|compile\n")
        return 2
    actions[arguments[0]]()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
