"""Each retained candidate beside the nearest candidate that was not retained, and how well they are balanced."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from rebond.impact.errors import OptionUnfit
from rebond.impact.registry import PAIRING
from rebond.texts import Text

if TYPE_CHECKING:
    from rebond.impact.panel import BoolArray, FloatArray, Panel

Metric = Literal["mahalanobis", "standardised"]
METRICS: tuple[Metric, ...] = ("mahalanobis", "standardised")
LEAST_UNITS = 3
SIGNIFICANT = 10
"""Digits of a distance that count: two distances that differ beyond them are a tie."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A retained candidate and one that was not, by their rows in the panel.

    Parameters
    ----------
    retained, other : int
    distance : float, at least 0
    """

    retained: int
    other: int
    distance: float


@dataclass(frozen=True, slots=True)
class Balance:
    """How a fact differs between the two groups, before and after pairing.

    Parameters
    ----------
    fact : str
    retained_mean, others_mean : float or None
        Over all candidates whose facts are known; None when a group is empty.
    before, after : float or None
        Standardised mean difference; None when it does not exist: no pair, or no spread and different means.
    """

    fact: str
    retained_mean: float | None
    others_mean: float | None
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """Pairs, who is left out and why, and the balance.

    Parameters
    ----------
    method, method_version : str
    pairs : tuple of Pair
        In the order of the retained candidates' ids.
    missing_facts : tuple of int
        Rows, retained or not, left out because a fact is missing: it is never imputed.
    without_neighbour : tuple of int
        Retained rows without any free candidate inside the caliper.
    balance : tuple of Balance
    constant_facts : tuple of str
        Facts that are the same for everyone: they cannot tell candidates apart.
    """

    method: str
    method_version: str
    pairs: tuple[Pair, ...]
    missing_facts: tuple[int, ...]
    without_neighbour: tuple[int, ...]
    balance: tuple[Balance, ...]
    constant_facts: tuple[str, ...]


def pooled_spread(facts: FloatArray, is_retained: BoolArray) -> FloatArray:
    """Return the pooled standard deviation of each fact, the root of the mean of both groups' variances.

    Parameters
    ----------
    facts : array, shape (units, facts), float64, without NaN
    is_retained : array, shape (units,), bool

    Returns
    -------
    array, shape (facts,), float64, at least 0
        A group of one candidate has no variance; the other group's is used.

    References
    ----------
    Austin, P. C. (2009). Balance diagnostics for comparing the distribution of baseline covariates between
    treatment groups in propensity-score matched samples. *Statistics in Medicine* 28.
    """
    variances = [
        facts[rows].var(axis=0, ddof=1)
        for rows in (is_retained, ~is_retained)
        if np.count_nonzero(rows) > 1
    ]
    if not variances:
        return np.zeros(facts.shape[1])
    spread: FloatArray = np.sqrt(np.mean(variances, axis=0))
    return spread


def distances(
    facts: FloatArray, is_retained: BoolArray, *, metric: Metric = "mahalanobis"
) -> FloatArray:
    """Return the distance of each retained candidate to each other one.

    Parameters
    ----------
    facts : array, shape (units, facts), float64, without NaN
    is_retained : array, shape (units,), bool
    metric : {"mahalanobis", "standardised"}
        Under the covariance pooled within groups, or with each fact in pooled standard deviations.

    Returns
    -------
    array, shape (retained, others), float64, at least 0

    Notes
    -----
    d² = (x − y)ᵀ S⁻¹ (x − y), S the covariance pooled within both groups, facts first brought to their pooled
    standard deviation. A singular S (facts that repeat one another) is inverted in the space it spans
    (Moore-Penrose). Facts that never vary are left out. Distances are kept to ten significant digits, so that the
    last bits never choose between two candidates.

    References
    ----------
    Rubin, D. B. (1980). Bias reduction using Mahalanobis-metric matching. *Biometrics* 36.
    """
    spread = pooled_spread(facts, is_retained)
    scaled = facts[:, spread > 0] / spread[spread > 0]
    groups = (scaled[is_retained], scaled[~is_retained])
    gaps = groups[0][:, None, :] - groups[1][None, :, :]
    if metric == "standardised" or scaled.shape[1] == 0:
        squared = np.einsum("ijk,ijk->ij", gaps, gaps)
    else:
        centred = np.vstack([one - one.mean(axis=0) for one in groups])
        freedom = max(1, len(centred) - 2)
        inverse = np.linalg.pinv(centred.T @ centred / freedom, hermitian=True, rcond=1e-10)
        squared = np.einsum("ijk,kl,ijl->ij", gaps, inverse, gaps)
    return _rounded(np.sqrt(np.maximum(squared, 0.0)))


def _rounded(values: FloatArray) -> FloatArray:
    scale = 10.0 ** (SIGNIFICANT - 1 - np.floor(np.log10(np.where(values > 0, values, 1.0))))
    rounded: FloatArray = np.round(values * scale) / scale
    return rounded


def within_caliper(facts: FloatArray, is_retained: BoolArray, caliper: float | None) -> BoolArray:
    """Return which pairs differ by at most `caliper` pooled standard deviations on every fact.

    Parameters
    ----------
    facts : array, shape (units, facts), float64, without NaN
    is_retained : array, shape (units,), bool
    caliper : float or None
        None: any pair is allowed.

    Returns
    -------
    array, shape (retained, others), bool

    References
    ----------
    Sekhon, J. S. (2011). Multivariate and propensity score matching software with automated balance
    optimization. *Journal of Statistical Software* 42(7): the caliper on each covariate.
    """
    retained, others = facts[is_retained], facts[~is_retained]
    allowed = np.ones((len(retained), len(others)), dtype=np.bool_)
    if caliper is None:
        return allowed
    spread = pooled_spread(facts, is_retained)
    for column in np.flatnonzero(spread > 0):
        gap = np.abs(retained[:, None, column] - others[None, :, column])
        allowed &= gap <= caliper * spread[column] * (1 + 1e-12)
    return allowed


def nearest(
    distance: FloatArray, allowed: BoolArray, *, with_replacement: bool
) -> list[tuple[int, int]]:
    """Return pairs (row, column), the closest of all first; ties go to the earlier row, then column.

    Parameters
    ----------
    distance : array, shape (retained, others), float64
    allowed : array, shape (retained, others), bool
    with_replacement : bool
        Whether a column may be used several times.

    Returns
    -------
    list of (int, int), in the order of rows
    """
    found: list[tuple[int, int]] = []
    if distance.size == 0:
        return found
    if with_replacement:
        masked = np.where(allowed, distance, np.inf)
        columns = masked.argmin(axis=1)
        return [
            (row, int(column))
            for row, column in enumerate(columns)
            if np.isfinite(masked[row, column])
        ]
    rows, columns = np.nonzero(allowed)
    order = np.lexsort((columns, rows, distance[rows, columns]))
    free_rows, free_columns = (np.ones(size, dtype=np.bool_) for size in distance.shape)
    for row, column in zip(rows[order], columns[order], strict=True):
        if free_rows[row] and free_columns[column]:
            free_rows[row] = free_columns[column] = False
            found.append((int(row), int(column)))
    return sorted(found)


def standardised_difference(
    retained: FloatArray, others: FloatArray, spread: FloatArray
) -> list[float | None]:
    """Return the standardised mean difference of each fact.

    Parameters
    ----------
    retained, others : arrays, shapes (n, facts) and (m, facts), float64
    spread : array, shape (facts,), float64
        Pooled standard deviations before pairing, so that both tables have one yardstick.

    Returns
    -------
    list of float or None
        None where a group is empty, or where nothing varies and the means differ.

    References
    ----------
    Stuart, E. A. (2010). Matching methods for causal inference: a review and a look forward.
    *Statistical Science* 25.
    """
    if not len(retained) or not len(others):
        return [None] * len(spread)
    gaps = retained.mean(axis=0) - others.mean(axis=0)
    return [
        float(gap / width) if width > 0 else (0.0 if gap == 0 else None)
        for gap, width in zip(gaps, spread, strict=True)
    ]


def pair(
    data: Panel,
    *,
    metric: Metric = "mahalanobis",
    caliper: float | None = 0.5,
    with_replacement: bool = False,
) -> Pairing:
    """Pair each retained candidate with the nearest one that was not retained.

    Parameters
    ----------
    data : Panel
    metric : {"mahalanobis", "standardised"}
    caliper : float or None, default 0.5
        Largest gap on each fact, in pooled standard deviations; None for no limit.
    with_replacement : bool, default False
        Whether one candidate may stand beside several retained ones.

    Returns
    -------
    Pairing

    Raises
    ------
    OptionUnfit

    Notes
    -----
    Of all pairs that are left, the closest is formed first; where the panel has groups (calls), a pair stays within
    one. Candidates stand in the order of their ids, which
    settles ties, so that the result does not depend on the order of the rows given.
    """
    if metric not in METRICS:
        raise OptionUnfit("metric", metric, Text(", ".join(METRICS), ", ".join(METRICS)))
    if caliper is not None and not (np.isfinite(caliper) and caliper > 0):
        raise OptionUnfit("caliper", caliper, Text("un nombre positif", "a positive number"))
    complete = ~np.isnan(data.facts).any(axis=1)
    rows = np.flatnonzero(complete)
    facts, retained = data.facts[rows], data.is_retained[rows]
    spread = pooled_spread(facts, retained)
    chosen: list[tuple[int, int]] = []
    distance = np.zeros((0, 0))
    if len(rows) >= LEAST_UNITS and retained.any() and not retained.all():
        distance = distances(facts, retained, metric=metric)
        allowed = within_caliper(facts, retained, caliper)
        if data.groups:
            groups = np.array(data.groups)[rows]
            allowed &= groups[retained][:, None] == groups[~retained][None, :]
        chosen = nearest(distance, allowed, with_replacement=with_replacement)
    left, right = rows[retained], rows[~retained]
    pairs = tuple(
        Pair(int(left[row]), int(right[column]), float(distance[row, column]))
        for row, column in chosen
    )
    paired = {one.retained for one in pairs}
    return Pairing(
        method=PAIRING.name,
        method_version=PAIRING.version,
        pairs=pairs,
        missing_facts=tuple(int(row) for row in np.flatnonzero(~complete)),
        without_neighbour=tuple(int(row) for row in left if row not in paired),
        balance=_balance(data, facts, retained, spread, pairs),
        constant_facts=tuple(
            name for name, width in zip(data.fact_names, spread, strict=True) if width == 0
        ),
    )


def _balance(
    data: Panel,
    facts: FloatArray,
    retained: BoolArray,
    spread: FloatArray,
    pairs: tuple[Pair, ...],
) -> tuple[Balance, ...]:
    groups = (facts[retained], facts[~retained])
    before = standardised_difference(*groups, spread)
    after = standardised_difference(
        data.facts[[one.retained for one in pairs]],
        data.facts[[one.other for one in pairs]],
        spread,
    )
    means = [one.mean(axis=0) if len(one) else None for one in groups]
    return tuple(
        Balance(
            fact=name,
            retained_mean=None if means[0] is None else float(means[0][column]),
            others_mean=None if means[1] is None else float(means[1][column]),
            before=before[column],
            after=after[column],
        )
        for column, name in enumerate(data.fact_names)
    )
