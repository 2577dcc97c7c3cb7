"""Looking into a GeoPackage without letting it do anything: a database that holds rows and nothing else."""

from __future__ import annotations

import re
import resource
import sqlite3
from pathlib import Path
from urllib.parse import quote

from rebond.texts import Text

APPLICATION_IDS = {0x47504B47, 0x47503130, 0x47503131}
"""``GPKG``, and ``GP10`` and ``GP11`` of the first versions."""
MOST_TABLES = 500
RTREE = re.compile(r'create virtual table (if not exists )?("[^"]+"|\w+) using rtree ?\(')
TRIGGER = re.compile(r"(rtree|gpkg|trigger)_")
"""Triggers of a GeoPackage's own index and counts; none can run, since nothing is written."""
HIDDEN = {2, 3}
"""Generated columns, in ``PRAGMA table_xinfo``."""
EXPRESSION = -2


class Refused(Exception):
    """What is wrong with the file, and what to do when it is not broken.

    Parameters
    ----------
    fr, en : str
    cure : Text, optional
    """

    def __init__(self, fr: str, en: str, cure: Text | None = None) -> None:
        super().__init__(fr)
        self.what, self.cure = Text(fr, en), cure


def limit_process(*, seconds: int, memory: int, written: int) -> None:
    """Give this process little time, memory and room; the caller's clock stops it too.

    Parameters
    ----------
    seconds : int
        Of computing.
    memory, written : int
        Bytes.
    """
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (written, written))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def open_readonly(path: Path) -> sqlite3.Connection:
    """Open a database that nothing can change; no journal beside it is read."""
    connection = sqlite3.connect(f"file:{quote(str(path))}?mode=ro&immutable=1", uri=True)
    connection.execute("PRAGMA trusted_schema = OFF")
    return connection


def look_inside(path: Path) -> None:
    """Refuse a database that is no GeoPackage, or whose schema could do more than hold rows.

    Raises
    ------
    Refused
    """
    with path.open("rb") as stream:
        stream.seek(68)
        number = int.from_bytes(stream.read(4), "big")
    if number not in APPLICATION_IDS:
        raise Refused("cette base n’est pas un GeoPackage", "this database is no GeoPackage")
    connection = open_readonly(path)
    try:
        rows = connection.execute(
            "SELECT type, name, sql FROM sqlite_master LIMIT ?", (MOST_TABLES * 8 + 1,)
        ).fetchall()
        if len(rows) > MOST_TABLES * 8 or sum(row[0] == "table" for row in rows) > MOST_TABLES:
            raise Refused("elle a trop de tables", "it has too many tables")
        for kind, name, sql in rows:
            _look_at(connection, kind, str(name), " ".join((sql or "").lower().split()))
        tables = {name for kind, name, _sql in rows if kind == "table"}
        layers = connection.execute("SELECT table_name FROM gpkg_contents").fetchall()
    except sqlite3.Error as error:
        raise Refused("la base est abîmée", "the database is damaged") from error
    finally:
        connection.close()
    if any(name not in tables for (name,) in layers):
        raise Refused("une couche n’est pas une table", "a layer is not a table")


def _look_at(connection: sqlite3.Connection, kind: str, name: str, sql: str) -> None:
    if kind == "view":
        raise Refused("elle contient une vue", "it holds a view")
    if kind == "trigger" and not TRIGGER.match(name.lower()):
        raise Refused("elle contient un déclencheur", "it holds a trigger")
    if kind == "table":
        if sql.startswith("create virtual table"):
            if not RTREE.match(sql):
                raise Refused("elle contient une table virtuelle", "it holds a virtual table")
            return
        columns = connection.execute("SELECT hidden FROM pragma_table_xinfo(?)", (name,))
        if any(hidden in HIDDEN for (hidden,) in columns):
            raise Refused("une colonne y est calculée", "a column is computed in it")
    if kind == "index":
        parts = connection.execute("SELECT cid FROM pragma_index_xinfo(?)", (name,))
        if any(part == EXPRESSION for (part,) in parts) or re.search(r"\)\s*where\b", sql):
            raise Refused("un index y est calculé", "an index is computed in it")
