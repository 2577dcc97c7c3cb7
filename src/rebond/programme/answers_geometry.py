"""A place drawn on a map: GeoJSON in WGS 84, of an accepted shape, that does not cross itself."""

from __future__ import annotations

import math
from typing import Any, Final

from rebond.programme.answers_problems import AnswerFault, AnswerProblem
from rebond.texts import Text

DIGITS: Final = 6
"""Decimals of a degree kept: about ten centimetres."""
MOST_POSITIONS: Final = 2_000
MOST_PARTS: Final = 200

_DEPTH: Final = {
    "Point": 0,
    "MultiPoint": 1,
    "LineString": 1,
    "MultiLineString": 2,
    "Polygon": 2,
    "MultiPolygon": 3,
}
_SHAPE: Final = {"Point": "point", "LineString": "line", "Polygon": "polygon"}
SHAPE_TEXTS: Final = {
    "point": Text("point", "point"),
    "line": Text("ligne", "line"),
    "polygon": Text("contour fermé", "closed outline"),
}
_DEEPEST: Final = 8
_LEAST_POSITIONS: Final = {"Point": 1, "LineString": 2, "Polygon": 4}
_PLANE: Final = 2


def read_geometry(raw: Any, shapes: tuple[str, ...]) -> dict[str, Any]:
    """Read a geometry.

    Parameters
    ----------
    raw : JSON value
        A GeoJSON geometry, feature, or collection of them, longitude first, in degrees.
    shapes : tuple of {"point", "line", "polygon"}
        Shapes accepted.

    Returns
    -------
    dict
        One GeoJSON geometry; several of one shape as Multi…; heights left out, six decimals, outer rings
        counter-clockwise (RFC 7946).

    Raises
    ------
    AnswerProblem
        Not GeoJSON, of another shape or of several, outside WGS 84, with too many positions, empty, or
        crossing itself.

    References
    ----------
    RFC 7946, The GeoJSON Format.
    """
    parts: list[tuple[str, Any]] = []
    _collect(raw, parts, 0)
    if not parts:
        raise _fault(Text("elle ne contient rien", "it holds nothing"), _DRAW)
    kinds = {kind for kind, _ in parts}
    if len(kinds) > 1 or _SHAPE[next(iter(kinds))] not in shapes:
        raise _wrong_shape(kinds, shapes)
    if len(parts) > MOST_PARTS:
        raise _too_large(len(parts), MOST_PARTS, Text("parties", "parts"))
    counted = [0]
    kind = parts[0][0]
    read = [_positions(one, _DEPTH[kind], counted) for _, one in parts]
    return _checked(kind, read)


def _collect(raw: Any, parts: list[tuple[str, Any]], depth: int) -> None:
    """Gather the single geometries inside features, collections and Multi…."""
    if depth > _DEEPEST or not isinstance(raw, dict):
        raise _not_geojson()
    kind = raw.get("type")
    if kind == "Feature":
        _collect(raw.get("geometry"), parts, depth + 1)
    elif kind in {"FeatureCollection", "GeometryCollection"}:
        inside = raw.get("features" if kind == "FeatureCollection" else "geometries")
        if not isinstance(inside, list):
            raise _not_geojson()
        for one in inside[: MOST_PARTS + 1]:
            _collect(one, parts, depth + 1)
    elif kind in _SHAPE:
        parts.append((str(kind), raw.get("coordinates")))
    elif kind in _DEPTH:
        inside = raw.get("coordinates")
        if not isinstance(inside, list):
            raise _not_geojson()
        parts += [(str(kind).removeprefix("Multi"), one) for one in inside[: MOST_PARTS + 1]]
    else:
        raise _not_geojson()


def _positions(raw: Any, depth: int, counted: list[int]) -> Any:
    """Read positions nested `depth` deep, counting them."""
    if not isinstance(raw, (list, tuple)):
        raise _not_geojson()
    if depth:
        return [_positions(one, depth - 1, counted) for one in raw]
    counted[0] += 1
    if counted[0] > MOST_POSITIONS:
        raise _too_large(counted[0], MOST_POSITIONS, Text("points", "points"))
    is_number = all(isinstance(one, (int, float)) and not isinstance(one, bool) for one in raw)
    if len(raw) < _PLANE or not is_number or not all(_is_finite(one) for one in raw[:_PLANE]):
        raise _not_geojson()
    lon, lat = float(raw[0]), float(raw[1])
    if abs(lon) > 180 or abs(lat) > 90:  # noqa: PLR2004 - degrees
        raise _fault(
            Text(
                f"le point {lon:g}, {lat:g} n’est pas en degrés (WGS 84)",
                f"point {lon:g}, {lat:g} is not in degrees (WGS 84)",
            ),
            Text(
                "Exportez la géométrie en WGS 84 (EPSG:4326), longitude d’abord.",
                "Export the geometry in WGS 84 (EPSG:4326), longitude first.",
            ),
        )
    return [round(lon, DIGITS) + 0.0, round(lat, DIGITS) + 0.0]


def _is_finite(value: Any) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:
        return False


def _checked(kind: str, parts: list[Any]) -> dict[str, Any]:
    from shapely import geometry as shapes  # noqa: PLC0415 - a command without geometry does not wait
    from shapely.geometry.polygon import orient  # noqa: PLC0415
    from shapely.validation import explain_validity  # noqa: PLC0415

    for one in parts:
        for line in one if kind == "Polygon" else [one]:
            held = 1 if kind == "Point" else len(line)
            if held < _LEAST_POSITIONS[kind] or (kind == "Polygon" and line[0] != line[-1]):
                raise _fault(
                    Text(
                        "une ligne a deux points au moins, un contour est fermé et en a quatre",
                        "a line has at least two points; an outline is closed and has four",
                    ),
                    _DRAW,
                )
        if kind == "Polygon" and not one:
            raise _fault(Text("un contour est vide", "an outline is empty"), _DRAW)
    distinct = list({repr(one): one for one in parts}.values())
    built = shapes.shape(
        {"type": kind, "coordinates": distinct[0]}
        if len(distinct) == 1
        else {"type": f"Multi{kind}", "coordinates": distinct}
    )
    if built.is_empty or not built.is_valid:
        where = explain_validity(built)
        raise _fault(
            Text(f"elle se croise ou se recouvre ({where})", f"it crosses itself ({where})"),
            Text(
                "Redessinez le contour sans que ses côtés se croisent.",
                "Draw the outline again without crossing sides.",
            ),
        )
    if kind == "LineString" and built.length == 0:
        raise _fault(Text("la ligne n’a pas de longueur", "the line has no length"), _DRAW)
    if kind == "Polygon":
        turned = [orient(one) for one in (built.geoms if len(distinct) > 1 else [built])]
        built = turned[0] if len(turned) == 1 else shapes.MultiPolygon(turned)
    plain: dict[str, Any] = _plain(shapes.mapping(built))
    return plain


def _plain(value: Any) -> Any:
    """Return tuples as lists, as JSON has them."""
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return value


_DRAW = Text(
    "Dessinez-la sur la carte, ou donnez un autre fichier.",
    "Draw it on the map, or give another file.",
)


def _fault(what: Text, cure: Text) -> AnswerProblem:
    said = Text(
        "la géométrie n’est pas acceptée\u202f: {what}.", "the geometry is not accepted: {what}."
    )
    return AnswerProblem(
        AnswerFault.BAD_GEOMETRY, "", Text("", ""), said.filled(what=what), cure=cure
    )


def _not_geojson() -> AnswerProblem:
    return _fault(Text("ce n’est pas du GeoJSON", "this is not GeoJSON"), _DRAW)


def _too_large(count: int, most: int, noun: Text) -> AnswerProblem:
    return _fault(
        Text(
            f"elle a {count} {noun.fr} ou plus, {most} au plus sont acceptés",
            f"it has {count} {noun.en} or more; at most {most} are accepted",
        ),
        Text("Simplifiez le contour.", "Simplify the outline."),
    )


def _wrong_shape(kinds: set[str], accepted: tuple[str, ...]) -> AnswerProblem:
    found = [SHAPE_TEXTS[_SHAPE[kind]] for kind in sorted(kinds)]
    wanted = [SHAPE_TEXTS[shape] for shape in accepted]
    return _fault(
        Text(
            "elle contient\u202f: " + ", ".join(one.fr for one in found),
            "it holds: " + ", ".join(one.en for one in found),
        ),
        Text(
            "Donnez une seule sorte de forme parmi\u202f: "
            + ", ".join(one.fr for one in wanted)
            + ".",
            "Give one kind of shape among: " + ", ".join(one.en for one in wanted) + ".",
        ),
    )
