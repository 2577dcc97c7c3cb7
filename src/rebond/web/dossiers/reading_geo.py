"""Reading a GeoPackage, in a process of its own with little time and memory: a hostile file ends there.

Started by `judging_geo` as ``python -m rebond.web.dossiers.reading_geo <layers|geometry> <path>``; the answer
is one JSON object on the standard output: ``layers``, ``geometry``, or ``fault`` with its words.
"""

from __future__ import annotations

import json
import re
import resource
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from rebond.texts import Text

APPLICATION_IDS = {0x47504B47, 0x47503130, 0x47503131}
"""``GPKG``, and ``GP10`` and ``GP11`` of the first versions."""
MOST_TABLES = 500
MOST_FEATURES = 200
SECONDS = 8
MEMORY = 2 * 1024**3
WRITTEN = 1_000_000
"""Bytes that reading may leave on the disk: nothing but what a library logs."""
RTREE = re.compile(r'create virtual table (if not exists )?("[^"]+"|\w+) using rtree ?\(')
TRIGGER = re.compile(r"(rtree|gpkg|trigger)_")
"""Triggers of a GeoPackage's own index and counts; none can run, since nothing is written."""
HIDDEN = {2, 3}
"""Generated columns, in ``PRAGMA table_xinfo``."""
EXPRESSION = -2


class Refused(Exception):
    """What is wrong with the file, and what to do when it is not broken."""

    def __init__(self, fr: str, en: str, cure: Text | None = None) -> None:
        super().__init__(fr)
        self.what, self.cure = Text(fr, en), cure


def limited() -> None:
    """Give this process little time and memory; the caller's clock stops it too."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (WRITTEN, WRITTEN))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def look_inside(path: Path) -> None:
    """Refuse a database that is no GeoPackage, or whose schema could do more than hold rows."""
    with path.open("rb") as stream:
        stream.seek(68)
        number = int.from_bytes(stream.read(4), "big")
    if number not in APPLICATION_IDS:
        raise Refused("cette base n’est pas un GeoPackage", "this database is no GeoPackage")
    connection = sqlite3.connect(f"file:{quote(str(path))}?mode=ro&immutable=1", uri=True)
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


def layers_of(path: Path) -> list[str]:
    """Return the names of the layers that hold geometries."""
    import pyogrio  # noqa: PLC0415 - heavy, and of no use to what is refused before
    from pyogrio.errors import DataSourceError  # noqa: PLC0415

    try:
        return [str(name) for name, kind in pyogrio.list_layers(path) if kind is not None]
    except DataSourceError as error:
        raise Refused("la base est abîmée", "the database is damaged") from error


def geometry_of(path: Path) -> dict[str, Any]:
    """Return the places of the only layer as GeoJSON in WGS 84."""
    import pyogrio  # noqa: PLC0415
    import shapely  # noqa: PLC0415
    from pyogrio import raw  # noqa: PLC0415
    from pyogrio.errors import DataLayerError, DataSourceError  # noqa: PLC0415

    layers = layers_of(path)
    if len(layers) != 1:
        listed = ", ".join(layers[:8])
        raise Refused(
            f"il a {len(layers)} couches\u202f: {listed}.",
            f"it has {len(layers)} layers: {listed}.",
            Text("Exportez la seule couche voulue.", "Export the one layer that is meant."),
        )
    try:
        known = pyogrio.read_info(path, layer=layers[0])
        if not known["crs"]:
            raise Refused(
                "son système de coordonnées n’est pas dit", "its coordinate system is not said"
            )
        if known["features"] > MOST_FEATURES:
            raise Refused(
                f"il a {known['features']} objets, {MOST_FEATURES} au plus",
                f"it has {known['features']} features; at most {MOST_FEATURES}",
            )
        _, _, geometry, _ = raw.read(path, sql=_statement(known, layers[0]), sql_dialect="SQLITE")
    except (DataSourceError, DataLayerError, ValueError) as error:
        raise Refused("la couche ne se lit pas", "the layer cannot be read") from error
    read = [shapely.force_2d(one) for one in shapely.from_wkb(geometry) if one is not None]
    return {
        "type": "GeometryCollection",
        "geometries": [json.loads(shapely.to_geojson(one)) for one in read],
    }


def _statement(known: dict[str, Any], layer: str) -> str:
    """Return the query that reprojects a layer; names are quoted as SQL quotes them."""
    column, table = (
        '"' + name.replace('"', '""') + '"' for name in (known["geometry_name"] or "geom", layer)
    )
    return f"SELECT ST_Transform({column}, 4326) AS geom FROM {table}"  # noqa: S608 - quoted above


READERS: dict[str, Callable[[Path], Any]] = {"layers": layers_of, "geometry": geometry_of}


def answer(what: str, path: Path) -> dict[str, Any]:
    """Return the answer that goes back to the caller."""
    try:
        look_inside(path)
        return {what: READERS[what](path)}
    except Refused as refused:
        cure = refused.cure.as_json() if refused.cure else None
        return {"fault": refused.what.as_json(), "cure": cure}


def main() -> None:
    """Read what the command line names."""
    limited()
    sys.stdout.write(json.dumps(answer(sys.argv[1], Path(sys.argv[2]))))


if __name__ == "__main__":
    main()
