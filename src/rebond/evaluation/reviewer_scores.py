"""What several readers' scores say together: only what was given counts, and the spread is kept.

A criterion that a reader left blank takes no part in anything: it is never a zero. What nobody scored has
no median; in an overall score it may stand anywhere on the scale, and the result is an interval.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rebond.evaluation.arrays import as_finite
from rebond.evaluation.errors import NumberOutOfRange, WrongShape

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike

    from rebond.evaluation.arrays import FloatArray
    from rebond.evaluation.weights import WeightSet

FEWEST_FOR_DEVIATION = 3
"""Below this count a standard deviation says no more than the extremes."""
LEAST, MOST = 0.0, 10.0
DIGITS = 9
"""Decimals kept of a bound that a solver found."""


@dataclass(frozen=True, slots=True)
class Spread:
    """How the scores given to one dossier on one criterion lie.

    Parameters
    ----------
    count : int, at least 1
        Scores given; blanks are not counted.
    low, median, high, mean : float
        On the scale of the scores.
    deviation : float or None
        Sample standard deviation (divided by count - 1), from three scores on.
    """

    count: int
    low: float
    median: float
    high: float
    mean: float
    deviation: float | None


@dataclass(frozen=True, slots=True)
class Overall:
    """The overall score of one dossier: every value that admissible weights and unscored criteria allow.

    Parameters
    ----------
    low, high : float
        On the scale of the scores.
    unscored : tuple of int
        Criteria that nobody scored, which may stand anywhere on the scale.
    """

    low: float
    high: float
    unscored: tuple[int, ...]


def spread(scores: Sequence[float]) -> Spread | None:
    """Return how the scores given lie; None when there is none.

    Parameters
    ----------
    scores : sequence of float
        The scores given, in any order, without the blanks.

    Returns
    -------
    Spread or None

    Examples
    --------
    >>> spread([6.0, 9.0])
    Spread(count=2, low=6.0, median=7.5, high=9.0, mean=7.5, deviation=None)
    >>> spread([4.0, 6.0, 8.0]).deviation
    2.0
    >>> spread([]) is None
    True
    """
    if not scores:
        return None
    values = np.sort(as_finite("scores", scores, 1))
    count = len(values)
    is_enough = count >= FEWEST_FOR_DEVIATION
    return Spread(
        count=count,
        low=float(values[0]),
        median=round(float(np.median(values)), DIGITS),
        high=float(values[-1]),
        mean=round(float(values.mean()), DIGITS),
        deviation=round(float(values.std(ddof=1)), DIGITS) if is_enough else None,
    )


def spreads(scores: ArrayLike, given: ArrayLike) -> tuple[tuple[Spread | None, ...], ...]:
    """Return the spread of every dossier on every criterion.

    Parameters
    ----------
    scores : array-like, shape (reviewers, dossiers, criteria), finite
        What stands where `given` is false is not read.
    given : array-like of bool, same shape
        Whether this reader scored this dossier on this criterion.

    Returns
    -------
    tuple, dossier by dossier, of tuples, criterion by criterion; None where nobody gave a score

    Raises
    ------
    WrongShape, NotFinite

    Examples
    --------
    A blank beside an 8 leaves an 8, not a 4:

    >>> table = spreads([[[8.0]], [[0.0]]], [[[True]], [[False]]])
    >>> table[0][0].count, table[0][0].median
    (1, 8.0)
    """
    values = as_finite("scores", scores, 3)
    is_given = np.asarray(given, dtype=bool)
    if is_given.shape != values.shape:
        raise WrongShape("given", is_given.shape, str(values.shape))
    _reviewers, dossiers, criteria = values.shape
    return tuple(
        tuple(
            spread(values[is_given[:, row, column], row, column].tolist())
            for column in range(criteria)
        )
        for row in range(dossiers)
    )


def ranks(medians: Sequence[float | None]) -> tuple[int | None, ...]:
    """Rank dossiers on one criterion, the best 1; ties share the better rank, the unscored have none.

    Parameters
    ----------
    medians : sequence of float or None

    Returns
    -------
    tuple of int or None

    Examples
    --------
    >>> ranks([7.0, None, 9.0, 7.0])
    (2, None, 1, 2)
    """
    known = [value for value in medians if value is not None]
    return tuple(
        None if value is None else 1 + sum(other > value for other in known) for value in medians
    )


def overall(
    medians: Sequence[float | None],
    weights: WeightSet,
    *,
    least: float = LEAST,
    most: float = MOST,
) -> Overall | None:
    """Bound the overall score of a dossier under every admissible weighting.

    Parameters
    ----------
    medians : sequence of float or None, in the order of `weights.names`
        None for a criterion that nobody scored: it may stand anywhere from `least` to `most`.
    weights : WeightSet
    least, most : float
        Ends of the scale.

    Returns
    -------
    Overall, or None when nothing is stated of the weights: an overall score would then be an opinion
    on weights, not a summary of scores

    Raises
    ------
    WrongShape, NumberOutOfRange, ContradictoryWeights

    Notes
    -----
    The least is min over w of sum(w_c x_c) with x_c at its lowest; the greatest is the maximum with x_c at
    its highest: two linear programmes over the admissible weights. Both ends are reached.

    Examples
    --------
    >>> from rebond.evaluation.weights import WeightSet
    >>> half = WeightSet.fixed({"a": 0.5, "b": 0.5})
    >>> overall([8.0, None], half)
    Overall(low=4.0, high=9.0, unscored=(1,))
    """
    if len(medians) != weights.size:
        raise WrongShape("medians", (len(medians),), f"({weights.size},)")
    for value in medians:
        if value is not None and not least <= value <= most:
            raise NumberOutOfRange("medians", value, least, most)
    if weights.is_full:
        return None
    weights.check()
    low = np.array([least if value is None else value for value in medians])
    high = np.array([most if value is None else value for value in medians])
    unscored = tuple(index for index, value in enumerate(medians) if value is None)
    return Overall(_least(low, weights), -_least(-high, weights), unscored)


def _least(values: FloatArray, weights: WeightSet) -> float:
    """Return the least weighted sum of `values` over the admissible weights."""
    from scipy.optimize import linprog  # noqa: PLC0415 - slow to import, and unstated weights ask nothing of it

    above = [one for one in weights.constraints() if not one.is_equality]
    equal = [one for one in weights.constraints() if one.is_equality]
    solution = linprog(
        values,
        A_ub=-np.array([one.row for one in above]) if above else None,
        b_ub=-np.array([one.bound for one in above]) if above else None,
        A_eq=np.array([[1.0] * weights.size, *(one.row for one in equal)]),
        b_eq=np.array([1.0, *(one.bound for one in equal)]),
        bounds=(0, 1),
        method="highs",
    )
    return round(float(solution.fun), DIGITS)
