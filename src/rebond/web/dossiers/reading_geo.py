"""Reading a GeoPackage, in a process of its own with little time and memory: a hostile file ends there.

Started by `judging_geo` as ``python -m rebond.web.dossiers.reading_geo <layers|geometry> <path>``; the answer
is one JSON object on the standard output: ``layers``, ``geometry``, or ``fault`` with its words.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rebond.sitefiles.geopackage import Refused, limit_process, look_inside
from rebond.texts import Text

MOST_FEATURES = 200
SECONDS = 8
MEMORY = 2 * 1024**3
WRITTEN = 1_000_000
"""Bytes that reading may leave on the disk: nothing but what a library logs."""


def limited() -> None:
    """Give this process little time and memory; the caller's clock stops it too."""
    limit_process(seconds=SECONDS, memory=MEMORY, written=WRITTEN)


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
