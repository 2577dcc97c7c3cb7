"""Whether stated constraints on weights can hold together, and if not, which few cannot.

All weights are also non-negative and sum to 1; these two are never the ones to relax.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rebond.evaluation.arrays import FloatArray
    from rebond.texts import Text

TOLERANCE = 1e-9
"""A violation up to this is rounding: five weights of at least 0.2 do hold together."""

_SOLVER = {"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10}


@dataclass(frozen=True, slots=True)
class Constraint:
    """One thing that a policy states about weights: row · w >= bound (or = bound).

    Parameters
    ----------
    text : Text
        The constraint in words.
    row : tuple of float, one per criterion
    bound : float
    is_equality : bool, default False
    """

    text: Text
    row: tuple[float, ...]
    bound: float
    is_equality: bool = False


def least_violation(constraints: Sequence[Constraint], size: int) -> float:
    """Return the smallest possible largest violation over all weights that sum to 1.

    Parameters
    ----------
    constraints : sequence of Constraint
    size : int
        Number of criteria.

    Returns
    -------
    float, 0 when all constraints hold together

    Notes
    -----
    Minimise t subject to row · w + t >= bound for each constraint, sum(w) = 1, w >= 0, t >= 0: this
    always has a solution, so that nothing depends on how a solver reports infeasibility.
    """
    rows, bounds = [], []
    for constraint in constraints:
        rows.append([-x for x in constraint.row] + [-1.0])
        bounds.append(-constraint.bound)
        if constraint.is_equality:
            rows.append([*constraint.row, -1.0])
            bounds.append(constraint.bound)
    from scipy.optimize import linprog  # noqa: PLC0415 - slow to import, and the whole simplex asks nothing of it

    solution = linprog(
        c=[0.0] * size + [1.0],
        A_ub=rows or None,
        b_ub=bounds or None,
        A_eq=[[1.0] * size + [0.0]],
        b_eq=[1.0],
        bounds=[(0.0, None)] * (size + 1),
        method="highs",
        options=_SOLVER,
    )
    return float(solution.fun)


def smallest_conflict(constraints: Sequence[Constraint], size: int) -> tuple[Constraint, ...]:
    """Return constraints that cannot hold together, none of which can be spared; empty if all hold.

    Parameters
    ----------
    constraints : sequence of Constraint
    size : int
        Number of criteria.

    Notes
    -----
    Deletion filter: leave out one constraint after another for as long as a conflict remains
    (Chinneck, J. W., Dravnieks, E. W. (1991). Locating minimal infeasible constraint sets in linear
    programs. ORSA Journal on Computing 3).
    """
    kept = list(constraints)
    if least_violation(kept, size) <= TOLERANCE:
        return ()
    for constraint in constraints:
        others = [other for other in kept if other is not constraint]
        if least_violation(others, size) > TOLERANCE:
            kept = others
    return tuple(kept)


def most_room(
    row: Sequence[float], constraints: Sequence[Constraint], size: int
) -> tuple[float, FloatArray]:
    """Return the largest value of row · w over the set, and weights that reach it.

    Parameters
    ----------
    row : sequence of float, one per criterion
    constraints : sequence of Constraint
        Feasible together.
    size : int
        Number of criteria.

    Returns
    -------
    largest : float
    weights : array, shape (criteria,), float64
    """
    rows, bounds = [], []
    for constraint in constraints:
        # a hair of room: equalities stated in decimals may miss each other by one rounding
        rows.append([-x for x in constraint.row])
        bounds.append(-constraint.bound + TOLERANCE)
        if constraint.is_equality:
            rows.append([*constraint.row])
            bounds.append(constraint.bound + TOLERANCE)
    from scipy.optimize import linprog  # noqa: PLC0415 - slow to import, and the whole simplex asks nothing of it

    solution = linprog(
        c=[-x for x in row],
        A_ub=rows or None,
        b_ub=bounds or None,
        A_eq=[[1.0] * size],
        b_eq=[1.0],
        bounds=[(0.0, None)] * size,
        method="highs",
        options=_SOLVER,
    )
    return -float(solution.fun), np.asarray(solution.x, dtype=np.float64)
