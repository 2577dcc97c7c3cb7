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
_PASSES = 3
_INDEX_BITS = 31
_SIGN = np.uint64(1 << 63)
_INDEX = np.uint64((1 << _INDEX_BITS) - 1)
_LAST = np.uint64(_BUCKETS - 1)
_SPLIT = 134217729.0  # 2**27 + 1


@compiled
def sort_order(
    values: FloatArray,
    packed: NDArray[np.uint64],
    order: NDArray[np.int32],
    ordered: FloatArray,
) -> None:
    """Sort finite values upwards, tied values in their given order.

    Parameters
    ----------
    values : array, shape (candidates,), float64, finite, fewer than 2**31
    packed : array, shape (2, candidates), uint64
        A place to work in.
    order : array, shape (candidates,), int32
    ordered : array, shape (candidates,), float64
        Both filled: ``ordered = values[order]``.

    Notes
    -----
    Radix sort of the upper half of the bits, turned so that their order as integers is that of the
    numbers, with the position in the lower half. Few numbers agree in their upper half, and insertion
    puts these in order; when many do, they are sorted by comparison.
    """
    size = values.size
    bits = values.view(np.uint64)
    here, there = packed[0], packed[1]
    counts = np.zeros((_PASSES, _BUCKETS), dtype=np.int64)
    for i in range(size):
        key = bits[i]
        key = ~key if key & _SIGN else key | _SIGN
        here[i] = (key & ~_INDEX) | np.uint64(i)
        for digit in range(_PASSES):
            counts[digit, (key >> np.uint64(_INDEX_BITS + _DIGIT * digit)) & _LAST] += 1
    for digit in range(_PASSES):
        shift = np.uint64(_INDEX_BITS + _DIGIT * digit)
        starts = counts[digit]
        if starts[(here[0] >> shift) & _LAST] == size:
            continue  # all numbers share this digit
        place = 0
        for bucket in range(_BUCKETS):
            place, starts[bucket] = place + starts[bucket], place
        for i in range(size):
            bucket = (here[i] >> shift) & _LAST
            there[starts[bucket]] = here[i]
            starts[bucket] += 1
        here, there = there, here
    for i in range(size):
        order[i] = here[i] & _INDEX
        ordered[i] = values[order[i]]
    if not _insert(order, ordered):
        order[:] = np.argsort(values, kind="mergesort")
        ordered[:] = values[order]


@compiled
def _insert(order: NDArray[np.int32], ordered: FloatArray) -> bool:
    """Put nearly sorted values in order; gives up, and says so, after as many moves as values."""
    moves_left = ordered.size
    for i in range(1, ordered.size):
        value = ordered[i]
        if ordered[i - 1] <= value:
            continue
        moved, place = order[i], i
        while place > 0 and ordered[place - 1] > value and moves_left > 0:
            ordered[place], order[place] = ordered[place - 1], order[place - 1]
            place -= 1
            moves_left -= 1
        ordered[place], order[place] = value, moved
        if moves_left == 0:
            return False
    return True


@compiled
def ranges(
    ordered: FloatArray,
    thresholds: tuple[float, float],
    below: NDArray[np.int32],
    above: NDArray[np.int32],
) -> None:
    """Find where differences exceed each of two thresholds.

    Parameters
    ----------
    ordered : array, shape (candidates,), float64, ascending
    thresholds : two floats, not negative
    below : array, shape (2, candidates), int32
        Filled: ``ordered[a]`` exceeds ``ordered[:below[t, a]]`` by more than threshold t.
    above : array, shape (2, candidates + 1), int32
        Filled: ``ordered[above[t, a]:]`` exceeds ``ordered[a]`` by more than threshold t.

    Notes
    -----
    At each step one mark advances, by arithmetic rather than by a branch that no processor could
    foresee; what is written too early is written again. Each step waits for the one before, so that the
    halves of both merges, four in all, go side by side.
    """
    size, middle = ordered.size, ordered.size // 2
    q, p = thresholds
    q_below, p_below, q_above, p_above = below[0], below[1], above[0], above[1]
    q_start, p_start = _first_within(ordered, middle, q), _first_within(ordered, middle, p)
    a, b, c, d = 0, 0, middle, q_start
    e, f, g, h = 0, 0, middle, p_start
    while a < middle and c < size and e < middle and g < size:
        a, b = _step(ordered, q, a, b, q_below, q_above)
        c, d = _step(ordered, q, c, d, q_below, q_above)
        e, f = _step(ordered, p, e, f, p_below, p_above)
        g, h = _step(ordered, p, g, h, p_below, p_above)
    while a < middle:
        a, b = _step(ordered, q, a, b, q_below, q_above)
    while c < size:
        c, d = _step(ordered, q, c, d, q_below, q_above)
    while e < middle:
        e, f = _step(ordered, p, e, f, p_below, p_above)
    while g < size:
        g, h = _step(ordered, p, g, h, p_below, p_above)
    _close(ordered, q, q_above, b, q_start, d)
    _close(ordered, p, p_above, f, p_start, h)


@compiled
def _step(
    ordered: FloatArray,
    threshold: float,
    a: int,
    b: int,
    below: NDArray[np.int32],
    above: NDArray[np.int32],
) -> tuple[int, int]:
    """Note both marks and advance one: the lower if it is exceeded, else the upper."""
    below[a], above[b] = b, a
    exceeds = ordered[a] - ordered[b] > threshold
    return a + (not exceeds), b + exceeds


@compiled
def _first_within(ordered: FloatArray, a: int, threshold: float) -> int:
    """Return how many of the smallest values `ordered[a]` exceeds by more than the threshold."""
    first, end = 0, a
    while first < end:
        probe = (first + end) // 2
        if ordered[a] - ordered[probe] > threshold:
            first = probe + 1
        else:
            end = probe
    return first


@compiled
def _close(
    ordered: FloatArray, threshold: float, above: NDArray[np.int32], low: int, start: int, high: int
) -> None:
    """Set what the two halves of a merge left open between them and at the end.

    The lower half ended at mark `low`, the upper went from mark `start` to mark `high`.
    """
    size, middle = ordered.size, ordered.size // 2
    above[low:start] = middle
    # both halves stood at `start`, and the lower one may have written last
    first, end = middle, size
    while first < end:
        probe = (first + end) // 2
        if ordered[probe] - ordered[start] > threshold:
            end = probe
        else:
            first = probe + 1
    above[start] = first
    above[high:] = size


@compiled
def flows(
    values: FloatArray,
    direction: float,
    shape: int,
    q: float,
    p: float,
    positive: FloatArray,
    negative: FloatArray,
    packed: NDArray[np.uint64],
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
    packed : array, shape (2, candidates), uint64
    marks : array, shape (5, candidates + 1), int32
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
    scaled, ordered = numbers[0, :size], numbers[1, :size]
    # once sorted, the scaled values give their place to what the running sums lost
    sums, lost = numbers[2], numbers[0]
    largest = 0.0
    for a in range(size):
        scaled[a] = values[a]
        largest = max(largest, abs(scaled[a]))
    scale = math.ldexp(1.0, -math.frexp(largest)[1])
    q, p = q * scale, p * scale
    for a in range(size):
        scaled[a] *= direction * scale
    order = marks[0, :size]
    sort_order(scaled, packed, order, ordered)
    part_below, full_below, part_above, full_above = marks[1], marks[2], marks[3], marks[4]
    ranges(ordered, (q, p), marks[1:3, :size], marks[3:5])
    if shape == COUNT:
        for a in range(size):
            positive[order[a]] = full_below[a] / (size - 1)
            negative[order[a]] = (size - full_above[a]) / (size - 1)
        return
    if shape == LEVEL:
        for a in range(size):
            positive[order[a]] = 0.5 * (part_below[a] + full_below[a]) / (size - 1)
            negative[order[a]] = (size - 0.5 * (part_above[a] + full_above[a])) / (size - 1)
        return
    _running_sums(ordered, sums, lost)
    slope = 1.0 / (p - q)
    for a in range(size):
        first, last = full_below[a], part_below[a]
        partial = _differences(ordered[a], sums, lost, first, last) - (last - first) * q
        positive[order[a]] = (first + partial * slope) / (size - 1)
        first, last = part_above[a], full_above[a]
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


@compiled
def add_weighted(
    positive_flows: FloatArray,
    negative_flows: FloatArray,
    weights: FloatArray,
    net: FloatArray,
    positive: FloatArray,
    negative: FloatArray,
) -> None:
    """Add flows under weights, from the first criterion to the last.

    Parameters
    ----------
    positive_flows, negative_flows : arrays, shape (criteria, candidates), float64
    weights : array, shape (criteria,), float64
    net, positive, negative : arrays, shape (candidates,), float64
        Added to.
    """
    for j in range(weights.size):
        for a in range(net.size):
            net[a] += (positive_flows[j, a] - negative_flows[j, a]) * weights[j]
            positive[a] += positive_flows[j, a] * weights[j]
            negative[a] += negative_flows[j, a] * weights[j]
