"""From facts to the arrays that the evaluation weighs: one column per use of an indicator."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rebond.evaluation.value_functions import Piecewise, Steps, ValueFunction, value_interval
from rebond.evidence import KNOWN, NOT_APPLICABLE, Evidence
from rebond.pipeline.errors import CategoriesNotMeasured, NotApplicableUnweighed
from rebond.programme import Criterion, Grid, IndicatorUse
from rebond.programme.value_functions import CategoriesValue, ThresholdValue

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

DIGITS = 6
"""Values and scores are rounded so, before anything compares them: a record is read on other machines."""


@dataclass(frozen=True, slots=True)
class GridLayout:
    """The grid as arrays.

    Parameters
    ----------
    criteria : tuple of Criterion
    uses : tuple of IndicatorUse, length m
        One per column, criterion by criterion.
    criterion_of : array, shape (m,), int64
        Row of `criteria` that each column documents.
    shares : array, shape (criteria, m), float64, rows sum to 1
    """

    criteria: tuple[Criterion, ...]
    uses: tuple[IndicatorUse, ...]
    criterion_of: NDArray[np.int64]
    shares: FloatArray

    @classmethod
    def of(cls, grid: Grid) -> GridLayout:
        """Lay a grid out."""
        uses = tuple(use for criterion in grid.criteria for use in criterion.indicators)
        owner = [row for row, one in enumerate(grid.criteria) for _ in one.indicators]
        shares = np.zeros((len(grid.criteria), len(uses)))
        column = 0
        for row, criterion in enumerate(grid.criteria):
            for share in criterion.shares:
                shares[row, column] = float(share)
                column += 1
        return cls(grid.criteria, uses, np.array(owner, dtype=np.int64), shares)


@dataclass(frozen=True, slots=True)
class Valued:
    """Facts turned into values between 0 and 1.

    Parameters
    ----------
    low, high : arrays, shape (n, m), float64 in [0, 1]
        Equal when a fact is certain; 0 and 1 when it is missing.
    documented : array, shape (n, m), bool
        Whether the fact is known.
    """

    low: FloatArray
    high: FloatArray
    documented: BoolArray


def valued(evidence: Evidence, layout: GridLayout) -> Valued:
    """Apply each use's value function to its indicator.

    Parameters
    ----------
    evidence : Evidence
        n places.
    layout : GridLayout
        m columns.

    Returns
    -------
    Valued

    Raises
    ------
    NotApplicableUnweighed
        When an indicator has no meaning at a place: the grid does not say how to weigh without it.
    """
    shape = (len(evidence.places), len(layout.uses))
    low, high = np.empty(shape), np.empty(shape)
    documented = np.empty(shape, dtype=np.bool_)
    for position, use in enumerate(layout.uses):
        column = evidence.column(use.indicator)
        status = evidence.status[:, column]
        without_meaning = np.flatnonzero(status == NOT_APPLICABLE)
        if without_meaning.size:
            raise NotApplicableUnweighed(
                str(evidence.places[int(without_meaning[0])]), use.indicator
            )
        known = status == KNOWN
        low[:, position], high[:, position] = value_interval(
            value_function(use), evidence.low[:, column], evidence.high[:, column], ~known
        )
        documented[:, position] = known
    return Valued(np.round(low, DIGITS), np.round(high, DIGITS), documented)


def value_function(use: IndicatorUse) -> ValueFunction:
    """Return the array function of a policy's value function.

    Raises
    ------
    CategoriesNotMeasured
        No indicator of this version is a category.
    """
    declared = use.value
    if isinstance(declared, CategoriesValue):
        raise CategoriesNotMeasured(use.indicator)
    if isinstance(declared, ThresholdValue):
        cuts = tuple(float(x) for x, _ in declared.points)
        return Steps(cuts, (float(declared.below), *(float(value) for _, value in declared.points)))
    return Piecewise(tuple((float(x), float(value)) for x, value in declared.points))


def criterion_values(values: FloatArray, layout: GridLayout) -> FloatArray:
    """Aggregate indicators into criteria, from the first column to the last.

    Parameters
    ----------
    values : array, shape (n, m), float64 in [0, 1]
    layout : GridLayout

    Returns
    -------
    array, shape (n, criteria), float64 in [0, 1], rounded to `DIGITS`
    """
    total = np.zeros((values.shape[0], len(layout.criteria)))
    for column, row in enumerate(layout.criterion_of.tolist()):
        total[:, row] += layout.shares[row, column] * values[:, column]
    return np.round(total, DIGITS)
