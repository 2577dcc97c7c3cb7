"""Layers of the basemap: units dissolved from shared faces, simplified together, as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import shapely
from shapely.geometry.base import BaseGeometry

from rebond.opendata.basemap.cells import faces, land
from rebond.opendata.basemap.plane import FloatArray, Plane

METRO = "metro"
METRO_NAME = "France métropolitaine"
DRAWN = (
    "communes", "regions", "departements", "perimeters", "perimeter_members", "ept_communes",
)  # fmt: skip
DIGITS = 3
SIMPLIFY_KM: Mapping[str, float] = {METRO: 1.5}
SIMPLIFY_ELSEWHERE_KM = 0.8
SMALLEST_PART_KM2 = 6.0
METHOD = (
    "Voronoi cells of commune centres, clipped to the union of discs around the centres, joined and "
    "simplified with shared borders; a drawing, not a measurement"
)
SOURCE = (
    "INSEE, DGCL, IGN, ANCT (tables communes, perimeter_members, ept_communes); Licence Ouverte 2.0"
)

Unit = tuple[str, str]
"""A layer and the code of a unit in it."""


@dataclass(frozen=True, slots=True)
class Places:
    """The communes that have a centre, and the units that each belongs to.

    Parameters
    ----------
    codes : tuple of str
    zones : tuple of str
        ``metro``, or the code of an overseas région.
    lonlat : array, shape (n, 2), degrees
    area_km2 : array, shape (n,), NaN where missing
    units : tuple of frozenset of Unit
    """

    codes: tuple[str, ...]
    zones: tuple[str, ...]
    lonlat: FloatArray
    area_km2: FloatArray
    units: tuple[frozenset[Unit], ...]


def basemap_bytes(tables: Mapping[str, pa.Table]) -> bytes:
    """Return ``basemap.json``.

    Parameters
    ----------
    tables : mapping of str to pyarrow.Table
        The tables that `DRAWN` names.

    Returns
    -------
    bytes
        ``{"layers": {layer: [{"code", "name", "zone", "coordinates"}]}, "zones": [{"code", "name",
        "bounds"}], "source", "method"}``; layers are ``region``, ``departement`` and
        ``territoire_industrie:<phase>`` (a layer, a colon and a code make the key of a place);
        ``coordinates`` are those of a GeoJSON MultiPolygon, with
        three decimals; ``bounds`` are west, south, east, north.
    """
    places = located_places(tables)
    names = _names(tables)
    layers: dict[str, list[dict[str, object]]] = {}
    zones: list[dict[str, object]] = []
    for zone in sorted(set(places.zones), key=lambda zone: (zone != METRO, zone)):
        shapes = zone_shapes(places, zone)
        name = METRO_NAME if zone == METRO else names["region", zone]
        zones.append({"code": zone, "name": name, "bounds": _bounds(shapes.values())})
        for (layer, code), shape in sorted(shapes.items()):
            entry: dict[str, object] = {
                "code": code,
                "name": names[layer, code],
                "zone": zone,
                "coordinates": _coordinates(shape),
            }
            layers.setdefault(layer, []).append(entry)
    document = {"layers": layers, "zones": zones, "source": SOURCE, "method": METHOD}
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return text.encode("utf-8") + b"\n"


def located_places(tables: Mapping[str, pa.Table]) -> Places:
    """Return the communes of `tables` that have a centre, with the units that hold them."""
    territories = _territories(tables)
    rows = [row for row in tables["communes"].to_pylist() if row["lon"] is not None]
    units = []
    for row in rows:
        own = {("region", row["region_code"]), ("departement", row["departement_code"])}
        keys = (("commune", row["code"]), ("epci", row["epci_code"]))
        own.update(unit for key in keys for unit in territories.get(key, ()))
        units.append(frozenset(own))
    return Places(
        codes=tuple(row["code"] for row in rows),
        zones=tuple(METRO if row["zone"] == METRO else row["region_code"] for row in rows),
        lonlat=np.array([(row["lon"], row["lat"]) for row in rows], dtype=np.float64),
        area_km2=np.array([row["area_km2"] for row in rows], dtype=np.float64),
        units=tuple(units),
    )


def _territories(tables: Mapping[str, pa.Table]) -> dict[tuple[str, str], set[Unit]]:
    """Return the Territoires d'industrie of each EPCI and of each commune that is itself a member."""
    of_ept: dict[str, list[str]] = {}
    for row in tables["ept_communes"].to_pylist():
        of_ept.setdefault(row["ept_code"], []).append(row["commune_code"])
    found: dict[tuple[str, str], set[Unit]] = {}
    for row in tables["perimeter_members"].to_pylist():
        if row["perimeter"] != "territoire_industrie":
            continue
        unit = (f"territoire_industrie:{row['phase']}", row["id"])
        kind, code = row["member_type"], row["member_code"]
        members = (
            [("commune", c) for c in of_ept.get(code, [])] if kind == "ept" else [(kind, code)]
        )
        for member in members:
            found.setdefault(member, set()).add(unit)
    return found


def zone_shapes(places: Places, zone: str) -> dict[Unit, BaseGeometry]:
    """Return the outline of every unit in one zone, in longitude and latitude.

    Parameters
    ----------
    places : Places
    zone : str

    Returns
    -------
    dict of Unit to shapely geometry
        Units of one layer share their borders vertex by vertex, and so do the layers.
    """
    here = [index for index, own in enumerate(places.zones) if own == zone]
    plane = Plane.around(places.lonlat[here, 1])
    points = plane.to_plane(places.lonlat[here])
    combinations = sorted({places.units[index] for index in here}, key=sorted)
    rank = {combination: number for number, combination in enumerate(combinations)}
    groups = [rank[places.units[index]] for index in here]
    pieces, owners = faces(points, groups, land(points, places.area_km2[here]))
    tolerance = SIMPLIFY_KM.get(zone, SIMPLIFY_ELSEWHERE_KM)
    simple = shapely.coverage_simplify(pieces, tolerance, simplify_boundary=True)
    parts: dict[Unit, list[BaseGeometry]] = {}
    for piece, owner in zip(simple, owners, strict=True):
        for unit in combinations[owner]:
            parts.setdefault(unit, []).append(piece)
    return {unit: _drawn(shapes, plane) for unit, shapes in parts.items()}


def _drawn(shapes: Sequence[BaseGeometry], plane: Plane) -> BaseGeometry:
    """Join the faces of one unit, leave out its specks, and go back to longitude and latitude."""
    joined = shapely.get_parts(shapely.coverage_union_all(shapes))
    areas = shapely.area(joined)
    kept = joined[areas >= min(SMALLEST_PART_KM2, float(areas.max()))]
    return shapely.transform(shapely.multipolygons(kept), plane.to_lonlat)


def _coordinates(shape: BaseGeometry) -> list[list[list[list[float]]]]:
    polygons = []
    for part in shapely.get_parts(shape):
        rings = [_ring(ring) for ring in (part.exterior, *part.interiors)]
        if rings[0]:
            polygons.append([ring for ring in rings if ring])
    return polygons


def _ring(ring: BaseGeometry) -> list[list[float]]:
    """Return the rounded points of a ring, without repeats; empty when fewer than a triangle remain."""
    points: list[list[float]] = []
    for lon, lat in shapely.get_coordinates(ring):
        point = [round(float(lon), DIGITS), round(float(lat), DIGITS)]
        if not points or points[-1] != point:
            points.append(point)
    triangle = 4
    return points if len(points) >= triangle else []


def _bounds(shapes: Iterable[BaseGeometry]) -> list[float]:
    west, south, east, north = shapely.total_bounds(list(shapes))
    return [round(float(value), DIGITS) for value in (west, south, east, north)]


def _names(tables: Mapping[str, pa.Table]) -> dict[Unit, str]:
    names: dict[Unit, str] = {}
    for layer, table in (("region", "regions"), ("departement", "departements")):
        for row in tables[table].to_pylist():
            names[layer, row["code"]] = row["name"]
    for row in tables["perimeters"].to_pylist():
        names[f"{row['perimeter']}:{row['phase']}", row["id"]] = row["name"]
    return names
