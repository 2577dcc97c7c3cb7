"""Rank acceptability (SMAA-2): how often a candidate is among the first.

Weights, and values that are uncertain or missing, take every place that they may.

Counts are integers and sums of weights are kept in fixed point, so that a result does not depend on
how draws were shared out among threads.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rebond.evaluation.acceptability_counts import (
    MAX_CANDIDATES,
    Problem,
    Tally,
    confidence_counts,
    run,
)
from rebond.evaluation.arrays import (
    SUM_TOLERANCE,
    arrays_digest,
    as_finite,
    check_count,
    check_k,
    frozen,
)
from rebond.evaluation.errors import (
    BadInterval,
    NegativeWeight,
    TooManyCandidates,
    WeightsDoNotSumToOne,
    WrongShape,
)
from rebond.evaluation.registry import method
from rebond.evaluation.results import MethodResult, Step
from rebond.evaluation.sampling import DRAWS_PER_BLOCK
from rebond.texts import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike

    from rebond.evaluation.arrays import FloatArray, IntArray
    from rebond.evaluation.weights import WeightSet

METHOD = "acceptability"

_LOW, _MIDDLE, _HIGH = 5, 50, 95


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Acceptability(MethodResult):
    """Chances, ranks and central weights; NaN stands for what does not exist.

    Parameters
    ----------
    draws, k : int
    rank_counts : array, shape (candidates, candidates), int64
        Draws in which the candidate had rank column + 1; ties share the better rank.
    rank_low, rank_median, rank_high : arrays, shape (candidates,), int64
        Smallest ranks reached or bettered in at least 5, 50 and 95 % of the draws.
    expected_rank : array, shape (candidates,), float64
    first_k, first : arrays, shape (candidates,), float64
        Chances of being among the first k, and first.
    central_weights : array, shape (candidates, criteria), float64
        Mean weights of the draws in which the candidate is first; NaN when it never is.
    first_k_central_weights : array, shape (candidates, criteria), float64
        Mean weights of the draws in which it is among the first k; NaN when it never is.
    confidence : array, shape (candidates,), float64
        Chance of being first under its own central weights; NaN when it is never first.
    mean_contributions : array, shape (candidates, criteria), float64
        Mean over draws of weight · criterion.
    pairwise : array, shape (candidates, candidates), float64
        Chance that the row beats the column, ties counting one half; 0.5 on the diagonal; no rows
        when not asked for.
    reference_first_k : array, shape (references,), float64
        Chance of each reference of being among the first k when it alone joins the candidates.
    reference_rank_low, reference_rank_median, reference_rank_high : arrays, shape (references,)
        Ranks among candidates + 1.
    reference_rank_counts : array, shape (references, candidates + 1), int64
    """

    draws: int
    k: int
    rank_counts: IntArray
    rank_low: IntArray
    rank_median: IntArray
    rank_high: IntArray
    expected_rank: FloatArray
    first_k: FloatArray
    first: FloatArray
    central_weights: FloatArray
    first_k_central_weights: FloatArray
    confidence: FloatArray
    mean_contributions: FloatArray
    pairwise: FloatArray
    reference_first_k: FloatArray
    reference_rank_low: IntArray
    reference_rank_median: IntArray
    reference_rank_high: IntArray
    reference_rank_counts: IntArray


def rank_quantile(counts: IntArray, percent: int) -> IntArray:
    """Return the smallest rank that at least `percent` % of the draws reach or better.

    Parameters
    ----------
    counts : array, shape (candidates, ranks), int64
    percent : int in 1 … 100

    Returns
    -------
    array, shape (candidates,), int64, at least 1
        Exact: integers are compared, no share is rounded.

    Examples
    --------
    >>> rank_quantile(np.array([[1, 18, 1]]), 95).tolist()
    [2]
    """
    reached = np.cumsum(counts, axis=1) * 100 >= percent * counts.sum(axis=1, keepdims=True)
    ranks: IntArray = reached.argmax(axis=1).astype(np.int64) + 1
    return ranks


def acceptability(
    low: ArrayLike,
    high: ArrayLike,
    shares: ArrayLike,
    weight_set: WeightSet,
    k: int,
    draws: int,
    seed: int,
    threads: int = 1,
    reference_low: ArrayLike | None = None,
    reference_high: ArrayLike | None = None,
    *,
    pairwise: bool = True,
    on_progress: Callable[[int, int], None] | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> Acceptability:
    """Rank candidates under weights and values drawn from everything that is admissible.

    Parameters
    ----------
    low, high : array-like, shape (candidates, indicators), in [0, 1]
        Ends of the value of each indicator: equal when it is certain, 0 and 1 when it is missing.
    shares : array-like, shape (criteria, indicators), non-negative, rows summing to 1
        Share of each indicator in each criterion.
    weight_set : WeightSet
        Admissible weights of the criteria.
    k : int in 1 … candidates
    draws : int, at least 1
    seed : int in [0, 2**64)
    threads : int, at least 1, default 1
        Changes the time taken, never a bit of the result.
    reference_low, reference_high : array-like, shape (references, indicators), optional
        Candidates of another origin, each entered alone among the candidates.
    pairwise : bool, default True
        Whether to count pairwise wins, whose time grows with the square of the candidates.
    on_progress : callable (draws done, draws), optional
        Called in the caller's thread.
    is_cancelled : callable, optional
        Asked between blocks of draws.

    Returns
    -------
    Acceptability

    Raises
    ------
    WrongShape, EmptyInput, NotFinite, BadInterval, NegativeWeight, WeightsDoNotSumToOne
    RankLimitOutOfRange, NumberOutOfRange, TooManyCandidates, ContradictoryWeights
    Cancelled

    Notes
    -----
    In each draw: a value uniform in [low, high] for each uncertain indicator, criteria = shares @
    values, score = weights · criteria in a fixed order, rank = 1 + number of strictly better scores.
    Shares are not spread again over the indicators that are known. Draws are counter-based (Philox).

    References
    ----------
    Lahdelma, R., Salminen, P. (2001). SMAA-2: stochastic multicriteria acceptability analysis for
    group decision making. Operations Research 49.
    """
    problem = _problem(
        low=low,
        high=high,
        shares=shares,
        weight_set=weight_set,
        k=k,
        draws=draws,
        seed=seed,
        reference_low=reference_low,
        reference_high=reference_high,
    )
    check_count("threads", threads)
    tally = run(
        problem, threads, pairwise=pairwise, on_progress=on_progress, is_cancelled=is_cancelled
    )
    central = tally.mean_weights(tally.first_weights, tally.rank_counts[:, 0])
    confident = confidence_counts(problem, central, tally, threads, is_cancelled)
    return _result(
        problem,
        tally,
        central=central,
        confident=confident,
        weight_set=weight_set,
        seed=seed,
        pairwise=pairwise,
    )


def _problem(
    *,
    low: ArrayLike,
    high: ArrayLike,
    shares: ArrayLike,
    weight_set: WeightSet,
    k: int,
    draws: int,
    seed: int,
    reference_low: ArrayLike | None,
    reference_high: ArrayLike | None,
) -> Problem:
    lows, highs = _unit_intervals("low, high", low, high)
    candidates, indicators = lows.shape
    if candidates > MAX_CANDIDATES:
        raise TooManyCandidates(candidates, MAX_CANDIDATES)
    parts = _shares(shares, weight_set.size, indicators)
    reference_lows = reference_highs = np.empty((0, indicators))
    if reference_low is not None and reference_high is not None and np.size(reference_low):
        reference_lows, reference_highs = _unit_intervals(
            "reference_low, reference_high", reference_low, reference_high
        )
    if reference_lows.shape[1] != indicators or (reference_low is None) != (reference_high is None):
        raise WrongShape(
            "reference_low", reference_lows.shape, f"(references, {indicators}), twice"
        )
    check_k(k, candidates)
    check_count("draws", draws)
    return Problem(
        low=lows,
        high=highs,
        reference_low=reference_lows,
        reference_high=reference_highs,
        shares=parts,
        sampler=weight_set.sampler(seed),
        k=k,
        draws=draws,
    )


def _unit_intervals(name: str, low: ArrayLike, high: ArrayLike) -> tuple[FloatArray, FloatArray]:
    lows, highs = as_finite(name, low, 2), as_finite(name, high, 2)
    if lows.shape != highs.shape:
        raise WrongShape(name, highs.shape, str(lows.shape))
    wrong = (lows < 0.0) | (lows > highs) | (highs > 1.0)
    if wrong.any():
        i, j = (int(index) for index in np.argwhere(wrong)[0])
        raise BadInterval(name, (i, j), float(lows[i, j]), float(highs[i, j]))
    return lows, highs


def _shares(shares: ArrayLike, criteria: int, indicators: int) -> FloatArray:
    parts = as_finite("shares", shares, 2)
    if parts.shape != (criteria, indicators):
        raise WrongShape("shares", parts.shape, f"({criteria}, {indicators})")
    if (parts < 0).any():
        i, j = (int(index) for index in np.argwhere(parts < 0)[0])
        raise NegativeWeight((i, j), float(parts[i, j]))
    for c, total in enumerate(parts.sum(axis=1)):
        if abs(total - 1.0) > SUM_TOLERANCE:
            raise WeightsDoNotSumToOne("shares", (c,), float(total))
    return parts


def _result(
    problem: Problem,
    tally: Tally,
    *,
    central: FloatArray,
    confident: IntArray,
    weight_set: WeightSet,
    seed: int,
    pairwise: bool,
) -> Acceptability:
    counts, references, draws = tally.rank_counts, tally.reference_counts, problem.draws
    among_k = counts[:, : problem.k].sum(axis=1)
    ever_first = counts[:, 0] > 0
    values = {
        "rank_counts": counts,
        "rank_low": rank_quantile(counts, _LOW),
        "rank_median": rank_quantile(counts, _MIDDLE),
        "rank_high": rank_quantile(counts, _HIGH),
        "expected_rank": (counts * np.arange(1, counts.shape[1] + 1)).sum(axis=1) / draws,
        "first_k": among_k / draws,
        "first": counts[:, 0] / draws,
        "central_weights": central,
        "first_k_central_weights": tally.mean_weights(tally.first_k_weights, among_k),
        "confidence": np.where(ever_first, confident / draws, np.nan),
        "mean_contributions": tally.mean_contributions(draws),
        "pairwise": tally.pairwise_shares(draws) if pairwise else np.empty((0, counts.shape[0])),
        "reference_first_k": references[:, : problem.k].sum(axis=1) / draws,
        "reference_rank_low": rank_quantile(references, _LOW),
        "reference_rank_median": rank_quantile(references, _MIDDLE),
        "reference_rank_high": rank_quantile(references, _HIGH),
        "reference_rank_counts": references,
    }
    for array in values.values():
        frozen(array)
    return Acceptability(
        method=METHOD,
        method_version=method(METHOD).version,
        inputs_digest=arrays_digest(
            low=problem.low,
            high=problem.high,
            shares=problem.shares,
            reference_low=problem.reference_low,
            reference_high=problem.reference_high,
        ),
        parameters={
            "k": problem.k,
            "draws": draws,
            "seed": seed,
            "draws_per_block": DRAWS_PER_BLOCK,
            "weights": weight_set.as_json(),
            "weight_sampling": method("weight_sampling").version,
        },
        trace=(
            Step(
                "rank_counts",
                Text("Nombre de tirages par rang", "Number of draws by rank"),
                counts,
            ),
        ),
        draws=draws,
        k=problem.k,
        **values,
    )
