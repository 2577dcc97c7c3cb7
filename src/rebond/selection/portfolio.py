"""The choice: the portfolio with the largest sum of scores under every rule, proven, and what rules cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from rebond.selection.conflict import find_conflict
from rebond.selection.errors import RulesConflict
from rebond.selection.model import Model, build_model
from rebond.selection.places import distance_m
from rebond.selection.problem import SCALE, BoolArray, Problem, check_rules, pose
from rebond.selection.rules import (
    Budget,
    CoveredGroupsMinimum,
    ExactlyK,
    FixedIn,
    FixedOut,
    GroupCeiling,
    GroupFloor,
    MinimumDistance,
    Rule,
    ShareCeiling,
    ShareFloor,
    bound_of,
)
from rebond.selection.solver import TIME_LIMIT_S, Effort, Optimum, Proof, Solver, solver_version
from rebond.selection.ties import Tie, settle_ties

if TYPE_CHECKING:
    from rebond.texts import Text

METHOD = "portfolio"
METHOD_VERSION = "1.0.0"


@dataclass(frozen=True, slots=True)
class RuleReport:
    """What one rule did.

    Parameters
    ----------
    id : str
    title : Text
    bound : float
        Number of the rule: candidates, covered values, cents or kilometres; a share as a count of places.
    value : float or None
        What the portfolio has there: the count nearest to the bound when the rule holds for several
        values; None when there is nothing to measure (no two retained for a distance).
    binding : bool
        The value is at the bound. For a distance or a fixed candidate, where that says nothing: another
        portfolio would be chosen without the rule.
    price : float or None
        Sum of scores lost to the rule: best sum without it, minus the best sum. None for K, and when
        prices were not asked for.
    chosen_without : bool array, shape (n,), or None
        The portfolio that would be chosen without the rule.
    """

    id: str
    title: Text
    bound: float
    value: float | None
    binding: bool
    price: float | None
    chosen_without: BoolArray | None


@dataclass(frozen=True, slots=True)
class Portfolio:
    """A proven best portfolio.

    Parameters
    ----------
    problem : Problem
    rules : tuple of Rule
    k : int
    chosen : bool array, shape (n,)
    objective_units : int
        Sum of the retained scores, in units of 1/scale, exactly.
    proof : {"ordering", "certificate", "branch_and_bound"}
    tie : {"unique", "by_order", "not_settled"}
    reports : tuple of RuleReport, one a rule, in the order of the rules
    time_limit_s : float
        For each integer question, here and in the analyses that follow.
    solver : str
    method, method_version : str
    """

    problem: Problem
    rules: tuple[Rule, ...]
    k: int
    chosen: BoolArray
    objective_units: int
    proof: Proof
    tie: Tie
    reports: tuple[RuleReport, ...]
    time_limit_s: float
    solver: str
    method: str = METHOD
    method_version: str = METHOD_VERSION
    gap: float = 0.0

    @property
    def objective(self) -> float:
        """Sum of the retained scores."""
        return self.problem.score(self.objective_units)

    @property
    def chosen_ids(self) -> tuple[str, ...]:
        """Ids of those retained, in the order given."""
        return tuple(self.problem.ids[i] for i in np.flatnonzero(self.chosen))

    @property
    def inputs_digest(self) -> str:
        """Digest of the candidates of the choice."""
        return self.problem.digest()

    def report(self, rule_id: str) -> RuleReport:
        """Return the report of one rule."""
        return next(report for report in self.reports if report.id == rule_id)

    def model(self) -> Model:
        """Return the rows of the choice."""
        return build_model(self.problem, self.rules, self.k)


def choose_portfolio(
    scores: ArrayLike,
    groups: Mapping[str, Sequence[str | None]],
    rules: Sequence[Rule],
    *,
    ids: Sequence[str] | None = None,
    names: Sequence[str] | None = None,
    costs_cents: Sequence[int | None] | None = None,
    lon: ArrayLike | None = None,
    lat: ArrayLike | None = None,
    selectable: ArrayLike | None = None,
    scale: int = SCALE,
    prices: bool = True,
    time_limit_s: float = TIME_LIMIT_S,
) -> Portfolio:
    """Choose the portfolio with the largest sum of scores under every rule.

    Parameters
    ----------
    scores : array, shape (n,), float64
        Compared as integers of 1/scale (to the millionth by default).
    groups : mapping of name to n values
        For example ``{"region": […], "departement": […]}``; None where a candidate has no value.
    rules : sequence of Rule
        One of them `ExactlyK`.
    ids, names, costs_cents, lon, lat, selectable
        See `rebond.selection.problem.pose`.
    scale : int, default 10**6
    prices : bool, default True
        Also choose without each rule in turn.
    time_limit_s : float, default 60
        For each integer question.

    Returns
    -------
    Portfolio
        Proven: its gap is 0, or an error is raised.

    Raises
    ------
    RulesConflict
        No portfolio satisfies all rules; a smallest conflicting set is named.
    NotProven
        The time limit came first; the gap left is given.
    BadInput
        What is wrong with candidates or rules, see `rebond.selection.errors`.

    Notes
    -----
    Among portfolios of the same sum, the one with the earliest candidates is taken
    (`rebond.selection.ties`), so that the answer does not depend on the solver.

    Examples
    --------
    >>> from rebond.selection import CoveredGroupsMinimum, ExactlyK
    >>> rules = [ExactlyK(2), CoveredGroupsMinimum(group="region", minimum=2)]
    >>> chosen = choose_portfolio([0.9, 0.8, 0.1], {"region": ["A", "A", "B"]}, rules)
    >>> chosen.chosen_ids, chosen.objective, round(chosen.report("covered:region").price, 6)
    (('0', '2'), 1.0, 0.7)
    """
    problem = pose(
        scores,
        groups,
        ids=ids,
        names=names,
        costs_cents=costs_cents,
        lon=lon,
        lat=lat,
        selectable=selectable,
        scale=scale,
    )
    return choose(problem, rules, prices=prices, time_limit_s=time_limit_s)


def choose(
    problem: Problem,
    rules: Sequence[Rule],
    *,
    prices: bool = True,
    time_limit_s: float = TIME_LIMIT_S,
) -> Portfolio:
    """Choose the portfolio of a posed problem; see `choose_portfolio`."""
    k = check_rules(problem, rules)
    best = settled_best(problem, rules, k, time_limit_s)
    if best is None:
        raise RulesConflict(find_conflict(problem, rules, time_limit_s=time_limit_s))
    optimum, tie = best
    reports = tuple(
        _report(problem, rules, k, rule, optimum, prices=prices, time_limit_s=time_limit_s)
        for rule in rules
    )
    optimum.chosen.setflags(write=False)
    return Portfolio(
        problem=problem,
        rules=tuple(rules),
        k=k,
        chosen=optimum.chosen,
        objective_units=optimum.value,
        proof=optimum.proof,
        tie=tie,
        reports=reports,
        time_limit_s=time_limit_s,
        solver=solver_version(),
    )


def settled_best(
    problem: Problem,
    rules: Sequence[Rule],
    k: int,
    time_limit_s: float,
    *,
    best: Optimum | None = None,
    effort: Effort | None = None,
) -> tuple[Optimum, Tie] | None:
    """Return the portfolio that rules and order settle, with its proof; None when there is none.

    `best`, when given, is any best choice of these rules, which then is not sought again; `effort`
    counts the questions.
    """
    solver = Solver(build_model(problem, rules, k), time_limit_s, effort or Effort())
    best = solver.best() if best is None else best
    if best is None:
        return None
    if best.proof == "ordering" and not _tied_at_the_cut(problem, best.chosen):
        return best, "unique"
    chosen, tie = settle_ties(solver, best)
    return Optimum(best.value, chosen, best.proof), tie


def _tied_at_the_cut(problem: Problem, chosen: BoolArray) -> bool:
    left = problem.selectable & ~chosen
    return bool(left.any() and problem.units[left].max() == problem.units[chosen].min())


def _report(
    problem: Problem,
    rules: Sequence[Rule],
    k: int,
    rule: Rule,
    optimum: Optimum,
    *,
    prices: bool,
    time_limit_s: float,
) -> RuleReport:
    bound, value = bound_of(rule, k), measured(problem, rule, optimum.chosen)
    price: float | None = None
    without: BoolArray | None = None
    if prices and not isinstance(rule, ExactlyK):
        others = [other for other in rules if other is not rule]
        found = _best_without(problem, others, k, optimum, time_limit_s)
        price = problem.score(found.value - optimum.value)
        without = found.chosen
        without.setflags(write=False)
    binding = value == bound
    if isinstance(rule, MinimumDistance | FixedIn | FixedOut):
        binding = without is not None and not bool((without == optimum.chosen).all())
    return RuleReport(rule.id, rule.title, bound, value, binding, price, without)


def _best_without(
    problem: Problem, others: Sequence[Rule], k: int, optimum: Optimum, time_limit_s: float
) -> Optimum:
    """Return the best portfolio without a rule: the present one when nothing is gained."""
    best = Solver(build_model(problem, others, k), time_limit_s).best()
    if best is None or best.value == optimum.value:
        return optimum
    settled = settled_best(problem, others, k, time_limit_s, best=best)
    return best if settled is None else settled[0]


def measured(problem: Problem, rule: Rule, chosen: BoolArray) -> float | None:
    """Return what a portfolio has where a rule looks; None when there is nothing to measure."""
    found: float | None
    match rule:
        case ExactlyK():
            found = int(chosen.sum())
        case GroupFloor():
            found = min(_counts(problem, rule.group, rule.value, chosen), default=None)
        case GroupCeiling():
            found = max(_counts(problem, rule.group, rule.value, chosen), default=None)
        case ShareFloor() | ShareCeiling():
            found = _counts(problem, rule.group, rule.value, chosen)[0]
        case CoveredGroupsMinimum():
            grouping = problem.groups[rule.group]
            present = {grouping.values[c] for c in grouping.codes[chosen].tolist() if c >= 0}
            found = len(present if rule.among is None else present & {*rule.among})
        case Budget():
            found = 0 if problem.costs_cents is None else int(problem.costs_cents[chosen].sum())
        case MinimumDistance():
            found = _smallest_distance_km(problem, chosen)
        case FixedIn() | FixedOut():
            found = int(chosen[problem.index(rule.candidate, rule.id)])
    return found


def _counts(problem: Problem, group: str, value: str | None, chosen: BoolArray) -> list[int]:
    grouping = problem.groups[group]
    codes = grouping.codes[chosen]
    counts = np.bincount(codes[codes >= 0], minlength=len(grouping.values)).tolist()
    return counts if value is None else [counts[grouping.values.index(value)]]


def _smallest_distance_km(problem: Problem, chosen: BoolArray) -> float | None:
    index = np.flatnonzero(chosen)
    if problem.lon is None or problem.lat is None or len(index) < 2:  # noqa: PLR2004 - a distance needs two
        return None
    first, second = np.triu_indices(len(index), 1)
    a, b = index[first], index[second]
    metres = distance_m(problem.lon[a], problem.lat[a], problem.lon[b], problem.lat[b])
    return float(metres.min()) / 1000
