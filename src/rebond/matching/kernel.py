"""The compiled pass over sites: conditions block by block, then scores of what is left, then the first few."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import njit

BLOCK = 4096
AT_LEAST, AT_MOST, ONE_OF = 0, 1, 2
UNSURE, FAILED = 1, 2
_UNKNOWN = 255
_ALL_FAILED = np.uint64(0x0202020202020202)
_SURE, _UNSURE, _FAILED = np.uint8(0), np.uint8(UNSURE), np.uint8(FAILED)


class Columns(NamedTuple):
    """Sites in the order of the index."""

    numbers: Any  # (columns, n) float32; the first two rows are longitude and latitude
    codes: Any  # (columns, n) uint8


class Conditions(NamedTuple):
    """Musts, or wishes, as arrays."""

    kind: Any  # (m,) int8: AT_LEAST, AT_MOST or ONE_OF
    column: Any  # (m,) int32, row of numbers or of codes
    value: Any  # (m,) float32
    end: Any  # (m,) float64, where a wish is no longer met at all; equal to the value for no ramp
    accepted: Any  # (m, 256) uint8
    weight: Any  # (m,) float64, share of the whole importance


@njit(nogil=True, cache=True)
def scan(  # noqa: PLR0912 - one compiled pass
    starts: Any,
    ends: Any,
    sites: Columns,
    musts: Conditions,
    wishes: Conditions,
    facets: Any,
    order: Any,
    *,
    with_unknown: bool,
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
        Rows of ``sites.codes`` to count.
    order : int64 array, shape (n,)
        Row of the caller's table at each row of the index; ties go to the smaller.
    with_unknown : bool
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
    # Arrays are unpacked once: handing a tuple of them to a function for each row costs more than the row.
    codes, classes, accepted, class_columns = sites.codes, musts.kind, musts.accepted, musts.column
    low, high = np.empty(BLOCK), np.empty(BLOCK)
    left = np.empty(BLOCK, np.int64)
    answers = np.empty(BLOCK, np.uint8)
    found = 0
    for run in range(starts.shape[0]):
        first = starts[run]
        while first < ends[run]:
            size = min(BLOCK, ends[run] - first)
            _judge(state, first, size, sites, musts)
            kept = 0
            for word in range((size + 7) // 8):
                if words[word] & _ALL_FAILED == _ALL_FAILED:  # eight sites at once
                    continue
                for i in range(8 * word, 8 * word + 8):
                    answer = state[i]
                    if answer >= FAILED:
                        continue
                    for m in range(classes.shape[0]):  # classes last, where few rows are left
                        if classes[m] == ONE_OF:
                            answer |= accepted[m, codes[class_columns[m], first + i]]
                    if answer == 0 or (answer == UNSURE and with_unknown):
                        left[kept] = first + i
                        answers[kept] = answer
                        kept += 1
            _score(left[:kept], low, high, sites, wishes)
            for f in range(facets.shape[0]):
                for k in range(kept):
                    counts[f, codes[facets[f], left[k]]] += 1
            for k in range(kept):
                totals[answers[k]] += 1
                sure = 1.0 - answers[k]
                if found == best.shape[0] and (
                    sure < best[found - 1, 0]
                    or (sure == best[found - 1, 0] and low[k] < best[found - 1, 1])
                ):
                    continue
                found = _keep(best, best_rows, found, sure, low[k], high[k], order[left[k]])
            first += size
    return found


@njit(nogil=True, cache=True)
def _judge(state: Any, first: int, size: int, sites: Columns, musts: Conditions) -> None:
    """Write for each row of a block whether a quantity fails (bit 1) or is not known (bit 0)."""
    state[:size] = _SURE
    state[size:] = _FAILED
    for m in range(musts.kind.shape[0]):
        if musts.kind[m] != ONE_OF:
            values = sites.numbers[musts.column[m], first : first + size]
            threshold = musts.value[m]
            if musts.kind[m] == AT_LEAST:
                for i in range(size):
                    value = values[i]
                    known = _FAILED if value < threshold else _SURE
                    state[i] |= _UNSURE if np.isnan(value) else known
            else:
                for i in range(size):
                    value = values[i]
                    known = _FAILED if value > threshold else _SURE
                    state[i] |= _UNSURE if np.isnan(value) else known


@njit(nogil=True, cache=True)
def _score(rows: Any, low: Any, high: Any, sites: Columns, wishes: Conditions) -> None:
    """Write the bounds of the score of some rows."""
    kept = rows.shape[0]
    start = 1.0 if wishes.kind.shape[0] == 0 else 0.0
    low[:kept], high[:kept] = start, start
    for w in range(wishes.kind.shape[0]):
        weight, column, kind = wishes.weight[w], wishes.column[w], wishes.kind[w]
        if kind == ONE_OF:
            accepted, codes = wishes.accepted[w], sites.codes[column]
            for k in range(kept):
                code = codes[rows[k]]
                if code == _UNKNOWN:
                    high[k] += weight
                elif accepted[code] == 0:
                    low[k] += weight
                    high[k] += weight
            continue
        values, wanted, end = sites.numbers[column], np.float64(wishes.value[w]), wishes.end[w]
        for k in range(kept):
            value = np.float64(values[rows[k]])
            if np.isnan(value):
                high[k] += weight
                continue
            if wanted == end:
                met = 1.0 if (value >= wanted) == (kind == AT_LEAST) or value == wanted else 0.0
            else:
                met = min(1.0, max(0.0, (value - end) / (wanted - end)))
            low[k] += weight * met
            high[k] += weight * met


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
