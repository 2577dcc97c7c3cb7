"""The cells of the communes of a département, for maps close to the ground."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import shapely

from rebond.web.territories.places import atlas
from rebond.web.theme.datasets import snapshot

MARGIN_DEGREES = 0.4
DIGITS = 4
"""Centres this far around the département bound its cells too."""


def communes_of(departement: str) -> Iterator[dict[str, Any]]:
    """Return the cell of each commune of a département, cut along the drawn département, and its name.

    Cells are those of the centres of communes, as in the drawn ground: no border of them is exact.
    """
    communes = atlas().communes
    own = communes.departement == departement
    placed = ~np.isnan(communes.lon)
    if not (own & placed).any():
        return
    west, east = communes.lon[own & placed].min(), communes.lon[own & placed].max()
    south, north = communes.lat[own & placed].min(), communes.lat[own & placed].max()
    near = np.flatnonzero(
        placed
        & (abs(communes.lon - (west + east) / 2) < (east - west) / 2 + MARGIN_DEGREES)
        & (abs(communes.lat - (south + north) / 2) < (north - south) / 2 + MARGIN_DEGREES)
    )
    stretch = float(np.cos(np.radians((south + north) / 2)))
    points = shapely.points(communes.lon[near] * stretch, communes.lat[near])
    ground = _ground(departement, stretch)
    faces = shapely.get_parts(
        shapely.voronoi_polygons(shapely.multipoints(points), extend_to=ground)
    )
    holder = shapely.STRtree(faces).query(points, predicate="intersects")
    for point, face in zip(*holder, strict=True):
        row = near[point]
        if communes.departement[row] != departement:
            continue
        shape = shapely.intersection(faces[face], ground)
        name = {"code": str(communes.code[row]), "name": str(communes.name[row])}
        for part in shapely.get_parts(shape):
            if part.geom_type == "Polygon" and not part.is_empty:
                yield _feature(name, "Polygon", [_ring(part.exterior.coords, stretch)])
        centre = [round(float(communes.lon[row]), DIGITS), round(float(communes.lat[row]), DIGITS)]
        yield _feature(name, "Point", centre)


def _ground(departement: str, stretch: float) -> shapely.Geometry:
    for unit in snapshot().basemap()["layers"]["departement"]:
        if unit["code"] == departement:
            parts = [
                shapely.Polygon([(lon * stretch, lat) for lon, lat in rings[0]])
                for rings in unit["coordinates"]
            ]
            return shapely.make_valid(shapely.union_all(parts))
    return shapely.box(-180, -90, 180, 90)


def _ring(coords: Any, stretch: float) -> list[list[float]]:
    return [[round(x / stretch, DIGITS), round(y, DIGITS)] for x, y in coords]


def _feature(properties: dict[str, str], kind: str, coordinates: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": kind, "coordinates": coordinates},
    }
