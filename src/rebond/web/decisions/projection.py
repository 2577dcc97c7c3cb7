"""From longitude and latitude to the drawing: one conic projection for the mainland, insets overseas."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

WIDTH = 720.0
HEIGHT = 812.0
MAINLAND_TOP = 8.0
MAINLAND_SIZE = 704.0
INSET_SIDE = 112.0
INSET_GAP = 40.0
INSET_MARGIN = 24.0
TENTHS = 10

# Lambert's conformal conic with the parallels and meridian in use for mainland France.
PARALLELS = (44.0, 49.0)
MERIDIAN = 3.0
ORIGIN = 46.5


@dataclass(frozen=True, slots=True)
class Frame:
    """One part of the country: its extent in degrees, and its place in the row of insets if it has one."""

    code: str
    name: str
    west: float
    south: float
    east: float
    north: float
    inset: int | None

    def holds(self, lon: float, lat: float) -> bool:
        """Whether a point lies in this part."""
        return self.west <= lon <= self.east and self.south <= lat <= self.north


@cache
def _cone() -> tuple[float, float]:
    first, second = (math.radians(p) for p in PARALLELS)

    def tangent(angle: float) -> float:
        return math.tan(math.pi / 4 + angle / 2)

    n = math.log(math.cos(first) / math.cos(second)) / math.log(tangent(second) / tangent(first))
    return n, math.cos(first) * tangent(first) ** n / n


def _conic(lon: float, lat: float) -> tuple[float, float]:
    n, scale = _cone()
    radius = scale / math.tan(math.pi / 4 + math.radians(lat) / 2) ** n
    origin = scale / math.tan(math.pi / 4 + math.radians(ORIGIN) / 2) ** n
    angle = n * math.radians(lon - MERIDIAN)
    return radius * math.sin(angle), radius * math.cos(angle) - origin


@cache
def _mainland_box(frame: Frame) -> tuple[float, float, float]:
    """Return left, top and scale that fit the mainland into its part of the drawing."""
    middle = (frame.west + frame.east) / 2
    corners = [
        _conic(lon, lat)
        for lon in (frame.west, middle, frame.east)
        for lat in (frame.south, frame.north)
    ]
    left, right = min(x for x, _ in corners), max(x for x, _ in corners)
    top, bottom = min(y for _, y in corners), max(y for _, y in corners)
    return left, top, MAINLAND_SIZE / max(right - left, bottom - top)


def inset_box(index: int) -> tuple[float, float]:
    """Return the corner of an inset in the row beneath the mainland."""
    return index * (INSET_SIDE + INSET_GAP), HEIGHT - INSET_SIDE


def project(lon: float, lat: float, frame: Frame) -> tuple[float, float]:
    """Return where a point of `frame` stands in the drawing."""
    if frame.inset is None:
        left, top, scale = _mainland_box(frame)
        x, y = _conic(lon, lat)
        return (x - left) * scale + (WIDTH - MAINLAND_SIZE) / 2, (y - top) * scale + MAINLAND_TOP
    x0, y0 = inset_box(frame.inset)
    stretch = math.cos(math.radians((frame.south + frame.north) / 2))
    wide, high = (frame.east - frame.west) * stretch, frame.north - frame.south
    scale = (INSET_SIDE - INSET_MARGIN) / max(wide, high)
    return (
        x0 + INSET_SIDE / 2 + (lon - (frame.west + frame.east) / 2) * stretch * scale,
        y0 + INSET_SIDE / 2 - (lat - (frame.south + frame.north) / 2) * scale,
    )


def path_of(ring: list[list[float]], frame: Frame) -> str:
    """Return a ring of longitudes and latitudes as SVG path data, to a tenth of a unit, each step from the last."""
    points = (project(lon, lat, frame) for lon, lat in ring)
    tenths = [(round(TENTHS * x), round(TENTHS * y)) for x, y in points]
    steps = [(x - a, y - b) for (a, b), (x, y) in pairwise(tenths)]
    if tenths[-1] == tenths[0]:
        # z comes back to the start by itself.
        steps = steps[:-1]
    # A step within a tenth of a unit is none.
    drawn = "".join(_after(x) + _after(y) for x, y in steps if x or y).strip()
    x, y = tenths[0]
    return f"M{_tenth(x)} {_tenth(y)}{drawn and 'l'}{drawn}z"


def _tenth(value: int) -> str:
    """Return a number of tenths as short as SVG reads it: ``-.4``, ``12``, ``3.1``."""
    whole, rest = divmod(abs(value), TENTHS)
    said = f"{whole or ''}.{rest}" if rest else str(whole)
    return f"-{said}" if value < 0 else said


def _after(value: int) -> str:
    """Return a number that follows another: its sign parts them, or a space."""
    said = _tenth(value)
    return said if said.startswith("-") else f" {said}"
