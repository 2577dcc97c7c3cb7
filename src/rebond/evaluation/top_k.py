"""Acceptability of the first K for very many candidates: who is among the best K, draw after draw.

Values are certain here; only weights vary. For uncertain values and whole rank distributions of a few
thousand candidates at most, see `rebond.evaluation.acceptability`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rebond.evaluation.arrays import (
    SUM_TOLERANCE,
    arrays_digest,
    as_finite,
    check_count,
    check_k,
    frozen,
    refuse_negative,
)
from rebond.evaluation.errors import WeightsDoNotSumToOne, WrongShape
from rebond.evaluation.registry import method
from rebond.evaluation.results import MethodResult, Step
from rebond.evaluation.threads import share_out
from rebond.evaluation.top_k_kernels import STEP, TILE, screen, select
from rebond.texts import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike, NDArray

    from rebond.evaluation.arrays import FloatArray, IntArray

METHOD = "top_k_acceptability"

DRAWS_AT_ONCE = 64
_UNIT_ROUNDOFF = 2.0**-24
_TINY = 2.0**-100
# below all values: padding is never selected, and is seldom even looked at
_PADDING = -2.0


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class TopKAcceptability(MethodResult):
    """Chances of the first places and the weights that lead there; NaN for what does not exist.

    Parameters
    ----------
    draws, k : int
    first_k_counts, first_counts : arrays, shape (candidates,), int64
        Draws in which the candidate is among the first k, and first; ties share the better rank.
    first_k, first : arrays, shape (candidates,), float64
        The same as shares of the draws.
    central_weights : array, shape (candidates, criteria), float64
        Mean weights of the draws in which the candidate is first; NaN when it never is.
    first_k_central_weights : array, shape (candidates, criteria), float64
        Mean weights of the draws in which it is among the first k; NaN when it never is.
    """

    draws: int
    k: int
    first_k_counts: IntArray
    first_counts: IntArray
    first_k: FloatArray
    first: FloatArray
    central_weights: FloatArray
    first_k_central_weights: FloatArray


class _Counts:
    """What one thread counted."""

    def __init__(self, candidates: int, criteria: int) -> None:
        self.among_k = np.zeros(candidates, dtype=np.int64)
        self.first = np.zeros(candidates, dtype=np.int64)
        self.among_k_weights = np.zeros((candidates, criteria), dtype=np.int64)
        self.first_weights = np.zeros((candidates, criteria), dtype=np.int64)

    def add(self, other: _Counts) -> None:
        self.among_k += other.among_k
        self.first += other.first
        self.among_k_weights += other.among_k_weights
        self.first_weights += other.first_weights


def top_k_acceptability(
    values: ArrayLike,
    weights: ArrayLike,
    k: int,
    threads: int = 1,
    *,
    on_progress: Callable[[int, int], None] | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> TopKAcceptability:
    """Count how often each candidate is among the first k under drawn weights.

    Parameters
    ----------
    values : array-like, shape (candidates, criteria), finite, more is better
    weights : array-like, shape (draws, criteria), non-negative, rows summing to 1
        From `WeightSet.sample`.
    k : int in 1 … candidates
    threads : int, at least 1, default 1
        Changes the time taken, never a bit of the result.
    on_progress : callable (draws done, draws), optional
        Called in the caller's thread.
    is_cancelled : callable, optional

    Returns
    -------
    TopKAcceptability

    Raises
    ------
    WrongShape, EmptyInput, NotFinite, NegativeWeight, WeightsDoNotSumToOne
    RankLimitOutOfRange, NumberOutOfRange, Cancelled

    Notes
    -----
    Selections are those of double-precision scores added up from the first criterion to the last.
    Single precision only leaves out candidates whose score is proved to be below the k-th: with m
    criteria and u = 2**-24, a score errs by at most 2 (m + 4) u sum_j w_j max_i |x_ij|, which covers
    the rounding of values, weights, products and sums.

    Examples
    --------
    >>> result = top_k_acceptability([[1.0, 0.0], [0.0, 1.0]], [[0.7, 0.3], [0.2, 0.8]], k=1)
    >>> result.first_k.tolist()
    [0.5, 0.5]
    """
    table = as_finite("values", values, 2)
    rows = _weight_rows(weights, table.shape[1])
    check_k(k, table.shape[0])
    check_count("threads", threads)
    draws = rows.shape[0]
    screening = _Screening(table, rows, k)
    unit = math.ldexp(1.0, min(44, 61 - draws.bit_length()))

    def start() -> _Counts:
        return _Counts(*table.shape)

    def count(counts: _Counts, first: int, size: int) -> None:
        part = slice(first, first + size)
        found, sizes = screening.found(part)
        units = np.rint(rows[part] * unit).astype(np.int64)
        select(
            table,
            rows[part],
            units,
            k,
            found,
            sizes,
            counts.among_k,
            counts.first,
            counts.among_k_weights,
            counts.first_weights,
        )

    parts = [(first, min(DRAWS_AT_ONCE, draws - first)) for first in range(0, draws, DRAWS_AT_ONCE)]
    outcomes = share_out(
        parts, threads, start, count, on_progress=on_progress, is_cancelled=is_cancelled
    )
    total = outcomes[0]
    for other in outcomes[1:]:
        total.add(other)
    return _result(table, rows, k, unit, total)


class _Screening:
    """Single-precision copies of values and weights, and the margin that makes them safe."""

    def __init__(self, values: FloatArray, weights: FloatArray, k: int) -> None:
        candidates, criteria = values.shape
        padded = -(-criteria // STEP) * STEP
        largest = np.abs(values).max(axis=0)
        # a power of two brings values into [-1, 1] without rounding and keeps float32 from overflowing
        scale = math.ldexp(1.0, -math.frexp(float(largest.max()) or 1.0)[1])
        # likely winners first: the limit is then high from the first tile on
        self.order = np.argsort(-(values * scale).sum(axis=1), kind="stable").astype(np.int32)
        count = -(-candidates // TILE)
        rows = np.full((count * TILE, padded), _PADDING, dtype=np.float32)
        rows[:, criteria:] = 0.0
        rows[:candidates, :criteria] = (values * scale)[self.order]
        self.tiles = np.ascontiguousarray(rows.reshape(count, TILE, padded).transpose(0, 2, 1))
        self.weights = np.zeros((weights.shape[0], padded), dtype=np.float32)
        self.weights[:, :criteria] = weights
        error = 2.0 * (criteria + 4) * _UNIT_ROUNDOFF * (weights @ (largest * scale)) + _TINY
        self.margins = np.nextafter((2.0 * error).astype(np.float32), np.float32(np.inf))
        self.k = k

    def found(self, part: slice) -> tuple[NDArray[np.int32], IntArray]:
        """Return candidates that may be among the first k of each draw, and how many."""
        draws = self.weights[part].shape[0]
        capacity = 2 * self.k + 4 * TILE
        found = np.empty((draws, capacity), dtype=np.int32)
        bounds = np.empty((draws, capacity), dtype=np.float32)
        counts = np.empty(draws, dtype=np.int64)
        screen(
            self.tiles,
            self.weights[part],
            self.margins[part],
            self.order,
            self.k,
            found,
            bounds,
            counts,
        )
        return found, counts


def _weight_rows(weights: ArrayLike, criteria: int) -> FloatArray:
    rows = as_finite("weights", weights, 2)
    if rows.shape[1] != criteria:
        raise WrongShape("weights", rows.shape, f"(draws, {criteria})")
    refuse_negative(rows)
    totals = rows.sum(axis=1)
    wrong = np.abs(totals - 1.0) > SUM_TOLERANCE
    if wrong.any():
        draw = int(np.flatnonzero(wrong)[0])
        raise WeightsDoNotSumToOne("weights", (draw,), float(totals[draw]))
    return rows


def _mean_weights(sums: IntArray, counts: IntArray, unit: float) -> FloatArray:
    divisor = np.where(counts > 0, counts, 1)[:, None] * unit
    means: FloatArray = np.where(counts[:, None] > 0, sums / divisor, np.nan)
    return means


def _result(
    table: FloatArray, rows: FloatArray, k: int, unit: float, total: _Counts
) -> TopKAcceptability:
    draws = rows.shape[0]
    values = {
        "first_k": total.among_k / draws,
        "first": total.first / draws,
        "central_weights": _mean_weights(total.first_weights, total.first, unit),
        "first_k_central_weights": _mean_weights(total.among_k_weights, total.among_k, unit),
    }
    for array in (*values.values(), total.among_k, total.first):
        frozen(array)
    return TopKAcceptability(
        method=METHOD,
        method_version=method(METHOD).version,
        inputs_digest=arrays_digest(values=table, weights=rows),
        parameters={"k": k, "draws": draws},
        trace=(
            Step(
                "first_k_counts",
                Text("Tirages parmi les K premiers", "Draws among the first K"),
                total.among_k,
            ),
        ),
        draws=draws,
        k=k,
        first_k_counts=total.among_k,
        first_counts=total.first,
        **values,
    )
