"""The shape of a set of weights: its flat, its analytic centre, and coordinates in which it is round.

Linear programmes (HiGHS) only say which constraints leave no room and give a first point inside; all
numbers that reach a draw come from rational elimination and from additions, multiplications,
divisions and square roots in a fixed order, so that they do not depend on the machine.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from rebond.evaluation.feasibility import most_room

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rebond.evaluation.arrays import FloatArray
    from rebond.evaluation.feasibility import Constraint

NO_ROOM = 1e-6
"""A constraint that never has more room than this is taken as an equality."""

NEWTON_STEPS = 200
CONVERGED = 1e-9
_DAMPED_UNTIL = 0.25
_GRID_BITS = 21


@dataclass(frozen=True, slots=True, eq=False)
class Polytope:
    """Weights written as ``centre + moves @ z`` for z in a round body around 0.

    Parameters
    ----------
    centre : array, shape (criteria,), float64
        Weights at z = 0, strictly inside.
    moves : array, shape (criteria, dimensions), float64
    slack : array, shape (rows,), float64, positive
        Room of each inequality at the centre.
    slope : array, shape (rows, dimensions), float64
        z is inside when ``slack + slope @ z >= 0``.
    """

    centre: FloatArray
    moves: FloatArray
    slack: FloatArray
    slope: FloatArray

    @property
    def dimensions(self) -> int:
        """Number of directions in which weights can move; 0 for a single point."""
        return int(self.moves.shape[1])


def polytope(constraints: Sequence[Constraint], size: int) -> Polytope:
    """Describe the set of weights that satisfies `constraints`.

    Parameters
    ----------
    constraints : sequence of Constraint
        Known to hold together; w >= 0 and sum(w) = 1 are added.
    size : int
        Number of criteria.

    Returns
    -------
    Polytope

    Notes
    -----
    The inverse Hessian of the logarithmic barrier at the analytic centre (Dikin's ellipsoid) gives
    coordinates in which the set lies between a ball and a ball at most `rows` times larger, whatever
    its thinness in the given ones.
    """
    rows, flat, inside = _rooms(constraints, size)
    base, basis, free = _flat_coordinates(flat, size)
    if not free:
        return Polytope(_as_floats(base), np.zeros((size, 0)), np.zeros(0), np.zeros((0, 0)))
    offsets, slopes = _reduced(rows, base, basis)
    origin = _analytic_centre(offsets, slopes, np.array([inside[j] for j in free]))
    slack = _affine(offsets, slopes, origin)
    factor = _cholesky(_hessian(slopes, slack))
    moves = np.array([[float(x) for x in row] for row in basis])
    return Polytope(
        centre=_affine(_as_floats(base), moves, origin),
        moves=_forward(factor, moves),
        slack=slack,
        slope=_forward(factor, slopes),
    )


Row = tuple[tuple[Fraction, ...], Fraction]


def _rooms(constraints: Sequence[Constraint], size: int) -> tuple[list[Row], list[Row], FloatArray]:
    """Return inequalities with room, equalities, and one point strictly inside the former."""
    flat: list[Row] = [(tuple(Fraction(1) for _ in range(size)), Fraction(1))]
    candidates: list[tuple[tuple[float, ...], float]] = []
    for i in range(size):
        candidates.append((tuple(1.0 if j == i else 0.0 for j in range(size)), 0.0))
    for constraint in constraints:
        if constraint.is_equality:
            flat.append(_rational(constraint.row, constraint.bound))
        else:
            candidates.append((constraint.row, constraint.bound))
    points: list[FloatArray] = []
    roomy: list[Row] = []
    for row, bound in candidates:
        best = max((_dot(row, point) - bound for point in points), default=0.0)
        if best <= NO_ROOM:
            largest, point = most_room(row, constraints, size)
            points.append(point)
            best = largest - bound
        (roomy if best > NO_ROOM else flat).append(_rational(row, bound))
    total = np.zeros(size)
    for point in points:
        total += point
    return roomy, flat, total / len(points)


def _rational(row: Sequence[float], bound: float) -> Row:
    # a number stated as 0.1 means one tenth, not the nearest binary fraction
    return tuple(Fraction(repr(float(x))) for x in row), Fraction(repr(float(bound)))


def _flat_coordinates(
    flat: Sequence[Row], size: int
) -> tuple[list[Fraction], list[list[Fraction]], list[int]]:
    """Solve the equalities exactly: w = base + basis · (free weights)."""
    pivots: dict[int, tuple[list[Fraction], Fraction]] = {}
    for row, bound in flat:
        left, right = list(row), bound
        for column, (pivot_row, pivot_bound) in pivots.items():
            share = left[column]
            if share:
                left = [a - share * b for a, b in zip(left, pivot_row, strict=True)]
                right -= share * pivot_bound
        column = max(range(size), key=lambda j: (abs(left[j]), -j))
        if not left[column]:
            continue  # says nothing new, or misses the others by the tolerance of `check`
        scale = left[column]
        left, right = [a / scale for a in left], right / scale
        for other, (other_row, other_bound) in pivots.items():
            share = other_row[column]
            if share:
                pivots[other] = (
                    [a - share * b for a, b in zip(other_row, left, strict=True)],
                    other_bound - share * right,
                )
        pivots[column] = (left, right)
    free = [j for j in range(size) if j not in pivots]
    base = [pivots[i][1] if i in pivots else Fraction(0) for i in range(size)]
    basis = [
        [-pivots[i][0][j] for j in free]
        if i in pivots
        else [Fraction(1) if i == j else Fraction(0) for j in free]
        for i in range(size)
    ]
    return base, basis, free


def _reduced(
    rows: Sequence[Row], base: Sequence[Fraction], basis: Sequence[Sequence[Fraction]]
) -> tuple[FloatArray, FloatArray]:
    """Write row · w >= bound in the free weights, leaving out rows that do not depend on them."""
    offsets, slopes = [], []
    for row, bound in rows:
        slope = [
            sum((a * basis[i][j] for i, a in enumerate(row)), Fraction(0))
            for j in range(len(basis[0]))
        ]
        if any(slope):
            offset = sum((a * b for a, b in zip(row, base, strict=True)), -bound)
            offsets.append(float(offset))
            slopes.append([float(x) for x in slope])
    return np.array(offsets), np.array(slopes)


def _analytic_centre(offsets: FloatArray, slopes: FloatArray, start: FloatArray) -> FloatArray:
    """Maximise the sum of logarithms of the rooms by damped Newton steps, then round to a grid.

    The grid, far finer than the room and far coarser than the convergence, removes what is left of
    the first point: solvers may differ in its last bits.
    """
    point = start
    for _ in range(NEWTON_STEPS):
        slack = _affine(offsets, slopes, point)
        gradient = np.zeros(point.size)
        for row, room in zip(slopes, slack, strict=True):
            gradient += row / room
        factor = _cholesky(_hessian(slopes, slack))
        half = _forward(factor, gradient[None, :])[0]
        decrement = math.sqrt(_dot(half, half))
        step = _backward(factor, half)
        point = point + (step / (1.0 + decrement) if decrement > _DAMPED_UNTIL else step)
        if decrement < CONVERGED:
            break
    room = float(_affine(offsets, slopes, point).min())
    grid = math.ldexp(1.0, math.frexp(room)[1] - _GRID_BITS)
    rounded: FloatArray = np.rint(point / grid) * grid
    return rounded


def _hessian(slopes: FloatArray, slack: FloatArray) -> FloatArray:
    hessian = np.zeros((slopes.shape[1], slopes.shape[1]))
    for row, room in zip(slopes, slack, strict=True):
        scaled = row / room
        hessian += scaled[:, None] * scaled[None, :]
    return hessian


def _cholesky(matrix: FloatArray) -> FloatArray:
    factor = np.zeros_like(matrix)
    for j in range(matrix.shape[0]):
        column = matrix[j:, j].copy()
        for k in range(j):
            column -= factor[j:, k] * factor[j, k]
        factor[j:, j] = column / math.sqrt(column[0])
    return factor


def _forward(factor: FloatArray, rows: FloatArray) -> FloatArray:
    """Return for each row r the solution x of ``factor @ x = r``."""
    solved = np.zeros_like(rows)
    for j in range(factor.shape[0]):
        left = rows[:, j].copy()
        for k in range(j):
            left -= factor[j, k] * solved[:, k]
        solved[:, j] = left / factor[j, j]
    return solved


def _backward(factor: FloatArray, right: FloatArray) -> FloatArray:
    """Return the solution x of ``factor.T @ x = right``."""
    size = right.size
    solved = np.zeros(size)
    for j in reversed(range(size)):
        left = right[j]
        for k in range(j + 1, size):
            left -= factor[k, j] * solved[k]
        solved[j] = left / factor[j, j]
    return solved


def _affine(offsets: FloatArray, slopes: FloatArray, point: FloatArray) -> FloatArray:
    result = offsets.copy()
    for j in range(point.size):
        result += slopes[:, j] * point[j]
    return result


def _dot(a: Sequence[float] | FloatArray, b: Sequence[float] | FloatArray) -> float:
    total = 0.0
    for x, y in zip(a, b, strict=True):
        total += float(x) * float(y)
    return total


def _as_floats(values: Sequence[Fraction]) -> FloatArray:
    return np.array([float(value) for value in values])
