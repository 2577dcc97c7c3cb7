"""Commands on jobs: ask, claim, report, finish, fail, start again. Each is one transaction."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q

from rebond.canonical import digest
from rebond.errors import RebondError
from rebond.texts import Text
from rebond.web.accounts.actors import Actor
from rebond.web.jobs import permissions, registry
from rebond.web.jobs.errors import GivenUp, LostLease, NotFailed, QueueFull, Stopped, UnknownKind
from rebond.web.jobs.models import LEASE, Job, Period
from rebond.web.journal import services as journal

__all__ = ["GivenUp", "LostLease", "NotFailed", "QueueFull", "Stopped", "UnknownKind"]

MOST_ATTEMPTS = 3
STATES = {
    Job.State.WAITING: Text("il attend son tour.", "it waits for its turn."),
    Job.State.RUNNING: Text("il est en cours.", "it is running."),
    Job.State.DONE: Text("il est terminé.", "it is done."),
    Job.State.FAILED: Text("il a échoué.", "it failed."),
}
_FRESH: dict[str, Any] = {
    "state": Job.State.WAITING,
    "done": 0,
    "total": 0,
    "attempts": 0,
    "worker": "",
    "lease_until": None,
    "started_at": None,
    "finished_at": None,
    "error_fr": "",
    "error_en": "",
    "result": {},
}


def ask(kind: str, parameters: dict[str, Any], *, now: datetime, unique: bool = True) -> Job:
    """Return the job that answers this question: the one already there, or a new one that waits.

    With `unique`, the same kind and parameters get the same row while it waits, runs or is done; a failed
    one is taken up again. Without, each call makes a job.

    Raises
    ------
    QueueFull
        When the question is new and too many of its kind wait.
    """
    question = digest({"kind": kind, "parameters": parameters}) if unique else None
    known_kind = registry.kind(kind)
    with transaction.atomic():
        known = (
            Job.objects.select_for_update().filter(question_digest=question).first()
            if unique
            else None
        )
        if known is not None and not _must_be_done_again(known, known_kind):
            return known
        if known_kind is not None and known_kind.most is not None:
            waiting = Job.objects.of_kind(kind).unfinished().count()
            if waiting >= known_kind.most():
                raise QueueFull(waiting)
        if known is not None:
            Job.objects.filter(pk=known.pk).update(**_FRESH, created_at=now)
            known.refresh_from_db()
            return known
        fresh = {"kind": kind, "parameters": parameters, "created_at": now}
        if not unique:
            return Job.objects.create(**fresh)
        # Somebody may ask the same at the same moment: theirs is then the row.
        job, _is_new = Job.objects.get_or_create(question_digest=question, defaults=fresh)
        return job


def _must_be_done_again(job: Job, kind: registry.Kind | None) -> bool:
    """Return whether a job holds no answer and awaits none: it failed, or its result no longer stands."""
    if job.state == Job.State.DONE:
        return kind is not None and not kind.is_current(job)
    return bool(job.state == Job.State.FAILED)


def claim(worker: str, *, now: datetime) -> Job | None:
    """Give the oldest job that nobody holds to `worker`; None when there is none.

    A job whose worker died three times is given up, so that it cannot stop the others.
    """
    with transaction.atomic():
        for job in Job.objects.claimable(now).order_by("created_at")[:5]:
            if job.attempts >= MOST_ATTEMPTS:
                _end_in_error(job, GivenUp(), now, Q(attempts=job.attempts))
                continue
            taken = Job.objects.filter(pk=job.pk, state=job.state, attempts=job.attempts).update(
                state=Job.State.RUNNING,
                worker=worker,
                attempts=job.attempts + 1,
                started_at=now,
                heartbeat_at=now,
                lease_until=now + LEASE,
            )
            if taken:
                job.refresh_from_db()
                return job
    return None


def report(job: Job, done: int, total: int, *, now: datetime) -> bool:
    """Write how far a job is and renew its lease; False when another worker holds it now."""
    return bool(
        _held(job).update(done=done, total=total, heartbeat_at=now, lease_until=now + LEASE)
    )


def finish(job: Job, result: dict[str, Any], *, now: datetime) -> None:
    """Write that a job is done and what came out; without effect when another worker holds it."""
    _held(job).update(state=Job.State.DONE, result=result, finished_at=now, lease_until=None)
    kind = registry.kind(job.kind)
    if kind is not None:
        kind.after()


def fail(job: Job, error: RebondError, *, now: datetime) -> None:
    """Write why a job could not be done, in both languages."""
    _end_in_error(job, error, now, Q(worker=job.worker, attempts=job.attempts))


def restart(actor: Actor, job_id: uuid.UUID, *, now: datetime) -> Job:
    """Put a failed job back in the queue, with a row of the journal.

    Raises
    ------
    NotFailed
        When somebody was quicker, or it never failed.
    """
    if not permissions.may_restart(actor):
        raise PermissionDenied
    with transaction.atomic():
        job = Job.objects.select_for_update().get(pk=job_id)
        if job.state != Job.State.FAILED:
            raise NotFailed(STATES[Job.State(job.state)])
        Job.objects.filter(pk=job.pk).update(**_FRESH)
        said = {"kind": job.kind, "error": job.error_fr}
        journal.append(actor, "jobs.restart", ("job", str(job.pk)), said, now=now)
    job.refresh_from_db()
    return job


def forget_beyond(kind: str, most: int) -> list[dict[str, Any]]:
    """Remove the oldest finished jobs of a kind beyond `most`; return results that no job names any more."""
    with transaction.atomic():
        finished = Job.objects.of_kind(kind).finished().order_by("-finished_at", "-created_at")
        gone = list(finished[most:].values_list("pk", "result"))
        if not gone:
            return []
        Job.objects.filter(pk__in=[key for key, _result in gone]).delete()
        kept = list(Job.objects.of_kind(kind).finished().values_list("result", flat=True))
    return [result for _key, result in gone if result and result not in kept]


def begin_period(name: str, every: timedelta, worker: str, *, now: datetime) -> bool:
    """Take a periodic task for this period; False when it ran already, or another worker has it."""
    Period.objects.get_or_create(name=name)
    is_due = Q(began_at=None) | Q(began_at__lte=now - every) | Q(began_at__gt=now + every)
    return bool(
        Period.objects.filter(is_due, name=name).update(
            began_at=now, ended_at=None, worker=worker, error=""
        )
    )


def end_period(name: str, worker: str, error: str = "", *, now: datetime) -> None:
    """Write that a periodic task ended, or what stopped it."""
    Period.objects.filter(name=name, worker=worker).update(ended_at=now, error=error)


def _held(job: Job) -> Any:
    return Job.objects.filter(
        pk=job.pk, state=Job.State.RUNNING, worker=job.worker, attempts=job.attempts
    )


def _end_in_error(job: Job, error: RebondError, now: datetime, held: Q) -> None:
    Job.objects.filter(held, pk=job.pk).update(
        state=Job.State.FAILED,
        error_fr=error.message("fr"),
        error_en=error.message("en"),
        finished_at=now,
        lease_until=None,
    )
