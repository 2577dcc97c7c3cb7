"""Great-circle distances on a sphere, through unit vectors.

The Earth is taken as a sphere of radius 6 371.0088 km (IUGG mean radius). Against the WGS 84
ellipsoid a distance is wrong by at most 0.57 % (0.33 % in metropolitan France), less than the error
of a commune taken as one point.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from rebond.territory.point import EARTH_RADIUS_KM, unit_vectors

__all__ = [
    "EARTH_RADIUS_KM",
    "BoolArray",
    "FloatArray",
    "IntArray",
    "chord_to_km",
    "great_circle_km",
    "km_to_chord",
    "unit_vectors",
]

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]


def chord_to_km(chord: Any) -> FloatArray:
    """Return the great-circle distance under a chord of the unit sphere.

    Parameters
    ----------
    chord : array, float64 in [0, 2], without unit

    Returns
    -------
    array of the same shape, km in [0, 20015.2]

    Notes
    -----
    ``d = 2 R asin(c / 2)``; precise for small distances, where the arc cosine of a dot product is not.
    """
    half: FloatArray = np.clip(np.asarray(chord, dtype=np.float64) / 2.0, 0.0, 1.0)
    return 2.0 * EARTH_RADIUS_KM * np.arcsin(half)


def km_to_chord(km: float) -> float:
    """Return the chord of the unit sphere over `km` of great circle (inverse of `chord_to_km`)."""
    return float(2.0 * np.sin(km / (2.0 * EARTH_RADIUS_KM)))


def great_circle_km(
    lon_a: FloatArray, lat_a: FloatArray, lon_b: FloatArray, lat_b: FloatArray
) -> FloatArray:
    """Return great-circle distances by the haversine formula.

    Parameters
    ----------
    lon_a, lat_a, lon_b, lat_b : arrays that broadcast together, degrees

    Returns
    -------
    array, km; NaN where a coordinate is NaN

    References
    ----------
    R. W. Sinnott, « Virtues of the Haversine », Sky and Telescope 68 (2), 1984, p. 159.

    Examples
    --------
    A quarter of a great circle:

    >>> round(float(great_circle_km(np.array(0.0), np.array(0.0), np.array(90.0), np.array(0.0))), 3)
    10007.557
    """
    phi_a, phi_b = np.radians(lat_a), np.radians(lat_b)
    half_phi = (phi_b - phi_a) / 2.0
    half_lam = np.radians(np.subtract(lon_b, lon_a)) / 2.0
    inner = np.sin(half_phi) ** 2 + np.cos(phi_a) * np.cos(phi_b) * np.sin(half_lam) ** 2
    result: FloatArray = 2.0 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(inner, 0.0, 1.0)))
    return result
