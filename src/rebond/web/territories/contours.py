"""Official contours, where this installation has them: read once, and left out when they cannot be read."""

from __future__ import annotations

import json
import logging
from functools import cache
from typing import Any

import shapely
from django.conf import settings

log = logging.getLogger(__name__)

TOLERANCE_DEGREES = 0.002
"""About two hundred metres: what the maps show, not what the file holds."""
DIGITS = 4


@cache
def official(name: str) -> tuple[dict[str, Any], ...]:
    """Return the features of ``<name>.geojson`` in the folder of contours, simplified; none without it."""
    path = settings.CONTOURS_FOLDER / f"{name}.geojson"
    if not name or not path.is_file():
        return ()
    try:
        features = json.loads(path.read_bytes())["features"]
        shapes = [shapely.geometry.shape(one["geometry"]) for one in features]
        named = [one["properties"] for one in features]
        return tuple(
            _feature(str(words["code"]), str(words["nom"]), shape)
            for words, shape in zip(named, shapes, strict=True)
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError, shapely.errors.ShapelyError):
        log.exception("contours that cannot be read are left out: %s", path)
        return ()


def _feature(code: str, name: str, shape: shapely.Geometry) -> dict[str, Any]:
    simple = shapely.simplify(shapely.make_valid(shape), TOLERANCE_DEGREES)
    parts = [one for one in shapely.get_parts(simple) if one.geom_type == "Polygon"]
    whole = shapely.transform(shapely.MultiPolygon(parts), lambda points: points.round(DIGITS))
    return {
        "type": "Feature",
        "properties": {"code": code, "name": name},
        "geometry": shapely.geometry.mapping(whole),
    }
