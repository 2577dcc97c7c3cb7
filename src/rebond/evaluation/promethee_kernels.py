"""The compiled sweep of PROMETHEE: all preferences of one criterion in one pass over sorted values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rebond.evaluation.compiled import compiled

if TYPE_CHECKING:
    from rebond.evaluation.arrays import FloatArray

COUNT, LEVEL, LINEAR = 0, 1, 2


@compiled
def _two_sum(a: float, b: float) -> tuple[float, float]:
    """Return the rounded sum of two numbers and what the rounding lost."""
    total = a + b
    of_b = total - a
    return total, (a - (total - of_b)) + (b - of_b)


@compiled
def sweep(ordered: FloatArray, shape: int, q: float, p: float, sums: FloatArray) -> None:
    """Sum, for each value, its preferences over all smaller values.

    Parameters
    ----------
    ordered : array, shape (candidates,), float64, ascending
    shape : int
        `COUNT`: 1 above p. `LEVEL`: one half above q, 1 above p. `LINEAR`: from 0 at q to 1 at p.
    q, p : float, 0 <= q <= p, q < p for `LINEAR`
    sums : array, shape (candidates,), float64
        Filled. As the value rises, the values it is fully preferred to and those it is preferred to in
        part only grow at their upper ends, so that two marks and one running sum are enough. The sum
        of differences is carried from value to value with its rounding errors (Knuth), which keeps
        it exact to the last digits however large the values are beside their differences.
    """
    full = 0  # ordered[:full] lie more than p below
    part = 0  # ordered[full:part] lie more than q below
    total = 0.0  # sum over ordered[full:part] of the difference to the value
    lost = 0.0
    for a in range(ordered.size):
        value = ordered[a]
        if part > full:
            total, error = _two_sum(total, (part - full) * (value - ordered[a - 1]))
            lost += error
        while part < a and value - ordered[part] > q:
            total, error = _two_sum(total, value - ordered[part])
            lost += error
            part += 1
        while full < part and value - ordered[full] > p:
            total, error = _two_sum(total, ordered[full] - value)
            lost += error
            full += 1
        if full == part:
            total, lost = 0.0, 0.0
        if shape == COUNT:
            sums[a] = full
        elif shape == LEVEL:
            sums[a] = full + 0.5 * (part - full)
        else:
            sums[a] = full + ((total + lost) - (part - full) * q) / (p - q)
