"""Plane coordinates of the French systems to longitude and latitude, on arrays, without a PROJ database.

RGF93 and its overseas kin agree with WGS 84 within what a registry of sites can see (decimetres).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
"""Shape (n, 2): x and y, or longitude and latitude in degrees."""

_A = 6_378_137.0
_F = 1 / 298.257222101
_E2 = _F * (2 - _F)
_E = float(np.sqrt(_E2))
WGS84 = "EPSG:4326"


@dataclass(frozen=True, slots=True)
class System:
    """A coordinate system.

    Parameters
    ----------
    code : str
        ``EPSG:2154``.
    name : str
    to_degrees : callable
        From (n, 2) eastings and northings, or longitudes and latitudes, to degrees.
    """

    code: str
    name: str
    to_degrees: Callable[[Points], Points]


def lambert(
    points: Points,
    *,
    lat0: float,
    lat1: float,
    lat2: float,
    x0: float,
    y0: float,
    lon0: float = 3.0,
) -> Points:
    """Undo a Lambert conformal conic projection with two standard parallels.

    Parameters
    ----------
    points : array, shape (n, 2), metres
    lat0, lat1, lat2, lon0 : float, degrees
        Origin and standard parallels.
    x0, y0 : float, metres

    Returns
    -------
    array, shape (n, 2), degrees

    References
    ----------
    Snyder, *Map Projections: A Working Manual* (1987), pp. 107-109.
    """
    t0, t1, t2 = (_isometric(np.radians(lat)) for lat in (lat0, lat1, lat2))
    m1, m2 = (_parallel(np.radians(lat)) for lat in (lat1, lat2))
    n = (np.log(m1) - np.log(m2)) / (np.log(t1) - np.log(t2))
    scale = m1 / (n * t1**n)
    x, y = points[:, 0] - x0, _A * scale * t0**n - (points[:, 1] - y0)
    t = (np.hypot(x, y) / (_A * scale)) ** (1 / n)
    lon = np.arctan2(x, y) / n + np.radians(lon0)
    lat = np.pi / 2 - 2 * np.arctan(t)
    for _ in range(6):
        sine = _E * np.sin(lat)
        lat = np.pi / 2 - 2 * np.arctan(t * ((1 - sine) / (1 + sine)) ** (_E / 2))
    degrees: Points = np.degrees(np.column_stack([lon, lat]))
    return degrees


def _isometric(lat: float) -> float:
    sine = _E * np.sin(lat)
    return float(np.tan(np.pi / 4 - lat / 2) / ((1 - sine) / (1 + sine)) ** (_E / 2))


def _parallel(lat: float) -> float:
    return float(np.cos(lat) / np.sqrt(1 - _E2 * np.sin(lat) ** 2))


def utm(points: Points, *, zone: int, is_south: bool) -> Points:
    """Undo a universal transverse Mercator projection.

    Parameters
    ----------
    points : array, shape (n, 2), metres
    zone : int
    is_south : bool

    Returns
    -------
    array, shape (n, 2), degrees

    References
    ----------
    Karney, *Transverse Mercator with an accuracy of a few nanometers* (2011), Krüger's series to n⁴.
    """
    n = _F / (2 - _F)
    radius = _A / (1 + n) * (1 + n**2 / 4 + n**4 / 64)
    beta = (
        n / 2 - 2 * n**2 / 3 + 37 * n**3 / 96 - n**4 / 360,
        n**2 / 48 + n**3 / 15 - 437 * n**4 / 1440,
        17 * n**3 / 480 - 37 * n**4 / 840,
        4397 * n**4 / 161280,
    )
    xi = (points[:, 1] - (10_000_000.0 if is_south else 0.0)) / (0.9996 * radius)
    eta = (points[:, 0] - 500_000.0) / (0.9996 * radius)
    xi1, eta1 = xi.copy(), eta.copy()
    for order, factor in enumerate(beta, start=1):
        xi1 -= factor * np.sin(2 * order * xi) * np.cosh(2 * order * eta)
        eta1 -= factor * np.cos(2 * order * xi) * np.sinh(2 * order * eta)
    conformal = np.sin(xi1) / np.sqrt(np.sinh(eta1) ** 2 + np.cos(xi1) ** 2)
    lon = np.radians(6 * zone - 183) + np.arctan2(np.sinh(eta1), np.cos(xi1))
    tau = conformal.copy()
    for _ in range(4):
        sigma = np.sinh(_E * np.arctanh(_E * tau / np.sqrt(1 + tau**2)))
        own = tau * np.sqrt(1 + sigma**2) - sigma * np.sqrt(1 + tau**2)
        slope = np.sqrt((1 + own**2) * (1 + tau**2)) * (1 - _E2) / (1 + (1 - _E2) * tau**2)
        tau -= (own - conformal) / slope
    degrees: Points = np.degrees(np.column_stack([lon, np.arctan(tau)]))
    return degrees


def _degrees(points: Points) -> Points:
    return points


def _mercator(points: Points) -> Points:
    """Undo the web's spherical Mercator projection."""
    lon = np.degrees(points[:, 0] / _A)
    lat = np.degrees(2 * np.arctan(np.exp(points[:, 1] / _A)) - np.pi / 2)
    return np.column_stack([lon, lat])


def _conic(zone: int) -> Callable[[Points], Points]:
    """Return the projection of one of the nine conic zones, CC42 to CC50."""
    y0 = (zone - 41) * 1_000_000.0 + 200_000.0
    return lambda points: lambert(
        points, lat0=zone, lat1=zone - 0.75, lat2=zone + 0.75, x0=1_700_000.0, y0=y0
    )


def _lambert_93(points: Points) -> Points:
    return lambert(points, lat0=46.5, lat1=49.0, lat2=44.0, x0=700_000.0, y0=6_600_000.0)


def _utm_of(zone: int, *, is_south: bool) -> Callable[[Points], Points]:
    return lambda points: utm(points, zone=zone, is_south=is_south)


SYSTEMS: Mapping[str, System] = {
    system.code: system
    for system in (
        System(WGS84, "WGS 84", _degrees),
        System("EPSG:4171", "RGF93", _degrees),
        System("EPSG:4258", "ETRS89", _degrees),
        System("EPSG:3857", "Web Mercator", _mercator),
        System("EPSG:2154", "Lambert-93", _lambert_93),
        *(System(f"EPSG:{3900 + zone}", f"CC{zone}", _conic(zone)) for zone in range(42, 51)),
        System("EPSG:5490", "RGAF09 UTM 20N", _utm_of(20, is_south=False)),
        System("EPSG:4559", "RRAF UTM 20N", _utm_of(20, is_south=False)),
        System("EPSG:2972", "RGFG95 UTM 22N", _utm_of(22, is_south=False)),
        System("EPSG:2975", "RGR92 UTM 40S", _utm_of(40, is_south=True)),
        System("EPSG:4471", "RGM04 UTM 38S", _utm_of(38, is_south=True)),
        System("EPSG:4467", "RGSPM06 UTM 21N", _utm_of(21, is_south=False)),
    )
}
"""The systems that files may declare, by code."""
