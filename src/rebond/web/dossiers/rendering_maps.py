"""The ground under a drawn place: the communes around, as cells about their centres, in a flat window.

Nothing is fetched: cells are drawn from the centres of the snapshot, and say that they are approximate.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import shapely

from rebond.errors import RebondError
from rebond.texts import Text
from rebond.web.dossiers.rendering_shapes import Shape
from rebond.web.territories.places import atlas
from rebond.web.theme.datasets import snapshot

WIDTH, HEIGHT = 720.0, 480.0
KM_PER_DEGREE = 111.195
LEAST_HALF_KM = 2.5
MOST_CELLS, LEAST_CELLS = 2500, 4
ROOM_FOR_NAME = 9000.0
BAR_WIDE, BAR_HIGH = 220, 60
COUNTRY = (2.6, 46.6, 520.0)
"""Centre and half height in km of the window while no commune is named."""
SOURCE = Text(
    "Fond : cellules tracées autour des centres des communes, approchées. Aucune limite n’y est exacte.",
    "Ground: cells drawn about the centres of the communes, approximate. No boundary in it is exact.",
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One commune or département of the ground."""

    path: str
    name: str
    x: str
    y: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class Window:
    """A flat part of the country: its centre, and drawing units per kilometre."""

    lon: float
    lat: float
    scale: float

    def project(self, lon: float, lat: float) -> tuple[float, float]:
        """Return where a position stands in the drawing."""
        stretch = math.cos(math.radians(self.lat))
        return (
            WIDTH / 2 + (lon - self.lon) * stretch * KM_PER_DEGREE * self.scale,
            HEIGHT / 2 - (lat - self.lat) * KM_PER_DEGREE * self.scale,
        )


@dataclass(frozen=True, slots=True)
class DrawingGround:
    """What a drawing stands on."""

    window: Window
    cells: tuple[Cell, ...]
    shapes: tuple[tuple[str, str], ...]
    """Kind and path data (a point is a small circle) of what is drawn."""
    bar_km: str
    bar_width: str
    bar_from: str
    source: Text

    @property
    def lon(self) -> str:
        """Longitude of the centre, for programs."""
        return f"{self.window.lon:.6f}"

    @property
    def lat(self) -> str:
        """Latitude of the centre, for programs."""
        return f"{self.window.lat:.6f}"

    @property
    def scale(self) -> str:
        """Drawing units per kilometre, for programs."""
        return f"{self.window.scale:.6f}"


def drawing_ground(codes: Sequence[str], shapes: tuple[Shape, ...]) -> DrawingGround:
    """Return the window about communes and shapes, with its ground and what is drawn."""
    lon, lat, half = _extent(tuple(codes), shapes)
    window = Window(lon, lat, HEIGHT / 2 / half)
    cells = _country(window) if half >= COUNTRY[2] else _communes(window, frozenset(codes))
    bar = _bar(half)
    return DrawingGround(
        window=window,
        cells=cells,
        shapes=tuple(_drawn(one, window) for one in shapes),
        bar_km=f"{bar:g}",
        bar_width=_short(bar * window.scale),
        bar_from=_short(WIDTH - 16 - bar * window.scale),
        source=SOURCE,
    )


def _extent(codes: tuple[str, ...], shapes: tuple[Shape, ...]) -> tuple[float, float, float]:
    communes = atlas().communes
    rows = _rows(codes)
    points = [p for shape in shapes for ring in shape.rings for p in ring]
    if not points and not rows:
        return COUNTRY
    if points:
        lons, lats = [p[0] for p in points], [p[1] for p in points]
        margin = 1.0
    else:
        lons, lats = [float(communes.lon[r]) for r in rows], [float(communes.lat[r]) for r in rows]
        areas = [float(communes.area_km2[r]) for r in rows]
        margin = max(math.sqrt(max((a for a in areas if a > 0), default=16.0)), LEAST_HALF_KM)
    lon, lat = (min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2
    high = (max(lats) - min(lats)) * KM_PER_DEGREE / 2
    stretch = math.cos(math.radians(lat))
    wide = (max(lons) - min(lons)) * KM_PER_DEGREE * stretch / 2 * HEIGHT / WIDTH
    half = max(1.2 * max(high, wide) + margin, LEAST_HALF_KM)
    return lon, lat, min(half, COUNTRY[2])


def _rows(codes: tuple[str, ...]) -> list[int]:
    rows: list[int] = []
    for code in codes:
        try:
            found = atlas().communes.index_of(code)
        except (RebondError, KeyError):
            continue
        if found is not None:
            rows.append(int(found))
    return rows


def _communes(window: Window, own: frozenset[str]) -> tuple[Cell, ...]:
    return _cells(round(window.lon, 5), round(window.lat, 5), round(window.scale, 5), own)


@lru_cache(maxsize=64)
def _cells(lon: float, lat: float, scale: float, own: frozenset[str]) -> tuple[Cell, ...]:
    communes = atlas().communes
    window = Window(lon, lat, scale)
    stretch = math.cos(math.radians(lat))
    x = WIDTH / 2 + (np.asarray(communes.lon, float) - lon) * stretch * KM_PER_DEGREE * scale
    y = HEIGHT / 2 - (np.asarray(communes.lat, float) - lat) * KM_PER_DEGREE * scale
    margin = max(WIDTH, 12 * scale)
    near = np.flatnonzero(
        (abs(x - WIDTH / 2) < WIDTH + margin) & (abs(y - HEIGHT / 2) < WIDTH + margin)
    )
    if len(near) > MOST_CELLS:
        return _country(window)
    if len(near) < LEAST_CELLS:
        return ()
    frame = shapely.box(0, 0, WIDTH, HEIGHT)
    points = shapely.points(x[near], y[near])
    faces = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(points)))
    holder = shapely.STRtree(faces).query(points, predicate="intersects")
    cells = []
    for point, face in zip(*holder, strict=True):
        shape = shapely.intersection(faces[face], frame)
        if shape.is_empty or shape.geom_type != "Polygon":
            continue
        row = near[point]
        is_own = str(communes.code[row]) in own
        at = points[point] if frame.contains(points[point]) else None
        is_under_bar = x[row] > WIDTH - BAR_WIDE and y[row] > HEIGHT - BAR_HIGH
        shows = at is not None and not is_under_bar and (shape.area > ROOM_FOR_NAME or is_own)
        cells.append(
            Cell(
                path=_path(list(shape.exterior.coords)),
                name=str(communes.name[row]) if shows else "",
                x=_short(min(max(x[row], 40), WIDTH - 40)),
                y=_short(min(max(y[row], 20), HEIGHT - 20)),
                is_own=is_own,
            )
        )
    return tuple(sorted(cells, key=lambda one: one.is_own))


def _country(window: Window) -> tuple[Cell, ...]:
    cells = []
    for unit in snapshot().basemap()["layers"]["departement"]:
        path = ""
        for part in unit["coordinates"]:
            for ring in part:
                path += _path([window.project(lon, lat) for lon, lat in ring])
        cells.append(Cell(path, "", "0", "0", is_own=False))
    return tuple(cells)


def _drawn(shape: Shape, window: Window) -> tuple[str, str]:
    if shape.kind == "point":
        x, y = window.project(*shape.rings[0][0])
        return "point", f"M{x - 5:.1f} {y:.1f}a5 5 0 1 0 10 0a5 5 0 1 0 -10 0Z"
    rings = ([window.project(lon, lat) for lon, lat in ring] for ring in shape.rings)
    return shape.kind, "".join(_path(ring, closed=shape.kind == "polygon") for ring in rings)


def _path(points: Sequence[tuple[float, ...]], *, closed: bool = True) -> str:
    head, *rest = (f"{x:.1f} {y:.1f}" for x, y, *_ in points)
    return f"M{head}L{' '.join(rest)}" + ("Z" if closed else "")


def _bar(half: float) -> float:
    """Return a round length in km that fits a fifth of the drawing."""
    most = half * 2 * WIDTH / HEIGHT / 5
    step = 10 ** math.floor(math.log10(most))
    return next((float(m * step) for m in (5, 2, 1) if m * step <= most), float(step))


def _short(value: float) -> str:
    return f"{value:.1f}"
