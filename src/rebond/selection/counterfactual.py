"""What would have changed the outcome: a higher score, one criterion, or one rule relaxed."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import TypedDict

import numpy as np
from numpy.typing import ArrayLike

from rebond.selection.errors import LengthsDiffer, NotANumber
from rebond.selection.flips import NONE_EXISTS, Flips
from rebond.selection.portfolio import Portfolio
from rebond.selection.problem import FloatArray
from rebond.selection.relaxations import RuleChange, RuleSearch, search_relaxations
from rebond.texts import Text

METHOD = "counterfactual"
METHOD_VERSION = "1.0.0"

MAX_STEPS = 200
MAX_INTEGER_SOLVES = 100
DIGITS = 6
"""Decimals of the criterion value that is proposed; rounded up, so that it is enough."""


@dataclass(frozen=True, slots=True)
class CriterionChange:
    """The smallest change of one criterion that brings a candidate in.

    Parameters
    ----------
    criterion : str
    frm, to : float in [0, 1]
        Value now, and the smallest one that is enough, to six decimals.
    """

    criterion: str
    frm: float
    to: float


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """What would have changed the outcome of one candidate.

    Parameters
    ----------
    id : str
    chosen : bool
    score : float
        In units of 1/scale, like the choice itself.
    needed : float or None
        For one not retained: smallest increase of its score that puts it in every best portfolio;
        None when no score would.
        Only enough, perhaps not the smallest, when `exact` is false; then None means not found.
    margin : float or None
        For one retained: largest loss of score that leaves it in every best portfolio; 0 when only the
        order decides for it already; None when it would stay whatever its score. Only safe, perhaps not
        the largest, when `exact` is false.
    exact : bool
        False when the limit on integer solves came first.
    criteria : tuple of CriterionChange
        One criterion alone, smallest change first; empty when even 1 is not enough on any.
    impossible_criteria : tuple of str
        Criteria that, at 1, would not be enough.
    missing_criteria : tuple of str
        Criteria without a value, for which no change can be computed.
    rules : tuple of RuleChange
        One rule alone, relaxed by its smallest step that brings it in.
    """

    id: str
    chosen: bool
    score: float
    needed: float | None
    margin: float | None
    exact: bool = True
    criteria: tuple[CriterionChange, ...] = ()
    impossible_criteria: tuple[str, ...] = ()
    missing_criteria: tuple[str, ...] = ()
    rules: tuple[RuleChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Counterfactuals:
    """What would have changed every outcome.

    Parameters
    ----------
    candidates : tuple of Counterfactual, length n
    searches : tuple of RuleSearch
        How far each rule was relaxed, so that « no step brings it in » is not taken for more.
    relaxations, integer_solves : int
        Questions put to the solver for the scores.
    method, method_version : str
    """

    candidates: tuple[Counterfactual, ...]
    searches: tuple[RuleSearch, ...]
    relaxations: int
    integer_solves: int
    method: str = METHOD
    method_version: str = METHOD_VERSION


def counterfactuals(
    portfolio: Portfolio,
    *,
    criteria: ArrayLike | None = None,
    criterion_ids: Sequence[str] = (),
    weights: ArrayLike | None = None,
    rules: bool | Collection[str] = True,
    max_steps: int = MAX_STEPS,
    max_integer_solves: int = MAX_INTEGER_SOLVES,
) -> Counterfactuals:
    """Return, for each candidate, the smallest changes that would have changed its outcome.

    Parameters
    ----------
    portfolio : Portfolio
    criteria : array, shape (n, m), in [0, 1], optional
        Criterion values behind the scores; NaN where missing.
    criterion_ids : m texts
    weights : array, shape (m,), non-negative, optional
        Weights under which the score is the weighted sum of the criteria: raising criterion c by d
        raises the score by weights[c] · d.
    rules : bool or ids, default True
        Rules to relax, one at a time.
    max_steps : int, default 200
        Largest number of steps tried for each rule.
    max_integer_solves : int, default 100
        Largest number of integer questions for the scores, and again for each rule. A count, not a
        time: the same inputs give the same answers on any machine. What it cuts short says so
        (`Counterfactual.exact`, `RuleSearch.complete`).

    Returns
    -------
    Counterfactuals

    Raises
    ------
    LengthsDiffer, NotANumber
        When criteria or weights do not fit the candidates.
    NotProven
        When a solve reaches the time limit of the portfolio.

    Notes
    -----
    Let z be the best sum and z_i the best sum with i forced in. Raising the score of i by t raises
    z_i by t and leaves the best sum without i unchanged, so i is in every best portfolio exactly when
    t > z - z_i: the smallest such t is one unit above the difference. For one retained, with z_i the
    best sum without it, it stays in every best portfolio while it loses less than z - z_i.
    """
    values, shares = _criteria(portfolio, criteria, criterion_ids, weights)
    scale = portfolio.problem.scale
    flips = Flips(portfolio)
    searched: tuple[RuleSearch, ...] = ()
    if rules is not False:
        wanted = None if rules is True else {*rules}
        searched = search_relaxations(portfolio, wanted, max_steps, max_integer_solves)
    found = []
    for i in range(portfolio.problem.size):
        base = _score_change(portfolio, flips, i, max_integer_solves)
        if not base.chosen and portfolio.problem.selectable[i]:
            by_criterion = _by_criterion(base, values[i], shares, criterion_ids, scale)
            by_rule = tuple(s.changes[i] for s in searched if i in s.changes)
            base = replace(base, **by_criterion, rules=by_rule)
        found.append(base)
    return Counterfactuals(
        candidates=tuple(found),
        searches=searched,
        relaxations=flips.solver.effort.relaxations,
        integer_solves=flips.solver.effort.integer_solves,
    )


def _score_change(
    portfolio: Portfolio, flips: Flips, i: int, max_integer_solves: int
) -> Counterfactual:
    problem = portfolio.problem
    chosen = bool(portfolio.chosen[i])
    exact = flips.settle(i, max_integer_solves)
    # Where the bounds stay apart, an increase that is enough, and a loss that is safe.
    other_side = int(flips.at_most[i] if chosen else flips.at_least[i])
    lost = None if other_side == NONE_EXISTS else portfolio.objective_units - other_side
    return Counterfactual(
        id=problem.ids[i],
        chosen=chosen,
        score=problem.score(int(problem.units[i])),
        exact=exact,
        needed=None if chosen or lost is None else problem.score(lost + 1),
        margin=problem.score(max(0, lost - 1)) if chosen and lost is not None else None,
    )


class _ByCriterion(TypedDict):
    criteria: tuple[CriterionChange, ...]
    impossible_criteria: tuple[str, ...]
    missing_criteria: tuple[str, ...]


def _by_criterion(
    base: Counterfactual, values: FloatArray, shares: FloatArray, ids: Sequence[str], scale: int
) -> _ByCriterion:
    changes: list[CriterionChange] = []
    impossible: list[str] = []
    missing: list[str] = []
    for criterion, value, share in zip(ids, values.tolist(), shares.tolist(), strict=True):
        if math.isnan(value):
            missing.append(criterion)
            continue
        to = _enough(value, share, base.needed, scale)
        if to is None:
            impossible.append(criterion)
        else:
            changes.append(CriterionChange(criterion, value, to))
    changes.sort(key=lambda change: (change.to - change.frm, change.criterion))
    return {
        "criteria": tuple(changes),
        "impossible_criteria": tuple(impossible),
        "missing_criteria": tuple(missing),
    }


def _enough(value: float, share: float, needed: float | None, scale: int) -> float | None:
    """Return the smallest criterion value, to six decimals, that raises the score by `needed`."""
    if needed is None or share <= 0:
        return None
    steps = 10**DIGITS
    units = round(needed * scale)
    to = math.ceil((value + needed / share) * steps - 1e-6) / steps
    # The division above is rounded; the condition itself is checked in units.
    while (to - value) * share * scale < units - 1e-6:
        to = (round(to * steps) + 1) / steps
    return to if to <= 1.0 else None


def _criteria(
    portfolio: Portfolio,
    criteria: ArrayLike | None,
    ids: Sequence[str],
    weights: ArrayLike | None,
) -> tuple[FloatArray, FloatArray]:
    n, m = portfolio.problem.size, len(ids)
    if criteria is None or weights is None:
        return np.zeros((n, m)) * np.nan, np.zeros(m)
    values = np.asarray(criteria, dtype=np.float64)
    shares = np.asarray(weights, dtype=np.float64)
    if values.ndim != 2 or len(values) != n:  # noqa: PLR2004 - candidates by criteria
        raise LengthsDiffer("criteria", n, len(values))
    if values.shape[1] != m:
        raise LengthsDiffer("criterion_ids", values.shape[1], m)
    if shares.shape != (m,):
        raise LengthsDiffer("weights", m, shares.size)
    outside = np.argwhere((values < 0) | (values > 1) | np.isinf(values))
    if outside.size:
        row, column = outside[0].tolist()
        allowed = Text("un nombre entre 0 et 1", "a number between 0 and 1")
        raise NotANumber(ids[column], portfolio.problem.ids[row], values[row, column], allowed)
    for c in np.flatnonzero(~(np.isfinite(shares) & (shares >= 0))).tolist():
        allowed = Text("un nombre positif ou nul", "a number, zero or more")
        raise NotANumber("weights", ids[c], shares[c], allowed)
    return values, shares
