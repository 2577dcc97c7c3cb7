"""Difference-in-differences: how much more the retained changed than those they are compared with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import special

from rebond.impact.errors import OptionUnfit
from rebond.texts import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rebond.impact.pairing import Pair
    from rebond.impact.panel import BoolArray, FloatArray, IntArray

LEAST_CLUSTERS = 2
POWER = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A mean change with its uncertainty.

    Parameters
    ----------
    value : float
        In the unit of the outcome.
    standard_error : float or None
        None with fewer than two independent groups: there is nothing to measure chance with.
    freedom : float or None
        Degrees of freedom of Student's t.
    low, high : float or None
        Bounds of the confidence interval.
    p_value : float or None
        Two-sided, of no change.
    confidence : float
        Of the interval, between 0 and 1.
    count : int
        Pairs, or candidates, it rests on.
    clusters : int
        Independent groups among them.
    """

    value: float
    standard_error: float | None
    freedom: float | None
    low: float | None
    high: float | None
    p_value: float | None
    confidence: float
    count: int
    clusters: int

    @property
    def least_detectable(self) -> float | None:
        """Smallest true effect found in four cases out of five; see `minimum_detectable_effect`."""
        if self.standard_error is None or self.freedom is None:
            return None
        return minimum_detectable_effect(self.standard_error, self.freedom, self.confidence)


@dataclass(frozen=True, slots=True)
class YearEstimate:
    """The difference-in-differences of one year against the last year before the decision."""

    year: int
    is_before: bool
    estimate: Estimate


def complete_pairs(outcomes: FloatArray, pairs: Sequence[Pair]) -> tuple[list[Pair], list[Pair]]:
    """Part pairs into those observed in every year on both sides, and the others.

    Parameters
    ----------
    outcomes : array, shape (units, years), float64
        NaN is a missing observation; it is never filled.
    pairs : sequence of Pair

    Returns
    -------
    complete, incomplete : lists of Pair
    """
    missing: BoolArray = np.asarray(np.isnan(outcomes).any(axis=1))
    known = ~missing
    complete = [one for one in pairs if known[one.retained] and known[one.other]]
    kept = set(complete)
    return complete, [one for one in pairs if one not in kept]


def pair_gaps(outcomes: FloatArray, pairs: Sequence[Pair]) -> FloatArray:
    """Return, by pair and year, the outcome of the retained less that of the other.

    Parameters
    ----------
    outcomes : array, shape (units, years), float64
    pairs : sequence of Pair

    Returns
    -------
    array, shape (pairs, years), float64
    """
    rows = np.array([(one.retained, one.other) for one in pairs], dtype=np.int64).reshape(-1, 2)
    gaps: FloatArray = outcomes[rows[:, 0]] - outcomes[rows[:, 1]]
    return gaps


def pair_changes(gaps: FloatArray, before: IntArray, after: IntArray) -> FloatArray:
    """Return each pair's mean gap after the decision less its mean gap before.

    Parameters
    ----------
    gaps : array, shape (pairs, years), float64
    before, after : arrays of int
        Columns of the years on either side.

    Returns
    -------
    array, shape (pairs,), float64

    Notes
    -----
    Years on one side are averaged first: what one candidate's years have in common then counts once, and serial
    correlation cannot shrink the interval.

    References
    ----------
    Bertrand, M., Duflo, E., Mullainathan, S. (2004). How much should we trust differences-in-differences
    estimates? *Quarterly Journal of Economics* 119, section IV.C.
    """
    changes: FloatArray = gaps[:, after].mean(axis=1) - gaps[:, before].mean(axis=1)
    return changes


def mean_change(changes: FloatArray, clusters: IntArray, *, confidence: float = 0.95) -> Estimate:
    """Return the mean of changes, with a variance robust to whatever members of a cluster share.

    Parameters
    ----------
    changes : array, shape (n,), float64
    clusters : array, shape (n,), int
        Changes with one number are not independent: pairs that share a candidate.
    confidence : float in (0, 1), default 0.95

    Returns
    -------
    Estimate

    Raises
    ------
    OptionUnfit

    Notes
    -----
    With G clusters and residuals e, the variance of the mean is G/(G−1) · Σ_g (Σ_{i∈g} e_i)² / n², and the interval
    uses Student's t with G − 1 degrees of freedom. When every cluster holds one change this is the usual s²/n.

    References
    ----------
    Cameron, A. C., Miller, D. L. (2015). A practitioner's guide to cluster-robust inference. *Journal of Human
    Resources* 50. Abadie, A., Spiess, J. (2022). Robust post-matching inference. *Journal of the American
    Statistical Association* 117: clustering on matched sets.
    """
    if not 0 < confidence < 1:
        raise OptionUnfit("confidence", confidence, Text("entre 0 et 1", "between 0 and 1"))
    count = len(changes)
    value = float(changes.mean()) if count else float("nan")
    groups, places = np.unique(clusters, return_inverse=True)
    size = len(groups)
    if size < LEAST_CLUSTERS:
        return _bare(value, confidence, count, size)
    sums = np.bincount(places, weights=changes - value, minlength=size)
    error = float(np.sqrt(size / (size - 1) * float(sums @ sums)) / count)
    return _with_interval(value, error, float(size - 1), confidence, count, size)


def _bare(value: float, confidence: float, count: int, clusters: int) -> Estimate:
    return Estimate(
        value=value,
        standard_error=None,
        freedom=None,
        low=None,
        high=None,
        p_value=None,
        confidence=confidence,
        count=count,
        clusters=clusters,
    )


def _with_interval(
    value: float, error: float, freedom: float, confidence: float, count: int, clusters: int
) -> Estimate:
    half = float(special.stdtrit(freedom, (1 + confidence) / 2)) * error
    if error > 0:
        p_value = float(2 * special.stdtr(freedom, -abs(value) / error))
    else:
        p_value = 1.0 if value == 0 else 0.0
    return Estimate(
        value=value,
        standard_error=error,
        freedom=freedom,
        low=value - half,
        high=value + half,
        p_value=p_value,
        confidence=confidence,
        count=count,
        clusters=clusters,
    )


def clusters_of(pairs: Sequence[Pair]) -> IntArray:
    """Return the cluster of each pair: the candidate that was not retained, which several pairs may share."""
    return np.array([one.other for one in pairs], dtype=np.int64)


def two_groups(
    outcomes: FloatArray,
    is_retained: BoolArray,
    before: IntArray,
    after: IntArray,
    *,
    confidence: float = 0.95,
) -> Estimate:
    """Return the plain difference-in-differences of two groups, without pairing.

    Parameters
    ----------
    outcomes : array, shape (units, years), float64
        Units with a missing year are left out.
    is_retained : array, shape (units,), bool
    before, after : arrays of int
    confidence : float in (0, 1), default 0.95

    Returns
    -------
    Estimate

    Notes
    -----
    (mean change of the retained) − (mean change of the others); variance s₁²/n₁ + s₀²/n₀, degrees of freedom of
    Welch and Satterthwaite.

    References
    ----------
    Card, D., Krueger, A. B. (1994). Minimum wages and employment. *American Economic Review* 84, table 3.
    Welch, B. L. (1947). The generalization of Student's problem. *Biometrika* 34.
    """
    known = ~np.isnan(outcomes).any(axis=1)
    changes = outcomes[:, after].mean(axis=1) - outcomes[:, before].mean(axis=1)
    groups = (changes[known & is_retained], changes[known & ~is_retained])
    sizes = [len(one) for one in groups]
    total = sum(sizes)
    if min(sizes) == 0:
        return _bare(float("nan"), confidence, total, total)
    value = float(groups[0].mean() - groups[1].mean())
    if min(sizes) < LEAST_CLUSTERS:
        return _bare(value, confidence, total, total)
    parts = [float(one.var(ddof=1)) / len(one) for one in groups]
    return from_changes(value, 0.0, parts[0] ** 0.5, parts[1] ** 0.5, sizes, confidence=confidence)


def from_changes(
    retained: float,
    others: float,
    retained_error: float,
    others_error: float,
    sizes: Sequence[int],
    *,
    confidence: float = 0.95,
) -> Estimate:
    """Return the difference of two mean changes known with their standard errors, as tables publish them.

    Parameters
    ----------
    retained, others : float
        Mean change of each group.
    retained_error, others_error : float, at least 0
    sizes : sequence of two int, at least 2
    confidence : float in (0, 1), default 0.95

    Returns
    -------
    Estimate
    """
    parts = (retained_error**2, others_error**2)
    error = float(np.sqrt(sum(parts)))
    below = sum(part**2 / (size - 1) for part, size in zip(parts, sizes, strict=True))
    freedom = sum(parts) ** 2 / below if below > 0 else float(sum(sizes) - 2)
    return _with_interval(retained - others, error, freedom, confidence, sum(sizes), sum(sizes))


def by_year(
    gaps: FloatArray,
    clusters: IntArray,
    years: Sequence[int],
    first_after: int,
    *,
    confidence: float = 0.95,
) -> tuple[YearEstimate, ...]:
    """Return the difference-in-differences of each year against the last year before the decision.

    Parameters
    ----------
    gaps : array, shape (pairs, years), float64
    clusters : array, shape (pairs,), int
    years : sequence of int, in order
    first_after : int
    confidence : float in (0, 1), default 0.95

    Returns
    -------
    tuple of YearEstimate
        Every year but the reference; those before the decision should be near zero.
    """
    reference = max(number for number, year in enumerate(years) if year < first_after)
    return tuple(
        YearEstimate(
            year,
            year < first_after,
            mean_change(gaps[:, number] - gaps[:, reference], clusters, confidence=confidence),
        )
        for number, year in enumerate(years)
        if number != reference
    )


def minimum_detectable_effect(
    standard_error: float, freedom: float, confidence: float = 0.95, power: float = POWER
) -> float:
    """Return the smallest true effect that a test at this confidence finds with this power.

    Parameters
    ----------
    standard_error : float, at least 0
    freedom : float, positive
    confidence, power : float in (0, 1)

    Returns
    -------
    float, at least 0, in the unit of the outcome

    References
    ----------
    Bloom, H. S. (1995). Minimum detectable effects: a simple way to report the statistical power of experimental
    designs. *Evaluation Review* 19.
    """
    multiplier = special.stdtrit(freedom, (1 + confidence) / 2) + special.stdtrit(freedom, power)
    return float(multiplier * standard_error)
