"""Structured reasons: suggested from the official evaluation, completed from it, never typed.

A person chooses an outcome and a kind of reason, and gives what only a person knows: which gate the
committee found failing, until when a dossier is deferred, why the engine is not followed. Every value is
read from the evaluation that is cited.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rebond.texts import Text
from rebond.web.committee.models import Evaluation
from rebond.web.decisions.rows import Candidate
from rebond.web.deliberations import records, sentences
from rebond.web.deliberations.errors import (
    SHORTEST_SENTENCE,
    DeviationUnexplained,
    ReasonDisagrees,
    ReasonIncomplete,
)
from rebond.web.deliberations.medians import medians_of
from rebond.web.deliberations.models import Decision
from rebond.web.dossiers.models import Dossier

Outcome = Decision.Outcome
GATE, RANK, CONSTRAINT, DEFERRED, COMMITTEE, WITHDRAWAL = (
    "gate",
    "rank",
    "constraint",
    "deferred",
    "committee",
    "withdrawal",
)
KINDS: Mapping[str, tuple[str, ...]] = {
    Outcome.RETAINED: (RANK, COMMITTEE),
    Outcome.BELOW_CUT: (RANK,),
    Outcome.KEPT_OUT: (CONSTRAINT,),
    Outcome.INELIGIBLE: (GATE,),
    Outcome.DEFERRED: (DEFERRED,),
    Outcome.NOT_RETAINED: (COMMITTEE,),
    Outcome.NONE: (WITHDRAWAL,),
}
"""Kinds of reason that each outcome may have."""
LONGEST_CONDITION = 300


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the gates and the official evaluation say of a dossier; no outcome when they say nothing."""

    outcome: str | None
    reason: dict[str, Any]
    sentence: Text | None

    @property
    def kind(self) -> str:
        """The kind of the reason; empty without an outcome."""
        return str(self.reason.get("kind", ""))


def from_evaluation(evaluation: Evaluation | None, dossier: Dossier) -> Suggestion:
    """Suggest outcome, reason and sentence: gates first, then the engine; nothing where neither speaks."""
    try:
        return _suggested(evaluation, dossier)
    except ReasonIncomplete:
        # A gate or a rule that the measure no longer names: only a person can tell.
        return Suggestion(None, {}, None)


def _suggested(evaluation: Evaluation | None, dossier: Dossier) -> Suggestion:
    if dossier.eligibility == "no" and dossier.failed_gates:
        return _with_sentence(Outcome.INELIGIBLE, failed_at_filing(dossier))
    candidate = _candidate(evaluation, dossier)
    if evaluation is None or candidate is None:
        return Suggestion(None, {}, None)
    outcome = {
        "retained": Outcome.RETAINED,
        "below_cut": Outcome.BELOW_CUT,
        "kept_out": Outcome.KEPT_OUT,
        "ineligible": Outcome.INELIGIBLE,
    }.get(candidate.status)
    if outcome is None:
        return Suggestion(None, {}, None)
    kind = KINDS[outcome][0]
    return _with_sentence(outcome, _built(kind, {}, evaluation, dossier))


def complete(
    outcome: str, chosen: Mapping[str, Any], evaluation: Evaluation | None, dossier: Dossier
) -> dict[str, Any]:
    """Return the whole reason for what a person chose, its values read from the evaluation.

    Raises
    ------
    ReasonDisagrees, ReasonIncomplete, DeviationUnexplained
    """
    kind = str(chosen.get("kind", ""))
    allowed = KINDS.get(outcome, ())
    if kind not in allowed:
        raise ReasonDisagrees(outcome, kind, allowed)
    reason = _built(kind, chosen, evaluation, dossier)
    if kind == WITHDRAWAL:
        return reason
    suggested = from_evaluation(evaluation, dossier)
    explanation = str(chosen.get("explanation") or "").strip()
    if suggested.outcome is not None and suggested.outcome != outcome:
        if len(explanation) < SHORTEST_SENTENCE:
            raise DeviationUnexplained(str(Outcome(suggested.outcome).label))
        sentences.check_text(explanation)
        reason |= {
            "deviates": True,
            "suggested": str(suggested.outcome),
            "explanation": explanation,
        }
    return reason


def failed_at_filing(dossier: Dossier, gate_id: str = "") -> dict[str, Any]:
    """Return the reason that names the gate failed on the filing day: the one asked, or the first."""
    failed = [_gate_id(one) for one in dossier.failed_gates]
    chosen = gate_id if gate_id in failed else failed[0]
    return {"kind": GATE, **_gate(dossier, chosen), "answer": "no", "established": "filing"}


def _built(
    kind: str, chosen: Mapping[str, Any], evaluation: Evaluation | None, dossier: Dossier
) -> dict[str, Any]:
    if kind == GATE:
        return _gate_reason(chosen, evaluation, dossier)
    if kind == DEFERRED:
        return _deferred(chosen)
    if kind == WITHDRAWAL:
        return {"kind": WITHDRAWAL}
    candidate = _candidate(evaluation, dossier)
    if kind == COMMITTEE:
        read = {} if evaluation is None or candidate is None else _ranked(evaluation, candidate)
        return {"kind": COMMITTEE, **medians_of(dossier).as_json(), **read}
    if evaluation is None or candidate is None:
        raise ReasonIncomplete(
            Text(
                "aucune évaluation officielle ne parle de {dossier} : ni rang ni règle ne peuvent être cités.",
                "no official evaluation speaks of {dossier}: neither rank nor rule can be cited.",
            ).filled(dossier=dossier.reference),
            Text("Lancez d’abord l’évaluation officielle.", "Run the official evaluation first."),
        )
    reason = {"kind": kind, **_ranked(evaluation, candidate)}
    return reason | _rule(evaluation, candidate) if kind == CONSTRAINT else reason


def _gate_reason(
    chosen: Mapping[str, Any], evaluation: Evaluation | None, dossier: Dossier
) -> dict[str, Any]:
    gate_id = str(chosen.get("gate") or "")
    if dossier.failed_gates and gate_id in {"", *map(_gate_id, dossier.failed_gates)}:
        return failed_at_filing(dossier, gate_id)
    candidate = _candidate(evaluation, dossier)
    if evaluation is not None and candidate is not None and candidate.status == "ineligible":
        answers = records.read(evaluation).gates.get(candidate.id, ())
        failed = [str(one["gate"]) for one in answers if one.get("answer") == "no"]
        if failed and gate_id in {"", *failed}:
            gate = _gate(dossier, gate_id or failed[0])
            return {"kind": GATE, **gate, "answer": "no", "established": "evaluation"}
    if not gate_id:
        raise ReasonIncomplete(
            Text("la condition non remplie n’est pas nommée.", "the gate is not named."),
            Text("Nommez une condition de la mesure.", "Name a gate of the measure."),
        )
    return {"kind": GATE, **_gate(dossier, gate_id), "answer": "no", "established": "committee"}


def _gate(dossier: Dossier, gate_id: str) -> dict[str, Any]:
    gate = next((one for one in records.measure_of(dossier).gates if one.id == gate_id), None)
    if gate is None:
        raise ReasonIncomplete(
            Text(
                "la mesure n’a pas de condition « {gate} ».", "the measure has no gate “{gate}”."
            ).filled(gate=gate_id)
        )
    return {
        "gate": gate.id,
        "title": gate.title.as_json(),
        "requirement": gate.requirement.as_json(),
    }


def _gate_id(written: Any) -> str:
    return (
        str(written.get("gate") or written.get("id")) if isinstance(written, dict) else str(written)
    )


def _deferred(chosen: Mapping[str, Any]) -> dict[str, Any]:
    until = str(chosen.get("until") or "").strip()
    condition = {
        lang: str(chosen.get(f"condition_{lang}") or "").strip()[:LONGEST_CONDITION]
        for lang in ("fr", "en")
    }
    if not until and not condition["fr"]:
        raise ReasonIncomplete(
            Text(
                "un report dit jusqu’à quand, ou sous quelle condition.",
                "a deferral says until when, or under which condition.",
            ),
            Text("Donnez une date ou une condition.", "Give a date or a condition."),
        )
    for text in condition.values():
        sentences.check_text(text)
    return {
        "kind": DEFERRED,
        "until": until or None,
        "condition": {"fr": condition["fr"], "en": condition["en"] or condition["fr"]}
        if condition["fr"]
        else None,
    }


def _candidate(evaluation: Evaluation | None, dossier: Dossier) -> Candidate | None:
    if evaluation is None:
        return None
    return records.read(evaluation).by_dossier.get(dossier.reference)


def _ranked(evaluation: Evaluation, candidate: Candidate) -> dict[str, Any]:
    read = records.read(evaluation)
    return {
        "evaluation": read.digest,
        "rank": candidate.score_rank,
        "k": read.decision.k,
        "count": sum(1 for one in read.decision.candidates if one.is_scored),
        "score": candidate.score.mid,
        "chance": candidate.chance,
        "rank_low": candidate.rank.low,
        "rank_high": candidate.rank.high,
    }


def _rule(evaluation: Evaluation, candidate: Candidate) -> dict[str, Any]:
    read = records.read(evaluation)
    rule = read.rule(candidate.rule)
    if rule is None:
        raise ReasonIncomplete(
            Text(
                "l’évaluation citée n’écarte ce dossier par aucune règle.",
                "no rule of the cited evaluation keeps this dossier out.",
            ),
            Text("Choisissez une autre issue.", "Choose another outcome."),
        )
    return {
        "rule": rule.id,
        "title": rule.title.as_json(),
        "bound": rule.bound,
        "value": rule.value,
        "price": read.prices.get(rule.id),
    }


def _with_sentence(outcome: str, reason: dict[str, Any]) -> Suggestion:
    return Suggestion(str(outcome), reason, sentences.suggested(str(outcome), reason))
