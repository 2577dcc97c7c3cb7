"""A selection as rows of integers: what every rule asks, what a choice gives, what bounds it.

A choice x in {0, 1}^n is feasible when every row r keeps lower_r ≤ Σ a_rj x_j ≤ upper_r, in integers.
A rule on covered values adds one column y_g per value, with y_g ≤ Σ x over the value and Σ y ≥ minimum.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
from scipy import sparse

from rebond.selection.places import close_pairs, cover_by_cliques
from rebond.selection.problem import BoolArray, FloatArray, IntArray, Problem
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

Column = TypeVar("Column", IntArray, FloatArray)

LARGEST_COEFFICIENT = 2**10
"""Rows are divided by a power of two, exactly, until their coefficients are at most this."""

ROUNDING = 2.0**-53


@dataclass(frozen=True, slots=True)
class Cover:
    """One rule on covered values, apart from its rows, for checks that need no solver."""

    rule: int
    codes: IntArray
    first_column: int
    values: int
    minimum: int

    def counts(self, chosen: BoolArray) -> IntArray:
        """Return the number chosen for each value that counts."""
        inside = self.codes[chosen]
        return np.bincount(inside[inside >= 0], minlength=self.values)


@dataclass(frozen=True, slots=True)
class Model:
    """The rows of a selection.

    Parameters
    ----------
    problem : Problem
    rules : tuple of Rule
    k : int
        Number of places, for shares.
    matrix : sparse int64, shape (rows, n + covered columns)
    lower, upper : float64 arrays, shape (rows,)
        Exact integers or infinities.
    scale : float64 array, shape (rows,)
        Power of two by which the solver's copy of the row is divided.
    rule_of_row : int64 array, shape (rows,)
    covers : tuple of Cover
    """

    problem: Problem
    rules: tuple[Rule, ...]
    k: int
    matrix: sparse.csc_array
    lower: FloatArray
    upper: FloatArray
    scale: FloatArray
    rule_of_row: IntArray
    covers: tuple[Cover, ...]

    @property
    def columns(self) -> int:
        """Number of columns, candidates first."""
        return int(self.matrix.shape[1])

    def free(self) -> tuple[FloatArray, FloatArray]:
        """Return the bounds of the columns before any candidate is forced."""
        upper = np.ones(self.columns)
        upper[: self.problem.size] = self.problem.selectable
        return np.zeros(self.columns), upper

    def value(self, chosen: BoolArray) -> int:
        """Return the objective of a choice, in units, exactly."""
        return int(self.problem.units[chosen].sum())

    def activity(self, chosen: BoolArray) -> IntArray:
        """Return the sum of each row, every covered column set as high as the choice allows."""
        columns = np.zeros(self.columns, dtype=np.int64)
        columns[: self.problem.size] = chosen
        for cover in self.covers:
            last = cover.first_column + cover.values
            columns[cover.first_column : last] = cover.counts(chosen) > 0
        result: IntArray = self.matrix @ columns
        return result

    def is_feasible(self, chosen: BoolArray) -> bool:
        """Say whether a choice satisfies every rule, in exact integers."""
        if (chosen & ~self.problem.selectable).any():
            return False
        activity = self.activity(chosen)
        return bool(((activity >= self.lower) & (activity <= self.upper)).all())


@dataclass(frozen=True, slots=True)
class Bound:
    """An upper bound on the objective, with what each candidate adds to it.

    Parameters
    ----------
    value : float
        Bound in units, rounding errors included: no feasible choice is above it.
    reduced : float64 array, shape (n,)
        Reduced cost of each candidate.
    held : float64 array, shape (n,)
        What each candidate adds to `value`, within its column bounds.
    error : float
        Largest rounding error of the evaluation, already in `value`.
    """

    value: float
    reduced: FloatArray
    held: FloatArray
    error: float

    @property
    def units(self) -> int:
        """The bound as an integer: objectives are integers."""
        return math.floor(self.value)

    def forced(self) -> tuple[IntArray, IntArray]:
        """Return the bound when each candidate is forced in, and when it is forced out."""
        inside = np.floor(self.value - self.held + self.reduced + self.error)
        outside = np.floor(self.value - self.held + self.error)
        return inside.astype(np.int64), outside.astype(np.int64)


def lagrangian_bound(
    model: Model, duals: FloatArray, lower: FloatArray, upper: FloatArray
) -> Bound:
    """Bound the objective by any multipliers, in arithmetic whose error is bounded.

    Parameters
    ----------
    model : Model
    duals : float64 array, shape (rows,)
        Multipliers of the scaled rows; any values give a valid bound, those of the relaxation a tight one.
    lower, upper : float64 arrays, shape (columns,)

    Returns
    -------
    Bound

    Notes
    -----
    For every feasible x, w·x = (w - Aᵀλ)·x + λ·(Ax) ≤ Σ_j max over [l_j, u_j] of (w - Aᵀλ)_j x_j
    + Σ_r max over [lower_r, upper_r] of λ_r. This holds whatever the solver did, so a bound that meets
    the value of a feasible choice proves it optimal without trusting the solver.

    References
    ----------
    Geoffrion, A. M. (1974), Lagrangean relaxation for integer programming.
    """
    multipliers = duals / model.scale
    multipliers = np.where(np.isinf(model.upper), np.minimum(multipliers, 0.0), multipliers)
    multipliers = np.where(np.isinf(model.lower), np.maximum(multipliers, 0.0), multipliers)
    ends = np.where(multipliers > 0, model.upper, np.where(multipliers < 0, model.lower, 0.0))
    from_rows = multipliers * ends
    weights = np.zeros(model.columns)
    weights[: model.problem.size] = model.problem.units
    reduced = weights - model.matrix.T @ multipliers
    from_columns = np.maximum(reduced * lower, reduced * upper)
    size = np.abs(from_rows).sum() + np.abs(weights).sum()
    size += (abs(model.matrix).T @ np.abs(multipliers)).sum()
    terms = model.matrix.nnz + sum(model.matrix.shape)
    error = 4 * ROUNDING * float(terms) * float(size)
    value = float(from_rows.sum() + from_columns.sum()) + error
    n = model.problem.size
    return Bound(value, reduced[:n], from_columns[:n], error)


@dataclass(slots=True)
class _Rows:
    """Rows while they are being written."""

    columns: int
    row: list[IntArray] = field(default_factory=list)
    column: list[IntArray] = field(default_factory=list)
    coefficient: list[IntArray] = field(default_factory=list)
    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    rule: list[int] = field(default_factory=list)
    covers: list[Cover] = field(default_factory=list)

    def add(
        self,
        rule: int,
        columns: IntArray,
        lower: float,
        upper: float,
        coefficients: IntArray | None = None,
    ) -> None:
        """Add one row; its coefficients are 1 unless given."""
        self.row.append(np.full(len(columns), len(self.lower), dtype=np.int64))
        self.column.append(columns)
        ones = np.ones(len(columns), dtype=np.int64)
        self.coefficient.append(ones if coefficients is None else coefficients)
        self.lower.append(lower)
        self.upper.append(upper)
        self.rule.append(rule)


def build_model(problem: Problem, rules: Sequence[Rule], k: int) -> Model:
    """Write rules as rows.

    Parameters
    ----------
    problem : Problem
    rules : sequence of Rule
        Already checked against the problem; may be only some of the rules.
    k : int
        Number of places that shares refer to.

    Returns
    -------
    Model
    """
    rows = _Rows(problem.size)
    for position, rule in enumerate(rules):
        _write(rows, problem, position, rule, k)
    shape = (len(rows.lower), rows.columns)
    entries = (
        _joined(rows.coefficient),
        (_joined(rows.row), _joined(rows.column)),
    )
    matrix = sparse.csc_array(entries, shape=shape, dtype=np.int64)
    largest = np.ones(shape[0])
    for row, coefficients in enumerate(rows.coefficient):
        largest[row] = max(1, int(np.abs(coefficients).max(initial=1)))
    scale = np.exp2(np.maximum(0, np.ceil(np.log2(largest / LARGEST_COEFFICIENT))))
    return Model(
        problem=problem,
        rules=tuple(rules),
        k=k,
        matrix=matrix,
        lower=np.array(rows.lower, dtype=np.float64),
        upper=np.array(rows.upper, dtype=np.float64),
        scale=scale,
        rule_of_row=np.array(rows.rule, dtype=np.int64),
        covers=tuple(rows.covers),
    )


def _write(rows: _Rows, problem: Problem, position: int, rule: Rule, k: int) -> None:
    everyone = np.arange(problem.size, dtype=np.int64)
    match rule:
        case ExactlyK():
            rows.add(position, everyone, rule.k, rule.k)
        case GroupFloor() | GroupCeiling() | ShareFloor() | ShareCeiling():
            lower, upper = _count_limits(rule, k)
            for members in _members(problem, rule.group, rule.value):
                rows.add(position, members, lower, upper)
        case CoveredGroupsMinimum():
            _write_cover(rows, problem, position, rule)
        case Budget():
            costs = np.maximum(_given(problem.costs_cents), 0)
            # Counted in the largest unit that divides every cost: the same rule with smaller numbers.
            unit = max(1, int(np.gcd.reduce(costs)))
            rows.add(position, everyone, -math.inf, rule.limit_cents // unit, costs // unit)
        case MinimumDistance():
            lon, lat = _given(problem.lon), _given(problem.lat)
            for clique in cover_by_cliques(close_pairs(lon, lat, rule.metres)):
                rows.add(position, np.array(clique, dtype=np.int64), -math.inf, 1)
        case FixedIn():
            rows.add(position, np.array([problem.index(rule.candidate, rule.id)]), 1, 1)
        case FixedOut():
            rows.add(position, np.array([problem.index(rule.candidate, rule.id)]), 0, 0)


def _count_limits(
    rule: GroupFloor | GroupCeiling | ShareFloor | ShareCeiling, k: int
) -> tuple[float, float]:
    bound = bound_of(rule, k)
    return (bound, math.inf) if isinstance(rule, GroupFloor | ShareFloor) else (-math.inf, bound)


def _write_cover(rows: _Rows, problem: Problem, position: int, rule: CoveredGroupsMinimum) -> None:
    grouping = problem.groups[rule.group]
    counted = [
        code
        for code, value in enumerate(grouping.values)
        if rule.among is None or value in rule.among
    ]
    renumbered = np.full(len(grouping.values) + 1, -1, dtype=np.int64)
    renumbered[counted] = np.arange(len(counted))
    codes = renumbered[grouping.codes]
    first = rows.columns
    rows.columns += len(counted)
    for value in range(len(counted)):
        members = np.flatnonzero(codes == value)
        signs = np.ones(len(members) + 1, dtype=np.int64)
        signs[-1] = -1
        rows.add(position, np.append(members, first + value), 0, math.inf, signs)
    rows.add(position, np.arange(first, first + len(counted)), rule.minimum, math.inf)
    rows.covers.append(Cover(position, codes, first, len(counted), rule.minimum))


def _members(problem: Problem, group: str, value: str | None) -> list[IntArray]:
    grouping = problem.groups[group]
    wanted = range(len(grouping.values)) if value is None else [grouping.values.index(value)]
    return [np.flatnonzero(grouping.codes == code) for code in wanted]


def _given(column: Column | None) -> Column:
    if column is None:
        # `check_rules` refuses a rule whose column is absent, with the rule and the column named.
        raise AssertionError
    return column


def _joined(parts: list[IntArray]) -> IntArray:
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)
