"""A local plane in kilometres around one zone of the map."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]

KM_PER_DEGREE = 111.2


@dataclass(frozen=True, slots=True)
class Plane:
    """Equirectangular plane: true distances along the reference latitude, close to true around it.

    Parameters
    ----------
    latitude : float
        Reference latitude in degrees, in (-90, 90).

    Notes
    -----
    Over metropolitan France east-west distances are off by up to 10 % at the ends. Cells of communes
    are drawn in it, nothing is measured.
    """

    latitude: float

    @classmethod
    def around(cls, lat: FloatArray) -> Plane:
        """Return the plane of the middle latitude of `lat`, shape (n,), degrees."""
        return cls(float((lat.min() + lat.max()) / 2))

    @property
    def _east_km(self) -> float:
        return KM_PER_DEGREE * float(np.cos(np.radians(self.latitude)))

    def to_plane(self, lonlat: FloatArray) -> FloatArray:
        """Return kilometres, shape (n, 2), of longitudes and latitudes, shape (n, 2)."""
        points: FloatArray = lonlat * np.array([self._east_km, KM_PER_DEGREE])
        return points

    def to_lonlat(self, points: FloatArray) -> FloatArray:
        """Return longitudes and latitudes, shape (n, 2), of kilometres, shape (n, 2)."""
        lonlat: FloatArray = points / np.array([self._east_km, KM_PER_DEGREE])
        return lonlat
