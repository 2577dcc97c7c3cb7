"""ELECTRE TRI-B: sort candidates into ordered classes by comparing them with the limits of classes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rebond.evaluation.arrays import arrays_digest, as_directions, as_finite, as_weights, frozen
from rebond.evaluation.errors import (
    BadThresholds,
    NotFinite,
    NumberOutOfRange,
    UnorderedProfiles,
    WrongShape,
)
from rebond.evaluation.registry import method
from rebond.evaluation.results import MethodResult, Step
from rebond.texts import Text

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from rebond.evaluation.arrays import BoolArray, FloatArray, IntArray

METHOD = "electre_tri_b"

CUT_TOLERANCE = 1e-9
"""A credibility this close below the cut level reaches it: 0.1 + 0.2 + 0.45 must reach 0.75."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class ElectreTriResult(MethodResult):
    """Classes, and the credibilities they follow from.

    Parameters
    ----------
    pessimistic, optimistic : arrays, shape (candidates,), int64 in 0 … profiles
        0 is the worst class, the number of profiles is the best.
    candidate_over_profile : array, shape (candidates, profiles), float64 in [0, 1]
        Credibility that the candidate is at least as good as the profile (aSb).
    profile_over_candidate : array, shape (candidates, profiles), float64 in [0, 1]
        Credibility that the profile is at least as good as the candidate (bSa).
    """

    pessimistic: IntArray
    optimistic: IntArray
    candidate_over_profile: FloatArray
    profile_over_candidate: FloatArray


def credibility(
    shortfall: FloatArray, weights: FloatArray, q: FloatArray, p: FloatArray, v: FloatArray
) -> FloatArray:
    """Return the credibility that the first is at least as good as the second.

    Parameters
    ----------
    shortfall : array, shape (…, criteria), float64
        By how much the second is better, criterion by criterion (negative when the first is).
    weights : array, shape (criteria,), float64, summing to 1
    q, p, v : arrays, shape (criteria,), float64
        Indifference, preference and veto thresholds, 0 <= q <= p <= v; v is inf without veto.

    Returns
    -------
    array, shape (…,), float64 in [0, 1]
    """
    agreement = np.zeros(shortfall.shape[:-1])
    for j, weight in enumerate(weights):
        agreement += weight * _concordance(shortfall[..., j], q[j], p[j])
    result = np.minimum(agreement, 1.0)
    agreement = result.copy()
    for j in range(len(weights)):
        opposed = _discordance(shortfall[..., j], p[j], v[j])
        stronger = opposed > agreement
        weakened = result[stronger] * (1.0 - opposed[stronger]) / (1.0 - agreement[stronger])
        result[stronger] = weakened
    return result


def assign(above: BoolArray, below: BoolArray) -> tuple[IntArray, IntArray]:
    """Return pessimistic and optimistic classes.

    Parameters
    ----------
    above, below : arrays of bool, shape (candidates, profiles)
        Whether the candidate outranks the profile (aSb), and the profile the candidate (bSa);
        profiles from worst to best.

    Returns
    -------
    pessimistic, optimistic : arrays, shape (candidates,), int64, 0 is the worst class

    Notes
    -----
    Pessimistic: from the best profile down, the first one that the candidate outranks, indifference
    included, is the lower limit of its class. Optimistic: from the worst profile up, the first one that
    is preferred to the candidate (bSa and not aSb) is the upper limit of its class.
    """
    profiles = above.shape[1]
    pessimistic = np.zeros(above.shape[0], dtype=np.int64)
    optimistic = np.full(above.shape[0], profiles, dtype=np.int64)
    preferred = below & ~above
    for h in range(profiles):
        pessimistic[above[:, h]] = h + 1
    for h in reversed(range(profiles)):
        optimistic[preferred[:, h]] = h
    return pessimistic, optimistic


def electre_tri_b(
    scores: ArrayLike,
    weights: ArrayLike,
    profiles: ArrayLike,
    *,
    q: ArrayLike,
    p: ArrayLike,
    v: ArrayLike | None = None,
    cut_level: float = 0.75,
    directions: ArrayLike | None = None,
) -> ElectreTriResult:
    """Sort candidates into classes limited by profiles.

    Parameters
    ----------
    scores : array-like, shape (candidates, criteria), finite, each criterion in its own unit
    weights : array-like, shape (criteria,), non-negative, summing to 1
    profiles : array-like, shape (profiles, criteria), from worst to best
        Limits between classes: one profile makes two classes.
    q, p : array-like, shape (criteria,)
        Indifference and preference thresholds, 0 <= q <= p.
    v : array-like, shape (criteria,), optional
        Veto thresholds, p <= v; inf where a criterion has no veto; none at all by default.
    cut_level : float in [0.5, 1], default 0.75
        Credibility from which one outranks the other.
    directions : array-like, shape (criteria,), optional
        +1 when more is better (default), -1 for a cost.

    Returns
    -------
    ElectreTriResult

    Raises
    ------
    WrongShape, EmptyInput, NotFinite, NegativeWeight, WeightsDoNotSumToOne, BadDirection
    BadThresholds, UnorderedProfiles, NumberOutOfRange

    Notes
    -----
    Partial concordance is 1 up to q, 0 from p, linear between; with q = p = 0 an equal score is
    concordant. Partial discordance is 0 up to p, 1 from v, linear between. Credibility is the weighted
    concordance C, times (1 - d_j) / (1 - C) for each criterion whose discordance d_j exceeds C.

    References
    ----------
    Yu, W. (1992). ELECTRE TRI: aspects méthodologiques et manuel d'utilisation. LAMSADE, document 74.
    Mousseau, V., Słowiński, R., Zielniewicz, P. (1999). ELECTRE TRI 2.0a: methodological guide and
    user's manual. LAMSADE, document 111.

    Examples
    --------
    >>> result = electre_tri_b([[1.0], [3.0]], [1.0], [[2.0]], q=[0.0], p=[0.0])
    >>> result.pessimistic.tolist()
    [0, 1]
    """
    table = as_finite("scores", scores, 2)
    criteria = table.shape[1]
    checked = as_weights(weights, criteria)
    turned = as_directions(directions, criteria)
    limits = as_finite("profiles", profiles, 2)
    if limits.shape[1] != criteria:
        raise WrongShape("profiles", limits.shape, f"(profiles, {criteria})")
    _refuse_unordered(limits, turned)
    indifference, preference, veto = _thresholds(q, p, v, criteria)
    if not 0.5 <= cut_level <= 1.0:  # noqa: PLR2004 - below one half, two opposites could both hold
        raise NumberOutOfRange("cut_level", cut_level, 0.5, 1.0)

    shortfall = (limits[None, :, :] - table[:, None, :]) * turned
    over = credibility(shortfall, checked, indifference, preference, veto)
    under = credibility(-shortfall, checked, indifference, preference, veto)
    reached = cut_level - CUT_TOLERANCE
    pessimistic, optimistic = assign(over >= reached, under >= reached)
    for array in (over, under, pessimistic, optimistic):
        frozen(array)
    return ElectreTriResult(
        method=METHOD,
        method_version=method(METHOD).version,
        inputs_digest=arrays_digest(
            scores=table, weights=checked, profiles=limits, directions=turned
        ),
        parameters={
            "q": indifference.tolist(),
            "p": preference.tolist(),
            "v": [value if np.isfinite(value) else None for value in veto.tolist()],
            "cut_level": cut_level,
            "cut_tolerance": CUT_TOLERANCE,
        },
        trace=(
            Step(
                "candidate_over_profile",
                Text(
                    "Crédibilité de « candidat S profil »", "Credibility of candidate over profile"
                ),
                over,
            ),
            Step(
                "profile_over_candidate",
                Text(
                    "Crédibilité de « profil S candidat »", "Credibility of profile over candidate"
                ),
                under,
            ),
        ),
        pessimistic=pessimistic,
        optimistic=optimistic,
        candidate_over_profile=over,
        profile_over_candidate=under,
    )


def _concordance(shortfall: FloatArray, q: float, p: float) -> FloatArray:
    if p > q:
        partial: FloatArray = np.clip((p - shortfall) / (p - q), 0.0, 1.0)
        return partial
    return np.where(shortfall <= q, 1.0, 0.0)


def _discordance(shortfall: FloatArray, p: float, v: float) -> FloatArray:
    if np.isinf(v):
        return np.zeros_like(shortfall)
    if v > p:
        partial: FloatArray = np.clip((shortfall - p) / (v - p), 0.0, 1.0)
        return partial
    return np.where(shortfall > p, 1.0, 0.0)


def _thresholds(
    q: ArrayLike, p: ArrayLike, v: ArrayLike | None, criteria: int
) -> tuple[FloatArray, FloatArray, FloatArray]:
    indifference, preference = as_finite("q", q, 1), as_finite("p", p, 1)
    veto = np.full(criteria, np.inf) if v is None else np.array(v, dtype=np.float64)
    for name, array in (("q", indifference), ("p", preference), ("v", veto)):
        if array.shape != (criteria,):
            raise WrongShape(name, array.shape, f"({criteria},)")
    if np.isnan(veto).any():
        index = int(np.flatnonzero(np.isnan(veto))[0])
        raise NotFinite("v", (index,), float("nan"))
    for j in range(criteria):
        if not 0.0 <= indifference[j] <= preference[j] <= veto[j]:
            found = f"q = {indifference[j]}, p = {preference[j]}, v = {veto[j]}"
            raise BadThresholds("thresholds", (j,), found, "0 <= q <= p <= v")
    return indifference, preference, veto


def _refuse_unordered(limits: FloatArray, directions: FloatArray) -> None:
    turned = limits * directions
    for h in range(1, limits.shape[0]):
        for j in range(limits.shape[1]):
            if turned[h, j] < turned[h - 1, j]:
                raise UnorderedProfiles(h, j, float(limits[h - 1, j]), float(limits[h, j]))
