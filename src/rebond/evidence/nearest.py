"""The nearest of a list of places, and the nearest point of a network of straight segments."""

from __future__ import annotations

import numpy as np
from numba import njit

from rebond.evidence.distances import FloatArray, IntArray, chord_to_km


def nearest_point(sites: FloatArray, targets: FloatArray) -> tuple[FloatArray, IntArray]:
    """Return the distance to the nearest target and which it is.

    Parameters
    ----------
    sites : array, shape (n, 3), unit vectors; a NaN row is a site without coordinates
    targets : array, shape (t, 3), unit vectors, all finite

    Returns
    -------
    distance : array, shape (n,), km; NaN where the site has no coordinates or there is no target
    owner : array, shape (n,), int64 index into `targets`; -1 where `distance` is NaN

    Notes
    -----
    SciPy's k-d tree on unit vectors: the order of chords is the order of great-circle distances.
    """
    distance = np.full(len(sites), np.nan)
    owner = np.full(len(sites), -1, dtype=np.int64)
    located = np.isfinite(sites).all(axis=1)
    if len(targets) and located.any():
        from scipy.spatial import cKDTree  # noqa: PLC0415 - slow to import, and many pages ask no distance

        chord, index = cKDTree(targets).query(sites[located])
        distance[located] = chord_to_km(chord)
        owner[located] = index
    return distance, owner


@njit(nogil=True, cache=True)
def _segment_kernel(
    sites: FloatArray,
    starts: FloatArray,
    ends: FloatArray,
    normals: FloatArray,
    nearest: FloatArray,
    owner: IntArray,
) -> None:  # pragma: no cover - compiled
    """Fill the squared chord from each site to the nearest segment, and the segment's row."""
    for i in range(sites.shape[0]):
        x, y, z = sites[i, 0], sites[i, 1], sites[i, 2]
        best = 5.0  # above the largest squared chord, 4
        best_row = -1
        for s in range(starts.shape[0]):
            nx, ny, nz = normals[s, 0], normals[s, 1], normals[s, 2]
            ax, ay, az = starts[s, 0], starts[s, 1], starts[s, 2]
            bx, by, bz = ends[s, 0], ends[s, 1], ends[s, 2]
            # The foot of the perpendicular lies on the arc when the site is on the inner side of
            # both planes that stand on the arc's ends: (n x a).p >= 0 and (b x n).p >= 0.
            side_a = (ny * az - nz * ay) * x + (nz * ax - nx * az) * y + (nx * ay - ny * ax) * z
            side_b = (by * nz - bz * ny) * x + (bz * nx - bx * nz) * y + (bx * ny - by * nx) * z
            if side_a >= 0.0 and side_b >= 0.0 and (nx != 0.0 or ny != 0.0 or nz != 0.0):
                sine = nx * x + ny * y + nz * z
                # chord² = 2 - 2 cos(angle), written so that small angles keep their digits
                square = sine * sine
                chord = 2.0 * square / (1.0 + np.sqrt(max(0.0, 1.0 - square)))
            else:
                to_a = (x - ax) ** 2 + (y - ay) ** 2 + (z - az) ** 2
                to_b = (x - bx) ** 2 + (y - by) ** 2 + (z - bz) ** 2
                chord = min(to_a, to_b)
            if chord < best:
                best = chord
                best_row = s
        nearest[i] = best
        owner[i] = best_row


def nearest_segment(
    sites: FloatArray, starts: FloatArray, ends: FloatArray
) -> tuple[FloatArray, IntArray]:
    """Return the distance to the nearest great-circle segment and which it is.

    Parameters
    ----------
    sites : array, shape (n, 3), unit vectors; a NaN row is a site without coordinates
    starts, ends : arrays, shape (s, 3), unit vectors of the segments' two ends

    Returns
    -------
    distance : array, shape (n,), km; NaN where the site has no coordinates or there is no segment
    owner : array, shape (n,), int64 row of the segment; -1 where `distance` is NaN

    Notes
    -----
    With ``n`` the unit normal of the plane of a segment, the distance is ``R asin |n.p|`` when the
    foot of the perpendicular lies on the segment, else the distance to the nearer end. A segment
    whose ends coincide is a point.
    """
    distance = np.full(len(sites), np.nan)
    owner = np.full(len(sites), -1, dtype=np.int64)
    located = np.isfinite(sites).all(axis=1)
    if not len(starts) or not located.any():
        return distance, owner
    normals = np.cross(starts, ends)
    length = np.linalg.norm(normals, axis=1, keepdims=True)
    normals = np.divide(normals, length, out=np.zeros_like(normals), where=length > 0.0)
    squared = np.empty(int(located.sum()))
    rows = np.empty(len(squared), dtype=np.int64)
    _segment_kernel(
        np.ascontiguousarray(sites[located]),
        np.ascontiguousarray(starts),
        np.ascontiguousarray(ends),
        normals,
        squared,
        rows,
    )
    distance[located] = chord_to_km(np.sqrt(squared))
    owner[located] = rows
    return distance, owner
