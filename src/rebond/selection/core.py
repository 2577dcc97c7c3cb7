"""The near-optimal core: who stands in all, some or none of the portfolios that are almost as good."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import numpy as np

from rebond.selection.errors import BadTolerance
from rebond.selection.flips import NONE_EXISTS, Flips
from rebond.selection.model import Bound
from rebond.selection.portfolio import Portfolio
from rebond.selection.problem import BoolArray, FloatArray
from rebond.selection.rules import as_share

Membership = Literal["all", "some", "none"]

LEFT_FREE = 40
"""Candidates left free when a near-optimal portfolio is sought close to a relaxation."""

METHOD = "near_optimal_core"
METHOD_VERSION = "1.0.0"


@dataclass(frozen=True, slots=True)
class Core:
    """Who stands in the portfolios within a share of the best.

    Parameters
    ----------
    membership : tuple of {"all", "some", "none"}, length n
    epsilon : Fraction
    threshold_units : int
        Smallest sum that counts as near-optimal, in units.
    by_bounds, by_witness, by_solve : int
        Candidates decided by reduced costs, by a portfolio already met, by a new solve.
    relaxations, integer_solves : int
        Questions put to the solver.
    method, method_version : str
    """

    membership: tuple[Membership, ...]
    epsilon: Fraction
    threshold_units: int
    by_bounds: int
    by_witness: int
    by_solve: int
    relaxations: int
    integer_solves: int
    method: str = METHOD
    method_version: str = METHOD_VERSION


def near_optimal_core(portfolio: Portfolio, epsilon: Fraction | float | str) -> Core:
    """Say for each candidate whether it is in all, some or none of the near-optimal portfolios.

    Parameters
    ----------
    portfolio : Portfolio
    epsilon : Fraction, float or str, in [0, 1)
        A portfolio is near-optimal when its sum is at least (1 - ε) times the best one. Read as the
        decimal that is written: 0.005 is 1/200.

    Returns
    -------
    Core

    Raises
    ------
    BadTolerance
    NotProven
        When a solve reaches the time limit of the portfolio.

    Notes
    -----
    A retained candidate is in all of them exactly when the best sum without it is below the threshold;
    another is in none exactly when the best sum with it is. For a negative best sum the threshold is
    (1 + ε) times it.
    """
    share = _tolerance(epsilon)
    best = portfolio.objective_units
    threshold = math.ceil(best - share * abs(best))
    flips = Flips(portfolio)
    open_to_some = np.zeros(portfolio.problem.size, dtype=np.bool_)
    undecided = flips.at_most >= threshold
    by_bounds = int((~undecided).sum())
    _mark_exchanges(flips, threshold, open_to_some)
    by_witness = int((undecided & open_to_some).sum())
    by_solve = 0
    for candidate in np.flatnonzero(undecided & ~open_to_some).tolist():
        if open_to_some[candidate]:
            by_witness += 1
            continue
        by_solve += 1
        _ask(flips, candidate, threshold, open_to_some)
    chosen = portfolio.chosen
    return Core(
        membership=tuple(
            "some" if both else ("all" if inside else "none")
            for both, inside in zip(open_to_some.tolist(), chosen.tolist(), strict=True)
        ),
        epsilon=share,
        threshold_units=threshold,
        by_bounds=by_bounds,
        by_witness=by_witness,
        by_solve=by_solve,
        relaxations=flips.solver.effort.relaxations,
        integer_solves=flips.solver.effort.integer_solves,
    )


def _mark_exchanges(flips: Flips, threshold: int, open_to_some: BoolArray) -> None:
    """Mark who is on the other side of a near-optimal portfolio one exchange away."""
    open_to_some |= (flips.at_least >= threshold) & (flips.at_least > NONE_EXISTS)


def _ask(flips: Flips, candidate: int, threshold: int, open_to_some: BoolArray) -> None:
    """Decide one candidate by a solve, and mark every other that its answer decides."""
    lower, upper = flips.bounds(candidate)
    relaxed = flips.solver.relax(lower, upper)
    if relaxed is None or relaxed[0].units < threshold:
        return
    found = flips.solver.integral(relaxed[1])
    if found is None or flips.solver.model.value(found) < threshold:
        found = _near_relaxation(flips, relaxed, lower, upper, threshold)
    if found is None or flips.solver.model.value(found) < threshold:
        found = flips.solver.best_integer(lower, upper, stop_at=threshold)
    if found is not None and flips.solver.model.value(found) >= threshold:
        open_to_some |= found != flips.portfolio.chosen


def _near_relaxation(
    flips: Flips,
    relaxed: tuple[Bound, FloatArray],
    lower: FloatArray,
    upper: FloatArray,
    threshold: int,
) -> BoolArray | None:
    """Look for a good choice close to the relaxation: only the least decided candidates stay free."""
    bound, values = relaxed
    least_decided = np.zeros(flips.portfolio.problem.size, dtype=np.bool_)
    least_decided[np.argsort(np.abs(bound.reduced), kind="stable")[:LEFT_FREE]] = True
    near = flips.solver.restricted(lower, upper, values, least_decided)
    return None if near is None else flips.solver.best_integer(*near[:2], stop_at=threshold)


def _tolerance(epsilon: Fraction | float | str) -> Fraction:
    try:
        share = as_share(epsilon)
    except (ValueError, ZeroDivisionError) as error:
        raise BadTolerance(epsilon) from error
    if not 0 <= share < 1:
        raise BadTolerance(epsilon)
    return share
