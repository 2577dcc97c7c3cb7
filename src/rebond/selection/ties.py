"""Equal portfolios: the one that contains the earliest candidates, in the order given, is taken.

Two portfolios may have the same sum of scores. Which one is retained must not depend on the solver:
among best portfolios, the first candidate of the list is retained if any of them contains it; among
those left, the second; and so on.
"""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING, Literal

import numpy as np

from rebond.selection.errors import NotProven

if TYPE_CHECKING:
    from rebond.selection.problem import BoolArray, FloatArray, IntArray
    from rebond.selection.solver import Optimum, Solver

Tie = Literal["unique", "by_order", "not_settled"]

ENUMERATED = 4096
"""Combinations of undecided candidates that are tried one by one, without the solver."""

BLOCK = 20
"""Undecided candidates compared in one integer question (weights 2**19 … 1)."""


def settle_ties(solver: Solver, best: Optimum) -> tuple[BoolArray, Tie]:
    """Return the portfolio that the order of the candidates settles, among all of the best value.

    Parameters
    ----------
    solver : Solver
    best : Optimum
        Any best choice.

    Returns
    -------
    chosen : bool array, shape (n,)
    tie : {"unique", "by_order", "not_settled"}
        Whether other portfolios reach the same sum; `not_settled` when the time limit came first,
        in which case the choice is best but another one may be equal.
    """
    model = solver.model
    lower, upper = model.free()
    relaxed = solver.relax(lower, upper)
    if relaxed is None:
        return best.chosen, "unique"
    bound, _ = relaxed
    inside, outside = bound.forced()
    n = model.problem.size
    may_in = (inside >= best.value) & (upper[:n] > 0)
    may_out = outside >= best.value
    free = np.flatnonzero(may_in & may_out)
    settled = may_in & ~may_out
    places = model.k - int(settled.sum())
    if math.comb(len(free), max(0, min(places, len(free)))) <= ENUMERATED:
        return _by_enumeration(solver, best, settled, free, places)
    lower[:n] = settled
    upper[:n] = settled
    upper[free] = 1.0
    try:
        if not _other_exists(solver, best, lower, upper):
            return best.chosen, "unique"
        return _by_blocks(solver, best, free, lower, upper), "by_order"
    except NotProven:
        return best.chosen, "not_settled"


def _by_enumeration(
    solver: Solver, best: Optimum, settled: BoolArray, free: IntArray, places: int
) -> tuple[BoolArray, Tie]:
    first: BoolArray | None = None
    units = solver.model.problem.units
    wanted = best.value - int(units[settled].sum())
    # Combinations come in lexicographic order: the earliest candidates first.
    for picked in itertools.combinations(free.tolist(), places):
        if int(units[list(picked)].sum()) != wanted:
            continue
        chosen = settled.copy()
        chosen[list(picked)] = True
        if not solver.model.is_feasible(chosen):
            continue
        if first is not None:
            return first, "by_order"
        first = chosen
    return (best.chosen if first is None else first), "unique"


def _other_exists(solver: Solver, best: Optimum, lower: FloatArray, upper: FloatArray) -> bool:
    """Say whether another portfolio has the same sum: ask for the one that differs most."""
    weights = np.where(best.chosen, -1.0, 0.0)
    away = solver.best_integer(lower, upper, weights=weights, at_least=best.value)
    return away is not None and not bool((away == best.chosen).all())


def _by_blocks(
    solver: Solver, best: Optimum, free: IntArray, lower: FloatArray, upper: FloatArray
) -> BoolArray:
    chosen = best.chosen
    for start in range(0, len(free), BLOCK):
        block = free[start : start + BLOCK]
        weights = np.zeros(solver.model.problem.size)
        weights[block] = np.exp2(np.arange(len(block) - 1, -1, -1))
        found = solver.best_integer(lower, upper, weights=weights, at_least=best.value)
        chosen = chosen if found is None else found
        lower[block] = chosen[block]
        upper[block] = chosen[block]
    return chosen
