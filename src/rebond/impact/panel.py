"""Candidates with their facts on the day of the decision and an outcome by year, before and after."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from rebond.canonical import digest
from rebond.impact.errors import NotANumber, ShapesDiffer, UnitTwice, YearsUnfit

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    FloatArray: TypeAlias = NDArray[np.float64]
    IntArray: TypeAlias = NDArray[np.int64]
    BoolArray: TypeAlias = NDArray[np.bool_]


LEAST_KNOWN = 0.8
"""Share of the observed candidates who must tell a year for it to be compared."""


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """A checked panel, its candidates in the order of their ids and its years in order; made by `panel`.

    Parameters
    ----------
    units : tuple of str
        Ids of the candidates, sorted.
    is_retained : array, shape (units,), bool
    fact_names : tuple of str
    facts : array, shape (units, facts), float64
        NaN is a missing fact.
    years : tuple of int
        In order.
    outcomes : array, shape (units, years), float64
        NaN is a missing observation.
    first_after : int
        First year that counts as after the decision.
    groups : tuple of str
        What a candidate and the one beside it must share, such as their call; empty: nothing.
    """

    units: tuple[str, ...]
    is_retained: BoolArray
    fact_names: tuple[str, ...]
    facts: FloatArray
    years: tuple[int, ...]
    outcomes: FloatArray
    first_after: int
    groups: tuple[str, ...] = ()

    @property
    def before(self) -> IntArray:
        """Columns of the years before the decision."""
        return np.flatnonzero(np.array(self.years) < self.first_after)

    @property
    def after(self) -> IntArray:
        """Columns of the years after the decision."""
        return np.flatnonzero(np.array(self.years) >= self.first_after)

    @property
    def digest(self) -> str:
        """Digest of everything in the panel."""
        return digest(
            {
                "units": list(self.units),
                "is_retained": [bool(one) for one in self.is_retained],
                "fact_names": list(self.fact_names),
                "facts": _as_json(self.facts),
                "years": list(self.years),
                "outcomes": _as_json(self.outcomes),
                "first_after": self.first_after,
                **({"groups": list(self.groups)} if self.groups else {}),
            }
        )


def panel(
    units: Sequence[str],
    is_retained: Sequence[bool] | BoolArray,
    fact_names: Sequence[str],
    facts: ArrayLike,
    years: Sequence[int],
    outcomes: ArrayLike,
    *,
    first_after: int,
    groups: Sequence[str] = (),
) -> Panel:
    """Check a panel and put it in order, so that the order of the rows given never changes a result.

    Parameters
    ----------
    units : sequence of str
    is_retained : sequence of bool, one a unit
    fact_names : sequence of str
    facts : array-like, shape (units, facts)
        NaN is a missing fact; infinities are refused.
    years : sequence of int
        All different.
    outcomes : array-like, shape (units, years)
        NaN is a missing observation.
    first_after : int
        First year that counts as after the decision.
    groups : sequence of str, one a unit, or empty
        Only candidates of one group are put side by side.

    Returns
    -------
    Panel

    Raises
    ------
    UnitTwice, ShapesDiffer, NotANumber, YearsUnfit
    """
    names = [str(one) for one in units]
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise UnitTwice(name)
        seen.add(name)
    retained = np.array(is_retained, dtype=np.bool_).reshape(-1)
    wide = len(fact_names)
    known = None
    if names:
        known = np.array(facts, dtype=np.float64)
        known = known.reshape(-1, wide) if wide else np.zeros((len(names), 0))
    if known is None or known.shape != (len(names), wide):
        found = (0,) if known is None else known.shape
        raise ShapesDiffer("facts", found, (max(1, len(names)), len(fact_names)))
    values = np.array(outcomes, dtype=np.float64)
    if retained.shape != (len(names),):
        raise ShapesDiffer("is_retained", retained.shape, (len(names),))
    if values.shape != (len(names), len(years)):
        raise ShapesDiffer("outcomes", values.shape, (len(names), len(years)))
    if groups and len(groups) != len(names):
        raise ShapesDiffer("groups", (len(groups),), (len(names),))
    if len(set(years)) != len(years):
        raise YearsUnfit(first_after, sorted(years))
    for name, array in (("facts", known), ("outcomes", values)):
        if np.isinf(array).any():
            raise NotANumber(name, float("inf"))
    if not any(one < first_after for one in years) or not any(one >= first_after for one in years):
        raise YearsUnfit(first_after, sorted(years))
    rows = sorted(range(len(names)), key=lambda row: names[row])
    columns = sorted(range(len(years)), key=lambda column: years[column])
    ordered = retained[rows]
    known, values = known[rows], values[rows][:, columns]
    ordered.setflags(write=False)
    known.setflags(write=False)
    values.setflags(write=False)
    return Panel(
        units=tuple(names[row] for row in rows),
        is_retained=ordered,
        fact_names=tuple(fact_names),
        facts=known,
        years=tuple(int(years[column]) for column in columns),
        outcomes=values,
        first_after=int(first_after),
        groups=tuple(str(groups[row]) for row in rows) if groups else (),
    )


def windowed(data: Panel, least: float = LEAST_KNOWN) -> tuple[Panel, tuple[int, ...]]:
    """Leave out the years that too few candidates tell, so that one of them does not ask a year of all others.

    Parameters
    ----------
    data : Panel
    least : float in [0, 1], default 0.8
        Share of the candidates observed in any year at all who must be observed in a year for it to stay.

    Returns
    -------
    Panel, tuple of int
        The panel of the years that stay, and those left out. Where a side of the decision would have no year, none
        is left out.
    """
    known = ~np.isnan(data.outcomes)
    observed = int(known.any(axis=1).sum())
    stays = known.sum(axis=0) >= least * observed
    before = np.array(data.years) < data.first_after
    if stays.all() or not (stays & before).any() or not (stays & ~before).any():
        return data, ()
    outcomes = data.outcomes[:, stays]
    outcomes.setflags(write=False)
    kept = tuple(year for year, is_kept in zip(data.years, stays, strict=True) if is_kept)
    return replace(data, years=kept, outcomes=outcomes), tuple(
        year for year in data.years if year not in kept
    )


def _as_json(array: FloatArray) -> list[list[float | None]]:
    """Return rows as JSON values, a missing number as null."""
    return [[None if math.isnan(one) else one for one in row] for row in array.tolist()]
