"""Maps of an evaluation: the candidates on a light ground, each with its chance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from django.template.loader import render_to_string

from rebond.canonical import digest_bytes
from rebond.texts import Text
from rebond.web.decisions import projection
from rebond.web.decisions.rows import Candidate, Decision
from rebond.web.theme.datasets import snapshot
from rebond.web.theme.figures import chance_step, coordinate

SOURCE = Text(
    "Fond : cellules de Voronoï des centres de communes (COG 2026), approché ; aucune limite "
    "administrative n’est exacte. Un point est placé au centre des habitants du territoire.",
    "Ground: Voronoi cells of commune centres (2026 register), approximate; no administrative "
    "boundary is exact. A dot stands at the centre of the territory’s inhabitants.",
)
STEP_BOUNDS = (
    (0, Text("moins de 5 %", "under 5%")),
    (1, Text("de 5 à 35 %", "5 to 35%")),
    (2, Text("de 35 à 65 %", "35 to 65%")),
    (3, Text("de 65 à 95 %", "65 to 95%")),
    (4, Text("95 % et plus", "95% and over")),
)


@dataclass(frozen=True, slots=True)
class Mark:
    """One candidate on the map: an area when the ground has one, a dot in any case."""

    candidate: Candidate
    step: int
    x: str
    y: str
    area: str


@dataclass(frozen=True, slots=True)
class Inset:
    """The label of an overseas part."""

    name: str
    x: str
    y: str


@dataclass(frozen=True, slots=True)
class Ground:
    """The shipped ground: its parts, and each layer's units as path data by key of place."""

    frames: tuple[projection.Frame, ...]
    layers: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Outline:
    """The land as a file of its own, which a browser keeps."""

    content: str
    version: str


@dataclass(frozen=True, slots=True)
class MapFigure:
    """Everything a map template draws."""

    width: str
    height: str
    land: tuple[str, ...]
    borders: tuple[str, ...]
    marks: tuple[Mark, ...]
    sites: tuple[Mark, ...]
    insets: tuple[Inset, ...]
    not_shown: tuple[Candidate, ...]
    source: Text
    steps: tuple[tuple[int, Text], ...]


@cache
def ground() -> Ground:
    """Return the shipped ground, projected once a process."""
    document = snapshot().basemap()
    frames: dict[str, projection.Frame] = {}
    for zone in document["zones"]:
        overseas = sum(one.inset is not None for one in frames.values())
        inset = None if not frames else overseas
        frames[zone["code"]] = projection.Frame(zone["code"], zone["name"], *zone["bounds"], inset)
    layers: dict[str, dict[str, str]] = {}
    for layer, units in document["layers"].items():
        paths = layers.setdefault(layer, {})
        for unit in units:
            key = f"{layer}:{unit['code']}"
            rings = (ring for part in unit["coordinates"] for ring in part)
            frame = frames[unit["zone"]]
            drawn = "".join(projection.path_of(ring, frame) for ring in rings)
            paths[key] = paths.get(key, "") + drawn
    return Ground(tuple(frames.values()), layers)


@cache
def outline() -> Outline:
    """Return the land and its inner borders as a drawing, once a process."""
    layers = ground().layers
    content = render_to_string(
        "decisions/outline.svg",
        {
            "width": coordinate(projection.WIDTH),
            "height": coordinate(projection.HEIGHT),
            "land": layers["region"].values(),
            "borders": layers["departement"].values(),
        },
    )
    named = digest_bytes(content.encode()).removeprefix("sha256:")[:12]
    return Outline(content, named)


def insets() -> tuple[Inset, ...]:
    """Return the labels of the overseas parts."""
    labels = []
    for frame in ground().frames:
        if frame.inset is not None:
            x, y = projection.inset_box(frame.inset)
            labels.append(
                Inset(frame.name, coordinate(x + projection.INSET_SIDE / 2), coordinate(y - 6))
            )
    return tuple(labels)


def evaluation_map(decision: Decision) -> MapFigure:
    """Return the map of every candidate, with the known sites above."""
    areas = ground().layers.get(decision.candidates_source, {})
    marks = [_mark(one, areas) for one in decision.candidates]
    sites = [_mark(one, {}) for one in decision.references]
    return _figure(
        tuple(mark for mark in marks if mark is not None),
        tuple(site for site in sites if site is not None),
        tuple(one for one, mark in zip(decision.candidates, marks, strict=True) if mark is None),
    )


def _figure(
    marks: tuple[Mark, ...], sites: tuple[Mark, ...], not_shown: tuple[Candidate, ...]
) -> MapFigure:
    return MapFigure(
        width=coordinate(projection.WIDTH),
        height=coordinate(projection.HEIGHT),
        land=tuple(ground().layers["region"].values()),
        borders=tuple(ground().layers["departement"].values()),
        marks=marks,
        sites=sites,
        insets=insets(),
        not_shown=not_shown,
        source=SOURCE,
        steps=STEP_BOUNDS,
    )


def _mark(one: Candidate, areas: Mapping[str, str]) -> Mark | None:
    if one.lon is None or one.lat is None:
        return None
    for frame in ground().frames:
        if frame.holds(one.lon, one.lat):
            x, y = projection.project(one.lon, one.lat, frame)
            return Mark(
                one, chance_step(one.chance), coordinate(x), coordinate(y), areas.get(one.id, "")
            )
    return None
