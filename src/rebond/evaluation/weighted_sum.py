"""Weighted sum: the score of a candidate is the sum of its contributions, criterion by criterion."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rebond.evaluation.arrays import arrays_digest, as_finite, as_weights, frozen
from rebond.evaluation.registry import method
from rebond.evaluation.results import MethodResult, Step, competition_ranks
from rebond.texts import Text

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from rebond.evaluation.arrays import FloatArray, IntArray

METHOD = "weighted_sum"


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class WeightedSumResult(MethodResult):
    """Scores, contributions and ranks.

    Parameters
    ----------
    scores : array, shape (candidates,), float64
    contributions : array, shape (candidates, criteria), float64
        Added from the first criterion to the last, they give the score bit for bit.
    ranks : array, shape (candidates,), int64, 1 is best, ties share the better rank
    """

    scores: FloatArray
    contributions: FloatArray
    ranks: IntArray


def contributions(scores: FloatArray, weights: FloatArray) -> FloatArray:
    """Return what each criterion gives to each candidate.

    Parameters
    ----------
    scores : array, shape (candidates, criteria), float64
    weights : array, shape (criteria,), float64

    Returns
    -------
    array, shape (candidates, criteria), float64
    """
    return scores * weights


def add_in_order(parts: FloatArray) -> FloatArray:
    """Add the columns of `parts` from the first to the last, one rounding a step.

    A library's own sum may regroup terms and so round otherwise on another machine.

    Parameters
    ----------
    parts : array, shape (candidates, criteria), float64

    Returns
    -------
    array, shape (candidates,), float64
    """
    total = np.zeros(parts.shape[0])
    for column in range(parts.shape[1]):
        total += parts[:, column]
    return total


def weighted_sum(scores: ArrayLike, weights: ArrayLike) -> WeightedSumResult:
    """Sum criterion scores under weights.

    Parameters
    ----------
    scores : array-like, shape (candidates, criteria), finite
        Values on a common scale, more is better, usually in [0, 1].
    weights : array-like, shape (criteria,), non-negative, summing to 1

    Returns
    -------
    WeightedSumResult

    Raises
    ------
    WrongShape, EmptyInput, NotFinite, NegativeWeight, WeightsDoNotSumToOne

    Notes
    -----
    s_i = w_1 x_i1 + … + w_m x_im. A good score on one criterion makes up for a poor one on another.

    References
    ----------
    Fishburn, P. C. (1967). Additive utilities with incomplete product sets. Operations Research 15.

    Examples
    --------
    >>> result = weighted_sum([[1.0, 0.0], [0.5, 1.0]], [0.5, 0.5])
    >>> result.scores.tolist(), result.ranks.tolist()
    ([0.5, 0.75], [2, 1])
    """
    table = as_finite("scores", scores, 2)
    checked = as_weights(weights, table.shape[1])
    parts = contributions(table, checked)
    totals = add_in_order(parts)
    ranks = competition_ranks(totals)
    for array in (parts, totals, ranks):
        frozen(array)
    return WeightedSumResult(
        method=METHOD,
        method_version=method(METHOD).version,
        inputs_digest=arrays_digest(scores=table, weights=checked),
        parameters={},
        trace=(
            Step(
                "contributions",
                Text("Contributions par critère", "Contributions by criterion"),
                parts,
            ),
            Step("scores", Text("Somme des contributions", "Sum of the contributions"), totals),
        ),
        scores=totals,
        contributions=parts,
        ranks=ranks,
    )
