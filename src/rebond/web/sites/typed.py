"""Values typed by hand, read by the same rules as those of a file."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from rebond.sitefiles.notes import Row
from rebond.sitefiles.tables import SOURCE_SUFFIX, TABLES
from rebond.web.sites.errors import ValuesRefused
from rebond.web.territories.places import atlas


def read_typed(table: str, cells: Mapping[str, Any], fields: Collection[str]) -> Row:
    """Return a row of cells as the engine reads it, the outline of a place among them.

    Only what is wrong with `fields` refuses it: the others are as the registry has them.

    Raises
    ------
    ValuesRefused
        With everything wrong.
    """
    from rebond.sitefiles import open_rows  # noqa: PLC0415

    declared = TABLES[table]
    names = [one.name for one in declared.fields]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "saisie.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(names)
            writer.writerow([_cell(cells.get(name)) for name in names])
        rows = list(open_rows(path, table=table, communes=atlas()))
    row = rows[0] if rows else Row(1, "", {})
    problems = [
        (note.field, note.words)
        for note in row.notes
        if note.severity == "refused" and note.field in fields
    ]
    if problems:
        raise ValuesRefused(problems)
    return row


def is_source(field: str) -> bool:
    """Whether a field says where another one comes from."""
    return field.endswith(SOURCE_SUFFIX)


def _cell(value: Any) -> str:
    return "" if value is None else str(value)
