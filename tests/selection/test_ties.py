"""Among equal portfolios the order of the candidates decides, however many there are."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from rebond.selection import CoveredGroupsMinimum, ExactlyK, GroupCeiling, pose
from rebond.selection import ties as ties_module
from rebond.selection.model import build_model
from rebond.selection.solver import Optimum, Solver
from rebond.selection.ties import settle_ties


def settled(solver: Solver, best: Optimum) -> tuple[list[int], str]:
    """Return positions and the word for the tie."""
    chosen, tie = settle_ties(solver, best)
    return np.flatnonzero(chosen).tolist(), tie


def many_equal(n: int, k: int) -> tuple[Solver, Optimum]:
    """Return a selection where every score is equal, and its last choice instead of its first."""
    groups = {"region": [f"R{i % 4}" for i in range(n)]}
    rules = [ExactlyK(k), GroupCeiling("region", (k + 3) // 4), CoveredGroupsMinimum("region", 4)]
    model = build_model(pose([0.5] * n, groups), rules, k)
    chosen = np.zeros(n, dtype=bool)
    chosen[n - k :] = True
    assert model.is_feasible(chosen)
    return Solver(model), Optimum(model.value(chosen), chosen, "branch_and_bound")


@pytest.mark.parametrize(("n", "k"), [(8, 4), (48, 24)])
def test_the_earliest_candidates_are_taken_whatever_the_solver_found(n: int, k: int) -> None:
    found, tie = settled(*many_equal(n, k))
    assert found == list(range(k))
    assert tie == "by_order"


def test_trying_each_and_asking_the_solver_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(2)
    for _ in range(8):
        scores = rng.integers(1, 4, 10) / 10
        groups = {"region": [f"R{r}" for r in rng.integers(0, 3, 10)]}
        rules = [ExactlyK(4), GroupCeiling("region", 2)]
        model = build_model(pose(scores, groups), rules, 4)
        best = Solver(model).best()
        if best is None:
            continue
        monkeypatch.setattr(ties_module, "ENUMERATED", 10**9)
        tried = settled(Solver(model), best)
        monkeypatch.setattr(ties_module, "ENUMERATED", 0)
        monkeypatch.setattr(ties_module, "BLOCK", 3)
        asked = settled(Solver(model), best)
        every = [
            choice
            for choice in itertools.combinations(range(10), 4)
            if model.is_feasible(np.isin(np.arange(10), choice))
        ]
        sums = [int(model.problem.units[list(choice)].sum()) for choice in every]
        equal = [choice for choice, s in zip(every, sums, strict=True) if s == max(sums)]
        assert tried == asked == (list(equal[0]), "unique" if len(equal) == 1 else "by_order")


def test_when_the_time_is_up_the_choice_stays_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    solver, best = many_equal(48, 24)
    solver.time_limit_s = 0.0
    chosen, tie = settle_ties(solver, best)
    assert tie == "not_settled"
    assert (chosen == best.chosen).all()
