"""A sealed evaluation as pages show it, without what its reader must not see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from rebond.programme import Measure
from rebond.record import read_record
from rebond.texts import Text
from rebond.web.accounts.actors import Actor
from rebond.web.committee import permissions
from rebond.web.committee.models import Evaluation
from rebond.web.committee.recusal import Standing
from rebond.web.decisions import explaining
from rebond.web.decisions.reading import read_decision
from rebond.web.decisions.rows import Candidate, Decision
from rebond.web.deliberations.models import Decision as DecisionRow
from rebond.web.dossiers.models import Dossier

FILES_KEPT_IN_MEMORY = 16
EACH = "each"


@dataclass(frozen=True, slots=True)
class Ranked:
    """One dossier in the result; `decided` is the outcome that a past call gave it."""

    dossier: Dossier
    candidate: Candidate
    rule: Text | None
    place: str
    decided: str = ""
    decided_word: str = ""


@dataclass(frozen=True, slots=True)
class RegionRow:
    """One région of the portfolio, with its floor and ceiling when a rule sets them."""

    code: str
    name: str
    dossiers: int
    retained: int
    floor: int | None
    ceiling: int | None


@dataclass(frozen=True, slots=True)
class Excluded:
    """One dossier that the engine did not see."""

    dossier: Dossier
    why: str
    gates: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """What one reader may see of one evaluation.

    `is_whole` is false for whoever stands aside from one of its dossiers, or has not declared on it: ranks,
    outcomes, portfolio and the file would tell him what is closed.
    """

    decision: Decision
    is_whole: bool
    closed: int
    rows: tuple[Ranked, ...]
    excluded: tuple[Excluded, ...]
    regions: tuple[RegionRow, ...]
    core: Mapping[str, tuple[Ranked, ...]]
    kept_out: tuple[Ranked, ...]
    k_before: int | None


def decision_of(evaluation: Evaluation) -> Decision | None:
    """Return the record of a finished evaluation as typed rows; None when there is none."""
    if evaluation.state != Evaluation.State.DONE or not evaluation.record_digest:
        return None
    return _read(evaluation.pk, evaluation.record_digest)


def bytes_of(evaluation: Evaluation) -> bytes:
    """Return the sealed file, byte for byte."""
    return bytes(Evaluation.objects.values_list("record", flat=True).get(pk=evaluation.pk) or b"")


@lru_cache(maxsize=FILES_KEPT_IN_MEMORY)
def _read(key: UUID, _digest: str) -> Decision:
    content = Evaluation.objects.values_list("record", flat=True).get(pk=key)
    record = read_record(bytes(content or b""))
    return read_decision(
        {
            "body": record.body,
            "digest": record.digest,
            "environment": record.environment,
            "produced_at": record.produced_at,
        },
        str(key),
    )


def result(evaluation: Evaluation, at: Standing, measure: Measure) -> Result | None:
    """Return what a reader sees of an evaluation that is done; `measure` is that of its revision."""
    decision = decision_of(evaluation)
    if decision is None:
        return None
    asked = evaluation.parameters
    references = asked["candidates"]
    left_out = {one["dossier"]: one for one in asked["left_out"]}
    listed = Dossier.objects.filter(reference__in=[*references.values(), *left_out]).select_related(
        "organisation"
    )
    dossiers = {one.reference: one for one in listed}
    entered = frozenset(dossiers[name].pk for name in references.values() if name in dossiers)
    is_whole = permissions.may_read_whole(at, entered)
    decided = _decided(evaluation, dossiers)
    rows = [
        Ranked(
            dossiers[references[one.id]],
            one,
            explaining.rule_of(decision, one),
            asked["places"].get(references[one.id], ""),
            *decided.get(references[one.id], ("", "")),
        )
        for one in decision.candidates
        if one.id in references
        and references[one.id] in dossiers
        and at.is_open(dossiers[references[one.id]].pk)
    ]
    rows.sort(
        key=lambda row: row.dossier.reference  # any other order would tell chances
    )
    if is_whole:
        rows.sort(key=lambda row: (row.candidate.score_rank or 0, row.dossier.reference))
    return Result(
        decision=decision,
        is_whole=is_whole,
        closed=len(entered) - len(rows),
        rows=tuple(rows),
        excluded=_excluded(left_out, dossiers, at, measure),
        regions=_regions(decision, measure) if is_whole else (),
        core=_core(rows) if is_whole else {},
        kept_out=tuple(r for r in rows if is_whole and r.candidate.status == "kept_out"),
        k_before=asked.get("k_before")
        if is_whole and asked.get("k_before") != decision.k
        else None,
    )


def is_whole(at: Standing, evaluation: Evaluation | None) -> bool:
    """Whether nothing of an evaluation is closed to a reader.

    Chances sum to K, and ranks leave a hole: those of the others would tell what is closed to him.
    """
    if evaluation is None:
        return True
    if at.is_applicant or not at.is_in:
        return False
    if at.seat is None and not at.recused:
        return True
    names = evaluation.parameters["candidates"].values()
    keys = Dossier.objects.filter(reference__in=list(names)).values_list("pk", flat=True)
    return permissions.may_read_whole(at, frozenset(keys))


def candidate_of(
    evaluation: Evaluation | None, dossier: Dossier
) -> tuple[Decision, Candidate] | None:
    """Return the decision and the candidate that stands for a dossier, when the evaluation holds it."""
    decision = decision_of(evaluation) if evaluation is not None else None
    if evaluation is None or decision is None:
        return None
    for key, reference in evaluation.parameters["candidates"].items():
        if reference == dossier.reference and key in decision.by_id:
            return decision, decision.by_id[key]
    return None


def candidates_by_dossier(evaluation: Evaluation | None) -> dict[str, Candidate]:
    """Return the candidate of each dossier by its reference; the caller leaves out what is closed."""
    decision = decision_of(evaluation) if evaluation is not None else None
    if evaluation is None or decision is None:
        return {}
    pairs = evaluation.parameters["candidates"].items()
    return {name: decision.by_id[key] for key, name in pairs if key in decision.by_id}


def may_download(actor: Actor, evaluation: Evaluation, at: Standing) -> bool:
    """Whether the actor may have the whole file."""
    names = evaluation.parameters["dossiers"] + [
        one["dossier"] for one in evaluation.parameters["left_out"]
    ]
    keys = frozenset(Dossier.objects.filter(reference__in=names).values_list("pk", flat=True))
    return permissions.may_read_evaluation(actor, evaluation) and permissions.may_read_whole(
        at, keys
    )


def _excluded(
    left_out: Mapping[str, Mapping[str, Any]],
    dossiers: Mapping[str, Dossier],
    at: Standing,
    measure: Measure,
) -> tuple[Excluded, ...]:
    titles = {gate.id: gate.title for gate in measure.gates}
    return tuple(
        Excluded(
            dossiers[name],
            one["why"],
            tuple(titles.get(gate) or Text(gate, gate) for gate in one["gates"]),
        )
        for name, one in left_out.items()
        if name in dossiers and at.is_open(dossiers[name].pk)
    )


def _regions(decision: Decision, measure: Measure) -> tuple[RegionRow, ...]:
    rules = measure.selection
    floors = _bounds(rules.floors if rules else ())
    ceilings = _bounds(rules.ceilings if rules else ())
    found: dict[str, RegionRow] = {}
    for one in decision.candidates:
        before = found.get(one.region_code) or RegionRow(
            one.region_code,
            one.region,
            0,
            0,
            floors.get(one.region_code, floors.get(EACH)),
            ceilings.get(one.region_code, ceilings.get(EACH)),
        )
        found[one.region_code] = RegionRow(
            before.code,
            before.name,
            before.dossiers + 1,
            before.retained + (one.status == "retained"),
            before.floor,
            before.ceiling,
        )
    return tuple(sorted(found.values(), key=lambda row: row.name))


def _bounds(rules: Sequence[Any]) -> dict[str, int]:
    return {one.code: one.count for one in rules if one.group == "region"}


def _core(rows: Sequence[Ranked]) -> dict[str, tuple[Ranked, ...]]:
    """Group dossiers by how many of the near-optimal portfolios hold them."""
    return {
        name: tuple(row for row in rows if row.candidate.core == name) for name in ("all", "some")
    }


def _decided(evaluation: Evaluation, dossiers: Mapping[str, Dossier]) -> dict[str, tuple[str, str]]:
    """Return what past calls decided, for a simulation only."""
    if evaluation.purpose != Evaluation.Purpose.SIMULATION:
        return {}
    keys = {one.pk: name for name, one in dossiers.items()}
    rows = DecisionRow.objects.filter(
        dossier__in=keys, confirmed_at__isnull=False, cancelled_at=None
    ).order_by("number")
    return {keys[one.dossier_id]: (one.outcome, one.get_outcome_display()) for one in rows}
