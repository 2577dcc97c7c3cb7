"""Where names stand on the maps: a point inside each unit, and the larger towns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import shapely

from rebond.web.territories.places import atlas

LEAST_INHABITANTS = 15_000
DIGITS = 3
NAME_TOLERANCE = 0.02
"""How close to the middle of a unit its name has to stand, in degrees."""


def name_point(feature: dict[str, Any]) -> dict[str, Any]:
    """Return the point of the largest part of a unit that is farthest from its border."""
    parts = [shapely.Polygon(rings[0]) for rings in feature["geometry"]["coordinates"]]
    largest = max(parts, key=lambda part: part.area)
    middle = shapely.maximum_inscribed_circle(largest, NAME_TOLERANCE).coords[0]
    return {
        "type": "Feature",
        "properties": feature["properties"],
        "geometry": {"type": "Point", "coordinates": [round(c, DIGITS) for c in middle]},
    }


def towns() -> Iterator[dict[str, Any]]:
    """Return the towns by which a reader finds his way, the largest first."""
    communes = atlas().communes
    known = np.nan_to_num(communes.population, nan=0) >= LEAST_INHABITANTS
    placed = ~np.isnan(communes.lon)
    rows = np.flatnonzero(known & placed)
    for row in rows[np.argsort(-communes.population[rows], kind="stable")]:
        yield {
            "type": "Feature",
            "properties": {
                "name": str(communes.name[row]),
                "rank": -int(communes.population[row]),
            },
            "geometry": {
                "type": "Point",
                "coordinates": [float(communes.lon[row]), float(communes.lat[row])],
            },
        }
