"""Tests on pairs that should find nothing: labels changed by lot, and trends before the decision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import special

from rebond.impact.errors import OptionUnfit
from rebond.texts import Text

if TYPE_CHECKING:
    from rebond.impact.panel import FloatArray, IntArray

MAX_SEED = 2**64 - 1
MOST_DRAWS = 1_000_000
TOLERANCE = 1e-12
CERTAIN = 1e-5
"""Share of the largest gap: ten times the spread below which nothing counts as varying."""
BLOCK = 4096


@dataclass(frozen=True, slots=True)
class Permutation:
    """How often chance alone gives as much.

    Parameters
    ----------
    p_value : float in (0, 1]
    draws : int
        Assignments looked at, the real one included.
    is_exact : bool
        Whether they are all the assignments there are.
    """

    p_value: float
    draws: int
    is_exact: bool


@dataclass(frozen=True, slots=True)
class PreTrend:
    """Whether pairs drifted apart before the decision.

    Parameters
    ----------
    statistic : float or None
        F of Hotelling's test that every gap before the decision equals the last one; None when it cannot be tested,
        and when all pairs drifted exactly alike: p is then 0.
    freedom : (int, int) or None
    p_value : float or None
    """

    statistic: float | None
    freedom: tuple[int, int] | None
    p_value: float | None

    @property
    def is_testable(self) -> bool:
        """Whether there were years and pairs enough."""
        return self.p_value is not None


def permutation(
    changes: FloatArray, clusters: IntArray, *, draws: int = 9999, seed: int = 0
) -> Permutation | None:
    """Return how often the mean is as large when who was retained in each pair is drawn by lot.

    Parameters
    ----------
    changes : array, shape (n,), float64
        Change of each pair.
    clusters : array, shape (n,), int
        Pairs that change sign together.
    draws : int, default 9999
    seed : int in [0, 2**64), default 0

    Returns
    -------
    Permutation or None
        None without any pair.

    Raises
    ------
    OptionUnfit

    Notes
    -----
    Exchanging both members of a pair turns the sign of its change. With few clusters every assignment is looked at;
    otherwise signs come from a Philox stream, and p = (1 + as large) / (1 + draws), never zero. The test answers
    another question than the interval: no effect for anyone, rather than none on average.

    References
    ----------
    Fisher, R. A. (1935). *The Design of Experiments*, chapter III. Phipson, B., Smyth, G. K. (2010). Permutation
    p-values should never be zero. *Statistical Applications in Genetics and Molecular Biology* 9.
    """
    if not 1 <= draws <= MOST_DRAWS:
        raise OptionUnfit("draws", draws, Text(f"de 1 à {MOST_DRAWS}", f"1 to {MOST_DRAWS}"))
    if not 0 <= seed <= MAX_SEED:
        raise OptionUnfit("seed", seed, Text("de 0 à 2⁶⁴ − 1", "0 to 2⁶⁴ − 1"))
    if not len(changes):
        return None
    _, places = np.unique(clusters, return_inverse=True)
    sums = np.bincount(places, weights=changes)
    size = len(sums)
    least = abs(float(sums.sum())) - TOLERANCE * float(np.abs(sums).sum())
    if size < draws.bit_length() and 2**size <= draws + 1:
        numbers = np.arange(2**size)[:, None]
        signs = 1.0 - 2.0 * ((numbers >> np.arange(size)) & 1)
        found = int(np.count_nonzero(np.abs(signs @ sums) >= least))
        return Permutation(found / 2**size, 2**size, is_exact=True)
    stream = np.random.Generator(np.random.Philox(key=seed))
    found, left = 0, draws
    while left:
        block = min(left, BLOCK)
        signs = 1.0 - 2.0 * stream.integers(0, 2, size=(block, size))
        found += int(np.count_nonzero(np.abs(signs @ sums) >= least))
        left -= block
    return Permutation((1 + found) / (1 + draws), draws + 1, is_exact=False)


def pre_trend(gaps: FloatArray, clusters: IntArray, before: IntArray) -> PreTrend:
    """Test whether the gaps of the years before the decision all equal that of the last of them.

    Parameters
    ----------
    gaps : array, shape (pairs, years), float64
    clusters : array, shape (pairs,), int
        Pairs of one cluster are averaged first.
    before : array of int
        Columns of the years before the decision, in order.

    Returns
    -------
    PreTrend
        Not testable with a single year before, with too few clusters, or when the gaps do not vary enough.

    Notes
    -----
    With n clusters and q leads, T² = n m̄ᵀ S⁻¹ m̄ and F = (n − q) / (q (n − 1)) · T² follows F(q, n − q) when pairs
    moved in parallel. A drift without any spread among the pairs is certain: p = 0. Not finding a drift is weak evidence: with few pairs the test finds only large ones.

    References
    ----------
    Hotelling, H. (1931). The generalization of Student's ratio. *Annals of Mathematical Statistics* 2. Roth, J.
    (2022). Pretest with caution: event-study estimates after testing for parallel trends. *American Economic
    Review: Insights* 4.
    """
    nothing = PreTrend(None, None, None)
    leads = len(before) - 1
    groups, places = np.unique(clusters, return_inverse=True)
    size = len(groups)
    if leads < 1 or size <= leads + 1:
        return nothing
    moved = gaps[:, before[:-1]] - gaps[:, before[-1:]]
    counts = np.bincount(places, minlength=size)
    means = np.column_stack(
        [np.bincount(places, weights=column, minlength=size) / counts for column in moved.T]
    )
    centre = means.mean(axis=0)
    covariance = np.atleast_2d(np.cov(means, rowvar=False))
    scale = float(np.abs(means).max())
    spreads, directions = np.linalg.eigh(covariance)
    flat = spreads <= TOLERANCE * max(scale**2, TOLERANCE)
    if flat.any():
        drift = float(np.abs(directions[:, flat].T @ centre).max())
        is_certain = drift > CERTAIN * scale
        return PreTrend(None, (leads, size - leads), 0.0) if is_certain else nothing
    squared = size * float(centre @ np.linalg.solve(covariance, centre))
    statistic = (size - leads) / (leads * (size - 1)) * squared
    p_value = float(special.fdtrc(leads, size - leads, max(statistic, 0.0)))
    return PreTrend(float(statistic), (leads, size - leads), p_value)
