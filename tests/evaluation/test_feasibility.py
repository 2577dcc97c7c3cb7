import itertools

import pytest

from rebond.evaluation.feasibility import (
    TOLERANCE,
    Constraint,
    least_violation,
    most_room,
    smallest_conflict,
)
from rebond.texts import verbatim


def at_least(i, bound, size=3):
    return Constraint(
        verbatim(f"w{i} >= {bound}"), tuple(float(j == i) for j in range(size)), bound
    )


def over(i, j, size=3):
    row = [0.0] * size
    row[i], row[j] = 1.0, -1.0
    return Constraint(verbatim(f"w{i} >= w{j}"), tuple(row), 0.0)


def test_nothing_stated_always_holds():
    assert least_violation([], 3) == 0.0
    assert smallest_conflict([], 3) == ()


def test_the_violation_is_shared_out():
    # 0.6 + 0.6 is 0.2 too much: each must give 0.1
    assert least_violation([at_least(0, 0.6), at_least(1, 0.6)], 3) == pytest.approx(0.1)


def test_a_smallest_conflict_holds_as_soon_as_one_is_left_out():
    constraints = [at_least(0, 0.4), at_least(1, 0.5), over(2, 1), over(0, 2), at_least(2, 0.1)]
    conflict = smallest_conflict(constraints, 3)
    assert least_violation(conflict, 3) > TOLERANCE
    for kept in itertools.combinations(conflict, len(conflict) - 1):
        assert least_violation(kept, 3) <= TOLERANCE


def test_an_equality_is_violated_on_both_sides():
    half = Constraint(verbatim("w0 = 0.5"), (1.0, 0.0), 0.5, is_equality=True)
    most = Constraint(verbatim("w0 <= 0.3"), (-1.0, 0.0), -0.3)
    assert least_violation([half, most], 2) == pytest.approx(0.1)
    assert smallest_conflict([half, most], 2) == (half, most)


def test_most_room_is_reached_inside_the_set():
    largest, weights = most_room((0.0, 0.0, 1.0), [over(0, 2), over(1, 2)], 3)
    assert largest == pytest.approx(1 / 3, abs=1e-8)
    assert weights == pytest.approx([1 / 3] * 3, abs=1e-8)
