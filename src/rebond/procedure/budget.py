"""Which studies to pay for over all the sites of a programme, under a budget."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import highspy
import numpy as np

from rebond.procedure.anticipation import EXACT_UP_TO, Gain, Question
from rebond.procedure.plan_errors import BadSimulation, NoBudgetSolution
from rebond.texts import Text

METHOD = "anticipations_under_budget"
METHOD_VERSION = "1.0.0"
Measure = Literal["p50", "p90", "mean"]
_HIGHS: Any = highspy.Highs


@dataclass(frozen=True, slots=True)
class Offer:
    """What can be bought for one site.

    Parameters
    ----------
    site : str
    bundles : tuple of Gain
        Sets of tasks with a cost and their gain together; the empty set is implied.
    weight : float
        How much a day of this site counts; at least 0.
    left_out : tuple of str
        Tasks without a cost, which cannot be bought.
    is_complete : bool
        False when there were too many tasks to list every set.
    """

    site: str
    bundles: tuple[Gain, ...]
    weight: float = 1.0
    left_out: tuple[str, ...] = ()
    is_complete: bool = True


@dataclass(frozen=True, slots=True)
class BudgetChoice:
    """The anticipations that buy most time.

    Parameters
    ----------
    budget_eur, spent_eur : float
    chosen : mapping of str to Gain
        By site; a site without an entry gets nothing.
    days : float
        Weighted days gained.
    measure : {"p50", "p90", "mean"}
    days_per_last_euro : float
        Marginal value of the budget in the continuous relaxation: days that one more euro would buy.
    bound_days : float
        Days that the relaxation reaches: no choice can do better.
    left_out : mapping of str to tuple of str
        Tasks without a cost, by site.
    incomplete : tuple of str
        Sites of which not every set of tasks was offered.
    """

    budget_eur: float
    spent_eur: float
    chosen: Mapping[str, Gain]
    days: float
    measure: Measure
    days_per_last_euro: float
    bound_days: float
    left_out: Mapping[str, tuple[str, ...]]
    incomplete: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the choice as JSON values."""
        return {
            "method": METHOD,
            "method_version": METHOD_VERSION,
            "budget_eur": float(self.budget_eur),
            "spent_eur": float(self.spent_eur),
            "chosen": {site: gain.as_json() for site, gain in self.chosen.items()},
            "days": self.days,
            "measure": self.measure,
            "days_per_last_euro": self.days_per_last_euro,
            "bound_days": self.bound_days,
            "left_out": {site: list(names) for site, names in self.left_out.items()},
            "incomplete": list(self.incomplete),
        }


def offer_of(question: Question, tasks: Sequence[str], draws: int, *, weight: float = 1.0) -> Offer:
    """Return what can be bought for a site: each set of its tasks that have a cost.

    Parameters
    ----------
    question : Question
    tasks : sequence of str
        Tasks that can be done in advance.
    draws : int
    weight : float, default 1.0

    Returns
    -------
    Offer
        Above eight priced tasks: the sets of one and of two tasks, and all of them.
    """
    priced = sorted(task for task in tasks if task in question.costs)
    whole = len(priced) <= EXACT_UP_TO
    sizes = range(1, len(priced) + 1) if whole else (1, 2, len(priced))
    sets = [chosen for size in sizes for chosen in itertools.combinations(priced, size)]
    gains = question.gains(sets, draws) if sets else ()
    left_out = tuple(task for task in tasks if task not in question.costs)
    return Offer(question.row.site, _undominated(gains), weight, left_out, whole)


def _undominated(gains: Sequence[Gain]) -> tuple[Gain, ...]:
    """Drop the sets that cost no less and gain no more than another, by every measure."""
    kept: list[Gain] = []
    for gain in sorted(gains, key=lambda item: (item.cost_eur or 0.0, -item.mean_days, item.tasks)):
        worth = (gain.p50_days, gain.p90_days, gain.mean_days)
        beaten = any(
            all(x <= y for x, y in zip(worth, _worth(other), strict=True)) for other in kept
        )
        if not beaten and any(value > 0 for value in worth):
            kept.append(gain)
    return tuple(kept)


def _worth(gain: Gain) -> tuple[float, float, float]:
    return gain.p50_days, gain.p90_days, gain.mean_days


def measured(gain: Gain, measure: Measure) -> float:
    """Return the days of a gain by a measure."""
    by = {"p50": float(gain.p50_days), "p90": float(gain.p90_days), "mean": gain.mean_days}
    return by[measure]


def choose_anticipations(
    offers: Sequence[Offer], budget_eur: float, *, measure: Measure = "p50"
) -> BudgetChoice:
    """Return, at most one set of tasks for each site, those that gain most days under the budget.

    Parameters
    ----------
    offers : sequence of Offer
    budget_eur : float
        At least 0, finite.
    measure : {"p50", "p90", "mean"}, default "p50"

    Returns
    -------
    BudgetChoice

    Raises
    ------
    BadSimulation
        When the budget or a weight makes no sense.
    NoBudgetSolution
        When the solver finds nothing; buying nothing is always allowed, so this is a defect.

    Notes
    -----
    A multiple-choice knapsack: maximise the sum of weight × gain, one set a site, cost within budget.
    Solved to optimality by HiGHS with integers; the marginal value is the dual of the budget in the
    relaxation, because an integer optimum moves by jumps.

    References
    ----------
    Sinha and Zoltners (1979), «The multiple-choice knapsack problem», Operations Research 27(3).
    """
    _check(offers, budget_eur)
    columns = [(offer, gain) for offer in offers for gain in offer.bundles]
    days = np.array([offer.weight * measured(gain, measure) for offer, gain in columns])
    costs = np.array([gain.cost_eur or 0.0 for _, gain in columns])
    chosen: list[tuple[Offer, Gain]] = []
    bound, dual = 0.0, 0.0
    if columns:
        bound, dual, _ = _solve(offers, days, costs, budget_eur, integer=False)
        _, _, values = _solve(offers, days, costs, budget_eur, integer=True)
        chosen = [columns[place] for place in np.flatnonzero(values > 0.5)]  # noqa: PLR2004
    return BudgetChoice(
        budget_eur=budget_eur,
        spent_eur=math.fsum(gain.cost_eur or 0.0 for _, gain in chosen),
        chosen={offer.site: gain for offer, gain in chosen},
        days=math.fsum(offer.weight * measured(gain, measure) for offer, gain in chosen),
        measure=measure,
        days_per_last_euro=dual,
        bound_days=bound,
        left_out={offer.site: offer.left_out for offer in offers if offer.left_out},
        incomplete=tuple(offer.site for offer in offers if not offer.is_complete),
    )


def _check(offers: Sequence[Offer], budget_eur: float) -> None:
    allowed = Text("un nombre fini, positif ou nul", "a finite number, zero or more")
    if not math.isfinite(budget_eur) or budget_eur < 0:
        raise BadSimulation("budget_eur", budget_eur, allowed)
    for offer in offers:
        if not math.isfinite(offer.weight) or offer.weight < 0:
            raise BadSimulation("weight", offer.weight, allowed, offer.site)


def _solve(
    offers: Sequence[Offer], days: Any, costs: Any, budget_eur: float, *, integer: bool
) -> tuple[float, float, Any]:
    """Return the objective, the dual of the budget (0 with integers), and the values."""
    highs = _HIGHS()
    for name, value in (
        ("output_flag", False),
        ("threads", 1),
        ("random_seed", 0),
        ("mip_rel_gap", 0.0),
        ("mip_abs_gap", 0.0),
    ):
        highs.setOptionValue(name, value)
    count = len(days)
    places = np.arange(count, dtype=np.int32)
    highs.addVars(count, np.zeros(count), np.ones(count))
    highs.changeColsCost(count, places, days)
    highs.changeObjectiveSense(highspy.ObjSense.kMaximize)
    if integer:
        kinds = np.full(count, int(highspy.HighsVarType.kInteger), dtype=np.uint8)
        highs.changeColsIntegrality(count, places, kinds)
    highs.addRow(-highspy.kHighsInf, budget_eur, count, places, costs)
    first = 0
    for offer in offers:
        size = len(offer.bundles)
        if size:
            highs.addRow(-highspy.kHighsInf, 1.0, size, places[first : first + size], np.ones(size))
        first += size
    highs.run()
    status = highs.getModelStatus()
    if status != highspy.HighsModelStatus.kOptimal:
        raise NoBudgetSolution(str(highs.modelStatusToString(status)))
    solution = highs.getSolution()
    values = np.array(solution.col_value)
    dual = 0.0 if integer else max(0.0, float(solution.row_dual[0]))
    return float(highs.getInfo().objective_function_value), dual, values
