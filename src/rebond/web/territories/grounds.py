"""Layers of the maps as GeoJSON, each under an address that holds its digest; nothing comes from elsewhere."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Literal

from rebond.canonical import digest_bytes
from rebond.texts import Text
from rebond.web.territories import cells, contours, labelling
from rebond.web.territories.places import atlas
from rebond.web.theme.datasets import snapshot

Feature = dict[str, Any]
Kind = Literal["ground", "area", "point"]

DIGEST_LENGTH = 12
COMMUNES = re.compile(r"communes-(\d[0-9AB]\d?)")
METHOD = Text(
    "Contours approchés\u00a0: cellules de Voronoï des centres de communes (COG 2026), jointes par "
    "département et région. Aucune limite ni aucune côte n’y est exacte.",
    "Approximate outlines: Voronoi cells of commune centres (2026 register), joined by département "
    "and région. No boundary and no coast in it is exact.",
)


OFFICIAL = Text(
    "Contours des régions ou des départements\u00a0: fichiers officiels fournis par cette installation. "
    "Les communes et les Territoires d’industrie restent approchés\u00a0: cellules de Voronoï des centres "
    "de communes (COG 2026).",
    "Outlines of régions or départements: official files given by this installation. Communes and "
    "Territoires d’industrie stay approximate: Voronoi cells of commune centres (2026 register).",
)


@dataclass(frozen=True, slots=True)
class Layer:
    """What a map may draw: `ground` always, `area` and `point` when switched on."""

    name: str
    kind: Kind
    title: Text
    source: str
    """Table of the snapshot that it comes from; empty for the drawn ground."""
    features: Callable[[], Iterator[Feature]]
    sign: str = ""
    """The sign of a point; areas have none."""


@dataclass(frozen=True, slots=True)
class Zone:
    """A part of the country that a map goes to at once."""

    code: str
    name: str
    bounds: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A layer as it is sent."""

    content: bytes
    packed: bytes
    digest: str


def _units(layer: str) -> Iterator[Feature]:
    for unit in snapshot().basemap()["layers"].get(layer, []):
        yield {
            "type": "Feature",
            "properties": {"code": unit["code"], "name": unit["name"]},
            "geometry": {"type": "MultiPolygon", "coordinates": unit["coordinates"]},
        }


def _labelled_units(layer: str, official: str = "") -> Iterator[Feature]:
    """Return the units and, for their names, a point inside the largest part of each."""
    for feature in contours.official(official) or _units(layer):
        yield feature
        yield labelling.name_point(feature)


def _points(table: str) -> Iterator[Feature]:
    for row in snapshot().table(table).to_pylist():
        if row["lon"] is None or row["lat"] is None:
            continue
        yield {
            "type": "Feature",
            "properties": {"name": row["name"]},
            "geometry": {"type": "Point", "coordinates": [row["lon"], row["lat"]]},
        }


LAYERS: Mapping[str, Layer] = {
    one.name: one
    for one in (
        Layer(
            "regions",
            "ground",
            Text("Régions", "Régions"),
            "",
            lambda: _labelled_units("region", "regions"),
        ),
        Layer(
            "departements",
            "ground",
            Text("Départements", "Départements"),
            "",
            lambda: _labelled_units("departement", "departements"),
        ),
        Layer("villes", "ground", Text("Villes", "Towns"), "communes", labelling.towns),
        Layer(
            "territoires-industrie-1",
            "area",
            Text("Territoires d’industrie, phase 1", "Territoires d’industrie, phase 1"),
            "perimeters",
            lambda: _labelled_units("territoire_industrie:1"),
        ),
        Layer(
            "territoires-industrie-2",
            "area",
            Text("Territoires d’industrie, phase 2", "Territoires d’industrie, phase 2"),
            "perimeters",
            lambda: _labelled_units("territoire_industrie:2"),
        ),
        Layer(
            "gares-voyageurs",
            "point",
            Text("Gares de voyageurs", "Passenger stations"),
            "stations_passenger",
            lambda: _points("stations_passenger"),
            "○",
        ),
        Layer(
            "gares-fret",
            "point",
            Text("Gares ouvertes au fret", "Stations open to freight"),
            "stations_freight",
            lambda: _points("stations_freight"),
            "■",
        ),
        Layer("ports", "point", Text("Ports", "Ports"), "ports", lambda: _points("ports"), "◆"),
        Layer(
            "aeroports",
            "point",
            Text("Aéroports", "Airports"),
            "airports",
            lambda: _points("airports"),
            "▲",
        ),
    )
}


def method() -> Text:
    """Return how the outlines were made."""
    return OFFICIAL if any(map(contours.official, ("regions", "departements"))) else METHOD


@cache
def zones() -> tuple[Zone, ...]:
    """Return the mainland, then each overseas région."""
    return tuple(
        Zone(one["code"], one["name"], tuple(one["bounds"]))
        for one in snapshot().basemap()["zones"]
    )


def drawn(name: str) -> Drawn | None:
    """Return a layer by name, or the cells of the communes of one département; None when there is none."""
    if name in LAYERS:
        return _layer(name)
    matched = COMMUNES.fullmatch(name)
    if matched is None or matched[1] not in _departements():
        return None
    return _communes(matched[1])


def digest(name: str) -> str:
    """Return the digest that stands in the address of one of `LAYERS`."""
    return _layer(name).digest


@cache
def _layer(name: str) -> Drawn:
    return _sent(LAYERS[name].features())


@lru_cache(maxsize=24)
def _communes(departement: str) -> Drawn:
    return _sent(cells.communes_of(departement))


@cache
def _departements() -> frozenset[str]:
    return frozenset(str(code) for code in atlas().communes.departement)


def _sent(features: Iterator[Feature]) -> Drawn:
    document = {"type": "FeatureCollection", "features": list(features)}
    content = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
    named = digest_bytes(content).removeprefix("sha256:")[:DIGEST_LENGTH]
    return Drawn(content, gzip.compress(content, 6, mtime=0), named)
