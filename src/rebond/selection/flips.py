"""What the best sum becomes when one candidate is forced in, or forced out.

Three answers, from the cheapest: exchanging it for one other candidate (a choice that exists, hence a
lower bound), the multipliers of the relaxation (an upper bound), and a new solve only where the two
do not meet.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from rebond.selection.model import Model
from rebond.selection.portfolio import Portfolio
from rebond.selection.problem import BoolArray, FloatArray, IntArray
from rebond.selection.solver import Solver, best_by_order

NONE_EXISTS = np.iinfo(np.int64).min
"""Stands for the sum of a portfolio that does not exist, below every sum."""


@dataclass(slots=True)
class Exchanges:
    """Which rules forbid exchanging one candidate for one of those retained.

    Parameters
    ----------
    model : Model
    chosen : bool array, shape (n,)
        A feasible choice.
    """

    model: Model
    chosen: BoolArray
    retained: IntArray = field(init=False)
    _activity: IntArray = field(init=False, repr=False)
    _leaving: IntArray = field(init=False, repr=False)
    _broken: BoolArray = field(init=False, repr=False)
    _broken_by_rule: IntArray = field(init=False, repr=False)
    _covering: BoolArray = field(init=False, repr=False)

    def __post_init__(self) -> None:
        model = self.model
        self.retained = np.flatnonzero(self.chosen)
        # Rows on covered values are judged by their counts: their extra columns move by themselves.
        self._covering = np.isin(model.rule_of_row, [cover.rule for cover in model.covers])
        self._activity = model.activity(self.chosen)
        self._leaving = model.matrix[:, self.retained].toarray()
        left = self._activity[:, None] - self._leaving
        broken = (left < model.lower[:, None]) | (left > model.upper[:, None])
        self._broken = broken & ~self._covering[:, None]
        self._broken_by_rule = np.zeros((len(model.rules), len(self.retained)), dtype=np.int64)
        np.add.at(self._broken_by_rule, model.rule_of_row, self._broken.astype(np.int64))

    def forbidden(self, entering: int) -> BoolArray:
        """Return which rules each exchange would break.

        Parameters
        ----------
        entering : int
            A candidate that is not retained.

        Returns
        -------
        bool array, shape (rules, retained)
            Column by column, for the retained candidate that would leave.
        """
        model = self.model
        counts = self._broken_by_rule.copy()
        column = model.matrix[:, [entering]].tocoo()
        rows, added = column.coords[0], column.data
        plain = ~self._covering[rows]
        rows, added = rows[plain], added[plain]
        new = self._activity[rows, None] + added[:, None] - self._leaving[rows]
        broken = (new < model.lower[rows, None]) | (new > model.upper[rows, None])
        change = broken.astype(np.int64) - self._broken[rows].astype(np.int64)
        np.add.at(counts, model.rule_of_row[rows], change)
        result = counts > 0
        for cover in model.covers:
            result[cover.rule] = self._uncovers(cover.rule, entering)
        return result

    def _uncovers(self, rule: int, entering: int) -> BoolArray:
        cover = next(cover for cover in self.model.covers if cover.rule == rule)
        counts = cover.counts(self.chosen)
        new = cover.codes[entering]
        leaving = cover.codes[self.retained]
        gained = int(new >= 0 and counts[new] == 0)
        # Whoever has no value reads the zero at the end: its leaving uncovers nothing.
        lost = (np.append(counts, 0)[leaving] == 1) & (leaving != new)
        result: BoolArray = (
            int((counts > 0).sum()) + gained - lost.astype(np.int64)
        ) < cover.minimum
        return result


@dataclass(slots=True)
class Flips:
    """Best sums with one candidate forced to the other side.

    Parameters
    ----------
    portfolio : Portfolio

    Attributes
    ----------
    at_least, at_most : int64 arrays, shape (n,)
        Bounds on the best sum, in units, when the candidate is on the other side.
    """

    portfolio: Portfolio
    solver: Solver = field(init=False)
    exchanges: Exchanges = field(init=False)
    at_least: IntArray = field(init=False)
    at_most: IntArray = field(init=False)

    def __post_init__(self) -> None:
        portfolio = self.portfolio
        model = portfolio.model()
        self.solver = Solver(model, portfolio.time_limit_s)
        self.exchanges = Exchanges(model, portfolio.chosen)
        self._bound_from_above()
        self._bound_from_below()

    def settle(self, candidate: int, max_integer_solves: int) -> bool:
        """Make both bounds of a candidate meet; say whether they do.

        Beyond `max_integer_solves` integer questions in all, only the relaxation is asked: the bounds
        then remain valid and may stay apart.
        """
        if self.at_least[candidate] == self.at_most[candidate]:
            return True
        lower, upper = self.bounds(candidate)
        simple = best_by_order(self.solver.model, lower, upper)
        if simple is not None:
            self.at_least[candidate] = self.at_most[candidate] = simple.value
            return True
        if self.solver.effort.integer_solves < max_integer_solves:
            found = self.solver.best(lower, upper)
            value = NONE_EXISTS if found is None else found.value
            self.at_least[candidate] = self.at_most[candidate] = value
            return True
        relaxed = self.solver.relax(lower, upper)
        if relaxed is None:
            self.at_most[candidate] = NONE_EXISTS
        else:
            self.at_most[candidate] = min(int(self.at_most[candidate]), relaxed[0].units)
            chosen = self.solver.integral(relaxed[1])
            if chosen is not None:
                value = self.solver.model.value(chosen)
                self.at_least[candidate] = max(int(self.at_least[candidate]), value)
        return bool(self.at_least[candidate] == self.at_most[candidate])

    def bounds(self, candidate: int) -> tuple[FloatArray, FloatArray]:
        """Return the column bounds that force a candidate to the other side."""
        lower, upper = self.solver.model.free()
        forced = 0.0 if self.portfolio.chosen[candidate] else 1.0
        lower[candidate] = upper[candidate] = forced
        return lower, upper

    def _bound_from_above(self) -> None:
        portfolio, problem = self.portfolio, self.portfolio.problem
        lower, upper = self.solver.model.free()
        relaxed = self.solver.relax(lower, upper)
        if relaxed is None:
            # The portfolio itself is feasible: an empty relaxation would be the solver's error.
            inside = outside = np.full(problem.size, np.iinfo(np.int64).max)
        else:
            inside, outside = relaxed[0].forced()
        self.at_most = np.where(portfolio.chosen, outside, inside)
        # Nothing is above the best sum, and whoever was set aside cannot enter at all.
        self.at_most = np.minimum(self.at_most, portfolio.objective_units)
        self.at_most[~problem.selectable] = NONE_EXISTS

    def _bound_from_below(self) -> None:
        portfolio, problem = self.portfolio, self.portfolio.problem
        units, retained = problem.units, self.exchanges.retained
        self.at_least = np.full(problem.size, NONE_EXISTS)
        for entering in np.flatnonzero(problem.selectable & ~portfolio.chosen).tolist():
            possible = ~self.exchanges.forbidden(entering).any(axis=0)
            if not possible.any():
                continue
            sums = portfolio.objective_units + units[entering] - units[retained]
            allowed = np.where(possible, sums, NONE_EXISTS)
            best = int(allowed.argmax())
            self.at_least[entering] = allowed[best]
            better = allowed > self.at_least[retained]
            self.at_least[retained[better]] = allowed[better]
