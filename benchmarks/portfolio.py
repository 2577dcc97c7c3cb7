"""Portfolio choice under every kind of rule, to proven optimum, beside scipy.milp on the same rows.

The search is the solver's work on both sides (HiGHS in ours, HiGHS in SciPy): no speed is claimed. What
the rows show is that ours settles equal portfolios, proves its answer in integers and keeps its
sensitivity affordable. ortools is not imported: it cannot share a process with highspy.
"""

from __future__ import annotations

import time
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from benchmarks._measure import Row, arguments, deliver, describe, peak_mib, timed
from rebond.selection import (
    Budget,
    CoveredGroupsMinimum,
    ExactlyK,
    GroupCeiling,
    GroupFloor,
    MinimumDistance,
    Problem,
    Rule,
    choose,
    counterfactuals,
    decide_outcomes,
    near_optimal_core,
    pose,
    smallest_conflict,
)
from rebond.selection.model import Model, build_model

SEED = 20200720
K = 78
SECTORS = 6
KILOMETRES = 5
EPSILON = "0.005"


def columns(n: int, seed: int, *, correlated: bool) -> dict[str, Any]:
    """Draw candidates: independent, or with scores that follow région and cost."""
    rng = np.random.default_rng(seed)
    departement = rng.integers(0, 95, n)
    region = departement % 13
    scores = rng.random(n)
    costs = rng.integers(1_000, 30_000, n) * 100_000
    if correlated:
        scores = np.clip(rng.normal(0.5, 0.1, n) + 0.01 * (region - 6), 0, 1)
        euros = 3e6 + 1e7 * np.maximum(0.05, scores + rng.normal(0, 0.05, n))
        costs = np.rint(euros / 1000).astype(np.int64) * 100_000
    return {
        "scores": scores,
        "groups": {
            "region": [f"R{r:02d}" for r in region],
            "departement": [f"D{d:02d}" for d in departement],
            "sector": [f"S{s}" for s in rng.integers(0, SECTORS, n)],
        },
        "costs_cents": costs.tolist(),
        "lon": rng.uniform(-4, 7, n),
        "lat": rng.uniform(43, 50, n),
    }


def rules_for(given: dict[str, Any]) -> list[Rule]:
    """Return the rules of the reference work: every kind that a programme is likely to set."""
    budget = int(np.median(given["costs_cents"]) * K * 0.99)
    sectors = [f"S{s}" for s in range(SECTORS)]
    return [
        ExactlyK(K),
        CoveredGroupsMinimum("region", 13),
        GroupCeiling("departement", 3),
        Budget(budget),
        *(GroupFloor("sector", 8, sector) for sector in sectors),
        *(GroupCeiling("sector", 20, sector) for sector in sectors),
        MinimumDistance(KILOMETRES),
    ]


def scipy_milp(model: Model) -> Any:
    """Solve the same rows with SciPy, to gap 0."""
    weights = np.zeros(model.columns)
    weights[: model.problem.size] = -model.problem.units
    lower, upper = model.free()
    return milp(
        weights,
        constraints=LinearConstraint(model.matrix.astype(float), model.lower, model.upper),
        bounds=Bounds(lower, upper),
        integrality=np.ones(model.columns),
        options={"mip_rel_gap": 0.0},
    )


def exactness(problem: Problem, rules: list[Rule]) -> str:
    """Compare both sums in integers; a difference cancels the timing."""
    ours = choose(problem, rules, prices=False)
    model = build_model(problem, rules, K)
    peer = scipy_milp(model)
    theirs = np.rint(peer.x[: problem.size]).astype(bool)
    if model.value(theirs) != ours.objective_units or not model.is_feasible(ours.chosen):
        raise SystemExit(f"{model.value(theirs)} by SciPy, {ours.objective_units} by ours")
    same = int((theirs == ours.chosen).sum()) == problem.size
    portfolio = "same portfolio" if same else "another portfolio of the same sum"
    return f"same sum in integers, {portfolio}; proof {ours.proof}, tie {ours.tie}"


def optimum(n: int, runs: int, *, correlated: bool) -> Row:
    given = columns(n, SEED + correlated, correlated=correlated)
    kind = "correlated" if correlated else "random"
    print(f"portfolio of {K} among {n}, {kind}")
    describe(scores=given["scores"], costs=np.array(given["costs_cents"]))
    rules, problem = rules_for(given), pose(**given)
    words = exactness(problem, rules)
    ours = timed("ours", lambda: choose(problem, rules, prices=False), runs)
    model = build_model(problem, rules, K)
    peer = timed("scipy.milp, rows given", lambda: scipy_milp(model), runs)
    return Row(
        f"portfolio, {kind}, optimum with ties settled",
        f"{n} candidates, {len(rules)} rules",
        ours.median,
        "scipy.milp (optimum only)",
        peer.median,
        peer.median / ours.median,
        None,
        words,
        peak_mib(),
    )


def sensitivity(n: int, runs: int, *, correlated: bool) -> Row:
    given = columns(n, SEED + correlated, correlated=correlated)
    kind = "correlated" if correlated else "random"
    portfolio = choose(pose(**given), rules_for(given), prices=False)
    core = near_optimal_core(portfolio, EPSILON)
    time_ours = timed("near-optimal core", lambda: near_optimal_core(portfolio, EPSILON), runs)
    counted = {word: core.membership.count(word) for word in ("all", "some", "none")}
    return Row(
        f"near-optimal core at {EPSILON}, {kind}",
        f"{n} candidates",
        time_ours.median,
        None,
        None,
        None,
        None,
        f"{core.by_bounds} decided by bounds, {core.by_witness} by a portfolio met, {core.by_solve} re-solves; {counted}",
        peak_mib(),
    )


def shipped(n: int, runs: int) -> Row:
    """Time everything of the shipped programme's shape: K, and 13 régions covered."""
    given = columns(n, SEED, correlated=True)
    problem, rules = pose(**given), [ExactlyK(K), CoveredGroupsMinimum("region", 13)]

    def everything() -> None:
        portfolio = choose(problem, rules)
        near_optimal_core(portfolio, EPSILON)
        counterfactuals(portfolio)
        decide_outcomes(portfolio)

    ours = timed("portfolio, prices, core, counterfactuals, outcomes", everything, runs)
    return Row(
        "portfolio with prices, core, counterfactuals, outcomes; K and 13 régions",
        f"{n} candidates",
        ours.median,
        None,
        None,
        None,
        None,
        "compared with enumeration in the tests",
        peak_mib(),
    )


def infeasible(n: int) -> Row:
    given = columns(n, SEED, correlated=False)
    # At most 5 in each of 13 régions are 65, not 78: this pair is planted among rules that can hold.
    rules = [rule for rule in rules_for(given) if rule.id != "budget"]
    rules = [rule for rule in rules if not rule.id.startswith(("ceiling:departement", "floor:"))]
    rules.append(GroupCeiling("region", 5))
    start = time.perf_counter()
    conflict = smallest_conflict(rules=rules, **given)
    ours = time.perf_counter() - start
    if conflict is None or set(conflict.rule_ids) != {"exactly_k", "ceiling:region:*"}:
        raise SystemExit(f"another conflict than the one planted: {conflict}")
    print("  " + conflict.sentence.en, conflict.cure.en, sep="\n  ")
    model = build_model(pose(**given), rules, K)
    start = time.perf_counter()
    if scipy_milp(model).status != 2:
        raise SystemExit("SciPy finds a portfolio")
    peer = time.perf_counter() - start
    return Row(
        "infeasible rules, smallest conflict in words (one run)",
        f"{n} candidates, {len(rules)} rules",
        ours,
        "scipy.milp (says infeasible, no reason)",
        peer,
        None,
        None,
        "the planted pair of rules is named; SciPy also finds nothing",
        peak_mib(),
    )


def main() -> None:
    options = arguments(__doc__).parse_args()
    sizes = (200, 400) if options.quick else (1_000, 5_000)
    runs = 1 if options.quick else options.runs
    rows = [shipped(149, runs)]
    for n in sizes:
        rows += [optimum(n, runs, correlated=False), optimum(n, runs, correlated=True)]
    rows += [sensitivity(sizes[0], runs, correlated=kind) for kind in (False, True)]
    rows.append(infeasible(sizes[0]))
    deliver(rows, options.json)


if __name__ == "__main__":
    main()
