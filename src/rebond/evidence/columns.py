"""Values of one indicator over many sites, and why some of them are not there."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from rebond.evidence.distances import BoolArray, FloatArray, IntArray
from rebond.evidence.facts import KNOWN, MISSING, StatusArray
from rebond.texts import Text


@dataclass(frozen=True, slots=True)
class Column:
    """One indicator over many sites.

    Parameters
    ----------
    value, low, high : arrays, shape (n,), in the unit of the indicator; NaN without value
    status : array, shape (n,), uint8
    reason : array, shape (n,), int64 index into `reasons`; 0 is « no remark »
    reasons : tuple of Text
    owner : array, shape (n,), int64 index into `owners`; -1 where none
    owners : tuple of str
        Names of what was found (the station, the seat…).
    """

    value: FloatArray
    low: FloatArray
    high: FloatArray
    status: StatusArray
    reason: IntArray
    reasons: tuple[Text, ...]
    owner: IntArray
    owners: tuple[str, ...] = ()


@dataclass(slots=True)
class Draft:
    """Values on their way, and why some of them are not there."""

    value: FloatArray
    status: StatusArray = field(init=False)
    reason: IntArray = field(init=False)
    reasons: list[Text] = field(default_factory=lambda: [Text("", "")])

    def __post_init__(self) -> None:
        self.status = np.full(len(self.value), KNOWN, dtype=np.uint8)
        self.reason = np.zeros(len(self.value), dtype=np.int64)

    def leave_out(self, where: BoolArray, why: Text, *, status: int = MISSING) -> None:
        """Take the value away where `where` holds; the first reason given stays."""
        fresh = where & (self.status == KNOWN)
        if fresh.any():
            self.status[fresh] = status
            self.reason[fresh] = len(self.reasons)
            self.reasons.append(why)

    def column(
        self,
        digits: int,
        *,
        low: FloatArray | None = None,
        owner: IntArray | None = None,
        owners: tuple[str, ...] = (),
    ) -> Column:
        """Return the column, rounded; `low` is the lower bound where it is not the value."""
        known = self.status == KNOWN
        # adding zero turns the -0.0 that rounding can leave into 0.0
        value = np.where(known, np.round(self.value, digits), np.nan) + 0.0
        bottom = value if low is None else np.where(known, low, np.nan)
        if owner is None:
            owner = np.full(len(value), -1, dtype=np.int64)
        return Column(
            value,
            bottom,
            value,
            self.status,
            self.reason,
            tuple(self.reasons),
            np.where(known, owner, -1),
            owners,
        )
