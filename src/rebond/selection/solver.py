"""HiGHS, asked so that the same question always has the same answer, and checked in integers.

One thread, fixed seed, no tolerated gap. The relaxation is kept warm between questions; an integer
question starts from nothing, so that its answer never depends on those before it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any, Literal

import highspy
import numpy as np

from rebond.selection.errors import NotProven, SolverInexact
from rebond.selection.model import Bound, Model, lagrangian_bound
from rebond.selection.problem import BoolArray, FloatArray

Proof = Literal["ordering", "certificate", "branch_and_bound"]

_HIGHS: Any = highspy.Highs
TIME_LIMIT_S = 60.0
INTEGRAL = 1e-6

LEFT_FREE = 20
"""Candidates that the first integer question leaves free."""

MOST_CUTS = 100
"""Choices refused, one after another, because they break a budget by less than the solver can see."""

_EMPTY = (
    highspy.HighsModelStatus.kInfeasible,
    highspy.HighsModelStatus.kUnboundedOrInfeasible,
)
_ANSWERED = (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kObjectiveTarget)
_OPTIONS: dict[str, Any] = {
    "output_flag": False,
    "threads": 1,
    "parallel": "off",
    "random_seed": 0,
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 0.0,
    "mip_feasibility_tolerance": 1e-9,
    "primal_feasibility_tolerance": 1e-9,
}


def solver_version() -> str:
    """Return the name and version of the solver, for the record."""
    return f"HiGHS {_HIGHS().version()}"


@dataclass(frozen=True, slots=True)
class Optimum:
    """A best choice, checked in integers.

    Parameters
    ----------
    value : int
        Objective, in units.
    chosen : bool array, shape (n,)
    proof : {"ordering", "certificate", "branch_and_bound"}
        `ordering`: the best K scores satisfy every rule. `certificate`: a bound computed apart from
        the solver equals the value. `branch_and_bound`: the solver's own proof at gap 0.
    """

    value: int
    chosen: BoolArray
    proof: Proof


@dataclass(slots=True)
class Effort:
    """Questions put to the solver, counted across models."""

    relaxations: int = 0
    integer_solves: int = 0


@dataclass(slots=True)
class Solver:
    """One model and its questions.

    Parameters
    ----------
    model : Model
    time_limit_s : float
        For each integer question.

    effort : Effort
        Where questions are counted; may be shared between solvers.
    """

    model: Model
    time_limit_s: float = TIME_LIMIT_S
    effort: Effort = field(default_factory=Effort)
    _lp: Any = field(default=None, repr=False)

    def best(
        self, lower: FloatArray | None = None, upper: FloatArray | None = None
    ) -> Optimum | None:
        """Return a proven best choice within column bounds; None when there is none.

        Raises
        ------
        NotProven
            When the time limit comes first.
        SolverInexact
            When the answer fails our check in integers.
        """
        low, high = self._bounds(lower, upper)
        simple = best_by_order(self.model, low, high)
        if simple is not None:
            return simple
        relaxed = self.relax(low, high)
        if relaxed is None:
            return None
        bound, values = relaxed
        found = self.integral(values)
        if found is not None and self.model.value(found) == bound.units:
            return Optimum(bound.units, found, "certificate")
        chosen = self._best_near(low, high, bound, values)
        if chosen is None:
            return None
        value = self.model.value(chosen)
        return Optimum(value, chosen, "certificate" if value == bound.units else "branch_and_bound")

    def _best_near(
        self, lower: FloatArray, upper: FloatArray, bound: Bound, values: FloatArray
    ) -> BoolArray | None:
        """Solve with integers where the relaxation leaves a doubt, and prove that nowhere else matters.

        A first question leaves free only the candidates with the smallest reduced costs. Its answer is
        a choice that exists; every candidate whose other side is bounded below that sum can be fixed,
        and the second question has only the others.
        """
        n = self.model.problem.size
        least_decided = np.zeros(n, dtype=np.bool_)
        least_decided[np.argsort(np.abs(bound.reduced), kind="stable")[:LEFT_FREE]] = True
        near = self.restricted(lower, upper, values, least_decided)
        found = None if near is None else self.best_integer(*near[:2])
        if near is None or found is None:
            return self.best_integer(lower, upper)
        value = self.model.value(found)
        inside, outside = bound.forced()
        open_sides = np.where(values[:n] > 0.5, outside, inside) >= value  # noqa: PLR2004 - one half
        open_sides &= lower[:n] < upper[:n]
        if not (open_sides & ~near[2]).any():
            return found
        narrowed = self.restricted(lower, upper, values, open_sides)
        if narrowed is None:
            return self.best_integer(lower, upper)
        return self.best_integer(*narrowed[:2])

    def restricted(
        self, lower: FloatArray, upper: FloatArray, values: FloatArray, free: BoolArray
    ) -> tuple[FloatArray, FloatArray, BoolArray] | None:
        """Fix every candidate that is not free at its side in a relaxation; fractional ones stay free.

        Returns
        -------
        tuple
            Column bounds, and the candidates left free; None when nothing is fixed.
        """
        n = self.model.problem.size
        sides = np.rint(values[:n])
        left = free | (np.abs(values[:n] - sides) > INTEGRAL)
        if left.all():
            return None
        low, high = lower.copy(), upper.copy()
        low[:n][~left] = sides[~left]
        high[:n][~left] = sides[~left]
        return low, high, left

    def relax(self, lower: FloatArray, upper: FloatArray) -> tuple[Bound, FloatArray] | None:
        """Solve the relaxation; return a bound valid by itself and the values, or None when empty."""
        self.effort.relaxations += 1
        if self._lp is None:
            self._lp = _instance(self.model, integer=False)
        columns = np.arange(self.model.columns, dtype=np.int32)
        self._lp.changeColsBounds(len(columns), columns, lower, upper)
        self._lp.run()
        if self._lp.getModelStatus() not in (*_EMPTY, highspy.HighsModelStatus.kOptimal):
            # A warm start can end in numerical trouble; the same question asked cold does not.
            self._lp.clearSolver()
            self._lp.run()
        status = self._lp.getModelStatus()
        if status in _EMPTY:
            return None
        if status != highspy.HighsModelStatus.kOptimal:
            self._lp = None
            raise SolverInexact(f"relaxation: {status.name}")
        solution = self._lp.getSolution()
        duals = np.array(solution.row_dual, dtype=np.float64)
        bound = lagrangian_bound(self.model, duals, lower, upper)
        return bound, np.array(solution.col_value, dtype=np.float64)

    def integral(self, values: FloatArray) -> BoolArray | None:
        """Return the choice that the values of a relaxation are, when they are one and it is feasible."""
        chosen = _sides(values[: self.model.problem.size])
        return chosen if chosen is not None and self.model.is_feasible(chosen) else None

    def best_integer(
        self,
        lower: FloatArray,
        upper: FloatArray,
        *,
        weights: FloatArray | None = None,
        at_least: int | None = None,
        stop_at: int | None = None,
    ) -> BoolArray | None:
        """Solve with integers; None when no choice is feasible.

        Parameters
        ----------
        lower, upper : float64 arrays, shape (columns,)
        weights : float64 array, shape (n,), optional
            Another objective than the scores.
        at_least : int, optional
            Smallest sum of scores, in units.
        stop_at : int, optional
            Stop, without proof, at the first choice with this sum of scores.
        """
        self.effort.integer_solves += 1
        highs = _instance(self.model, integer=True)
        highs.setOptionValue("time_limit", float(self.time_limit_s))
        columns = np.arange(self.model.columns, dtype=np.int32)
        highs.changeColsBounds(len(columns), columns, lower, upper)
        n = self.model.problem.size
        units = self.model.problem.units.astype(np.float64)
        if weights is not None:
            highs.changeColsCost(n, columns[:n], np.ascontiguousarray(weights, dtype=np.float64))
        if at_least is not None:
            # A power of two keeps the row exact and its coefficients near 1, where tolerances mean something.
            near_one = 2.0 ** math.ceil(math.log2(max(1.0, np.abs(units).max())))
            highs.addRow(at_least / near_one, highspy.kHighsInf, n, columns[:n], units / near_one)
        if stop_at is not None:
            # Half a unit below: sums are integers, the solver's comparison is strict.
            highs.setOptionValue("objective_target", stop_at - 0.5)
        for _ in range(MOST_CUTS):
            highs.run()
            status = highs.getModelStatus()
            if status in _EMPTY:
                return None
            if status not in _ANSWERED:
                raise self._not_proven(highs)
            values = np.array(highs.getSolution().col_value, dtype=np.float64)
            chosen = _sides(values[:n])
            if chosen is None:
                raise SolverInexact("not a choice")
            if self.model.is_feasible(chosen):
                if at_least is not None and self.model.value(chosen) < at_least:
                    raise SolverInexact("sum below the one asked")
                return chosen
            self._cut(highs, chosen)
        raise SolverInexact("rows not satisfied after rounding")

    def _cut(self, highs: Any, chosen: BoolArray) -> None:
        """Forbid the members of a choice that breaks a budget by less than the solver's tolerance."""
        model, n = self.model, self.model.problem.size
        activity = model.activity(chosen)
        for row in np.flatnonzero(activity > model.upper).tolist():
            coefficients = model.matrix[[row], :].toarray()[0]
            members = np.flatnonzero(chosen & (coefficients[:n] > 0)).astype(np.int32)
            if (coefficients < 0).any():
                continue
            highs.addRow(
                -highspy.kHighsInf, len(members) - 1.0, len(members), members, np.ones(len(members))
            )
            return
        raise SolverInexact("rows not satisfied after rounding")

    def _not_proven(self, highs: Any) -> NotProven:
        info = highs.getInfo()
        found = None
        if info.primal_solution_status == int(highspy.SolutionStatus.kSolutionStatusFeasible):
            found = round(info.objective_function_value)
        bound = info.mip_dual_bound if np.isfinite(info.mip_dual_bound) else None
        return NotProven(self.time_limit_s, found, bound, self.model.problem.scale)

    def _bounds(
        self, lower: FloatArray | None, upper: FloatArray | None
    ) -> tuple[FloatArray, FloatArray]:
        low, high = self.model.free()
        return (low if lower is None else lower), (high if upper is None else upper)


def _sides(values: FloatArray) -> BoolArray | None:
    """Return which values are one, when all are zero or one."""
    chosen: BoolArray = values > 0.5  # noqa: PLR2004 - one half, between out and in
    return chosen if np.abs(values - chosen).max(initial=0.0) <= INTEGRAL else None


def best_by_order(model: Model, lower: FloatArray, upper: FloatArray) -> Optimum | None:
    """Return the best K scores, earlier candidates first among equals, when they satisfy every rule.

    Dropping every rule but K can only raise the optimum, so a feasible answer here needs no solver.
    """
    n = model.problem.size
    forced_in, allowed = lower[:n] > 0, upper[:n] > 0
    places = model.k - int(forced_in.sum())
    free = np.flatnonzero(allowed & ~forced_in)
    if places < 0 or places > len(free):
        return None
    order = free[np.argsort(-model.problem.units[free], kind="stable")]
    chosen = forced_in.copy()
    chosen[order[:places]] = True
    if not model.is_feasible(chosen):
        return None
    return Optimum(model.value(chosen), chosen, "ordering")


def _instance(model: Model, *, integer: bool) -> Any:
    scaled = model.matrix.astype(np.float64)
    # Powers of two: the division is exact.
    scaled.data /= model.scale[model.matrix.indices]
    lp = highspy.HighsLp()
    lp.num_col_ = model.columns
    lp.num_row_ = len(model.lower)
    weights = np.zeros(model.columns)
    weights[: model.problem.size] = model.problem.units
    lp.col_cost_ = weights
    lp.col_lower_, lp.col_upper_ = model.free()
    lp.row_lower_ = model.lower / model.scale
    lp.row_upper_ = model.upper / model.scale
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = scaled.indptr.astype(np.int32)
    lp.a_matrix_.index_ = scaled.indices.astype(np.int32)
    lp.a_matrix_.value_ = scaled.data
    lp.sense_ = highspy.ObjSense.kMaximize
    if integer:
        lp.integrality_ = [highspy.HighsVarType.kInteger] * model.columns
    highs = _HIGHS()
    for name, value in _OPTIONS.items():
        highs.setOptionValue(name, value)
    if highs.passModel(lp) == highspy.HighsStatus.kError:
        raise SolverInexact("the solver refuses the model")
    return highs
