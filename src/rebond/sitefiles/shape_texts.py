"""Places as files write them: GeoJSON, WKT, «lon, lat», WKB; rings closed, kinds checked; and back to text."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.errors import GEOSException, ShapelyError

from rebond.sitefiles.notes import Remark
from rebond.sitefiles.tables import Type
from rebond.texts import Text

Shapes = NDArray[np.object_]
_PAIR = re.compile(
    r"\s*[\[(]?\s*(-?\d+(?:\.\d+)?)\s*[,; ]\s*(-?\d+(?:\.\d+)?)\s*[\])]?\s*", re.ASCII
)
_COMMA_PAIR = re.compile(r"\s*(-?\d+),(\d+)\s*[,; ]\s*(-?\d+),(\d+)\s*", re.ASCII)
_SRID = re.compile(r"SRID=\d+;", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z]+\s*(?:Z|M|ZM)?\s*\(", re.IGNORECASE)
NEAR = 0.01
"""A ring whose ends are nearer than this share of its extent ends where it starts."""
FEWEST = 3

_UNREADABLE = Text("le texte n’est ni du GeoJSON ni du WKT", "the text is neither GeoJSON nor WKT")
_ELIDED = Text("des points sont remplacés par « … »", "points are replaced by “…”")
_FEW = Text("un contour a moins de trois points", "a ring has fewer than three points")
_NOT_NUMBERS = Text("des coordonnées ne sont pas des nombres", "some coordinates are not numbers")
_SEVERAL = Text("plusieurs objets dans une seule cellule", "several features in one cell")
NAMES = {
    "Point": Text("un point", "a point"),
    "MultiPoint": Text("des points", "points"),
    "Polygon": Text("un polygone", "a polygon"),
    "MultiPolygon": Text("des polygones", "polygons"),
}


@dataclass
class Parsed:
    """The places of some cells.

    Parameters
    ----------
    shapes : array of shapely geometries, None where there is none
    remarks : dict of int to list of Remark
        By place in `shapes`.
    faults : dict of int to Text
        Why a cell that is not empty has no place.
    """

    shapes: Shapes
    remarks: dict[int, list[Remark]] = field(default_factory=dict)
    faults: dict[int, Text] = field(default_factory=dict)

    def say(self, place: int, remark: Remark) -> None:
        """Add a remark."""
        self.remarks.setdefault(place, []).append(remark)

    def fail(self, place: int, why: Text) -> None:
        """Drop a place and keep why."""
        self.shapes[place] = None
        self.faults.setdefault(place, why)


class _Unusable(Exception):
    """Why a text gives no place."""

    def __init__(self, why: Text) -> None:
        super().__init__(why.en)
        self.why = why


def parse(cells: Sequence[str | bytes | None], form: Type) -> Parsed:
    """Return the places of cells.

    Parameters
    ----------
    cells : sequence of str, bytes or None
        Text in `form` or another form that is recognised, WKB, or nothing.
    form : {"geojson", "wkt", "geopoint"}
    """
    parsed = Parsed(np.full(len(cells), None, dtype=object))
    texts = [cell if isinstance(cell, str) and cell else None for cell in cells]
    if form == "geojson":
        parsed.shapes = shapely.from_geojson(np.array(texts, dtype=object), on_invalid="ignore")
    elif form == "wkt":
        parsed.shapes = shapely.from_wkt(np.array(texts, dtype=object), on_invalid="ignore")
    else:
        _read_pairs(parsed, texts)
    binary = [place for place, cell in enumerate(cells) if isinstance(cell, bytes)]
    if binary:
        blobs = np.array([cells[place] for place in binary], dtype=object)
        parsed.shapes[binary] = shapely.from_wkb(blobs, on_invalid="ignore")
    for place in np.flatnonzero(
        shapely.is_missing(parsed.shapes) | shapely.is_empty(parsed.shapes)
    ):
        cell = cells[int(place)]
        if cell:
            _slowly(parsed, int(place), cell, form)
    return parsed


def _read_pairs(parsed: Parsed, texts: Sequence[str | None]) -> None:
    """Read the cells that are «lon, lat»; the others are left for a slower look."""
    places, points = [], []
    for place, text in enumerate(texts):
        pair = _PAIR.fullmatch(text) if text else None
        if pair:
            places.append(place)
            points.append((float(pair[1]), float(pair[2])))
    if places:
        parsed.shapes[places] = shapely.points(np.array(points))


def _slowly(parsed: Parsed, place: int, cell: str | bytes, form: Type) -> None:
    """Read a cell that is not quite what its form says."""
    if isinstance(cell, bytes):
        parsed.fail(place, Text("elle est abîmée", "it is damaged"))
        return
    try:
        shape, remarks = _read(cell, form)
    except _Unusable as unusable:
        parsed.fail(place, unusable.why)
        return
    except (
        GEOSException,
        ShapelyError,
        ArithmeticError,
        AttributeError,
        LookupError,
        RecursionError,
        TypeError,
        ValueError,
    ):
        parsed.fail(place, _UNREADABLE)
        return
    if shape is None or shape.is_empty:
        parsed.fail(place, _UNREADABLE)
        return
    parsed.shapes[place] = shape
    for remark in remarks:
        parsed.say(place, remark)


def _read(cell: str, form: Type) -> tuple[Any, list[Remark]]:
    text = cell.strip()
    if form == "geopoint":
        comma = _COMMA_PAIR.fullmatch(text)
        if comma:
            lon, lat = f"{comma[1]}.{comma[2]}", f"{comma[3]}.{comma[4]}"
            used = f"{lon}, {lat}"
            return shapely.Point(float(lon), float(lat)), [
                Remark("corrected", "decimal-comma", text, used)
            ]
    if "..." in text or "…" in text:
        raise _Unusable(_ELIDED)
    if text.startswith("{"):
        shape, remarks = _from_json(text)
        found = "GeoJSON"
    else:
        bare = _SRID.sub("", text)
        if not _WORD.match(bare):
            raise _Unusable(_UNREADABLE)
        shape = shapely.from_wkt(bare, on_invalid="ignore")
        remarks = []
        if shape is None:
            shape = shapely.from_wkt(bare, on_invalid="fix")
            remarks.append(Remark("corrected", "ring-closed"))
        found = "WKT"
    named = {"geojson": "GeoJSON", "wkt": "WKT", "geopoint": "« longitude, latitude »"}[form]
    if found != named:
        remarks.append(Remark("corrected", "shape-form", found, named))
    return shape, remarks


def _from_json(text: str) -> tuple[Any, list[Remark]]:
    """Read GeoJSON that GEOS refuses: a feature around it, rings that are not closed."""
    value = json.loads(text)
    if value.get("type") == "FeatureCollection":
        if len(value["features"]) != 1:
            raise _Unusable(_SEVERAL)
        value = value["features"][0]
    if value.get("type") == "Feature":
        value = value["geometry"]
    if {"lon", "lat"} <= value.keys():
        return shapely.Point(float(value["lon"]), float(value["lat"])), []
    remarks: list[Remark] = []
    kind = value.get("type")
    if kind == "Polygon":
        value = {**value, "coordinates": _closed(value["coordinates"], remarks)}
    elif kind == "MultiPolygon":
        parts = [_closed(part, remarks) for part in value["coordinates"]]
        value = {**value, "coordinates": parts}
    return shapely.from_geojson(json.dumps(value)), remarks[:1]


def _closed(rings: Any, remarks: list[Remark]) -> list[Any]:
    closed = []
    for ring in rings:
        points = np.asarray([point[:2] for point in ring], dtype=np.float64)
        if len(points) < FEWEST:
            raise _Unusable(_FEW)
        if not np.isfinite(points).all():
            raise _Unusable(_NOT_NUMBERS)
        if not np.array_equal(points[0], points[-1]):
            remarks.append(Remark("corrected", "ring-closed"))
            gap = np.hypot(*(points[0] - points[-1]))
            is_near = gap < NEAR * np.hypot(*np.ptp(points, axis=0)) and len(points) > FEWEST
            points = np.vstack([points[:-1] if is_near else points, points[:1]])
        closed.append(points.tolist())
    return closed


def check_kinds(parsed: Parsed, allowed: Sequence[str]) -> None:
    """Drop the places that are of another kind than the field holds; unwrap collections of one kind.

    Parameters
    ----------
    parsed : Parsed
    allowed : sequence of str
        Among the keys of `NAMES`.
    """
    kinds = shapely.get_type_id(parsed.shapes)
    wanted = [int(shapely.GeometryType[name.upper()]) for name in allowed]
    for place in np.flatnonzero(~np.isin(kinds, [*wanted, -1])):
        shape = parsed.shapes[place]
        parts = [part for part in shapely.get_parts(shape) if not part.is_empty]
        of_kind = [part for part in parts if part.geom_type == allowed[0]]
        if parts and len(of_kind) == len(parts) and shape.geom_type == "GeometryCollection":
            parsed.shapes[place] = of_kind[0] if len(of_kind) == 1 else _gathered(of_kind)
            parsed.say(
                int(place), Remark("corrected", "shape-form", "GeometryCollection", allowed[0])
            )
            continue
        if len(of_kind) == 1 and len(parts) == 1:  # a collection of one is the one
            parsed.shapes[place] = of_kind[0]
            continue
        found = NAMES.get(shape.geom_type, Text(shape.geom_type, shape.geom_type))
        why = Text("{found} au lieu de {name}", "{found} instead of {name}")
        parsed.fail(int(place), why.filled(found=found, name=NAMES[allowed[0]]))
    flat = shapely.has_z(parsed.shapes)
    for place in np.flatnonzero(flat):
        parsed.say(int(place), Remark("corrected", "shape-height"))
    if flat.any():
        parsed.shapes = shapely.force_2d(parsed.shapes)


def _gathered(parts: list[Any]) -> Any:
    if parts[0].geom_type == "Polygon":
        return shapely.multipolygons(parts)
    return shapely.multipoints(parts)


def geojson_text(shape: Any) -> str:
    """Write a place as GeoJSON without spaces.

    Examples
    --------
    >>> geojson_text(shapely.Point(3.9815, 49.2527))
    '{"type":"Point","coordinates":[3.9815,49.2527]}'
    """
    return json.dumps(geojson_value(shape), separators=(",", ":"))


def geojson_value(shape: Any) -> dict[str, Any]:
    """Return a place as the members of GeoJSON, in a fixed order."""
    kind = shape.geom_type
    return {"type": kind, "coordinates": _COORDINATES[kind](shape)}


def _points(shape: Any) -> list[list[float]]:
    listed: list[list[float]] = shapely.get_coordinates(shape).tolist()
    return listed


def _polygon(shape: Any) -> list[list[list[float]]]:
    return [_points(ring) for ring in (shape.exterior, *shape.interiors)]


_COORDINATES: dict[str, Callable[[Any], Any]] = {
    "Point": lambda shape: _points(shape)[0],
    "MultiPoint": _points,
    "Polygon": _polygon,
    "MultiPolygon": lambda shape: [_polygon(part) for part in shape.geoms],
}


def shape_text(shape: Any, form: Type) -> str:
    """Write a place in the form of a field.

    Examples
    --------
    >>> shape_text(shapely.Point(3.9815, 49.2527), "geopoint")
    '3.9815, 49.2527'
    >>> shape_text(shapely.Point(3.9815, 49.2527), "wkt")
    'POINT (3.9815 49.2527)'
    """
    if form == "geojson":
        return geojson_text(shape)
    if form == "wkt":
        return str(shapely.to_wkt(shape, rounding_precision=7, trim=True))
    lon, lat = _points(shape)[0]
    return f"{lon!r}, {lat!r}"
