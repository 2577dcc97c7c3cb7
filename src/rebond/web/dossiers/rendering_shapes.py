"""Places drawn: as text that anyone can type and read aloud, as GeoJSON, and as an area in hectares."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from rebond.errors import BadInput
from rebond.texts import Text, verbatim

Position = tuple[float, float]
"""Longitude, then latitude, in degrees of WGS 84."""
Kind = Literal["point", "line", "polygon"]
WORDS: dict[str, Kind] = {
    "point": "point",
    "ligne": "line",
    "line": "line",
    "contour": "polygon",
    "outline": "polygon",
}
HOLE = ("trou", "hole")
LEAST = {"point": 1, "line": 2, "polygon": 3}
DIGITS = 6
"""A tenth of a metre."""
RADIUS_KM = 6371.0072
"""Of the sphere that has the area of the Earth."""
MOST_POSITIONS = 20_000


@dataclass(frozen=True, slots=True)
class Shape:
    """A point, a line, or an outline with its holes; rings are not closed."""

    kind: Kind
    rings: tuple[tuple[Position, ...], ...]


class UnreadShapes(BadInput):
    """A line of the coordinates cannot be read."""

    def __init__(self, line: int, found: str) -> None:
        self.line = line
        super().__init__(
            Text(
                "la ligne {line} des coordonnées n’a pas été comprise\u00a0: «\u00a0{found}\u00a0»",
                "line {line} of the coordinates was not understood: “{found}”",
            ).filled(line=line, found=verbatim(found[:60])),
            cure=Text(
                "Écrivez un point par ligne, latitude puis longitude\u00a0: «\u00a049.1458, 0.2256\u00a0».",
                "Write one point a line, latitude then longitude: “49.1458, 0.2256”.",
            ),
        )


class TooFewPositions(BadInput):
    """An outline has fewer corners than a surface needs."""

    def __init__(self, kind: Kind, count: int) -> None:
        least = LEAST[kind]
        noun = {
            "polygon": Text("un contour", "an outline"),
            "line": Text("une ligne", "a line"),
            "point": Text("un point", "a point"),
        }[kind]
        super().__init__(
            Text(
                "{noun} demande au moins {least} positions, {count} sont données",
                "{noun} needs at least {least} positions; {count} are given",
            ).filled(noun=noun, least=least, count=count),
            cure=Text(
                "Ajoutez les sommets qui manquent, dans l’ordre du tour.",
                "Add the missing corners, in the order in which one walks round.",
            ),
        )


def shapes_of(value: Any) -> tuple[Shape, ...]:
    """Return the shapes of a GeoJSON geometry, feature or collection; nothing for what is none."""
    return tuple(_shapes(value)) if isinstance(value, Mapping) else ()


def _shapes(value: Mapping[str, Any]) -> Iterator[Shape]:
    kind, inside = value.get("type"), value.get("coordinates", ())
    if kind == "FeatureCollection":
        for one in value.get("features", ()):
            yield from _shapes(one.get("geometry") or {})
    elif kind == "Feature":
        yield from _shapes(value.get("geometry") or {})
    elif kind == "GeometryCollection":
        for one in value.get("geometries", ()):
            yield from _shapes(one)
    elif kind == "Point":
        yield Shape("point", ((_position(inside),),))
    elif kind == "MultiPoint":
        yield from (Shape("point", ((_position(one),),)) for one in inside)
    elif kind == "LineString":
        yield Shape("line", (tuple(_position(one) for one in inside),))
    elif kind == "MultiLineString":
        yield from (Shape("line", (tuple(_position(p) for p in one),)) for one in inside)
    elif kind == "Polygon":
        yield _polygon(inside)
    elif kind == "MultiPolygon":
        yield from (_polygon(one) for one in inside)


def _polygon(rings: Any) -> Shape:
    return Shape("polygon", tuple(_opened([_position(p) for p in ring]) for ring in rings))


def _opened(ring: list[Position]) -> tuple[Position, ...]:
    return tuple(ring[:-1] if len(ring) > 1 and ring[0] == ring[-1] else ring)


def _position(pair: Any) -> Position:
    return (float(pair[0]), float(pair[1]))


def geojson_of(shapes: tuple[Shape, ...]) -> dict[str, Any] | None:
    """Return the geometry of shapes: one of a kind, several of a kind, or a collection; None of nothing."""
    if not shapes:
        return None
    kinds = {one.kind for one in shapes}
    if len(kinds) > 1:
        parts = [geojson_of(tuple(s for s in shapes if s.kind == kind)) for kind in LEAST]
        return {"type": "GeometryCollection", "geometries": [part for part in parts if part]}
    kind = next(iter(kinds))
    name = {"point": "Point", "line": "LineString", "polygon": "Polygon"}[kind]
    coordinates = [_coordinates(one) for one in shapes]
    if len(coordinates) == 1:
        return {"type": name, "coordinates": coordinates[0]}
    return {"type": f"Multi{name}", "coordinates": coordinates}


def _coordinates(shape: Shape) -> Any:
    if shape.kind == "point":
        return list(shape.rings[0][0])
    if shape.kind == "line":
        return [list(one) for one in shape.rings[0]]
    return [[list(one) for one in (*ring, ring[0])] for ring in shape.rings]


def text_of(shapes: tuple[Shape, ...], lang: str) -> str:
    """Write shapes one position a line, latitude first, each shape under its name."""
    words = {
        "point": "point",
        "line": "ligne" if lang == "fr" else "line",
        "polygon": "contour" if lang == "fr" else "outline",
    }
    lines: list[str] = []
    for shape in shapes:
        for number, ring in enumerate(shape.rings):
            lines.append(words[shape.kind] if number == 0 else HOLE[0 if lang == "fr" else 1])
            lines += [f"{lat:.{DIGITS}f}, {lon:.{DIGITS}f}" for lon, lat in ring]
    return "\n".join(lines)


def read_text(text: str) -> tuple[Shape, ...]:
    """Return the shapes that a text of coordinates writes.

    One position is a point; several without a name are an outline.

    Raises
    ------
    UnreadShapes, TooFewPositions
    """
    blocks: list[tuple[str, list[Position]]] = []
    for number, raw in enumerate(text.splitlines()[:MOST_POSITIONS], start=1):
        line = raw.strip().rstrip(":").strip().casefold()
        if not line:
            continue
        if line in WORDS or line in HOLE:
            blocks.append((line, []))
            continue
        position = _read_position(line)
        if position is None:
            raise UnreadShapes(number, raw.strip())
        if not blocks:
            blocks.append(("", []))
        blocks[-1][1].append(position)
    return _assembled(blocks)


def _assembled(blocks: list[tuple[str, list[Position]]]) -> tuple[Shape, ...]:
    shapes: list[Shape] = []
    for word, positions in blocks:
        kind: Kind = WORDS.get(word, "polygon" if len(positions) > 1 or word in HOLE else "point")
        if word and not positions:
            continue
        ring = _opened(positions)
        if len(ring) < LEAST[kind]:
            raise TooFewPositions(kind, len(ring))
        if word in HOLE and shapes and shapes[-1].kind == "polygon":
            shapes[-1] = Shape("polygon", (*shapes[-1].rings, ring))
        elif kind == "point":
            shapes += [Shape("point", ((one,),)) for one in positions]
        else:
            shapes.append(Shape(kind, (ring,)))
    return tuple(shapes)


NUMBER = r"[+-]?\d{1,3}(?:[.,]\d+)?"
PAIR = re.compile(rf"({NUMBER})\s*(?:;|\s|,\s)\s*({NUMBER})")
TIGHT = re.compile(r"([+-]?\d{1,3}(?:\.\d+)?),([+-]?\d{1,3}(?:\.\d+)?)")


def _read_position(line: str) -> Position | None:
    found = TIGHT.fullmatch(line) or PAIR.fullmatch(line.replace("−", "-"))
    if found is None:
        return None
    lat, lon = (float(one.replace(",", ".")) for one in found.groups())
    if abs(lat) > 90 or abs(lon) > 180:  # noqa: PLR2004 - degrees
        return None
    return (lon, lat)


def area_ha(shapes: tuple[Shape, ...]) -> float:
    """Return the area of the outlines in hectares, holes taken away, on the sphere of equal area."""
    total = 0.0
    for shape in shapes:
        if shape.kind == "polygon":
            outer, *holes = (_ring_km2(ring) for ring in shape.rings)
            total += outer - sum(holes)
    return 100 * total


def _ring_km2(ring: tuple[Position, ...]) -> float:
    total = 0.0
    for (lon, lat), (next_lon, next_lat) in zip(ring, (*ring[1:], ring[0]), strict=True):
        total += math.radians(next_lon - lon) * (
            2 + math.sin(math.radians(lat)) + math.sin(math.radians(next_lat))
        )
    return abs(total * RADIUS_KM**2 / 2)
