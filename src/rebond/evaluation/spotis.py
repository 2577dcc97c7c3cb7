"""SPOTIS: distance to a point that is wanted, on bounds fixed beforehand, free of rank reversal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rebond.evaluation.arrays import arrays_digest, as_directions, as_finite, as_weights, frozen
from rebond.evaluation.errors import BadInterval, OutsideBounds, WrongShape
from rebond.evaluation.registry import method
from rebond.evaluation.results import MethodResult, Step, competition_ranks
from rebond.evaluation.weighted_sum import add_in_order
from rebond.texts import Text

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from rebond.evaluation.arrays import FloatArray, IntArray

METHOD = "spotis"


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class SpotisResult(MethodResult):
    """Distances and ranks.

    Parameters
    ----------
    distances : array, shape (candidates,), float64 in [0, 1], 0 is the wanted point
    contributions : array, shape (candidates, criteria), float64
        Weighted distances; added from the first criterion to the last they give `distances`.
    ranks : array, shape (candidates,), int64, 1 is nearest, ties share the better rank
    """

    distances: FloatArray
    contributions: FloatArray
    ranks: IntArray


def normalised_distances(table: FloatArray, bounds: FloatArray, wanted: FloatArray) -> FloatArray:
    """Return |x - wanted| / (upper bound - lower bound).

    Parameters
    ----------
    table : array, shape (candidates, criteria), float64
    bounds : array, shape (criteria, 2), float64
    wanted : array, shape (criteria,), float64

    Returns
    -------
    array, shape (candidates, criteria), float64 in [0, 1]
    """
    distances: FloatArray = np.abs(table - wanted) / (bounds[:, 1] - bounds[:, 0])
    return distances


def spotis(
    scores: ArrayLike,
    weights: ArrayLike,
    bounds: ArrayLike,
    directions: ArrayLike | None = None,
    wanted: ArrayLike | None = None,
) -> SpotisResult:
    """Rank candidates by their weighted distance to a wanted point.

    Parameters
    ----------
    scores : array-like, shape (candidates, criteria), finite, inside `bounds`
    weights : array-like, shape (criteria,), non-negative, summing to 1
    bounds : array-like, shape (criteria, 2)
        Lowest and highest value that each criterion may take, fixed beforehand.
    directions : array-like, shape (criteria,), optional
        +1 (default) or -1; gives the wanted point when `wanted` is not given.
    wanted : array-like, shape (criteria,), optional
        The wanted point, inside `bounds`; for instance a middle value that is best.

    Returns
    -------
    SpotisResult

    Raises
    ------
    WrongShape, EmptyInput, NotFinite, NegativeWeight, WeightsDoNotSumToOne, BadDirection
    BadInterval
        When a bound is not below the other.
    OutsideBounds
        When a score or the wanted point leaves the bounds.

    Notes
    -----
    P_i = sum_j w_j |x_ij - s_j| / (max_j - min_j); less is better. Since bounds and the wanted point do
    not depend on the candidates, a candidate that enters or leaves never changes the order of others.

    References
    ----------
    Dezert, J., Tchamova, A., Han, D., Tacnet, J.-M. (2020). The SPOTIS rank reversal free method for
    multi-criteria decision-making support. 23rd International Conference on Information Fusion.

    Examples
    --------
    >>> spotis([[2.0], [9.0]], [1.0], [[0.0, 10.0]]).distances.tolist()
    [0.8, 0.1]
    """
    table = as_finite("scores", scores, 2)
    criteria = table.shape[1]
    checked = as_weights(weights, criteria)
    turned = as_directions(directions, criteria)
    limits = as_finite("bounds", bounds, 2)
    if limits.shape != (criteria, 2):
        raise WrongShape("bounds", limits.shape, f"({criteria}, 2)")
    for j, (low, high) in enumerate(limits):
        if not low < high:
            raise BadInterval("bounds", (j,), float(low), float(high))
    point = np.where(turned > 0, limits[:, 1], limits[:, 0])
    if wanted is not None:
        point = as_finite("wanted", wanted, 1)
        if point.shape != (criteria,):
            raise WrongShape("wanted", point.shape, f"({criteria},)")
    _refuse_outside("wanted", point[None, :], limits)
    _refuse_outside("scores", table, limits)
    distances = normalised_distances(table, limits, point)
    parts = distances * checked
    totals = add_in_order(parts)
    ranks = competition_ranks(totals, best="low")
    for array in (parts, totals, ranks):
        frozen(array)
    return SpotisResult(
        method=METHOD,
        method_version=method(METHOD).version,
        inputs_digest=arrays_digest(scores=table, weights=checked, bounds=limits, wanted=point),
        parameters={"wanted": point.tolist()},
        trace=(
            Step("wanted", Text("Point visé", "Wanted point"), point),
            Step("distances", Text("Distances normalisées", "Normalised distances"), distances),
            Step("contributions", Text("Distances pondérées", "Weighted distances"), parts),
        ),
        distances=totals,
        contributions=parts,
        ranks=ranks,
    )


def _refuse_outside(name: str, table: FloatArray, limits: FloatArray) -> None:
    outside = (table < limits[:, 0]) | (table > limits[:, 1])
    if outside.any():
        i, j = (int(index) for index in np.argwhere(outside)[0])
        raise OutsideBounds(
            name, (i, j), float(table[i, j]), float(limits[j, 0]), float(limits[j, 1])
        )
