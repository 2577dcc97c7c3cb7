"""One run: facts, values, chances, portfolio, outcomes. Pure: same plan and snapshot, same result."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from rebond.evaluation import Acceptability, acceptability
from rebond.evidence import Evidence, EvidenceEngine, OwnValue
from rebond.opendata import Snapshot
from rebond.pipeline.candidates import Candidate, labelled_sites
from rebond.pipeline.errors import BadParameter
from rebond.pipeline.plan import Plan
from rebond.pipeline.rules import RuleSet, rule_set
from rebond.pipeline.scoring import (
    DIGITS,
    FloatArray,
    GridLayout,
    Valued,
    criterion_values,
    valued,
)
from rebond.pipeline.standing import Standing, homes, programme_perimeters, standing
from rebond.programme import Case, Eligibility, judge
from rebond.selection import (
    Core,
    Counterfactuals,
    Outcome,
    Portfolio,
    choose_portfolio,
    counterfactuals,
    decide_outcomes,
    near_optimal_core,
)
from rebond.selection.errors import TooFewCandidates
from rebond.territory import Atlas
from rebond.texts import Text

Progress = Callable[[str, int, int], None]

EPSILON = Fraction(1, 1000)
"""Portfolios within 0.1 % of the best sum of scores count as near-optimal."""

STEPS = ("evidence", "portfolio", "chances", "reasons")


@dataclass(frozen=True, slots=True)
class Scores:
    """Criterion values and scores of all that are scored, candidates first, then references.

    Parameters
    ----------
    low, mid, high : arrays, shape (n, criteria), float64 in [0, 1]
    documented : array, shape (n, criteria), float64 in [0, 1]
        Share of each criterion that known facts document.
    weights : array, shape (criteria,), float64
        Centre of the admissible weights, for the one score that a portfolio and a page need.
    units : array, shape (n, criteria), int64
        Contributions at the middle of the facts, in millionths: they add up exactly to the score.
    """

    low: FloatArray
    mid: FloatArray
    high: FloatArray
    documented: FloatArray
    weights: FloatArray
    units: np.typing.NDArray[np.int64]

    def score(self) -> FloatArray:
        """Return the expected score of each, shape (n,)."""
        total: FloatArray = np.round(self.units.sum(axis=1) / 10**DIGITS, DIGITS)
        return total

    def bound(self, values: FloatArray) -> FloatArray:
        """Return the score at one end of the facts, shape (n,)."""
        total = np.zeros(values.shape[0])
        for column, weight in enumerate(self.weights.tolist()):
            total += weight * values[:, column]
        return np.round(total, DIGITS)

    def reliability(self) -> FloatArray:
        """Return the share of the grid's weight that is documented, shape (n,)."""
        return self.bound(self.documented)


@dataclass(frozen=True, slots=True)
class RunResult:
    """Everything that a decision is written from."""

    plan: Plan
    layout: GridLayout
    candidates: tuple[Candidate, ...]
    references: tuple[Candidate, ...]
    standings: tuple[Standing, ...]
    evidence: Evidence
    valued: Valued
    scores: Scores
    eligibility: tuple[Eligibility, ...]
    scored: tuple[int, ...]
    """Rows of the eligible candidates, which the chances rank; the others are compared with them."""
    compared: tuple[int, ...]
    """Rows of ineligible candidates and of references, each entered alone."""
    chances: Acceptability
    rules: RuleSet
    portfolio: Portfolio
    core: Core
    changes: Counterfactuals
    outcomes: tuple[Outcome, ...]
    reference_chosen: tuple[bool, ...]
    reference_homes: tuple[frozenset[str], ...]
    """Candidates to which a commune of each reference belongs, on the day of the run."""

    def labelled_in(self, row: int) -> list[Candidate]:
        """Return the known labelled sites of which a commune belongs to a candidate."""
        return [
            site
            for site, homes in zip(self.references, self.reference_homes, strict=True)
            if self.candidates[row].id in homes
        ]

    @property
    def everyone(self) -> tuple[Candidate, ...]:
        """Candidates, then references: the rows of every array."""
        return self.candidates + self.references


def run(
    plan: Plan,
    snapshot: Snapshot,
    atlas: Atlas,
    *,
    threads: int = 1,
    on_progress: Progress | None = None,
) -> RunResult:
    """Run a plan.

    Parameters
    ----------
    plan : Plan
    snapshot : Snapshot
    atlas : Atlas
    threads : int, default 1
        Changes the time taken, never a bit of the result.
    on_progress : callable (step, done, total), optional

    Returns
    -------
    RunResult

    Raises
    ------
    BadParameter
        When no thread is left to work.
    TooFewCandidates
        When fewer than K are eligible.
    RulesConflict
        When no portfolio satisfies the rules, with a smallest conflicting set in words.
    UnusableValue
        When an own value is outside its indicator's range.
    """
    if threads < 1:
        raise BadParameter("threads", threads, Text("un entier positif", "a positive integer"))
    report = on_progress or (lambda _step, _done, _total: None)
    candidates = plan.candidates.candidates
    references = () if plan.candidates.own_rows else labelled_sites(snapshot, atlas)
    everyone = candidates + references

    evidence = _evidence(plan, everyone, snapshot, atlas, report, threads)
    layout = GridLayout.of(plan.grid)
    values = valued(evidence, layout)
    scores = _scores(plan, values, layout)
    standings = tuple(standing(candidate, atlas, plan) for candidate in everyone)

    eligibility = tuple(_eligibility(plan, candidate, atlas) for candidate in candidates)
    eligible = [one.answer != "no" for one in eligibility]
    scored = tuple(row for row, is_in in enumerate(eligible) if is_in)
    compared = tuple(row for row in range(len(everyone)) if row not in set(scored))
    if len(scored) < plan.k:
        raise TooFewCandidates(plan.k, len(scored), len(candidates))
    # Rules that exclude each other are found before the long part.
    report("portfolio", 0, 1)
    rules = rule_set(plan, candidates)
    portfolio = _portfolio(candidates, scores.score(), standings, rules, eligible)
    report("portfolio", 1, 1)
    chances = acceptability(
        values.low[list(scored)],
        values.high[list(scored)],
        layout.shares,
        plan.weight_set,
        plan.k,
        plan.draws,
        plan.seed,
        threads,
        values.low[list(compared)],
        values.high[list(compared)],
        pairwise=False,  # no part of a decision says it, and its time grows with the square
        on_progress=lambda done, total: report("chances", done, total),
    )
    report("reasons", 0, 1)
    core = near_optimal_core(portfolio, EPSILON)
    changes = counterfactuals(
        portfolio,
        criteria=scores.mid[: len(candidates)],
        criterion_ids=[criterion.id for criterion in layout.criteria],
        weights=scores.weights,
    )
    outcomes = decide_outcomes(portfolio, failed_gates=_failed_gates(plan, candidates, eligibility))
    chosen_references = tuple(
        _joins(row, candidates, references, scores, standings, rules, eligible)
        for row in range(len(references))
    )
    report("reasons", 1, 1)
    return RunResult(
        plan,
        layout,
        candidates,
        references,
        standings,
        evidence,
        values,
        scores,
        eligibility,
        scored,
        compared,
        chances,
        rules,
        portfolio,
        core,
        changes,
        outcomes,
        chosen_references,
        tuple(homes(site, atlas, plan) for site in references),
    )


def _evidence(
    plan: Plan,
    everyone: tuple[Candidate, ...],
    snapshot: Snapshot,
    atlas: Atlas,
    report: Progress,
    threads: int,
) -> Evidence:
    engine = EvidenceEngine.shared(snapshot, atlas, threads=threads)
    evidence = engine.evaluate(
        [candidate.place for candidate in everyone],
        plan.grid.indicators,
        as_of=plan.as_of,
        allow_later=plan.allow_later,
        on_progress=lambda done, total: report("evidence", done, total),
    )
    given: dict[int | str, Mapping[str, float | OwnValue]] = {
        row: dict(one.given) for row, one in enumerate(everyone) if one.given
    }
    return evidence.with_values(given) if given else evidence


def _scores(plan: Plan, values: Valued, layout: GridLayout) -> Scores:
    weights = _central_weights(plan)
    mid = criterion_values(np.round((values.low + values.high) / 2, DIGITS), layout)
    units = np.rint(mid * weights * 10**DIGITS).astype(np.int64)
    return Scores(
        low=criterion_values(values.low, layout),
        mid=mid,
        high=criterion_values(values.high, layout),
        documented=criterion_values(values.documented.astype(np.float64), layout),
        weights=weights,
        units=units,
    )


def _central_weights(plan: Plan) -> FloatArray:
    """Return the centre of the admissible weights: exact for the whole simplex, else the mean drawn."""
    admissible = plan.weight_set
    if admissible.is_full:
        return np.full(admissible.size, 1.0 / admissible.size)
    centre: FloatArray = np.round(admissible.sample(plan.draws, plan.seed).mean(axis=0), DIGITS)
    return centre


def _eligibility(plan: Plan, candidate: Candidate, atlas: Atlas) -> Eligibility:
    """Answer the measure's gates with what is known; what is not known never makes ineligible."""
    return judge(
        plan.measure.gates,
        Case(
            applicant=None,
            perimeters=programme_perimeters(plan, candidate, atlas),
            facts=candidate.stated,
        ),
        on=plan.as_of,
    )


def _failed_gates(
    plan: Plan, candidates: tuple[Candidate, ...], eligibility: tuple[Eligibility, ...]
) -> dict[str, Text]:
    titles = {gate.id: gate.title for gate in plan.measure.gates}
    return {
        candidate.id: titles[one.failed[0].gate]
        for candidate, one in zip(candidates, eligibility, strict=True)
        if one.failed
    }


def _portfolio(
    candidates: tuple[Candidate, ...],
    scores: FloatArray,
    standings: tuple[Standing, ...],
    rules: RuleSet,
    eligible: list[bool],
    *,
    prices: bool = True,
) -> Portfolio:
    count = len(candidates)
    places = standings[:count]
    return choose_portfolio(
        scores[:count],
        {
            "region": [place.region_code for place in places],
            "departement": [place.departement_code for place in places],
            **rules.groups,
        },
        rules.rules,
        ids=[candidate.id for candidate in candidates],
        names=[candidate.name for candidate in candidates],
        costs_cents=rules.costs_cents,
        lon=[np.nan if place.lon is None else place.lon for place in places],
        lat=[np.nan if place.lat is None else place.lat for place in places],
        selectable=eligible,
        prices=prices,
    )


def _joins(
    reference: int,
    candidates: tuple[Candidate, ...],
    references: tuple[Candidate, ...],
    scores: Scores,
    standings: tuple[Standing, ...],
    rules: RuleSet,
    eligible: list[bool],
) -> bool:
    """Say whether one reference, entered alone among the candidates, would be in the portfolio."""
    count = len(candidates)
    rows = [*range(count), count + reference]
    portfolio = _portfolio(
        (*candidates, references[reference]),
        scores.score()[rows],
        tuple(standings[row] for row in rows),
        rules,
        [*eligible, True],
        prices=False,
    )
    return bool(portfolio.chosen[-1])
