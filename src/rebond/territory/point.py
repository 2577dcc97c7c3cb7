"""The communes nearest to a point."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from rebond.territory.columns import FloatArray, IntArray
from rebond.territory.communes import Communes
from rebond.territory.errors import CoordinatesOutOfRange, PointTooFar, SwappedCoordinates

EARTH_RADIUS_KM: Final = 6371.0088
NEAREST: Final = 3
"""So many communes are shown for a point."""

LIMIT_KM: Final = 15.0
LIMIT_RADII: Final = 2.5
"""A point is attached to a commune up to 15 km from its centre, or up to 2.5 times the radius of the
disc that has its area: some communes of Guyane reach more than 100 km."""

_LAMBERT_EASTING = (0.0, 1_300_000.0)
_LAMBERT_NORTHING = (6_000_000.0, 7_200_000.0)
_MAX_LON = 180.0
_MAX_LAT = 90.0


@dataclass(frozen=True)
class CentreIndex:
    """The centres of the communes on the unit sphere.

    Parameters
    ----------
    communes : Communes
    rows : array, shape (located,), int64
        Rows of the communes that have coordinates.
    vectors : array, shape (located, 3), float64
        Unit vectors of their centres.
    """

    communes: Communes
    rows: IntArray
    vectors: FloatArray

    @classmethod
    def build(cls, communes: Communes) -> CentreIndex:
        """Index the communes that have coordinates."""
        rows = np.flatnonzero(~np.isnan(communes.lon)).astype(np.int64)
        return cls(communes, rows, unit_vectors(communes.lon[rows], communes.lat[rows]))

    def nearest(self, lon: float, lat: float) -> list[tuple[int, float]]:
        """Return the rows of the nearest communes with their distances in km, nearest first.

        Parameters
        ----------
        lon, lat : float
            WGS84 degrees.

        Returns
        -------
        list of (int, float)
            At most `NEAREST`; ties by code. Distances in km on a sphere, rounded to the metre.

        Raises
        ------
        CoordinatesOutOfRange, SwappedCoordinates, PointTooFar
        """
        self._check_range(lon, lat)
        found = self._measure(lon, lat)
        if found and found[0][1] <= self.limit_km(found[0][0]):
            return found
        swapped = self._measure(lat, lon) if abs(lon) <= _MAX_LAT else []
        if swapped and swapped[0][1] <= self.limit_km(swapped[0][0]):
            raise SwappedCoordinates(lon, lat, self.communes.name[swapped[0][0]])
        name = self.communes.name[found[0][0]] if found else ""
        distance = found[0][1] if found else math.inf
        limit = self.limit_km(found[0][0]) if found else LIMIT_KM
        raise PointTooFar(lon, lat, name, distance, limit)

    def limit_km(self, row: int) -> float:
        """Return how far from its centre, in km, a point is still attached to a commune."""
        area = float(self.communes.area_km2[row])
        return LIMIT_KM if math.isnan(area) else max(LIMIT_KM, LIMIT_RADII * radius_km(area))

    def _measure(self, lon: float, lat: float) -> list[tuple[int, float]]:
        point = unit_vectors(np.array([lon]), np.array([lat]))[0]
        chords = np.sqrt(((self.vectors - point) ** 2).sum(axis=1))
        count = min(NEAREST, len(chords))
        if count == 0:
            return []
        bound = np.partition(chords, count - 1)[count - 1]
        near = np.flatnonzero(chords <= bound)
        order = near[np.argsort(chords[near], kind="stable")][:count]
        arcs = 2 * EARTH_RADIUS_KM * np.arcsin(np.minimum(chords[order] / 2, 1.0))
        return [
            (int(self.rows[place]), round(float(arc), 3))
            for place, arc in zip(order.tolist(), arcs, strict=True)
        ]

    @staticmethod
    def _check_range(lon: float, lat: float) -> None:
        inside = abs(lon) <= _MAX_LON and abs(lat) <= _MAX_LAT
        if inside:  # False for NaN and infinities
            return
        pairs = ((lon, lat), (lat, lon))
        looks_projected = any(
            _LAMBERT_EASTING[0] <= x <= _LAMBERT_EASTING[1]
            and _LAMBERT_NORTHING[0] <= y <= _LAMBERT_NORTHING[1]
            for x, y in pairs
        )
        raise CoordinatesOutOfRange(lon, lat, looks_projected=looks_projected)


def unit_vectors(lon: FloatArray, lat: FloatArray) -> FloatArray:
    """Return the unit vectors of points on the sphere.

    Parameters
    ----------
    lon, lat : array, shape (points,), float64
        Degrees.

    Returns
    -------
    array, shape (points, 3), float64
    """
    longitude, latitude = np.radians(lon), np.radians(lat)
    across = np.cos(latitude)
    columns = (across * np.cos(longitude), across * np.sin(longitude), np.sin(latitude))
    return np.stack(columns, axis=1)


def radius_km(area_km2: float) -> float:
    """Return the radius in km of the disc that has an area in km²."""
    return math.sqrt(area_km2 / math.pi)
