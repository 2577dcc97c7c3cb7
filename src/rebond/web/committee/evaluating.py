"""Running the engine on a call's dossiers and sealing what it says; a job calls `run`."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from rebond.errors import RebondError
from rebond.pipeline import Request, WeightOptions, decision_body, environment, make_plan
from rebond.pipeline import run as run_plan
from rebond.programme import Programme
from rebond.programme.call_choices import read_choices, with_choices
from rebond.record import Record, sealed_record
from rebond.selection.errors import TooFewCandidates
from rebond.texts import Text
from rebond.web.calls.models import Revision
from rebond.web.calls.policies import thawed
from rebond.web.committee import candidates
from rebond.web.committee.errors import NothingToEvaluate
from rebond.web.committee.models import Evaluation
from rebond.web.dossiers.models import Dossier, Filing
from rebond.web.jobs.errors import LostLease
from rebond.web.journal.services import append
from rebond.web.territories.places import atlas
from rebond.web.theme.datasets import snapshot

log = logging.getLogger(__name__)

Progress = Callable[[int, int], None]

OUR_FAULT = RebondError(
    Text("Le calcul s’est interrompu par notre faute.", "The calculation stopped by our fault."),
    cure=Text(
        "Redemandez-le ; si cela revient, signalez l’adresse de cette page.",
        "Ask for it again; if this comes back, report the address of this page.",
    ),
)


def run_job(parameters: Mapping[str, Any], on_progress: Progress, now: datetime) -> dict[str, Any]:
    """Run the evaluation that a job names."""
    evaluation = run(UUID(str(parameters["evaluation"])), on_progress, now)
    return {"state": evaluation.state, "digest": evaluation.record_digest}


def run(evaluation_id: UUID, on_progress: Progress, now: datetime) -> Evaluation:
    """Compute an evaluation, seal it and keep its bytes; what cannot be computed keeps why in both languages.

    Taken up again after its worker died, it starts over and gives the same bits; once finished it is not
    run again.
    """
    evaluation = Evaluation.objects.select_related("call").get(pk=evaluation_id)
    if evaluation.state != Evaluation.State.WAITING:
        return evaluation
    try:
        record, used = computed(evaluation, on_progress, now)
    except LostLease:
        raise
    except RebondError as error:
        return _fail(evaluation, error, now)
    except Exception:
        log.exception("evaluation %s failed", evaluation_id)
        return _fail(evaluation, OUR_FAULT, now)
    return _finish(evaluation, record, used, now)


def computed(
    evaluation: Evaluation, on_progress: Progress, now: datetime
) -> tuple[Record, dict[str, Any]]:
    """Return the sealed record of an evaluation, and the parameters that the engine settled itself."""
    asked = evaluation.parameters
    revision = Revision.objects.select_related("call").get(pk=asked["revision"])
    programme, measure_id = _policy(revision, asked), revision.call.measure_id
    field = _field(asked, programme)
    k: int = asked["k"]

    def planned(places: int) -> Any:
        weights = asked["weights"]
        request = Request(
            programme=programme.id,
            measure=measure_id,
            own_rows=field.rows,
            k=places,
            covered_regions_min=asked["rules"].get("covered_regions_min"),
            draws=asked["draws"],
            seed=asked["seed"],
            as_of=date.fromisoformat(asked["as_of"]),
            weights=WeightOptions(
                {name: (ends[0], ends[1]) for name, ends in weights["intervals"].items()},
                tuple((pair[0], pair[1]) for pair in weights["orderings"]),
            ),
        )
        return make_plan(request, atlas(), policy=programme)

    def report(step: str, done: int, total: int) -> None:
        # Every step reports, so that the worker keeps its lease; the bar follows the draws.
        on_progress(*((done, total) if step == "chances" else (0, asked["draws"])))

    def ran(places: int) -> Any:
        plan = planned(places)
        return run_plan(plan, snapshot(), atlas(), threads=os.cpu_count() or 1, on_progress=report)

    try:
        result = ran(k)
    except TooFewCandidates as few:
        # The engine's own gates, on the day of closing, may leave fewer than the filing day did.
        if asked["k_asked"] or not few.selectable:
            raise
        k = few.selectable
        result = ran(k)
    record = sealed_record(decision_body(result, snapshot()), now, environment())
    return record, {"k": k, "seed": result.plan.seed}


def _policy(revision: Revision, asked: Mapping[str, Any]) -> Programme:
    """Return the frozen policy, with the rules that a trial changes where the policy lets it."""
    selection = {
        name: value
        for name, value in asked["rules"].items()
        if name in {"minimum_distance_km", "budget_cents"}
    }
    if not selection:
        return thawed(revision.policy)
    return with_choices(
        thawed(revision.policy), revision.call.measure_id, read_choices({"selection": selection})
    )


def _field(asked: Mapping[str, Any], programme: Programme) -> candidates.Field:
    """Return the rows of the dossiers as they stood filed when the evaluation was asked."""
    dossiers = list(Dossier.objects.filter(reference__in=asked["dossiers"]).select_related("call"))
    if len(dossiers) != len(asked["dossiers"]) or not dossiers:
        raise NothingToEvaluate
    wanted = asked["filings"]
    by_key = {one.pk: one.reference for one in dossiers}
    filings = {
        one.dossier_id: one
        for one in Filing.objects.filter(dossier__in=by_key)
        if one.number == wanted[by_key[one.dossier_id]]
    }
    measure = programme.measure(dossiers[0].call.measure_id)
    # Who is eligible was settled when the evaluation was asked: a later correction does not change it.
    # So is where they stand: what the national team corrects afterwards waits for another evaluation.
    field = candidates.rows(
        dossiers,
        filings,
        measure,
        atlas(),
        judged=False,
        corrected=asked.get("corrected"),
    )
    if [one.dossier for one in field.entered] != list(asked["dossiers"]):
        raise NothingToEvaluate
    return field


@transaction.atomic
def _finish(
    evaluation: Evaluation, record: Record, used: Mapping[str, Any], now: datetime
) -> Evaluation:
    row = Evaluation.objects.select_for_update().select_related("call").get(pk=evaluation.pk)
    if row.state != Evaluation.State.WAITING:  # another worker was quicker
        return row
    row.state = Evaluation.State.DONE
    row.parameters = {**row.parameters, **used}
    row.record, row.record_digest = record.to_bytes(), record.digest
    row.finished_at = now
    row.save()
    if row.purpose == Evaluation.Purpose.OFFICIAL:
        append(
            None,
            "committee.finish_evaluation",
            ("evaluation", str(row.pk)),
            {"call": row.call.reference, "record_digest": record.digest, **used},
            now=now,
        )
    return row


def _fail(evaluation: Evaluation, error: RebondError, now: datetime) -> Evaluation:
    Evaluation.objects.filter(pk=evaluation.pk, state=Evaluation.State.WAITING).update(
        state=Evaluation.State.FAILED,
        error_fr=error.message("fr"),
        error_en=error.message("en"),
        finished_at=now,
    )
    return Evaluation.objects.select_related("call").get(pk=evaluation.pk)
