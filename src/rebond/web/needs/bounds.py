"""Quantities known only between two bounds, held against what is asked: met, failed, or not known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]
RAMP = 2.0
"""A wish is not met at all at half of what is asked, or at twice a distance (see `rebond.matching.Wish`)."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a column is at least and at most on each row; equal where it is known, NaN where nothing is."""

    low: FloatArray
    high: FloatArray

    @property
    def are_open(self) -> bool:
        """Whether some value is not known exactly."""
        return bool((self.low < self.high).any())

    def row(self, row: int) -> Bounds:
        """Return the bounds of one row."""
        return Bounds(self.low[row : row + 1], self.high[row : row + 1])


def judged(bounds: Bounds, asked: float, *, at_least: bool, is_must: bool) -> FloatArray:
    """Return a column that answers one question: the value where it is known, else one that answers the same.

    Parameters
    ----------
    bounds : Bounds
    asked : float
    at_least : bool
        Whether the quantity must reach what is asked, rather than stay under it.
    is_must : bool
        A wish fails only where nothing of it is met.

    Returns
    -------
    array, shape (n,), float32
        What is asked, where either bound meets it; the nearer bound, where either fails; NaN in between.
    """
    value = np.float32(asked)
    end = value if is_must or value <= 0 else value / np.float32(RAMP if at_least else 1 / RAMP)
    near, far = (bounds.high, bounds.low) if at_least else (bounds.low, bounds.high)
    met = far >= value if at_least else far <= value
    failed = near < value if at_least else near > value
    if not is_must:
        failed &= near <= end if at_least else near >= end
    unsure = np.where(met, value, np.where(failed, near, np.float32(np.nan)))
    answer: FloatArray = np.where(bounds.low == bounds.high, near, unsure).astype(np.float32)
    return answer
