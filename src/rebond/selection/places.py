"""Candidates that stand too close to each other, to the metre."""

from __future__ import annotations

import numpy as np

from rebond.selection.problem import FloatArray, IntArray

EARTH_RADIUS_M = 6_371_008.8
"""Mean radius of the Earth (IUGG), in metres."""


def distance_m(
    lon_a: FloatArray, lat_a: FloatArray, lon_b: FloatArray, lat_b: FloatArray
) -> IntArray:
    """Return great-circle distances, rounded to the metre.

    Parameters
    ----------
    lon_a, lat_a, lon_b, lat_b : float64 arrays of one shape, degrees

    Returns
    -------
    int64 array, metres

    Notes
    -----
    Haversine formula on a sphere; up to 0.5 % from the ellipsoid.
    """
    phi_a, phi_b = np.radians(lat_a), np.radians(lat_b)
    half = np.sin((phi_b - phi_a) / 2) ** 2
    half += np.cos(phi_a) * np.cos(phi_b) * np.sin(np.radians(lon_b - lon_a) / 2) ** 2
    metres = 2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.minimum(half, 1.0)))
    result: IntArray = np.rint(metres).astype(np.int64)
    return result


def close_pairs(lon: FloatArray, lat: FloatArray, metres: int) -> IntArray:
    """Return the pairs of candidates that stand less than `metres` apart.

    Parameters
    ----------
    lon, lat : float64 arrays, shape (n,), degrees
        A candidate without coordinates has no close pair.
    metres : int

    Returns
    -------
    int64 array, shape (pairs, 2)
        First index below the second, in lexicographic order.
    """
    from scipy.spatial import cKDTree  # noqa: PLC0415 - slow to import, and few policies ask for distances

    known = np.flatnonzero(np.isfinite(lon) & np.isfinite(lat))
    phi, lam = np.radians(lat[known]), np.radians(lon[known])
    points = np.stack([np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)], axis=1)
    # The chord is below the arc: a chord radius equal to the arc finds every pair, then the metre decides.
    radius = (metres + 1) / EARTH_RADIUS_M
    pairs = cKDTree(points).query_pairs(radius, output_type="ndarray").astype(np.int64)
    pairs = np.sort(known[pairs], axis=1)
    a, b = pairs[:, 0], pairs[:, 1]
    pairs = pairs[distance_m(lon[a], lat[a], lon[b], lat[b]) < metres]
    return pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]


def cover_by_cliques(pairs: IntArray) -> list[tuple[int, ...]]:
    """Group pairs into sets whose members all exclude each other.

    Parameters
    ----------
    pairs : int64 array, shape (pairs, 2), in lexicographic order

    Returns
    -------
    list of tuples
        Every pair is inside at least one; at most one member of each may be chosen, which bounds the
        relaxation better than one row a pair.
    """
    neighbours: dict[int, set[int]] = {}
    for a, b in pairs.tolist():
        neighbours.setdefault(a, set()).add(b)
        neighbours.setdefault(b, set()).add(a)
    covered: set[tuple[int, int]] = set()
    cliques: list[tuple[int, ...]] = []
    for a, b in pairs.tolist():
        if (a, b) in covered:
            continue
        clique = [a, b]
        common = neighbours[a] & neighbours[b]
        while common:
            added = min(common)
            clique.append(added)
            common &= neighbours[added]
        clique.sort()
        covered.update((x, y) for i, x in enumerate(clique) for y in clique[i + 1 :])
        cliques.append(tuple(clique))
    return cliques
