"""Sums over everything within a radius, weighted down with distance.

The weight of a target at distance ``d`` is ``max(0, 1 - d / R)``: one at the place itself, nothing
from the radius on, so that a target that crosses the radius changes the sum by nothing at all.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numba import njit

from rebond.evidence.distances import EARTH_RADIUS_KM, FloatArray, IntArray, km_to_chord

LARGEST_RADIUS_KM = 600.0
"""Up to this radius the series below for the arc under a chord is exact to 1e-9 km."""

BLOCK = 1024
"""Sites that one thread takes at a time."""


@njit(nogil=True, cache=True)
def _sum_kernel(
    sites: FloatArray,
    targets: FloatArray,
    values: FloatArray,
    keys: IntArray,
    cells: int,
    reach: float,
    radius: float,
    sums: FloatArray,
) -> None:  # pragma: no cover - compiled
    """Add ``(1 - d / radius) * values`` of the targets nearer than `radius`, cell by cell.

    Targets stand sorted by cell; a cell is a cube of side `reach` (the chord of the radius), so
    that all targets in reach lie in the 27 cells around the site, three neighbours at a time.
    """
    limit = reach * reach
    for i in range(sites.shape[0]):
        x, y, z = sites[i, 0], sites[i, 1], sites[i, 2]
        cx = np.int64((x + 1.0) / reach) + 1
        cy = np.int64((y + 1.0) / reach) + 1
        cz = np.int64((z + 1.0) / reach) + 1
        for dx in range(-1, 2):
            for dy in range(-1, 2):
                row = ((cx + dx) * cells + (cy + dy)) * cells + cz
                first = np.searchsorted(keys, row - 1)
                last = np.searchsorted(keys, row + 2)
                for j in range(first, last):
                    ex, ey, ez = targets[j, 0] - x, targets[j, 1] - y, targets[j, 2] - z
                    square = ex * ex + ey * ey + ez * ez
                    if square < limit:
                        # 2 asin(c / 2) by its series: no library function, same bits everywhere
                        arc = np.sqrt(square) * (
                            1.0
                            + square
                            * (1.0 / 24.0 + square * (3.0 / 640.0 + square * (5.0 / 7168.0)))
                        )
                        weight = 1.0 - arc / radius
                        if weight > 0.0:
                            for k in range(values.shape[1]):
                                sums[i, k] += weight * values[j, k]


def decay_sums(
    sites: FloatArray,
    targets: FloatArray,
    values: FloatArray,
    radius_km: float,
    *,
    threads: int = 1,
) -> FloatArray:
    """Sum `values` over the targets within a radius of each site, with linear decay.

    Parameters
    ----------
    sites : array, shape (n, 3), unit vectors; a NaN row is a site without coordinates
    targets : array, shape (t, 3), unit vectors, all finite
    values : array, shape (t, p), float64, finite; `p` quantities summed in one pass
    radius_km : float in (0, 600]
    threads : int, default 1
        Threads that share the sites; the result has the same bits for any number.

    Returns
    -------
    array, shape (n, p), in the unit of `values`; NaN rows where the site has no coordinates

    Notes
    -----
    ``sum_j max(0, 1 - d_ij / R) v_j`` with great-circle distances. Targets are first put in an order
    of their own (cell, then coordinates; only targets at one and the same spot keep the order given),
    so that neither the order in which they are given, nor the sites and quantities asked for at once
    change one bit of the sums.
    """
    sums = np.full((len(sites), values.shape[1]), np.nan)
    located = np.isfinite(sites).all(axis=1)
    if not located.any():
        return sums
    reach = km_to_chord(radius_km)
    cells = int(2.0 / reach) + 4
    cell = ((targets + 1.0) / reach).astype(np.int64) + 1
    keys = (cell[:, 0] * cells + cell[:, 1]) * cells + cell[:, 2]
    order = np.lexsort((targets[:, 2], targets[:, 1], targets[:, 0], keys))
    near = np.zeros((int(located.sum()), values.shape[1]))
    here, there, what = (
        np.ascontiguousarray(one) for one in (sites[located], targets[order], values[order])
    )
    keys = keys[order]

    def add(first: int, last: int) -> None:
        _sum_kernel(
            here[first:last],
            there,
            what,
            keys,
            cells,
            reach,
            radius_km / EARTH_RADIUS_KM,
            near[first:last],
        )

    if threads == 1:
        add(0, len(here))
    else:
        starts = range(0, len(here), BLOCK)
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(add, starts, [start + BLOCK for start in starts]))
    sums[located] = near
    return sums
