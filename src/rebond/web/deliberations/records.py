"""The official evaluation of a call, read once by its digest, and each dossier's place in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from rebond.programme import Measure, Programme, thaw_programme
from rebond.record import read_record
from rebond.web.calls.models import Call, Revision
from rebond.web.committee import queries as committee
from rebond.web.committee.models import Evaluation
from rebond.web.decisions.reading import read_decision
from rebond.web.decisions.rows import Candidate, Decision, Rule
from rebond.web.dossiers.models import Dossier

KEPT_IN_MEMORY = 8


@dataclass(frozen=True)
class ReadEvaluation:
    """A sealed evaluation with the candidate of each dossier reference."""

    digest: str
    decision: Decision
    by_dossier: Mapping[str, Candidate]
    prices: Mapping[str, float]
    """What each rule costs the selection, where the engine priced it."""
    gates: Mapping[str, tuple[Mapping[str, Any], ...]]
    own_columns: frozenset[str]
    """Columns of the dossiers' own values that the file holds."""

    def rule(self, rule_id: str | None) -> Rule | None:
        """Return a rule of the selection."""
        return next((one for one in self.decision.rules if one.id == rule_id), None)


def official(call: Call) -> Evaluation | None:
    """Return the last evaluation entered in the deliberation, without its file."""
    return committee.last_official(call)


def read(evaluation: Evaluation) -> ReadEvaluation:
    """Return what an evaluation says of each dossier; its parameters say which candidate is which dossier."""
    named = evaluation.parameters.get("candidates") or {}
    pairs = tuple(sorted((str(key), str(reference)) for key, reference in named.items()))
    return _read(evaluation.record_digest, pairs, _Loader(evaluation))


class _Loader:
    """Brings the file only when it is not in memory; equal to any other, so that it is no part of the key."""

    def __init__(self, evaluation: Evaluation) -> None:
        self.evaluation = evaluation

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Loader)

    def __hash__(self) -> int:
        return 0

    def content(self) -> bytes:
        """Return the sealed file."""
        return bytes(self.evaluation.record or b"")


@lru_cache(maxsize=KEPT_IN_MEMORY)
def _read(digest: str, pairs: tuple[tuple[str, str], ...], loader: _Loader) -> ReadEvaluation:
    record = read_record(loader.content())
    decision = read_decision(
        {
            "body": record.body,
            "digest": record.digest,
            "environment": record.environment,
            "produced_at": record.produced_at,
        },
        str(loader.evaluation.pk),
    )
    rows = record.body["candidates"]
    own = record.body["parameters"]["candidates"].get("own_rows") or ()
    return ReadEvaluation(
        digest=digest,
        decision=decision,
        by_dossier={
            reference: decision.by_id[key] for key, reference in pairs if key in decision.by_id
        },
        prices={
            one["id"]: float(one["price"])
            for one in (record.body.get("portfolio") or {}).get("rules", ())
            if one.get("price") is not None
        },
        gates={
            one["id"]: tuple(one.get("gates") or ()) for one in rows if one["role"] == "candidate"
        },
        own_columns=frozenset(column for row in own for column in row),
    )


def measure_of(dossier: Dossier) -> Measure:
    """Return the measure under which a dossier was filed."""
    revision = dossier.revision
    return _programme(revision.policy_digest, revision.pk).measure(dossier.call.measure_id)


def measure_called(call: Call) -> Measure | None:
    """Return the measure of a call as its revision in force has it; None before its publication."""
    found = (
        Revision.objects.filter(call=call, published_at__isnull=False)
        .order_by("-number")
        .values_list("policy_digest", "pk")
        .first()
    )
    return _programme(*found).measure(call.measure_id) if found else None


@lru_cache(maxsize=KEPT_IN_MEMORY)
def _programme(_digest: str, revision: int) -> Programme:
    """Read a frozen policy once a process; the digest is what makes it the same one."""
    return thaw_programme(
        Revision.objects.values_list("policy", flat=True).get(pk=revision).encode()
    )
