"""Each rule relaxed step by step, and who comes in at which step."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from rebond.selection.model import build_model
from rebond.selection.places import close_pairs, distance_m
from rebond.selection.portfolio import Portfolio, settled_best
from rebond.selection.rules import (
    Budget,
    ExactlyK,
    FixedIn,
    FixedOut,
    MinimumDistance,
    Rule,
    bound_of,
    looser,
)
from rebond.selection.solver import Effort, Solver

if TYPE_CHECKING:
    from rebond.selection.problem import BoolArray
    from rebond.texts import Text


@dataclass(frozen=True, slots=True)
class RuleChange:
    """One rule, relaxed by the smallest step that brings a candidate in.

    Parameters
    ----------
    rule_id : str
    title : Text
    frm, to : float or None
        Bound before and after, as in the rule's report; `to` is None when the rule is removed.
    """

    rule_id: str
    title: Text
    frm: float
    to: float | None


@dataclass(frozen=True, slots=True)
class RuleSearch:
    """How far one rule was relaxed.

    Parameters
    ----------
    rule_id : str
    changes : dict of int to RuleChange
        By position of the candidate that comes in.
    tried : int
        Number of relaxed selections that were solved.
    complete : bool
        Relaxing further brings nobody else in; False when the search stopped at its limit.
    """

    rule_id: str
    changes: dict[int, RuleChange] = field(default_factory=dict)
    tried: int = 0
    complete: bool = True


def search_relaxations(
    portfolio: Portfolio, wanted: Collection[str] | None, max_steps: int, max_integer_solves: int
) -> tuple[RuleSearch, ...]:
    """Relax each rule alone and note the first step at which each candidate is retained.

    Parameters
    ----------
    portfolio : Portfolio
    wanted : ids or None
        Rules to relax; None for all.
    max_steps, max_integer_solves : int
        Limits for each rule.

    Returns
    -------
    tuple of RuleSearch, in the order of the rules

    Notes
    -----
    Retained means in the portfolio that is settled under the relaxed rule, ties included. A step is one
    candidate, one place, one covered value or one kilometre; for a budget, the steps are the smallest
    budgets under which a better sum exists.
    """
    return tuple(
        _search(portfolio, rule, max_steps, max_integer_solves)
        for rule in portfolio.rules
        if wanted is None or rule.id in wanted
    )


def _search(
    portfolio: Portfolio, rule: Rule, max_steps: int, max_integer_solves: int
) -> RuleSearch:
    problem, k = portfolio.problem, portfolio.k
    effort = Effort()
    last = None if isinstance(rule, ExactlyK) else _without(portfolio, rule)
    if last is not None and bool((last == portfolio.chosen).all()):
        # A rule that changes nothing when it is removed changes nothing when it is relaxed.
        return RuleSearch(rule.id)
    frm = bound_of(rule, k)
    changes: dict[int, RuleChange] = {}
    tried = 0
    waiting = problem.selectable & ~portfolio.chosen
    for relaxed in _steps(portfolio, rule, effort):
        if tried >= max_steps or effort.integer_solves >= max_integer_solves:
            return RuleSearch(rule.id, changes, tried, complete=False)
        chosen = last if relaxed is None else _settled(portfolio, rule, relaxed, effort)
        tried += 1
        if chosen is None:
            # Only another K can leave nothing feasible; the next may be feasible again.
            continue
        to = None if relaxed is None else bound_of(relaxed, k)
        for i in np.flatnonzero(waiting & chosen).tolist():
            changes[i] = RuleChange(rule.id, rule.title, frm, to)
        waiting &= ~chosen
        # Wider choices that contain the last one as their best give the last one again.
        if not waiting.any() or (last is not None and bool((chosen == last).all())):
            break
    return RuleSearch(rule.id, changes, tried)


def _without(portfolio: Portfolio, rule: Rule) -> BoolArray | None:
    others = [other for other in portfolio.rules if other is not rule]
    best = settled_best(portfolio.problem, others, portfolio.k, portfolio.time_limit_s)
    return None if best is None else best[0].chosen


def _settled(portfolio: Portfolio, rule: Rule, relaxed: Rule, effort: Effort) -> BoolArray | None:
    changed = [relaxed if other is rule else other for other in portfolio.rules]
    k = relaxed.k if isinstance(relaxed, ExactlyK) else portfolio.k
    best = settled_best(portfolio.problem, changed, k, portfolio.time_limit_s, effort=effort)
    return None if best is None else best[0].chosen


def _steps(portfolio: Portfolio, rule: Rule, effort: Effort) -> Iterator[Rule | None]:
    """Yield the rule relaxed further and further, then None for the rule removed."""
    problem = portfolio.problem
    match rule:
        case ExactlyK():
            available = int(problem.selectable.sum())
            for k in range(rule.k + 1, available + 1):
                yield rule.looser(k - rule.k)
            return
        case FixedIn() | FixedOut():
            pass
        case Budget():
            yield from _better_budgets(portfolio, rule, effort)
        case MinimumDistance():
            yield from _shorter_distances(portfolio, rule)
        case _:
            # Past this many steps a floor asks for nothing and a ceiling forbids nothing.
            furthest = max(problem.size, int(bound_of(rule, portfolio.k)))
            for step in range(1, furthest + 1):
                relaxed = looser(rule, step, portfolio.k)
                if relaxed is None:
                    break
                yield relaxed
    yield None


def _better_budgets(portfolio: Portfolio, rule: Budget, effort: Effort) -> Iterator[Budget]:
    """Yield the smallest budgets under which the best sum rises, one after another."""
    problem = portfolio.problem
    costs = problem.costs_cents
    if costs is None:
        return
    others = [other for other in portfolio.rules if other is not rule]
    model = build_model(problem, others, portfolio.k)
    value = portfolio.objective_units
    weights = -(costs // max(1, int(np.gcd.reduce(costs)))).astype(np.float64)
    while True:
        solver = Solver(model, portfolio.time_limit_s, effort)
        lower, upper = model.free()
        cheapest = solver.best_integer(lower, upper, weights=weights, at_least=value + 1)
        if cheapest is None:
            return
        larger = rule.looser(int(costs[cheapest].sum()) - rule.limit_cents)
        if larger is None:
            return
        yield larger
        changed = [larger if other is rule else other for other in portfolio.rules]
        wider = build_model(problem, changed, portfolio.k)
        best = Solver(wider, portfolio.time_limit_s, effort).best()
        if best is None:
            return
        value = best.value


def _shorter_distances(portfolio: Portfolio, rule: MinimumDistance) -> Iterator[MinimumDistance]:
    """Yield the distances, by whole kilometres, at which fewer pairs exclude each other."""
    problem = portfolio.problem
    if problem.lon is None or problem.lat is None:
        return
    pairs = close_pairs(problem.lon, problem.lat, rule.metres)
    a, b = pairs[:, 0], pairs[:, 1]
    apart = distance_m(problem.lon[a], problem.lat[a], problem.lon[b], problem.lat[b])
    excluded = len(pairs)
    step = 1
    while (shorter := rule.looser(step)) is not None:
        step += 1
        left = int((apart < shorter.metres).sum())
        if left < excluded:
            excluded = left
            yield shorter
