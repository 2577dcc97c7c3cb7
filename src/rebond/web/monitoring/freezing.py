"""Freezing the facts of every candidate when decisions are published, as of the day of the decision."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from rebond.errors import RebondError
from rebond.evidence import Evidence, Point
from rebond.impact import freeze
from rebond.programme import Measure
from rebond.territory import PlaceKey
from rebond.web.calls.models import Call
from rebond.web.clock import today
from rebond.web.committee.candidates import rows
from rebond.web.deliberations import queries as deliberations
from rebond.web.deliberations.models import Decision
from rebond.web.deliberations.records import measure_called
from rebond.web.dossiers.evidence import engine
from rebond.web.dossiers.models import Filing
from rebond.web.jobs import services as jobs
from rebond.web.jobs.registry import Progress
from rebond.web.journal.services import append
from rebond.web.monitoring.models import Baseline
from rebond.web.territories.places import atlas

JOB = "monitoring.freeze"


def ask(call: Call, now: datetime) -> None:
    """Ask for the baselines of what was just published; part of the transaction that publishes."""
    jobs.ask(JOB, {"call": call.reference, "at": now.isoformat()}, now=now)


def run_job(parameters: dict[str, Any], progress: Progress, now: datetime) -> dict[str, Any]:
    """Freeze what a publication left to freeze; run twice, it freezes once."""
    progress(0, 1)
    call = Call.objects.get(reference=parameters["call"])
    made = freeze_call(call, now)
    progress(1, 1)
    return {"frozen": made}


def freeze_call(call: Call, now: datetime) -> int:
    """Freeze the facts of each candidate whose decision is visible and has no baseline yet.

    Returns
    -------
    int
        How many candidates were frozen.

    Notes
    -----
    Facts are open data alone, as of the day on which the decision was published, computed alike for those retained
    and those not: what applicants stated of themselves is not in a comparison.
    """
    waiting = _waiting(call, now)
    measure = measure_called(call)
    if not waiting or measure is None:
        return 0
    names = tuple(measure.grid.indicators) if measure.grid is not None else ()
    read = _evidence(waiting, measure, names, now)
    made = [
        _baseline(one, measure, names, read.get((one.dossier_id, _day(one))), now)
        for one in waiting
    ]
    with transaction.atomic():
        # Locked and read again: another worker may have frozen them meanwhile.
        Call.objects.select_for_update(of=("self",)).get(pk=call.pk)
        left = set(
            Decision.objects.filter(pk__in=[one.pk for one in waiting], baseline=None).values_list(
                "pk", flat=True
            )
        )
        kept = Baseline.objects.bulk_create(one for one in made if one.decision_id in left)
        if kept:
            append(
                None,
                "monitoring.freeze",
                ("call", call.reference),
                {"digests": {one.decision.name: one.digest for one in kept}},
                now=now,
            )
    return len(kept)


def _waiting(call: Call, now: datetime) -> list[Decision]:
    acts = (
        deliberations.visible_acts(now)
        .filter(call=call)
        .select_related("dossier", "call")
        .order_by("dossier", "number")
    )
    last = {one.dossier_id: one for one in acts}
    done = set(
        Baseline.objects.filter(decision__in=last.values()).values_list("decision", flat=True)
    )
    return [
        one for one in last.values() if one.pk not in done and one.outcome != Decision.Outcome.NONE
    ]


def _day(one: Decision) -> date:
    moment = one.visible_from or one.call.results_at
    assert moment is not None  # noqa: S101 - a visible act has its moment
    return today(moment)


def _evidence(
    waiting: list[Decision], measure: Measure, names: tuple[str, ...], now: datetime
) -> dict[tuple[int, date], tuple[Evidence, int]]:
    """Return the facts of each candidate with a place, read once for all candidates of one day."""
    if not names:
        return {}
    filings = {
        one.dossier_id: one
        for one in Filing.objects.filter(
            dossier__in=[one.dossier_id for one in waiting], filed_at__lte=now
        ).order_by("number")
    }
    by_reference = {one.dossier.reference: one for one in waiting}
    entered = rows([one.dossier for one in waiting], filings, measure, atlas(), judged=False)
    by_day: dict[date, list[tuple[int, PlaceKey | Point]]] = {}
    for each in entered.entered:
        decision = by_reference[each.dossier]
        by_day.setdefault(_day(decision), []).append((decision.dossier_id, _place(each.row)))
    found: dict[tuple[int, date], tuple[Evidence, int]] = {}
    for day, placed in by_day.items():
        evidence = engine().evaluate([place for _, place in placed], list(names), as_of=day)
        for row, (dossier, _place_of_it) in enumerate(placed):
            found[dossier, day] = (evidence, row)
    return found


def _place(row: dict[str, str]) -> PlaceKey | Point:
    if "lon" in row:
        try:
            return Point(float(row["lon"]), float(row["lat"]))
        except (RebondError, ValueError):
            pass
    return PlaceKey("commune", row["insee"])


def _baseline(
    one: Decision,
    measure: Measure,
    names: tuple[str, ...],
    read: tuple[Evidence, int] | None,
    now: datetime,
) -> Baseline:
    evidence, row = read if read is not None else (None, 0)
    is_retained = one.outcome == Decision.Outcome.RETAINED
    frozen = freeze(
        one.dossier.reference,
        decided_on=_day(one),
        is_retained=is_retained,
        evidence=evidence,
        row=row,
        indicators=names,
    )
    return Baseline(
        decision=one,
        dossier=one.dossier,
        measure_id=measure.id,
        decided_on=frozen.decided_on,
        is_retained=is_retained,
        content=frozen.as_json(),
        digest=frozen.digest,
        frozen_at=now,
    )
