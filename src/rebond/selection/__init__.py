"""Choosing a portfolio under rules, with its proof, its alternatives and the reason of every outcome.

- `rebond.selection.rules`: the rules, as plain data with an id and a title.
- `rebond.selection.problem`: the candidates, checked, with integer scores.
- `rebond.selection.model`: rules as rows of integers, and a bound that needs no trust in the solver.
- `rebond.selection.places`: candidates too close to each other.
- `rebond.selection.solver`: HiGHS, one thread, fixed seed, gap 0, answers checked in integers.
- `rebond.selection.ties`: which of several equal portfolios is taken.
- `rebond.selection.portfolio`: the choice and what each rule cost.
- `rebond.selection.flips`: the best sum with one candidate on the other side.
- `rebond.selection.core`: who stands in all, some or none of the near-optimal portfolios.
- `rebond.selection.relaxations`, `rebond.selection.counterfactual`: what would have changed the outcome.
- `rebond.selection.conflict`: rules that cannot hold together.
- `rebond.selection.outcome`: exactly one outcome for each candidate.
- `rebond.selection.errors`: what can be wrong.
"""

from rebond.selection.conflict import Conflict, Repair, smallest_conflict
from rebond.selection.core import Core, near_optimal_core
from rebond.selection.counterfactual import (
    Counterfactual,
    Counterfactuals,
    CriterionChange,
    counterfactuals,
)
from rebond.selection.errors import NotProven, RulesConflict
from rebond.selection.outcome import STATUSES, Outcome, decide_outcomes
from rebond.selection.portfolio import Portfolio, RuleReport, choose, choose_portfolio
from rebond.selection.problem import Problem, pose
from rebond.selection.relaxations import RuleChange, RuleSearch
from rebond.selection.rules import (
    RULE_KINDS,
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
)

__all__ = [
    "RULE_KINDS",
    "STATUSES",
    "Budget",
    "Conflict",
    "Core",
    "Counterfactual",
    "Counterfactuals",
    "CoveredGroupsMinimum",
    "CriterionChange",
    "ExactlyK",
    "FixedIn",
    "FixedOut",
    "GroupCeiling",
    "GroupFloor",
    "MinimumDistance",
    "NotProven",
    "Outcome",
    "Portfolio",
    "Problem",
    "Repair",
    "Rule",
    "RuleChange",
    "RuleReport",
    "RuleSearch",
    "RulesConflict",
    "ShareCeiling",
    "ShareFloor",
    "choose",
    "choose_portfolio",
    "counterfactuals",
    "decide_outcomes",
    "near_optimal_core",
    "pose",
    "smallest_conflict",
]
