"""The lists of `docs/reference/site-files.md`, written from the tables: ``python -m rebond.sitefiles.reference``."""

from __future__ import annotations

import sys
from pathlib import Path

from rebond.sitefiles.phrases import PHRASES
from rebond.sitefiles.tables import TABLES, Field, Table

BEGIN, END = "<!-- begin: generated -->", "<!-- end: generated -->"


def reference() -> str:
    """Return the generated part of the page, in Markdown."""
    parts = [_table(table) for table in TABLES.values()]
    parts.append(_remarks())
    return "\n".join(parts)


def with_reference(page: str) -> str:
    """Return a page with its generated part written again.

    Raises
    ------
    ValueError
        When the page has no place for it.
    """
    before, _, rest = page.partition(BEGIN)
    _, found, after = rest.partition(END)
    if not found:
        raise ValueError(f"no {BEGIN} … {END} in the page")
    return f"{before}{BEGIN}\n\n{reference()}\n{END}{after}"


def _table(table: Table) -> str:
    links = "; ".join(f"`{one.field}` → `{one.table}`" for one in table.links) or "none"
    lines = [
        f"### {table.id}",
        "",
        f"{table.title.en}: {table.row.en}. {table.standard} {table.version}; identifier `{table.identifier}`; links: {links}.",
        "",
        "| field | meaning | type | required | group | values |",
        "|---|---|---|---|---|---|",
    ]
    return "\n".join([*lines, *(_row(one) for one in table.fields), ""])


def _row(field: Field) -> str:
    unit = f", {field.unit}" if field.unit else ""
    required = "yes" if field.required else ""
    meaning = field.title.en
    if field.description.en.rstrip(".").casefold() != meaning.casefold():
        meaning = f"{meaning}. {field.description.en}"
    values = ""
    if field.choices:
        values = " · ".join(field.choices) + (
            "" if field.is_enforced else " (kept with a warning otherwise)"
        )
    elif field.pattern and field.kind:
        values = field.kind
    cells = (f"`{field.name}`", meaning, f"{field.type}{unit}", required, field.group, values)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _remarks() -> str:
    lines = ["### Remarks by code", "", "| code | words |", "|---|---|"]
    lines += [
        f"| `{code}` | {phrase.en.replace('|', chr(92) + '|')} |"
        for code, phrase in PHRASES.items()
    ]
    return "\n".join([*lines, ""])


def main() -> None:
    """Write the page that the command line names."""
    path = Path(sys.argv[1])
    path.write_text(with_reference(path.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
