"""Counting ranks over blocks of draws, on one thread or several, with the same counts."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rebond.evaluation.acceptability_kernels import (
    add_contributions,
    add_weights_of_first,
    count_firsts_under,
    count_ranks,
    count_wins,
    criteria_of_draws,
    rank_against,
    scores_of_draws,
)
from rebond.evaluation.sampling import CANDIDATES, REFERENCES, blocks, stream
from rebond.evaluation.threads import share_out

if TYPE_CHECKING:
    from collections.abc import Callable

    from rebond.evaluation.arrays import FloatArray, IntArray
    from rebond.evaluation.sampling import WeightSampler

MAX_CANDIDATES = 5_000
"""Rank distributions hold candidates² counts: 200 MB here."""

_VALUES_AT_ONCE = 2**22
_CERTAIN = -1


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """Checked inputs of one acceptability run; see `rebond.evaluation.acceptability`."""

    low: FloatArray
    high: FloatArray
    reference_low: FloatArray
    reference_high: FloatArray
    shares: FloatArray
    sampler: WeightSampler
    k: int
    draws: int

    @property
    def unit_bits(self) -> int:
        """Binary digits after the point of fixed-point sums: `draws` of them fit 63 bits."""
        return min(44, 61 - self.draws.bit_length())


class Tally:
    """Counts of some blocks of draws; tallies add up in any order to the same total."""

    def __init__(self, problem: Problem, *, pairwise: bool) -> None:
        candidates, references = problem.low.shape[0], problem.reference_low.shape[0]
        criteria = problem.shares.shape[0]
        wins = candidates if pairwise else 0
        self.unit = math.ldexp(1.0, problem.unit_bits)
        self.rank_counts = np.zeros((candidates, candidates), dtype=np.int64)
        self.reference_counts = np.zeros((references, candidates + 1), dtype=np.int64)
        self.first_weights = np.zeros((candidates, criteria), dtype=np.int64)
        self.first_k_weights = np.zeros((candidates, criteria), dtype=np.int64)
        self.contribution_units = np.zeros((candidates, criteria), dtype=np.int64)
        self.halves = np.zeros((wins, wins), dtype=np.int64)

    def add(self, other: Tally) -> None:
        """Add the counts of other blocks."""
        self.rank_counts += other.rank_counts
        self.reference_counts += other.reference_counts
        self.first_weights += other.first_weights
        self.first_k_weights += other.first_k_weights
        self.contribution_units += other.contribution_units
        self.halves += other.halves

    def mean_weights(self, sums: IntArray, counts: IntArray) -> FloatArray:
        """Return sums / counts as weights, NaN where the count is zero."""
        divisor = np.where(counts > 0, counts, 1)[:, None] * self.unit
        means: FloatArray = np.where(counts[:, None] > 0, sums / divisor, np.nan)
        return means

    def mean_contributions(self, draws: int) -> FloatArray:
        """Return the mean over draws of weight · criterion, shape (candidates, criteria)."""
        means: FloatArray = self.contribution_units / (draws * self.unit)
        return means

    def pairwise_shares(self, draws: int) -> FloatArray:
        """Return the chance that the row beats the column, shape (candidates, candidates)."""
        shares: FloatArray = self.halves / (2 * draws)
        np.fill_diagonal(shares, 0.5)
        return shares


@dataclass(frozen=True, slots=True, eq=False)
class _Field:
    """Candidates whose values are drawn from one stream."""

    low: FloatArray
    high: FloatArray
    purpose: int
    drawn_at: IntArray
    uncertain: int

    @classmethod
    def of(cls, low: FloatArray, high: FloatArray, purpose: int) -> _Field:
        open_values = low < high
        drawn_at = np.full(low.shape, _CERTAIN, dtype=np.int64)
        uncertain = int(open_values.sum())
        drawn_at[open_values] = np.arange(uncertain)
        return cls(low, high, purpose, drawn_at, uncertain)

    def parts(self, size: int) -> list[tuple[int, int]]:
        """Cut the draws of a block into parts small enough for memory."""
        at_once = max(1, min(size, _VALUES_AT_ONCE // max(self.low.size, 1)))
        return [(first, min(first + at_once, size)) for first in range(0, size, at_once)]

    def criteria(
        self, generator: np.random.Generator, draws: int, shares: FloatArray
    ) -> FloatArray:
        """Draw the values of the next `draws` draws, shape (draws, candidates, criteria)."""
        result = np.empty((draws, self.low.shape[0], shares.shape[0]))
        uniforms = generator.random((draws, self.uncertain))
        criteria_of_draws(self.low, self.high, self.drawn_at, uniforms, shares, result)
        return result


def run(
    problem: Problem,
    threads: int,
    *,
    pairwise: bool,
    on_progress: Callable[[int, int], None] | None,
    is_cancelled: Callable[[], bool] | None,
) -> Tally:
    """Count all draws.

    Raises
    ------
    Cancelled
        When `is_cancelled` says so between blocks.
    """
    candidates = _Field.of(problem.low, problem.high, CANDIDATES)
    references = _Field.of(problem.reference_low, problem.reference_high, REFERENCES)

    def start() -> Tally:
        return Tally(problem, pairwise=pairwise)

    def count(tally: Tally, block: int, size: int) -> None:
        _count_block(problem, (candidates, references), tally, block, size)

    tallies = share_out(
        blocks(problem.draws),
        threads,
        start,
        count,
        on_progress=on_progress,
        is_cancelled=is_cancelled,
    )
    total = tallies[0]
    for tally in tallies[1:]:
        total.add(tally)
    return total


def confidence_counts(
    problem: Problem,
    central: FloatArray,
    tally: Tally,
    threads: int,
    is_cancelled: Callable[[], bool] | None,
) -> IntArray:
    """Count the draws of values in which each candidate is first under its central weights.

    Parameters
    ----------
    problem : Problem
    central : array, shape (candidates, criteria), float64
        Rows of NaN are skipped.
    tally : Tally
        Says who wins often, hence whom to compare with first; the order does not change counts.
    threads : int
    is_cancelled : callable, optional

    Returns
    -------
    array, shape (candidates,), int64
    """
    field = _Field.of(problem.low, problem.high, CANDIDATES)
    who = np.flatnonzero(~np.isnan(central[:, 0])).astype(np.int64)
    rivals = np.argsort(-tally.rank_counts[:, 0], kind="stable").astype(np.int64)
    weights = np.nan_to_num(central)

    def start() -> IntArray:
        return np.zeros(central.shape[0], dtype=np.int64)

    def count(counts: IntArray, block: int, size: int) -> None:
        generator = stream(problem.sampler.seed, CANDIDATES, block)
        for first, last in field.parts(size):
            criteria = field.criteria(generator, last - first, problem.shares)
            count_firsts_under(criteria, weights, who, rivals, counts)

    if field.uncertain == 0:
        # values do not change from draw to draw: one look decides for all
        counts = start()
        criteria = field.criteria(stream(problem.sampler.seed, CANDIDATES, 0), 1, problem.shares)
        count_firsts_under(criteria, weights, who, rivals, counts)
        return counts * problem.draws
    outcomes = share_out(blocks(problem.draws), threads, start, count, is_cancelled=is_cancelled)
    total: IntArray = np.sum(outcomes, axis=0, dtype=np.int64)
    return total


def _count_block(
    problem: Problem,
    fields: tuple[_Field, _Field],
    tally: Tally,
    block: int,
    size: int,
) -> None:
    candidates, references = fields
    seed = problem.sampler.seed
    weights = problem.sampler.block(block)[:size]
    units = np.rint(weights * tally.unit).astype(np.int64)
    values, reference_values = stream(seed, CANDIDATES, block), stream(seed, REFERENCES, block)
    contributions = np.zeros(tally.contribution_units.shape)
    for first, last in candidates.parts(size):
        part = slice(first, last)
        criteria = candidates.criteria(values, last - first, problem.shares)
        scores = _scores(criteria, weights[part])
        ordered = np.sort(scores, axis=1)
        ranks = _ranks(scores, ordered)
        count_ranks(ranks, tally.rank_counts)
        add_weights_of_first(
            ranks, units[part], problem.k, tally.first_weights, tally.first_k_weights
        )
        add_contributions(criteria, weights[part], contributions)
        if tally.halves.size:
            count_wins(np.ascontiguousarray(scores.T), tally.halves)
        if references.low.shape[0]:
            criteria = references.criteria(reference_values, last - first, problem.shares)
            count_ranks(_ranks(_scores(criteria, weights[part]), ordered), tally.reference_counts)
    tally.contribution_units += np.rint(contributions * tally.unit).astype(np.int64)


def _scores(criteria: FloatArray, weights: FloatArray) -> FloatArray:
    scores = np.empty(criteria.shape[:2])
    scores_of_draws(criteria, weights, scores)
    return scores


def _ranks(scores: FloatArray, ordered: FloatArray) -> IntArray:
    ranks = np.empty(scores.shape, dtype=np.int64)
    rank_against(scores, ordered, ranks)
    return ranks
