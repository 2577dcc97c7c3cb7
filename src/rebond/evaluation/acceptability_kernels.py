"""The compiled loops of rank acceptability; every sum runs in the order written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rebond.evaluation.compiled import compiled

if TYPE_CHECKING:
    from rebond.evaluation.arrays import FloatArray, IntArray


@compiled
def criteria_of_draws(
    low: FloatArray,
    high: FloatArray,
    drawn_at: IntArray,
    uniforms: FloatArray,
    shares: FloatArray,
    criteria: FloatArray,
) -> None:
    """Draw indicator values and add them up to criteria.

    Parameters
    ----------
    low, high : arrays, shape (candidates, indicators), float64
    drawn_at : array, shape (candidates, indicators), int64
        Column of `uniforms` that draws this value, -1 where low == high.
    uniforms : array, shape (draws, uncertain values), float64 in [0, 1)
    shares : array, shape (criteria, indicators), float64
    criteria : array, shape (draws, candidates, criteria), float64
        Filled: shares @ values of the candidate in the draw, indicators added from first to last.
    """
    draws, candidates, count = criteria.shape
    indicators = low.shape[1]
    for d in range(draws):
        for i in range(candidates):
            for c in range(count):
                criteria[d, i, c] = 0.0
            for j in range(indicators):
                column = drawn_at[i, j]
                value = low[i, j]
                if column >= 0:
                    value = min(value + uniforms[d, column] * (high[i, j] - value), high[i, j])
                for c in range(count):
                    if shares[c, j] != 0.0:
                        criteria[d, i, c] += shares[c, j] * value


@compiled
def scores_of_draws(criteria: FloatArray, weights: FloatArray, scores: FloatArray) -> None:
    """Fill scores, shape (draws, candidates), with weights · criteria, first criterion first."""
    draws, candidates, count = criteria.shape
    for d in range(draws):
        for i in range(candidates):
            total = 0.0
            for c in range(count):
                total += weights[d, c] * criteria[d, i, c]
            scores[d, i] = total


@compiled
def rank_against(scores: FloatArray, ordered: FloatArray, ranks: IntArray) -> None:
    """Fill ranks with 1 plus the number of strictly better scores of the same draw.

    Parameters
    ----------
    scores : array, shape (draws, ranked), float64
    ordered : array, shape (draws, candidates), float64
        Scores of the candidates of each draw, ascending.
    ranks : array, shape (draws, ranked), int64
    """
    draws, ranked = scores.shape
    candidates = ordered.shape[1]
    for d in range(draws):
        for i in range(ranked):
            first, last = 0, candidates
            while first < last:
                middle = (first + last) // 2
                if ordered[d, middle] <= scores[d, i]:
                    first = middle + 1
                else:
                    last = middle
            ranks[d, i] = candidates - first + 1


@compiled
def count_ranks(ranks: IntArray, counts: IntArray) -> None:
    """Add one to ``counts[i, rank - 1]`` for every draw."""
    draws, ranked = ranks.shape
    for d in range(draws):
        for i in range(ranked):
            counts[i, ranks[d, i] - 1] += 1


@compiled
def add_weights_of_first(
    ranks: IntArray,
    units: IntArray,
    k: int,
    first: IntArray,
    among_k: IntArray,
) -> None:
    """Add the weights of each draw to the candidates that it puts first, and among the first k.

    Parameters
    ----------
    ranks : array, shape (draws, candidates), int64
    units : array, shape (draws, criteria), int64
        Weights in fixed point: integers add up to the same sum in any order.
    k : int
    first, among_k : arrays, shape (candidates, criteria), int64
    """
    draws, candidates = ranks.shape
    count = units.shape[1]
    for d in range(draws):
        for i in range(candidates):
            if ranks[d, i] <= k:
                for c in range(count):
                    among_k[i, c] += units[d, c]
                if ranks[d, i] == 1:
                    for c in range(count):
                        first[i, c] += units[d, c]


@compiled
def add_contributions(criteria: FloatArray, weights: FloatArray, sums: FloatArray) -> None:
    """Add weight · criterion of every draw of one block to sums, shape (candidates, criteria)."""
    draws, candidates, count = criteria.shape
    for d in range(draws):
        for i in range(candidates):
            for c in range(count):
                sums[i, c] += weights[d, c] * criteria[d, i, c]


@compiled
def count_wins(scores: FloatArray, halves: IntArray) -> None:
    """Count in halves how often one candidate beats another: 2 a strict win, 1 a tie.

    Parameters
    ----------
    scores : array, shape (candidates, draws), float64
        One candidate a row, so that the inner loop runs along memory.
    halves : array, shape (candidates, candidates), int64
    """
    candidates, draws = scores.shape
    for i in range(candidates):
        for j in range(i + 1, candidates):
            above = 0
            below = 0
            for d in range(draws):
                above += scores[i, d] > scores[j, d]
                below += scores[i, d] < scores[j, d]
            ties = draws - above - below
            halves[i, j] += 2 * above + ties
            halves[j, i] += 2 * below + ties


@compiled
def count_firsts_under(
    criteria: FloatArray,
    central: FloatArray,
    who: IntArray,
    rivals: IntArray,
    counts: IntArray,
) -> None:
    """Count in how many draws a candidate is first under its own central weights.

    Parameters
    ----------
    criteria : array, shape (draws, candidates, criteria), float64
    central : array, shape (candidates, criteria), float64
    who : array, shape (asked,), int64
        Candidates that have central weights.
    rivals : array, shape (candidates,), int64
        All candidates, likely winners first: a draw is decided at the first better rival.
    counts : array, shape (candidates,), int64
    """
    draws = criteria.shape[0]
    count = criteria.shape[2]
    for asked in range(who.size):
        i = who[asked]
        for d in range(draws):
            own = 0.0
            for c in range(count):
                own += central[i, c] * criteria[d, i, c]
            is_first = 1
            for r in range(rivals.size):
                j = rivals[r]
                other = 0.0
                for c in range(count):
                    other += central[i, c] * criteria[d, j, c]
                if other > own:
                    is_first = 0
                    break
            counts[i] += is_first
