"""The body of a decision: the result of a run as JSON values, rounded, nothing left implicit."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from rebond.evaluation import versions
from rebond.opendata import Snapshot
from rebond.pipeline.candidates import Candidate
from rebond.pipeline.frame import frame
from rebond.pipeline.running import RunResult
from rebond.pipeline.scoring import DIGITS
from rebond.pipeline.sentences import reference_reason
from rebond.programme import IndicatorUse
from rebond.record import FORMAT
from rebond.selection.rules import bound_of


def decision_body(result: RunResult, snapshot: Snapshot) -> dict[str, Any]:
    """Return the body of the decision file, in the format ``rebond-decision/1``."""
    plan = result.plan
    return {
        "format": FORMAT,
        "programme": {
            "id": plan.programme.id,
            "version": plan.programme.version,
            "digest": plan.programme.digest,
            "title": plan.programme.title.as_json(),
            "measure": plan.measure.id,
            "measure_title": plan.measure.title.as_json(),
            "decision_on": plan.programme.decision_on.isoformat(),
            "as_of": plan.as_of.isoformat(),
            "is_fictitious": plan.programme.is_fictitious,
        },
        "policy": plan.programme.as_json(),
        "parameters": {**plan.parameters(), "rules": _rules(result)},
        "snapshot": {
            "digest": snapshot.digest,
            "tables": dict(sorted(snapshot.digests.items())),
            "sources": _sources(result, snapshot),
        },
        "frame": frame(result, snapshot),
        "methods": _methods(result),
        "criteria": _criteria(result),
        "weights": {
            criterion.id: round(float(weight), DIGITS)
            for criterion, weight in zip(result.layout.criteria, result.scores.weights, strict=True)
        },
        "mean_contributions": _mean_contributions(result),
        "candidates": [_candidate(result, row) for row in range(len(result.everyone))],
        "portfolio": _portfolio(result),
        "cut": _cut(result),
    }


def _sources(result: RunResult, snapshot: Snapshot) -> dict[str, Any]:
    """Return who made each table that an indicator reads, so that the file names its sources alone."""
    read = {name for indicator in result.evidence.indicators for name in indicator.datasets}
    return {
        name: {
            "title": dataset.title.as_json(),
            "producer": dataset.producer,
            "licence": dataset.licence,
            "page": dataset.official_page,
            "vintage": dataset.vintage.as_json(),
            "observed_until": dataset.observed_until.isoformat(),
        }
        for name in sorted(read)
        for dataset in (snapshot.dataset(name),)
    }


def _methods(result: RunResult) -> dict[str, str]:
    return {
        "weighted_sum": versions()["weighted_sum"],
        result.chances.method: result.chances.method_version,
        result.portfolio.method: result.portfolio.method_version,
        result.core.method: result.core.method_version,
        result.changes.method: result.changes.method_version,
    }


def _rules(result: RunResult) -> list[dict[str, Any]]:
    k = result.portfolio.k
    return [
        {"id": rule.id, "title": rule.title.as_json(), "bound": _plain(bound_of(rule, k))}
        for rule in result.portfolio.rules
    ]


def _criteria(result: RunResult) -> list[dict[str, Any]]:
    return [
        {
            "id": criterion.id,
            "title": criterion.title.as_json(),
            "statement": criterion.statement.as_json(),
            "indicators": [
                _indicator(result, use, float(share))
                for use, share in zip(criterion.indicators, criterion.shares, strict=True)
            ],
        }
        for criterion in result.layout.criteria
    ]


def _indicator(result: RunResult, use: IndicatorUse, share: float) -> dict[str, Any]:
    column = result.evidence.column(use.indicator)
    indicator, choice = result.evidence.indicators[column], result.evidence.choices[column]
    exception = use.later_vintage
    return {
        "id": indicator.id,
        "title": indicator.title.as_json(),
        "definition": indicator.definition.as_json(),
        "unit": indicator.unit_text.as_json(),
        "digits": indicator.digits,
        "share": round(share, DIGITS),
        "value_function": use.model_dump(mode="json")["value"],
        "dataset": choice.dataset,
        "vintage": choice.vintage.as_json(),
        "as_of_state": choice.state,
        "why": choice.why.as_json(),
        "later_why": exception.why.as_json() if exception else None,
        "filled_by": indicator.filled_by.as_json() if indicator.filled_by else None,
    }


def _mean_contributions(result: RunResult) -> dict[str, float]:
    units = result.scores.units[: len(result.candidates)]
    means = np.rint(units.mean(axis=0)) / 10**DIGITS
    return _by_criterion(result, means)


def _by_criterion(result: RunResult, values: Any) -> dict[str, float]:
    return {
        criterion.id: round(float(value), DIGITS)
        for criterion, value in zip(result.layout.criteria, values, strict=True)
    }


def _candidate(result: RunResult, row: int) -> dict[str, Any]:
    one, standing = result.everyone[row], result.standings[row]
    is_candidate = row < len(result.candidates)
    scores = result.scores
    entry: dict[str, Any] = {
        "id": one.id,
        "name": one.name,
        "kind": one.kind,
        "role": one.role,
        "place": one.as_json()["place"],
        "asked_code": one.asked_code,
        "composition": standing.composed.as_json(),
        "region_code": standing.region_code,
        "region": standing.region,
        "departement_code": standing.departement_code,
        "lon": standing.lon,
        "lat": standing.lat,
        "population": None if standing.population is None else int(standing.population),
        "facts": _facts(result, row),
        "criteria": {
            criterion.id: {
                "low": float(scores.low[row, column]),
                "mid": float(scores.mid[row, column]),
                "high": float(scores.high[row, column]),
                "documented": float(scores.documented[row, column]),
            }
            for column, criterion in enumerate(result.layout.criteria)
        },
        "score": {
            "low": float(scores.bound(scores.low)[row]),
            "mid": float(scores.score()[row]),
            "high": float(scores.bound(scores.high)[row]),
        },
        "contributions": _by_criterion(result, scores.units[row] / 10**DIGITS),
        "reliability": float(scores.reliability()[row]),
        **_chances(result, row),
        "history": _history(result, row),
    }
    return entry | (_outcome(result, row) if is_candidate else _reference(result, row, entry))


def _facts(result: RunResult, row: int) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    for position, use in enumerate(result.layout.uses):
        column = result.evidence.column(use.indicator)
        fact = result.evidence.fact(row, column)
        facts[use.indicator] = {
            "status": fact.status,
            "value": fact.value,
            "low": fact.low,
            "high": fact.high,
            "dataset": fact.dataset,
            "u": [
                float(result.valued.low[row, position]),
                float(result.valued.high[row, position]),
            ],
            # How a known value was found follows from the indicator's definition; why one is not
            # there has to be said of each.
            "note": None if fact.status == "known" else fact.note.as_json(),
        }
    return facts


def _chances(result: RunResult, row: int) -> dict[str, Any]:
    chances = result.chances
    if row in result.scored:
        place = result.scored.index(row)
        central = chances.central_weights[place]
        confidence = float(chances.confidence[place])
        is_ever_first = bool(np.isfinite(central).all())
        return {
            "chance": round(float(chances.first_k[place]), DIGITS),
            "chance_first": round(float(chances.first[place]), DIGITS),
            "rank": {
                "low": int(chances.rank_low[place]),
                "median": int(chances.rank_median[place]),
                "high": int(chances.rank_high[place]),
            },
            "expected_rank": round(float(chances.expected_rank[place]), DIGITS),
            "central_weights": _by_criterion(result, central) if is_ever_first else None,
            "confidence": round(confidence, DIGITS) if math.isfinite(confidence) else None,
        }
    place = result.compared.index(row)
    return {
        "chance": round(float(chances.reference_first_k[place]), DIGITS),
        "chance_first": None,
        "rank": {
            "low": int(chances.reference_rank_low[place]),
            "median": int(chances.reference_rank_median[place]),
            "high": int(chances.reference_rank_high[place]),
        },
        "expected_rank": None,
        "central_weights": None,
        "confidence": None,
    }


def _outcome(result: RunResult, row: int) -> dict[str, Any]:
    outcome = result.outcomes[row]
    return {
        "status": outcome.status,
        "reason": outcome.reason.as_json(),
        "gates": [
            {"gate": gate.gate, "answer": gate.answer, "why": gate.why.as_json()}
            for gate in result.eligibility[row].gates
        ],
        "portfolio": {
            "chosen": bool(result.portfolio.chosen[row]),
            "core": result.core.membership[row],
            "by_score_rank": _rank_by_score(result, row),
            "rule": outcome.rule_id,
        },
        "needed": result.changes.candidates[row].needed,
        "margin": result.changes.candidates[row].margin,
        "changes": _changes(result, row),
    }


def _changes(result: RunResult, row: int) -> list[dict[str, Any]]:
    """Return what stands between a candidate and a place: gates not met, then criteria, then rules."""
    titles = {gate.id: gate.title for gate in result.plan.measure.gates}
    gates: list[dict[str, Any]] = [
        {
            "kind": "gate",
            "gate": one.gate,
            "from": None,
            "to": None,
            "title": titles[one.gate].as_json(),
        }
        for one in result.eligibility[row].failed
    ]
    found = result.changes.candidates[row]
    criteria: list[dict[str, Any]] = [
        {"kind": "criterion", "criterion": one.criterion, "from": one.frm, "to": one.to}
        for one in found.criteria
    ]
    rules: list[dict[str, Any]] = [
        {
            "kind": "rule",
            "rule": one.rule_id,
            "from": _plain(one.frm),
            "to": None if one.to is None else _plain(one.to),
        }
        for one in found.rules
    ]
    return gates + criteria + rules


def _reference(result: RunResult, row: int, entry: Mapping[str, Any]) -> dict[str, Any]:
    chosen = result.reference_chosen[row - len(result.candidates)]
    return {
        "status": "reference",
        "reason": reference_reason(result, row, entry, is_chosen=chosen).as_json(),
        "gates": [],
        "portfolio": {
            "chosen": chosen,
            "core": None,
            "by_score_rank": _rank_by_score(result, row),
            "rule": None,
        },
        "changes": [],
    }


def _rank_by_score(result: RunResult, row: int) -> int:
    """Return 1 plus the number of eligible candidates with a strictly better expected score."""
    scores = result.scores.score()
    return 1 + int((scores[list(result.scored)] > scores[row]).sum())


def _history(result: RunResult, row: int) -> dict[str, Any]:
    """Return what is known of what really happened."""
    one = result.everyone[row]
    if one.kind == "own":
        return {"proposed": "not_applicable", "labels": []}
    labels = [one] if one.label is not None else result.labelled_in(row)
    by_then = [site for site in labels if _is_announced(site, result.plan.as_of)]
    return {
        # A label tells that a site was proposed there, not by whom; without one, nothing tells.
        "proposed": "yes" if one.label is not None or by_then else "unknown",
        "labels": [{"site": site.id, "name": site.name, **(site.label or {})} for site in labels],
    }


def _is_announced(site: Candidate, day: dt.date) -> bool:
    """Return whether a label was announced by a day; a date that is not known does not tell."""
    try:
        return dt.date.fromisoformat(str((site.label or {})["announced_on"])) <= day
    except (KeyError, ValueError):
        return False


def _portfolio(result: RunResult) -> dict[str, Any]:
    portfolio = result.portfolio
    return {
        "objective": round(portfolio.objective, DIGITS),
        "proof": portfolio.proof,
        "tie": portfolio.tie,
        "chosen": list(portfolio.chosen_ids),
        "core_epsilon": str(result.core.epsilon),
        "rules": [
            {
                "id": report.id,
                "title": report.title.as_json(),
                "bound": _plain(report.bound),
                "value": None if report.value is None else _plain(report.value),
                "binding": report.binding,
                "price": None if report.price is None else round(report.price, DIGITS),
            }
            for report in portfolio.reports
        ],
    }


def _cut(result: RunResult) -> dict[str, Any]:
    """Return the retained candidate with the smallest score: the last place."""
    scores = result.scores.score()
    rows = np.flatnonzero(result.portfolio.chosen).tolist()
    last = min(rows, key=lambda row: (scores[row], -row))
    return {"id": result.candidates[last].id, "score": float(scores[last])}


def _plain(number: float) -> float | int:
    """Return a whole number as an integer."""
    return int(number) if float(number).is_integer() else round(float(number), DIGITS)
