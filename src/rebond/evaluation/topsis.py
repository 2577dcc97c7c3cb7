"""TOPSIS: the best candidate is close to the ideal and far from the anti-ideal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rebond.evaluation.arrays import arrays_digest, as_directions, as_finite, as_weights, frozen
from rebond.evaluation.errors import IdenticalCandidates
from rebond.evaluation.registry import method
from rebond.evaluation.results import MethodResult, Step, competition_ranks
from rebond.evaluation.weighted_sum import add_in_order
from rebond.texts import Text

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from rebond.evaluation.arrays import FloatArray, IntArray

METHOD = "topsis"


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class TopsisResult(MethodResult):
    """Closeness to the ideal and ranks.

    Parameters
    ----------
    closeness : array, shape (candidates,), float64 in [0, 1], 1 is the ideal
    ranks : array, shape (candidates,), int64, 1 is best, ties share the better rank
    """

    closeness: FloatArray
    ranks: IntArray


def vector_normalised(table: FloatArray) -> FloatArray:
    """Divide each column by its Euclidean length; a column of zeros stays zero.

    Parameters
    ----------
    table : array, shape (candidates, criteria), float64

    Returns
    -------
    array, shape (candidates, criteria), float64 in [-1, 1]
    """
    largest = np.abs(table).max(axis=0)
    # columns are brought to [-1, 1] first: squares of very large numbers would overflow
    scaled = table / np.where(largest > 0, largest, 1.0)
    squares = np.zeros(table.shape[1])
    for row in scaled * scaled:
        squares += row
    lengths = np.sqrt(squares)
    return scaled / np.where(lengths > 0, lengths, 1.0)


def closeness_to_ideal(
    weighted: FloatArray, directions: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """Return ideal, anti-ideal and both distances of each candidate.

    Parameters
    ----------
    weighted : array, shape (candidates, criteria), float64
        Normalised and weighted values, costs not turned: the ideal of a cost is its smallest value.
    directions : array, shape (criteria,), +1 or -1

    Returns
    -------
    ideal, anti_ideal : arrays, shape (criteria,)
    to_ideal, to_anti_ideal : arrays, shape (candidates,)
    """
    high, low = weighted.max(axis=0), weighted.min(axis=0)
    ideal = np.where(directions > 0, high, low)
    anti_ideal = np.where(directions > 0, low, high)
    to_ideal = np.sqrt(add_in_order((weighted - ideal) ** 2))
    to_anti_ideal = np.sqrt(add_in_order((weighted - anti_ideal) ** 2))
    return ideal, anti_ideal, to_ideal, to_anti_ideal


def topsis(
    scores: ArrayLike, weights: ArrayLike, directions: ArrayLike | None = None
) -> TopsisResult:
    """Rank candidates by their closeness to the ideal.

    Parameters
    ----------
    scores : array-like, shape (candidates, criteria), finite, each criterion in its own unit
    weights : array-like, shape (criteria,), non-negative, summing to 1
    directions : array-like, shape (criteria,), optional
        +1 when more is better (default), -1 for a cost.

    Returns
    -------
    TopsisResult

    Raises
    ------
    WrongShape, EmptyInput, NotFinite, NegativeWeight, WeightsDoNotSumToOne, BadDirection
    IdenticalCandidates
        When no criterion of weight above zero tells two candidates apart.

    Notes
    -----
    r_ij = x_ij / sqrt(sum_i x_ij²), v_ij = w_j r_ij; the ideal takes the best v of each column, the
    anti-ideal the worst; closeness = d⁻ / (d⁺ + d⁻). Ranks may change when a candidate enters or
    leaves, since the ideal moves with the candidates.

    References
    ----------
    Hwang, C. L., Yoon, K. (1981). Multiple Attribute Decision Making. Springer.

    Examples
    --------
    >>> topsis([[1.0, 5.0], [3.0, 1.0]], [0.5, 0.5], [1, -1]).ranks.tolist()
    [2, 1]
    """
    table = as_finite("scores", scores, 2)
    checked = as_weights(weights, table.shape[1])
    turned = as_directions(directions, table.shape[1])
    normalised = vector_normalised(table)
    weighted = normalised * checked
    ideal, anti_ideal, to_ideal, to_anti_ideal = closeness_to_ideal(weighted, turned)
    span = to_ideal + to_anti_ideal
    if not (span > 0).all():
        raise IdenticalCandidates(table.shape[0])
    closeness = to_anti_ideal / span
    ranks = competition_ranks(closeness)
    for array in (closeness, ranks):
        frozen(array)
    return TopsisResult(
        method=METHOD,
        method_version=method(METHOD).version,
        inputs_digest=arrays_digest(scores=table, weights=checked, directions=turned),
        parameters={"normalisation": "vector"},
        trace=(
            Step("normalised", Text("Valeurs normalisées", "Normalised values"), normalised),
            Step("weighted", Text("Valeurs pondérées", "Weighted values"), weighted),
            Step("ideal", Text("Idéal", "Ideal"), ideal),
            Step("anti_ideal", Text("Anti-idéal", "Anti-ideal"), anti_ideal),
            Step("to_ideal", Text("Distance à l’idéal", "Distance to the ideal"), to_ideal),
            Step(
                "to_anti_ideal",
                Text("Distance à l’anti-idéal", "Distance to the anti-ideal"),
                to_anti_ideal,
            ),
        ),
        closeness=closeness,
        ranks=ranks,
    )
