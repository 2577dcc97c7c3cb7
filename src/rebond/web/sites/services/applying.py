"""Applying a checked delivery: every accepted row in one transaction, or none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import IntegrityError, transaction

from rebond.texts import Text
from rebond.web.accounts.actors import Actor
from rebond.web.accounts.models import Organisation
from rebond.web.jobs import services as jobs
from rebond.web.jobs.models import Job
from rebond.web.journal.services import append
from rebond.web.sites import changes, staging
from rebond.web.sites.errors import DeliveryStands, MovedSinceCheck
from rebond.web.sites.judging import Judge, deliverer_of
from rebond.web.sites.models import Delivery, Site
from rebond.web.sites.services.deliveries import APPLY, locked
from rebond.web.sites.services.managers import tell_taken
from rebond.web.sites.writing import Writer, lock

Progress = Callable[[int, int], None]
AT_ONCE = 2_000
"""Up to so many rows are applied while the person waits; more are a job."""


MOST_TOLD = 100
_WRITTEN = Text(
    "Quelqu’un écrit les mêmes lignes au même moment.",
    "Somebody is writing the same rows at the same time.",
)


def ask_to_apply(actor: Actor, delivery: Delivery, now: datetime) -> Delivery | Job:
    """Apply a small delivery at once; for a large one, return the job that will."""
    rows = delivery.summary.get("counts", {}).get("accepted", 0)
    if rows <= AT_ONCE:
        return apply(actor, delivery, now)
    with transaction.atomic():
        held = locked(actor, delivery)
        if held.state != Delivery.State.CHECKED:
            raise DeliveryStands(held)
        parameters = {"delivery": held.reference, "membership": actor.membership_id}
        return jobs.ask(APPLY, parameters, now=now)


@transaction.atomic
def apply(
    actor: Actor | None,
    delivery: Delivery,
    now: datetime,
    on_progress: Progress | None = None,
) -> Delivery:
    """Write every accepted row; what a record said before is kept in `Superseded`.

    Links and owners are asked again, since the registry may have changed since the check: a row that would
    now be refused stops everything.

    Raises
    ------
    DeliveryStands, MovedSinceCheck
    """
    held = locked(actor, delivery)
    if held.state != Delivery.State.CHECKED or held.organisation is None:
        raise DeliveryStands(held)
    total, done = held.summary["counts"]["accepted"], 0
    judge, writer = Judge(held.table, deliverer_of(held.organisation)), Writer(held, now)
    try:
        for rows in staging.rows(held.summary["staged"]):
            # Locked before they are judged: what is judged is what is written over.
            lock(held.table, rows)
            for row, notes in zip(rows, judge.judge(rows), strict=True):
                refused = next((one for one in notes if one.severity == "refused"), None)
                if refused is not None:
                    raise MovedSinceCheck(row.number, refused.field, refused.words)
            writer.write(rows)
            done += len(rows)
            if on_progress is not None:
                on_progress(done, total)
    except IntegrityError:
        raise MovedSinceCheck(0, "", _WRITTEN) from None
    writer.finish()
    counts = {name: writer.counts[name] for name in ("created", "changed", "unchanged")}
    staged = held.summary.pop("staged")
    held.summary["applied"] = counts
    held.state, held.applied_at = Delivery.State.APPLIED, now
    held.save(update_fields=["summary", "state", "applied_at"])
    changes.bump(now)
    content = {"table": held.table, "digest": held.digest, **counts}
    if writer.taken:
        content["taken"] = sorted(one.identifier for one in writer.taken)[:MOST_TOLD]
        _tell(writer.taken, held.organisation, now)
    append(actor, "sites.applied", ("delivery", held.reference), content, now=now)
    transaction.on_commit(lambda: staging.forget(staged))
    return held


def _tell(taken: list[Site], organisation: Organisation, now: datetime) -> None:
    by_manager: dict[int, list[Site]] = {}
    for one in taken:
        by_manager.setdefault(one.manager_id or 0, []).append(one)
    for manager in Organisation.objects.filter(pk__in=by_manager):
        tell_taken(by_manager[manager.pk], manager, now, without={organisation.pk})
