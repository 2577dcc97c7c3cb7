"""Receiving a file, checking it row by row, abandoning it; what it holds is written by `applying`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction

from rebond.errors import RebondError
from rebond.sitefiles.notes import Note, Row
from rebond.texts import Text
from rebond.web.accounts.actors import Actor
from rebond.web.accounts.models import Organisation
from rebond.web.clock import today
from rebond.web.dossiers import files
from rebond.web.dossiers.file_names import clean
from rebond.web.jobs import services as jobs
from rebond.web.journal.services import append
from rebond.web.sites import permissions, reading, staging
from rebond.web.sites.errors import DeliveryStands, NotADay, NotAFormat, TooManyRows, UnknownTable
from rebond.web.sites.judging import Judge, deliverer_of
from rebond.web.sites.models import Delivery
from rebond.web.sites.references import new_reference
from rebond.web.sites.tables import EVERY

CHECK, APPLY = "sites.check", "sites.apply"
MEGABYTE = 1_000_000
ENDS = {"csv": (".csv",), "geojson": (".geojson", ".json"), "gpkg": (".gpkg",)}
ENDINGS = tuple(end for ends in ENDS.values() for end in ends)
NOT_AS_NAMED = Text(
    "Le nom finit par {end}, le contenu est du {form} ; il est lu ainsi.",
    "The name ends in {end}, the content is {form}; it is read so.",
)
FIRST_NOTES = 50
Progress = Callable[[int, int], None]


def receive(
    actor: Actor,
    file: BinaryIO,
    file_name: str,
    table: str | None,
    now: datetime,
    *,
    source: str = "",
    stated_on: date | None = None,
) -> Delivery:
    """Keep a file under its digest and ask for its check; nothing of the registry changes."""
    if not permissions.may_import(actor):
        raise PermissionDenied
    organisation = Organisation.objects.get(pk=actor.organisation_id)
    return received(
        actor, organisation, file, file_name, table, now, source=source, stated_on=stated_on
    )


def received(
    actor: Actor | None,
    organisation: Organisation,
    file: BinaryIO,
    file_name: str,
    table: str | None,
    now: datetime,
    *,
    source: str = "",
    stated_on: date | None = None,
) -> Delivery:
    """Keep a file for an organisation; without actor, on behalf of whoever runs the installation."""
    shown = clean(file_name)
    if Path(shown).suffix.lower() not in ENDINGS:
        raise NotAFormat(shown)
    if table and table not in EVERY:
        raise UnknownTable(table)
    if stated_on is not None and stated_on > today(now):
        raise NotADay
    most = settings.REGISTRY_FILE_MEGABYTES * MEGABYTE
    with files.received(file, shown, most) as one, transaction.atomic():
        files.keep(one)
        delivery = Delivery.objects.create(
            reference=new_reference(Delivery, "L"),
            table=table or "",
            organisation=organisation,
            received_by_id=actor.membership_id if actor else None,
            file_name=shown,
            digest=one.digest,
            byte_count=one.size,
            source=source.strip()[:500],
            stated_on=stated_on,
            received_at=now,
        )
        content = {"digest": one.digest, "size": one.size, "table": delivery.table}
        append(actor, "sites.delivered", ("delivery", delivery.reference), content, now=now)
        if actor is not None:
            jobs.ask(CHECK, {"delivery": delivery.reference}, now=now)
    return delivery


def check(delivery: Delivery, now: datetime, on_progress: Progress | None = None) -> Delivery:
    """Read every row and say what would become of it; a file that cannot be read is refused whole."""
    if delivery.state != Delivery.State.RECEIVED:
        return delivery
    try:
        found = _walk(delivery, on_progress)
    except RebondError as fault:
        said = {"fault": {"fr": fault.message("fr"), "en": fault.message("en")}}
        found = {"state": Delivery.State.REFUSED, "summary": said}
    with transaction.atomic():
        held = Delivery.objects.select_for_update().get(pk=delivery.pk)
        if held.state != Delivery.State.RECEIVED:
            # The first check's rows are those of this one: the same bytes stand under the same digest.
            staged = found["summary"].get("staged", "")
            if staged != held.summary.get("staged", ""):
                staging.forget(staged)
            return held
        for name, value in {**found, "checked_at": now}.items():
            setattr(held, name, value)
        held.save(update_fields=[*found, "checked_at"])
    return held


def _walk(delivery: Delivery, on_progress: Progress | None) -> dict[str, Any]:
    assert delivery.organisation is not None  # noqa: S101 - files always have one
    counts: Counter[str] = Counter()
    first: list[dict[str, Any]] = []
    with (
        reading.opened(delivery, on_progress=on_progress) as rows,
        staging.Staged(delivery.reference) as staged,
        staging.Report() as report,
    ):
        judge = Judge(rows.table.id, deliverer_of(delivery.organisation))
        for chunk in _chunks(rows):
            for row, added in zip(chunk, judge.judge(chunk), strict=True):
                whole = replace(row, notes=(*row.notes, *added))
                _count(counts, whole)
                report.add(row.number, row.identifier, whole.notes)
                first += _notes(whole)[: FIRST_NOTES - len(first)]
                if not whole.is_refused:
                    staged.add(whole)
            if counts["rows"] > settings.REGISTRY_ROWS:
                raise TooManyRows(settings.REGISTRY_ROWS)
        file_notes = (*_misnamed(delivery, rows.format), *rows.notes)
        report.add(0, "", file_notes)
        described = {
            name: str(getattr(rows, name, "") or "")
            for name in ("format", "encoding", "separator", "crs")
        }
    state = Delivery.State.CHECKED if counts["accepted"] else Delivery.State.REFUSED
    summary = {
        **described,
        "counts": dict(counts),
        "first": first,
        "file": [one.words.as_json() for one in file_notes[:FIRST_NOTES]],
        "staged": staged.digest,
    }
    return {
        "state": state,
        "table": rows.table.id,
        "summary": summary,
        "report_digest": report.digest,
    }


def _misnamed(delivery: Delivery, form: str) -> tuple[Note, ...]:
    """Say that a file is not what its name says; it is read as what it is."""
    end = Path(delivery.file_name).suffix.lower()
    if end in ENDS[form]:
        return ()
    words = NOT_AS_NAMED.filled(end=end, form=form)
    return (Note(0, "", "corrected", "not-as-named", end, form, words),)


def _chunks(rows: Any) -> Any:
    chunk: list[Row] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == staging.CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _count(counts: Counter[str], row: Row) -> None:
    severities = {one.severity for one in row.notes}
    counts["rows"] += 1
    counts["refused" if row.is_refused else "accepted"] += 1
    if not row.is_refused:
        counts["corrected"] += "corrected" in severities
        counts["warned"] += "warning" in severities


def _notes(row: Row) -> list[dict[str, Any]]:
    return [
        {
            "row": row.number,
            "identifier": row.identifier,
            "field": one.field,
            "severity": one.severity,
            "words": one.words.as_json(),
        }
        for one in row.notes
    ]


@transaction.atomic
def abandon(actor: Actor, delivery: Delivery, now: datetime) -> Delivery:
    """Put a delivery aside; the file and its report stay, nothing is applied."""
    held = locked(actor, delivery)
    if held.state not in (Delivery.State.RECEIVED, Delivery.State.CHECKED):
        raise DeliveryStands(held)
    staging.forget(held.summary.get("staged", ""))
    held.state = Delivery.State.ABANDONED
    held.save(update_fields=["state"])
    append(actor, "sites.abandoned", ("delivery", held.reference), {}, now=now)
    return held


def locked(actor: Actor | None, delivery: Delivery) -> Delivery:
    """Lock a delivery and ask again whether the actor may handle it."""
    held = (
        Delivery.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .get(pk=delivery.pk)
    )
    if actor is not None and not permissions.may_handle_delivery(actor, held):
        raise PermissionDenied
    return held
