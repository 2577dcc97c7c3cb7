"""The compiled flows of one criterion of PROMETHEE: a sort, two merges, and sums over ranges.

A value is preferred in part to a range of smaller values and in full to all below that range. Both
ranges move up with the value, so that merging the sorted values with themselves finds them all, and
the sum of differences over a range follows from running sums.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from rebond.evaluation.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rebond.evaluation.arrays import FloatArray

COUNT, LEVEL, LINEAR = 0, 1, 2

_DIGIT = 11
_BUCKETS = 1 << _DIGIT
_PASSES = 6
_SIGN = np.uint64(1 << 63)
_LAST = np.uint64(_BUCKETS - 1)
_SPLIT = 134217729.0  # 2**27 + 1


@compiled
def sort_order(values: FloatArray, keys: NDArray[np.uint64], orders: NDArray[np.int32]) -> int:
    """Find the order that sorts finite values upwards, tied values in their given order.

    Parameters
    ----------
    values : array, shape (candidates,), float64, finite
    keys : array, shape (2, candidates), uint64
        The same row is filled with the sorted bits.
    orders : array, shape (2, candidates), int32

    Returns
    -------
    int
        Which row of `orders` was filled with the order.

    Notes
    -----
    Radix sort on the bits of the numbers, turned so that their order as integers is that of the
    numbers. The upper half of the bits goes first; few numbers agree in it, and insertion puts these
    in order. When many do, all bits are sorted.
    """
    row = _radix_passes(values, keys, orders, _PASSES // 2)
    sorted_keys, order = keys[row], orders[row]
    moves_left = values.size
    for i in range(1, values.size):
        key = sorted_keys[i]
        if sorted_keys[i - 1] <= key:
            continue
        moved, place = order[i], i
        while place > 0 and sorted_keys[place - 1] > key and moves_left > 0:
            sorted_keys[place], order[place] = sorted_keys[place - 1], order[place - 1]
            place -= 1
            moves_left -= 1
        sorted_keys[place], order[place] = key, moved
        if moves_left == 0:
            return _radix_passes(values, keys, orders, 0)
    return row


@compiled
def _radix_passes(
    values: FloatArray, keys: NDArray[np.uint64], orders: NDArray[np.int32], first: int
) -> int:
    """Sort by digits of 11 bits from number `first` up; returns the row that holds the outcome."""
    size = values.size
    bits = values.view(np.uint64)
    row = 0
    here, there = keys[0], keys[1]
    order, other_order = orders[0], orders[1]
    counts = np.zeros((_PASSES, _BUCKETS), dtype=np.int64)
    for i in range(size):
        key = bits[i]
        key = ~key if key & _SIGN else key | _SIGN
        here[i] = key
        order[i] = i
        for digit in range(first, _PASSES):
            counts[digit, (key >> np.uint64(_DIGIT * digit)) & _LAST] += 1
    for digit in range(first, _PASSES):
        shift = np.uint64(_DIGIT * digit)
        starts = counts[digit]
        if starts[(here[0] >> shift) & _LAST] == size:
            continue  # all numbers share this digit
        place = 0
        for bucket in range(_BUCKETS):
            place, starts[bucket] = place + starts[bucket], place
        for i in range(size):
            bucket = (here[i] >> shift) & _LAST
            there[starts[bucket]] = here[i]
            other_order[starts[bucket]] = order[i]
            starts[bucket] += 1
        here, there = there, here
        order, other_order = other_order, order
        row = 1 - row
    return row


@compiled
def ranges(
    ordered: FloatArray,
    q: float,
    p: float,
    below: NDArray[np.int32],
    above: NDArray[np.int32],
) -> None:
    """Find where differences exceed two thresholds.

    Parameters
    ----------
    ordered : array, shape (candidates,), float64, ascending
    q, p : float, not negative
    below : array, shape (2, candidates), int32
        Filled: ``ordered[a]`` exceeds ``ordered[:below[0, a]]`` by more than q, ``below[1, a]`` by more
        than p.
    above : array, shape (2, candidates + 1), int32
        Filled: ``ordered[above[0, a]:]`` exceeds ``ordered[a]`` by more than q, ``above[1, a]`` by more
        than p.

    Notes
    -----
    At each step one mark advances, by arithmetic rather than by a branch that no processor could
    foresee; what is written too early is written again. The two thresholds go side by side, so that one
    does not wait for the other.
    """
    size = ordered.size
    a, b, c, d = 0, 0, 0, 0
    while a < size and c < size:
        below[0, a], above[0, b] = b, a
        below[1, c], above[1, d] = d, c
        exceeds_q = ordered[a] - ordered[b] > q
        exceeds_p = ordered[c] - ordered[d] > p
        b, a = b + exceeds_q, a + (not exceeds_q)
        d, c = d + exceeds_p, c + (not exceeds_p)
    while a < size:
        below[0, a], above[0, b] = b, a
        exceeds_q = ordered[a] - ordered[b] > q
        b, a = b + exceeds_q, a + (not exceeds_q)
    while c < size:
        below[1, c], above[1, d] = d, c
        exceeds_p = ordered[c] - ordered[d] > p
        d, c = d + exceeds_p, c + (not exceeds_p)
    # the marks stopped before these: no value exceeds them
    above[0, b:] = size
    above[1, d:] = size


@compiled
def flows(
    values: FloatArray,
    direction: float,
    shape: int,
    q: float,
    p: float,
    positive: FloatArray,
    negative: FloatArray,
    keys: NDArray[np.uint64],
    marks: NDArray[np.int32],
    numbers: FloatArray,
) -> None:
    """Fill positive and negative flows of one criterion.

    Parameters
    ----------
    values : array, shape (candidates,), float64, at least two
    direction : float
        1 when more is better, -1 for a cost.
    shape : int
        `COUNT`: 1 above p. `LEVEL`: one half above q, 1 above p. `LINEAR`: from 0 at q to 1 at p.
    q, p : float, 0 <= q <= p, q < p for `LINEAR`
    positive, negative : arrays, shape (candidates,), float64
    keys : array, shape (2, candidates), uint64
    marks : array, shape (6, candidates + 1), int32
    numbers : array, shape (3, candidates + 1), float64
        The last three are places to work in, kept from one criterion to the next: fresh memory costs as
        much as the work.

    Notes
    -----
    A power of two brings values to at most 1 without rounding, so that no product overflows. Running
    sums keep what each addition rounded off (Knuth), and products of a count and a value are split so
    that they are exact (Veltkamp): values far from zero lose no precision.
    """
    size = values.size
    scaled, sums, lost = numbers[0, :size], numbers[1], numbers[2]
    largest = 0.0
    for a in range(size):
        scaled[a] = values[a]
        largest = max(largest, abs(scaled[a]))
    scale = math.ldexp(1.0, -math.frexp(largest)[1])
    q, p = q * scale, p * scale
    for a in range(size):
        scaled[a] *= direction * scale
    row = sort_order(scaled, keys, marks[:2, :size])
    order = marks[row, :size]
    for a in range(size):
        key = keys[row, a]
        keys[row, a] = key ^ _SIGN if key & _SIGN else ~key
    ordered = keys[row].view(np.float64)
    below, above = marks[2:4, :size], marks[4:6]
    ranges(ordered, q, p, below, above)
    if shape == COUNT:
        for a in range(size):
            positive[order[a]] = below[1, a] / (size - 1)
            negative[order[a]] = (size - above[1, a]) / (size - 1)
        return
    if shape == LEVEL:
        for a in range(size):
            positive[order[a]] = 0.5 * (below[0, a] + below[1, a]) / (size - 1)
            negative[order[a]] = (size - 0.5 * (above[0, a] + above[1, a])) / (size - 1)
        return
    _running_sums(ordered, sums, lost)
    slope = 1.0 / (p - q)
    for a in range(size):
        first, last = below[1, a], below[0, a]
        partial = _differences(ordered[a], sums, lost, first, last) - (last - first) * q
        positive[order[a]] = (first + partial * slope) / (size - 1)
        first, last = above[0, a], above[1, a]
        partial = -_differences(ordered[a], sums, lost, first, last) - (last - first) * q
        negative[order[a]] = ((size - last) + partial * slope) / (size - 1)


@compiled
def _running_sums(ordered: FloatArray, sums: FloatArray, lost: FloatArray) -> None:
    """Fill sums of the first values, and what their roundings lost, one more than values each."""
    sums[0], lost[0] = 0.0, 0.0
    for a in range(ordered.size):
        sums[a + 1], error = _two_sum(sums[a], ordered[a])
        lost[a + 1] = lost[a] + error


@compiled
def _differences(value: float, sums: FloatArray, lost: FloatArray, first: int, last: int) -> float:
    """Return the sum of value - ordered[b] for b from first to last (excluded)."""
    scaled = _SPLIT * value
    high = scaled - (scaled - value)
    low = value - high
    between, error = _two_sum(sums[last], -sums[first])
    count = last - first
    total: float = (count * high - between) + (count * low - (error + (lost[last] - lost[first])))
    return total


@compiled
def _two_sum(a: float, b: float) -> tuple[float, float]:
    """Return the rounded sum of two numbers and what the rounding lost."""
    total = a + b
    of_b = total - a
    return total, (a - (total - of_b)) + (b - of_b)
