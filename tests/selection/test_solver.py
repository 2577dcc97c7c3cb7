"""The solver's answers are checked in integers, repeatable, and proven or refused."""

from __future__ import annotations

import numpy as np
import pytest

from rebond.selection import Budget, CoveredGroupsMinimum, ExactlyK, GroupCeiling, NotProven, pose
from rebond.selection.errors import SolverInexact
from rebond.selection.model import Model, build_model
from rebond.selection.solver import Effort, Solver, best_by_order, solver_version


def knapsack(seed: int, n: int = 40) -> Model:
    """Return a selection whose relaxation is not integral."""
    rng = np.random.default_rng(seed)
    scores = rng.normal(0.5, 0.1, n)
    costs = np.rint(1e5 * (scores + rng.normal(0, 0.05, n) + 1)).astype(int)
    problem = pose(scores, costs_cents=costs.tolist())
    return build_model(problem, [ExactlyK(12), Budget(int(costs.mean() * 11.5))], 12)


@pytest.mark.parametrize("seed", range(5))
def test_narrowing_the_question_gives_the_optimum_of_the_whole_question(seed: int) -> None:
    model = knapsack(seed)
    solver = Solver(model)
    best = solver.best()
    whole = solver.best_integer(*model.free())
    assert best is not None
    assert whole is not None
    assert best.value == model.value(whole)
    assert best.proof == "branch_and_bound"


def test_the_answer_does_not_depend_on_the_questions_before() -> None:
    model = knapsack(1)
    fresh, used = Solver(model), Solver(model)
    lower, upper = model.free()
    for i in range(10):
        forced = lower.copy()
        forced[i] = 1.0
        used.best(forced, upper)
    first, second = fresh.best(), used.best()
    assert first is not None
    assert second is not None
    assert (first.chosen == second.chosen).all()


def test_nothing_feasible_is_said_not_guessed() -> None:
    problem = pose([0.5, 0.4], {"region": ["A", "A"]})
    rules = [ExactlyK(2), GroupCeiling("region", 1)]
    solver = Solver(build_model(problem, rules, 2))
    assert solver.best() is None
    assert solver.best_integer(*solver.model.free()) is None


def test_another_objective_and_a_smallest_sum_can_be_asked() -> None:
    problem = pose([0.5, 0.4, 0.3])
    solver = Solver(build_model(problem, [ExactlyK(1)], 1))
    bounds = solver.model.free()
    last = solver.best_integer(*bounds, weights=np.array([1.0, 2.0, 3.0]))
    middle = solver.best_integer(*bounds, weights=np.array([1.0, 2.0, 3.0]), at_least=400_000)
    assert last is not None
    assert middle is not None
    assert (last.argmax(), middle.argmax()) == (2, 1)
    assert solver.best_integer(*bounds, at_least=500_001) is None


def test_the_first_choice_that_is_good_enough_ends_the_search() -> None:
    model = knapsack(2)
    solver = Solver(model)
    best = solver.best()
    assert best is not None
    least = int(best.value * 0.9)
    found = solver.best_integer(*model.free(), stop_at=least)
    assert found is not None
    assert model.value(found) >= least
    assert model.is_feasible(found)


def test_questions_are_counted_across_solvers() -> None:
    effort = Effort()
    for seed in (1, 2):
        Solver(knapsack(seed), effort=effort).best()
    assert effort.relaxations == 2
    assert effort.integer_solves >= 2


def test_the_time_limit_stops_with_an_error() -> None:
    with pytest.raises(NotProven, match="not proven after 0 s"):
        Solver(knapsack(3, 400), time_limit_s=0.0).best()


def test_the_best_scores_are_taken_in_order_when_no_rule_forbids_it() -> None:
    problem = pose([0.1, 0.5, 0.5, 0.9], {"region": ["A", "B", "B", "C"]})
    model = build_model(problem, [ExactlyK(2), CoveredGroupsMinimum("region", 2)], 2)
    simple = best_by_order(model, *model.free())
    assert simple is not None
    assert simple.chosen.tolist() == [False, True, False, True]
    lower, upper = model.free()
    lower[:3] = 1.0
    assert best_by_order(model, lower, upper) is None


def test_a_budget_finer_than_the_solver_sees_is_still_kept_to_the_cent() -> None:
    costs = [10**15 + 1, 10**15, 1, 0]
    problem = pose([0.9, 0.8, 0.15, 0.1], costs_cents=costs)
    for limit, expected in ((10**15, [1, 3]), (10**15 + 1, [0, 3]), (10**15 + 2, [0, 2])):
        best = Solver(build_model(problem, [ExactlyK(2), Budget(limit)], 2)).best()
        assert best is not None
        assert np.flatnonzero(best.chosen).tolist() == expected


def test_a_model_that_the_solver_refuses_is_an_error() -> None:
    model = knapsack(1)
    model.lower[0] = np.nan
    with pytest.raises(SolverInexact):
        Solver(model).relax(*model.free())


def test_the_version_of_the_solver_is_known() -> None:
    assert solver_version().startswith("HiGHS ")
