"""Reading the rows of a GeoPackage, in a process of its own with little time and memory.

Started by `gpkg_reading` as ``python -m rebond.sitefiles.gpkg_rows <path> <seconds> [layer]``. Lines of JSON go
to the standard output: first ``layers`` with their columns, systems and counts, or ``fault``; then, when a
layer is named, lists of rows, places as hexadecimal WKB.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rebond.sitefiles.geopackage import Refused, limit_process, look_inside, open_readonly

MEMORY = 2 * 1024**3
WRITTEN = 1_000_000
BATCH = 500
ENVELOPES = (0, 32, 48, 48, 64)
"""Bytes of the envelope after the header, by its code."""
HEADER = 8


def layers_of(connection: sqlite3.Connection) -> list[dict[str, Any]]:
    """Return the layers that hold rows: name, column of places, system, columns, count."""
    geometries = {
        table: (column, srs)
        for table, column, srs in connection.execute(
            "SELECT table_name, column_name, srs_id FROM gpkg_geometry_columns"
        )
    }
    systems = {
        srs: f"{str(body).upper()}:{number}"
        for srs, body, number in connection.execute(
            "SELECT srs_id, organization, organization_coordsys_id FROM gpkg_spatial_ref_sys"
        )
    }
    layers = []
    contents = "SELECT table_name FROM gpkg_contents WHERE data_type IN ('features', 'attributes')"
    for (name,) in connection.execute(contents).fetchall():
        column, srs = geometries.get(name, (None, None))
        names = [row[1] for row in connection.execute(f"PRAGMA table_info({quoted(name)})")]
        count = connection.execute(f"SELECT count(*) FROM {quoted(name)}").fetchone()[0]  # noqa: S608 - quoted
        layers.append(
            {
                "name": name,
                "geometry": column,
                "system": systems.get(srs) if srs and srs > 0 else None,
                "columns": [one for one in names if one != column],
                "count": count,
            }
        )
    return layers


def rows_of(connection: sqlite3.Connection, layer: dict[str, Any]) -> Iterator[list[list[Any]]]:
    """Yield batches of rows: the place, then the cells."""
    names = [layer["geometry"]] if layer["geometry"] else []
    listed = ", ".join(quoted(name) for name in [*names, *layer["columns"]])
    cursor = connection.execute(f"SELECT {listed} FROM {quoted(layer['name'])} ORDER BY rowid")  # noqa: S608 - quoted
    while batch := cursor.fetchmany(BATCH):
        yield [
            [place_of(row[0]) if names else None, *map(cell_of, row[len(names) :])] for row in batch
        ]


def place_of(blob: Any) -> str | None:
    """Return the hexadecimal WKB inside a GeoPackage geometry; empty text for what is none.

    Examples
    --------
    >>> place_of(b"GP" + bytes([0, 1]) + bytes(4) + b"wkb").__len__()
    6
    """
    if blob is None:
        return None
    if not isinstance(blob, bytes) or blob[:2] != b"GP" or len(blob) < HEADER:
        return ""
    if blob[3] & 0x10:  # an empty geometry
        return None
    envelope = (blob[3] >> 1) & 0x07
    if envelope >= len(ENVELOPES):
        return ""
    return blob[HEADER + ENVELOPES[envelope] :].hex()


def cell_of(value: Any) -> Any:
    """Return a cell that JSON can carry; bytes are no cell."""
    return None if isinstance(value, bytes) else value


def quoted(name: str) -> str:
    """Return a name as SQL quotes it."""
    return '"' + name.replace('"', '""') + '"'


def answer(path: Path, wanted: str | None) -> Iterator[Any]:
    """Yield what goes back to the caller."""
    try:
        look_inside(path)
        connection = open_readonly(path)
        connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
        layers = layers_of(connection)
        yield {"layers": layers}
        for layer in layers:
            if layer["name"] == wanted:
                yield from rows_of(connection, layer)
        yield {"end": True}
    except Refused as refused:
        yield {"fault": refused.what.as_json()}
    except sqlite3.Error:
        yield {"fault": {"fr": "la base est abîmée", "en": "the database is damaged"}}


def main() -> None:
    """Read what the command line names."""
    path, seconds, *wanted = sys.argv[1:]
    limit_process(seconds=int(seconds), memory=MEMORY, written=WRITTEN)
    for line in answer(Path(path), wanted[0] if wanted else None):
        sys.stdout.write(json.dumps(line) + "\n")


if __name__ == "__main__":
    main()
