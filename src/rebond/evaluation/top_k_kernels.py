"""The compiled search of the first K candidates of each draw, among very many.

Scores are first bounded in single precision, tile by tile in the processor's cache; only candidates
that the bound leaves open are scored again in double precision, in a fixed order, and selected
exactly. Single precision decides what is looked at, never who is selected.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rebond.evaluation.compiled import compiled, compiled_for_screening

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rebond.evaluation.arrays import FloatArray, IntArray

TILE = 256
"""Candidates scored together: 16 criteria of them take 16 kB, half of a first-level cache."""

STEP = 4
"""Criteria are padded with zeros to a multiple of this, and added up so many at a time."""


@compiled_for_screening
def screen(
    tiles: NDArray[np.float32],
    weights: NDArray[np.float32],
    margins: NDArray[np.float32],
    order: NDArray[np.int32],
    k: int,
    found: NDArray[np.int32],
    bounds: NDArray[np.float32],
    counts: IntArray,
) -> None:
    """Gather for each draw all candidates that can be among its first k.

    Parameters
    ----------
    tiles : array, shape (tiles, padded criteria, TILE), float32
    weights : array, shape (draws, padded criteria), float32
    margins : array, shape (draws,), float32
        Twice the largest error of a single-precision score.
    order : array, shape (candidates,), int32
        Candidate of each place in the tiles; places beyond it are padding.
    k : int
    found : array, shape (draws, capacity), int32
        Filled with candidates; capacity at least 2 k + 2 TILE.
    bounds : array, shape (draws, capacity), float32
        Filled with their scores.
    counts : array, shape (draws,), int64
        Filled with how many there are; -1 when a draw has more than `capacity` near the limit.
    """
    draws, padded = weights.shape
    capacity = found.shape[1]
    scores = np.empty(TILE, dtype=np.float32)
    scratch = np.empty(capacity, dtype=np.float32)
    limits = np.full(draws, -np.inf, dtype=np.float32)
    compact_at = np.full(draws, min(k + TILE, capacity - TILE), dtype=np.int64)
    counts[:] = 0
    for t in range(tiles.shape[0]):
        for d in range(draws):
            if counts[d] < 0:
                continue
            w0, w1, w2, w3 = weights[d, 0], weights[d, 1], weights[d, 2], weights[d, 3]
            for i in range(TILE):
                scores[i] = (
                    w0 * tiles[t, 0, i]
                    + w1 * tiles[t, 1, i]
                    + w2 * tiles[t, 2, i]
                    + w3 * tiles[t, 3, i]
                )
            for c in range(4, padded, 4):
                w0, w1 = weights[d, c], weights[d, c + 1]
                w2, w3 = weights[d, c + 2], weights[d, c + 3]
                for i in range(TILE):
                    scores[i] += (
                        w0 * tiles[t, c, i]
                        + w1 * tiles[t, c + 1, i]
                        + w2 * tiles[t, c + 2, i]
                        + w3 * tiles[t, c + 3, i]
                    )
            limit = limits[d]
            near = 0
            for i in range(TILE):
                near += scores[i] >= limit
            if near == 0:
                continue
            place = counts[d]
            for i in range(TILE):
                if scores[i] >= limit and t * TILE + i < order.size:
                    found[d, place] = order[t * TILE + i]
                    bounds[d, place] = scores[i]
                    place += 1
            if place >= compact_at[d]:
                limits[d], place = _compact(found[d], bounds[d], place, k, margins[d], scratch)
                compact_at[d] = min(place + max(k, 64), capacity - TILE)
                if place > capacity - TILE:
                    place = -1
            counts[d] = place


@compiled
def _compact(
    found: NDArray[np.int32],
    bounds: NDArray[np.float32],
    count: int,
    k: int,
    margin: float,
    scratch: NDArray[np.float32],
) -> tuple[np.float32, int]:
    """Keep the candidates within `margin` of the k-th best bound; return that limit and how many."""
    scratch[:count] = bounds[:count]
    limit = np.float32(kth_largest(scratch, count, k)) - np.float32(margin)
    kept = 0
    for i in range(count):
        if bounds[i] >= limit:
            found[kept] = found[i]
            bounds[kept] = bounds[i]
            kept += 1
    return limit, kept


@compiled
def kth_largest(values: NDArray[np.floating], count: int, k: int) -> np.floating:
    """Return the k-th largest of the first `count` values, which it reorders (Hoare)."""
    first, last, wanted = 0, count - 1, k - 1
    while first < last:
        pivot = values[(first + last) // 2]
        i, j = first, last
        while i <= j:
            while values[i] > pivot:
                i += 1
            while values[j] < pivot:
                j -= 1
            if i <= j:
                values[i], values[j] = values[j], values[i]
                i += 1
                j -= 1
        if wanted <= j:
            last = j
        elif wanted >= i:
            first = i
        else:
            break
    largest: np.floating = values[wanted]
    return largest


@compiled
def select(
    values: FloatArray,
    weights: FloatArray,
    units: IntArray,
    k: int,
    found: NDArray[np.int32],
    counts: IntArray,
    among_k: IntArray,
    first: IntArray,
    among_k_weights: IntArray,
    first_weights: IntArray,
) -> None:
    """Score what was found in double precision, select exactly, and count.

    Parameters
    ----------
    values : array, shape (candidates, criteria), float64
    weights : array, shape (draws, criteria), float64
    units : array, shape (draws, criteria), int64
        Weights in fixed point.
    k : int
    found : array, shape (draws, capacity), int32
    counts : array, shape (draws,), int64
        Candidates found in each draw; -1 to look at all candidates of the draw.
    among_k, first : arrays, shape (candidates,), int64
    among_k_weights, first_weights : arrays, shape (candidates, criteria), int64
        Added to: ties share the better rank, so that a draw may select more than k.
    """
    candidates, criteria = values.shape
    exact = np.empty(candidates)
    scratch = np.empty(candidates)
    for d in range(weights.shape[0]):
        count = counts[d] if counts[d] >= 0 else candidates
        best = -np.inf
        for r in range(count):
            i = found[d, r] if counts[d] >= 0 else r
            total = 0.0
            for c in range(criteria):
                total += weights[d, c] * values[i, c]
            exact[r] = total
            scratch[r] = total
            best = max(best, total)
        limit = kth_largest(scratch, count, k)
        for r in range(count):
            if exact[r] >= limit:
                i = found[d, r] if counts[d] >= 0 else r
                among_k[i] += 1
                for c in range(criteria):
                    among_k_weights[i, c] += units[d, c]
                if exact[r] == best:
                    first[i] += 1
                    for c in range(criteria):
                        first_weights[i, c] += units[d, c]
