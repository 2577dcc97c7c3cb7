"""GeoPackages: databases looked at read-only before a geographic library opens them, and geometries read from files."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import quote

from rebond.texts import Text
from rebond.web.dossiers.file_errors import BrokenFile, FileRefused

APPLICATION_IDS = {0x47504B47, 0x47503130, 0x47503131}
"""``GPKG``, and ``GP10`` and ``GP11`` of the first versions."""
MOST_TABLES = 500
MOST_FEATURES = 200
WGS84 = "EPSG:4326"


def judge_gpkg(path: Path) -> str:
    """Return ``gpkg`` for a GeoPackage with at least one layer of places."""
    _look_inside(path)
    if not _layers(path):
        raise _refused("il ne contient aucune couche", "it holds no layer")
    return "gpkg"


def _refused(fr: str, en: str) -> BrokenFile:
    return BrokenFile("gpkg", Text(fr, en))


def _look_inside(path: Path) -> None:
    """Refuse a database that is no GeoPackage, or whose schema could do more than hold rows."""
    with path.open("rb") as stream:
        stream.seek(68)
        number = int.from_bytes(stream.read(4), "big")
    if number not in APPLICATION_IDS:
        raise _refused("cette base n’est pas un GeoPackage", "this database is no GeoPackage")
    address = f"file:{quote(str(path))}?mode=ro&immutable=1"
    try:
        connection = sqlite3.connect(address, uri=True)
        try:
            rows = connection.execute(
                "SELECT type, sql FROM sqlite_master LIMIT ?", (MOST_TABLES + 1,)
            ).fetchall()
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise _refused("la base est abîmée", "the database is damaged") from error
    if len(rows) > MOST_TABLES:
        raise _refused("elle a trop de tables", "it has too many tables")
    for kind, sql in rows:
        written = " ".join((sql or "").lower().split())
        is_virtual = kind == "table" and written.startswith("create virtual table")
        if is_virtual and " using rtree" not in written:
            raise _refused("elle contient une table virtuelle", "it holds a virtual table")


def _layers(path: Path) -> list[str]:
    """Return the names of the layers that hold geometries."""
    import pyogrio  # noqa: PLC0415 - heavy, and of no use to most pages
    from pyogrio.errors import DataSourceError  # noqa: PLC0415

    try:
        return [str(name) for name, kind in pyogrio.list_layers(path) if kind is not None]
    except DataSourceError as error:
        raise _refused("la base est abîmée", "the database is damaged") from error


def geometry_of(path: Path, kind: str) -> dict[str, Any]:
    """Return the places of a GeoJSON or GeoPackage file as GeoJSON in WGS 84.

    A GeoPackage is reprojected from the system that it declares by the PROJ library inside GDAL. A GeoJSON
    file is in WGS 84 by definition (RFC 7946); the old ``crs`` key is obeyed when it says so, else refused.
    """
    if kind == "geojson":
        return _from_geojson(path)
    return _from_gpkg(path)


def _from_geojson(path: Path) -> dict[str, Any]:
    value = json.loads(path.read_text(encoding="utf-8-sig"))
    named = str(((value.get("crs") or {}).get("properties") or {}).get("name", ""))
    if named and not named.endswith(("CRS84", "EPSG::4326", "EPSG:4326")):
        raise FileRefused(
            Text(f"ce fichier est en {named}.", f"this file is in {named}."),
            Text(
                "Exportez-le en WGS 84 (EPSG:4326), ou donnez un GeoPackage\u202f: il sera reprojeté.",
                "Export it in WGS 84 (EPSG:4326), or give a GeoPackage: it will be reprojected.",
            ),
        )
    found: dict[str, Any] = value
    return found


def _from_gpkg(path: Path) -> dict[str, Any]:
    import pyogrio  # noqa: PLC0415
    import shapely  # noqa: PLC0415
    from pyogrio import raw  # noqa: PLC0415
    from pyogrio.errors import DataLayerError, DataSourceError  # noqa: PLC0415

    layers = _layers(path)
    if len(layers) != 1:
        listed = ", ".join(layers[:8])
        raise FileRefused(
            Text(
                f"il a {len(layers)} couches\u202f: {listed}.",
                f"it has {len(layers)} layers: {listed}.",
            ),
            Text("Exportez la seule couche voulue.", "Export the one layer that is meant."),
        )
    try:
        known = pyogrio.read_info(path, layer=layers[0])
        if not known["crs"]:
            raise _refused(
                "son système de coordonnées n’est pas dit", "its coordinate system is not said"
            )
        if known["features"] > MOST_FEATURES:
            raise _refused(
                f"il a {known['features']} objets, {MOST_FEATURES} au plus",
                f"it has {known['features']} features; at most {MOST_FEATURES}",
            )
        _, _, geometry, _ = raw.read(path, sql=_statement(known, layers[0]), sql_dialect="SQLITE")
    except (DataSourceError, DataLayerError, ValueError) as error:
        raise _refused("la couche ne se lit pas", "the layer cannot be read") from error
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
