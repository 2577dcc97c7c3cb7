"""The compiled pass over sites: conditions block by block, then scores of what is left, then the first few.

Quantities are judged on one byte each (the bucket they fall in), which a processor compares dozens at a
time; only a value in the very bucket of the threshold is compared as a number. The answer is exact.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import njit

BLOCK = 8192
AT_LEAST, AT_MOST, ONE_OF = 0, 1, 2
UNSURE, FAILED, CHECK = 1, 2, 4
NO_EDGE = 254
"""A bucket in which nothing is."""
_UNKNOWN = 255
_SURE, _UNSURE, _FAILED, _CHECK = np.uint8(0), np.uint8(UNSURE), np.uint8(FAILED), np.uint8(CHECK)
_NAN = np.uint8(_UNKNOWN)
_FAILED_BITS, _UNSURE_BITS = np.uint64(0x0202020202020202), np.uint64(0x0101010101010101)
_BYTE_NUMBERS = np.uint64(sum((byte << 5) << (8 * (7 - byte)) for byte in range(8)))
_SLACK = 1e-9
"""More than rounding can add to a score; what is that close to the last of the first few is kept."""


class Columns(NamedTuple):
    """Sites in the order of the index."""

    numbers: Any  # (columns, n) float32; the first two rows are longitude and latitude
    asked: Any  # (asked, n) float32, quantities of one search only
    cells: Any  # (columns + classes, n) uint8: buckets of numbers, then codes


class Conditions(NamedTuple):
    """Musts, or wishes, as arrays."""

    kind: Any  # (m,) int8: AT_LEAST, AT_MOST or ONE_OF
    column: Any  # (m,) int32, row of numbers, or of asked when is_asked, or of cells for ONE_OF
    is_asked: Any  # (m,) bool
    value: Any  # (m,) float32
    end: Any  # (m,) float64, where a wish is no longer met at all; equal to the value for no ramp
    low: Any  # (m,) uint8, least cell that may be met
    high: Any  # (m,) uint8, greatest cell that may be met
    edge: Any  # (m,) uint8, cell whose numbers must be compared; NO_EDGE for none
    is_range: Any  # (m,) bool, whether low and high say it all
    accepted: Any  # (m, 256) uint8, state of each code
    weight: Any  # (m,) float64, importance


@njit(nogil=True, cache=True)
def scan(
    starts: Any,
    ends: Any,
    sites: Columns,
    musts: Conditions,
    wishes: Conditions,
    facets: Any,
    order: Any,
    *,
    with_unknown: bool,
    after: Any,
    best: Any,
    best_rows: Any,
    counts: Any,
    totals: Any,
) -> int:
    """Look at the rows of some runs; return how many of the first few were found.

    Parameters
    ----------
    starts, ends : int64 arrays, shape (runs,)
        Runs of rows, ends excluded.
    sites, musts, wishes : Columns, Conditions, Conditions
    facets : int32 array, shape (f,)
        Rows of ``sites.cells`` to count.
    order : int64 array, shape (n,)
        Row of the caller's table at each row of the index; ties go to the smaller.
    with_unknown : bool
    after : float64 array, shape (4,)
        Sureness, low, high and row that the first few come after; all are counted.
    best : float64 array, shape (first, 3)
        Written: sureness, low and high of the first few, best first.
    best_rows : int64 array, shape (first,)
        Written: their rows in the caller's table.
    counts : int64 array, shape (f, 256)
        Added to.
    totals : int64 array, shape (2,)
        Added to: sure sites, unsure sites.
    """
    state = np.empty(BLOCK, np.uint8)
    words = state.view(np.uint64)
    # Rows are gathered over blocks before they are looked at: calls cost more than a few rows do.
    left, answers = np.empty(2 * BLOCK, np.int64), np.empty(2 * BLOCK, np.uint8)
    low, high = np.empty(2 * BLOCK), np.empty(2 * BLOCK)
    refused = _FAILED if with_unknown else np.uint8(FAILED | UNSURE)
    found, kept = 0, 0
    for run in range(starts.shape[0]):
        first = starts[run]
        while first < ends[run]:
            size = min(BLOCK, ends[run] - first)
            _judge(state, first, size, sites, musts)
            kept = _left(state, words, first, size, refused, left, answers, kept)
            first += size
            if kept > BLOCK:
                kept = _compare(left, answers, kept, sites, musts)
                _count(left, answers, kept, sites.cells, facets, counts, totals)
                kept = _score(left, answers, kept, low, high, sites, wishes, best, found)
                found = _rank(left, answers, kept, low, high, order, after, best, best_rows, found)
                kept = 0
    kept = _compare(left, answers, kept, sites, musts)
    _count(left, answers, kept, sites.cells, facets, counts, totals)
    kept = _score(left, answers, kept, low, high, sites, wishes, best, found)
    return _rank(left, answers, kept, low, high, order, after, best, best_rows, found)


@njit(nogil=True, cache=True)
def _count(
    left: Any, answers: Any, kept: int, cells: Any, facets: Any, counts: Any, totals: Any
) -> None:
    """Count rows, sure and unsure, and their classes."""
    unsure = 0
    for k in range(kept):
        unsure += answers[k]
    totals[0] += kept - unsure
    totals[1] += unsure
    for f in range(facets.shape[0]):
        counted = cells[facets[f]]
        for k in range(kept):
            counts[f, counted[left[k]]] += 1


@njit(nogil=True, cache=True)
def _rank(
    left: Any,
    answers: Any,
    kept: int,
    low: Any,
    high: Any,
    order: Any,
    after: Any,
    best: Any,
    best_rows: Any,
    found: int,
) -> int:
    """Put rows among the first few; return how many there are."""
    last_row = np.int64(-1)
    last_sure, last_low, last_high = -1.0, -1.0, -1.0
    for k in range(-1, kept):
        if k >= 0:
            # What is behind the last of the first few is told here: a call costs more than the row.
            sure = 1.0 - answers[k]
            if sure < last_sure or (sure == last_sure and low[k] < last_low):
                continue
            row = order[left[k]]
            is_tied = sure == last_sure and low[k] == last_low and high[k] == last_high
            if is_tied and row > last_row:
                continue
            if not _is_after(sure, low[k], high[k], row, after):
                continue
            found = _keep(best, best_rows, found, sure, low[k], high[k], row)
        if found == best.shape[0]:
            last_sure = best[found - 1, 0]
            last_low, last_high = best[found - 1, 1], best[found - 1, 2]
            last_row = best_rows[found - 1]
    return found


@njit(nogil=True, cache=True)
def _judge(state: Any, first: int, size: int, sites: Columns, musts: Conditions) -> None:
    """Write for each row of a block what the musts say of it: bits UNSURE, FAILED, CHECK."""
    state[:size] = _SURE
    state[size:] = _FAILED
    for m in range(musts.kind.shape[0]):
        kind = musts.kind[m]
        if musts.is_asked[m]:
            values, threshold = sites.asked[musts.column[m], first : first + size], musts.value[m]
            for i in range(size):
                value = values[i]
                fails = value < threshold if kind == AT_LEAST else value > threshold
                known = _FAILED if fails else _SURE
                state[i] |= _UNSURE if np.isnan(value) else known
            continue
        cells = sites.cells[musts.column[m], first : first + size]
        if musts.is_range[m]:
            low, high, edge = musts.low[m], musts.high[m], musts.edge[m]
            for i in range(size):
                cell = cells[i]
                said = _FAILED if (cell < low) | (cell > high) else _SURE
                said = _CHECK if cell == edge else said
                state[i] |= _UNSURE if cell == _NAN else said
        else:
            accepted = musts.accepted[m]
            for i in range(size):
                state[i] |= accepted[cells[i]]


@njit(nogil=True, cache=True)
def _left(
    state: Any,
    words: Any,
    first: int,
    size: int,
    refused: Any,
    left: Any,
    answers: Any,
    kept: int,
) -> int:
    """Add the rows of a block that nothing refuses, eight at a time; return how many there are."""
    for word in range((size + 7) // 8):
        refusals = words[word] & _FAILED_BITS
        if refused & _UNSURE:
            refusals |= (words[word] & _UNSURE_BITS) << np.uint64(1)
        open_bits = refusals ^ _FAILED_BITS
        while open_bits:
            lowest = open_bits & (~open_bits + np.uint64(1))
            # The lowest bit stands in the k-th byte: shifted by it, this number begins with k.
            i = 8 * word + np.int64(((lowest >> np.uint64(1)) * _BYTE_NUMBERS) >> np.uint64(61))
            left[kept], answers[kept] = first + i, state[i]
            kept += 1
            open_bits ^= lowest
    return kept


@njit(nogil=True, cache=True)
def _compare(left: Any, answers: Any, kept: int, sites: Columns, musts: Conditions) -> int:
    """Compare as numbers the values that stand in the bucket of a threshold; return how many rows stay."""
    fails = 0
    for k in range(kept):
        if answers[k] & _CHECK:
            row, answer = left[k], answers[k] & _UNSURE
            for m in range(musts.kind.shape[0]):
                if musts.is_range[m] and sites.cells[musts.column[m], row] == musts.edge[m]:
                    value = sites.numbers[musts.column[m], row]
                    if musts.kind[m] == AT_LEAST:
                        answer |= _FAILED if value < musts.value[m] else _SURE
                    else:
                        answer |= _FAILED if value > musts.value[m] else _SURE
            fails += 1 if answer & _FAILED else 0
            answers[k] = answer
    if fails == 0:
        return kept
    stay = 0
    for k in range(kept):
        left[stay], answers[stay] = left[k], answers[k]
        stay += 1 if answers[k] & _FAILED == 0 else 0
    return stay


@njit(nogil=True, cache=True)
def _score(
    rows: Any,
    answers: Any,
    kept: int,
    low: Any,
    high: Any,
    sites: Columns,
    wishes: Conditions,
    best: Any,
    found: int,
) -> int:
    """Write the bounds of the score of rows, dropping those that cannot be among the first few any more."""
    count = wishes.kind.shape[0]
    if count == 0:
        low[:kept], high[:kept] = 1.0, 1.0
        return kept
    whole = 0.0
    for w in range(count):
        whole += wishes.weight[w]
    rest = whole
    # Once the first few are all sure, a row needs to be sure and to reach the last one's score.
    is_full = found == best.shape[0] and best[found - 1, 0] == 1.0
    needed = best[found - 1, 1] * whole - _SLACK if is_full else -1.0
    if is_full:
        stay = 0
        for k in range(kept):
            rows[stay] = rows[k]
            stay += 1 if answers[k] == 0 else 0
        kept = stay
        answers[:kept] = _SURE
    low[:kept], high[:kept] = 0.0, 0.0
    for w in range(count):
        if is_full and w > 0:
            stay = 0
            for k in range(kept):
                rows[stay], low[stay], high[stay] = rows[k], low[k], high[k]
                stay += 1 if low[k] + rest >= needed else 0
            kept = stay
        _add(rows, kept, low, high, sites, wishes, w)
        rest -= wishes.weight[w]
    for k in range(kept):
        low[k] /= whole
        high[k] /= whole
    return kept


@njit(nogil=True, cache=True)
def _add(
    rows: Any, kept: int, low: Any, high: Any, sites: Columns, wishes: Conditions, w: int
) -> None:
    """Add one wish to the bounds of rows."""
    weight, column, kind = wishes.weight[w], wishes.column[w], wishes.kind[w]
    if kind == ONE_OF:
        accepted, codes = wishes.accepted[w], sites.cells[column]
        for k in range(kept):
            code = codes[rows[k]]
            low[k] += weight if accepted[code] == 0 else 0.0
            high[k] += 0.0 if accepted[code] == FAILED else weight
        return
    values = sites.asked[column] if wishes.is_asked[w] else sites.numbers[column]
    wanted, end = np.float64(wishes.value[w]), wishes.end[w]
    for k in range(kept):
        value = np.float64(values[rows[k]])
        if wanted == end:
            met = 1.0 if (value >= wanted) == (kind == AT_LEAST) or value == wanted else 0.0
        else:
            met = min(1.0, max(0.0, (value - end) / (wanted - end)))
        is_unknown = np.isnan(value)
        low[k] += 0.0 if is_unknown else weight * met
        high[k] += weight if is_unknown else weight * met


@njit(nogil=True, cache=True)
def _keep(best: Any, rows: Any, found: int, sure: float, low: float, high: float, row: int) -> int:
    """Put one row at its place among the first few; return how many there are."""
    room = best.shape[0]
    if found == room and not _is_before(sure, low, high, row, best[found - 1], rows[found - 1]):
        return found
    place = found if found < room else room - 1
    while place > 0 and _is_before(sure, low, high, row, best[place - 1], rows[place - 1]):
        best[place] = best[place - 1]
        rows[place] = rows[place - 1]
        place -= 1
    best[place, 0], best[place, 1], best[place, 2] = sure, low, high
    rows[place] = row
    grown: int = min(found + 1, room)
    return grown


@njit(nogil=True, cache=True)
def _is_before(sure: float, low: float, high: float, row: int, other: Any, other_row: int) -> bool:
    """Return whether a row comes before another in the order of the answer."""
    if sure != other[0]:
        return bool(sure > other[0])
    if low != other[1]:
        return bool(low > other[1])
    if high != other[2]:
        return bool(high > other[2])
    return bool(row < other_row)


@njit(nogil=True, cache=True)
def _is_after(sure: float, low: float, high: float, row: int, other: Any) -> bool:
    """Return whether a row comes after a place in the order of the answer."""
    if sure != other[0]:
        return bool(sure < other[0])
    if low != other[1]:
        return bool(low < other[1])
    if high != other[2]:
        return bool(high < other[2])
    return bool(row > other[3])
