"""Outlines made canonical: 7 decimals, valid, the area kept."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from rebond.sitefiles.notes import Remark
from rebond.sitefiles.shape_texts import Parsed, Shapes
from rebond.texts import Text, number

DECIMALS = 7
GRID = 1e-7
KEPT = 0.01
"""Share of the area that a repair may change."""
METRES_PER_DEGREE = 111_195.0
SQUARE_METRES_PER_HECTARE = 10_000.0
LEAST_M2 = 1.0
SURFACE = 2
"""Dimensions of an outline."""

_TOO_DIFFERENT = Text(
    "son contour se croise, et le réparer changerait la surface ({found} → {used} ha)",
    "its outline crosses itself, and repairing would change the area ({found} → {used} ha)",
)
_COLLAPSED = Text("son contour n’a pas de surface", "its outline has no area")


def rounded(shapes: Shapes) -> Shapes:
    """Return places with 7 decimals (about a centimetre), without negative zeros."""
    found: Shapes = shapely.transform(shapes, lambda points: np.round(points, DECIMALS) + 0.0)
    return found


def areas_m2(shapes: Shapes) -> NDArray[np.float64]:
    """Return areas in square metres of places in degrees, to about half a per cent.

    Parameters
    ----------
    shapes : array of geometries in degrees; None counts 0
    """
    boxes = shapely.bounds(shapes)
    middle = np.radians(np.nan_to_num((boxes[:, 1] + boxes[:, 3]) / 2))
    found: NDArray[np.float64] = (
        np.nan_to_num(shapely.area(shapes)) * METRES_PER_DEGREE**2 * np.cos(middle)
    )
    return found


def settle(parsed: Parsed) -> None:
    """Make places canonical; drop, with the reason, outlines that cannot be repaired.

    Parameters
    ----------
    parsed : Parsed
        In degrees; changed in place.
    """
    original = parsed.shapes
    parsed.shapes = rounded(original)
    is_valid = shapely.is_valid(parsed.shapes) | shapely.is_missing(parsed.shapes)
    for place in np.flatnonzero(~is_valid):
        _repair(parsed, int(place), original[place])
    has_area = shapely.get_dimensions(parsed.shapes) == SURFACE
    for place in np.flatnonzero(has_area & (areas_m2(parsed.shapes) < LEAST_M2)):
        parsed.fail(int(place), _COLLAPSED)


def _repair(parsed: Parsed, place: int, original: Any) -> None:
    before = _area(original)
    valid = (
        original
        if original.is_valid
        else shapely.make_valid(original, method="structure", keep_collapsed=False)
    )
    snapped = shapely.set_precision(_polygons(valid), GRID)
    repaired = rounded(np.array([_polygons(snapped)], dtype=object))[0]
    after = _area(repaired)
    if after < LEAST_M2 or not repaired.is_valid:
        parsed.fail(place, _COLLAPSED)
        return
    figures = {"found": _hectares(before), "used": _hectares(after)}
    if abs(after - before) > KEPT * max(before, after):
        parsed.fail(place, _TOO_DIFFERENT.filled(**figures))
        return
    parsed.shapes[place] = repaired
    if not original.is_valid:
        more = tuple(figures.items())
        parsed.say(place, Remark("corrected", "shape-repaired", "", "", more))


def _area(shape: Any) -> float:
    return float(areas_m2(np.array([shape], dtype=object))[0])


def _hectares(square_metres: float) -> Text:
    value = square_metres / SQUARE_METRES_PER_HECTARE
    return Text(number(value, "fr", digits=2), number(value, "en", digits=2))


def _polygons(shape: Any) -> Any:
    """Return the polygons of a shape, as one polygon where there is only one."""
    parts = [
        polygon
        for part in shapely.get_parts(shape)
        for polygon in shapely.get_parts(part)
        if polygon.geom_type == "Polygon" and not polygon.is_empty
    ]
    if not parts:
        return shapely.Polygon()
    return parts[0] if len(parts) == 1 else shapely.multipolygons(parts)
