"""Commands on recalculations: ask, claim, report, finish. Each is one transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from rebond.canonical import digest
from rebond.errors import BadInput, RebondError
from rebond.texts import Text
from rebond.web.decisions import queries
from rebond.web.decisions.models import LEASE, Job

MOST_ATTEMPTS = 3


class QueueFull(BadInput):
    """Too many recalculations wait already."""

    def __init__(self, waiting: int) -> None:
        self.waiting = waiting
        super().__init__(
            Text(
                f"{waiting} calculs attendent déjà.",
                f"{waiting} calculations are waiting already.",
            ),
            cure=Text(
                "Réessayez dans quelques minutes ; rien n’a été perdu, vos choix restent dans le formulaire.",
                "Try again in a few minutes; nothing was lost, your choices stay in the form.",
            ),
        )


def ask(decision_code: str, parameters: dict[str, Any], *, now: datetime) -> Job:
    """Return the job that answers this question: the one already there, or a new one that waits.

    Raises
    ------
    QueueFull
        When the question is new and too many wait.
    """
    question = digest({"decision": decision_code, "parameters": parameters})
    with transaction.atomic():
        known = Job.objects.filter(question_digest=question).first()
        if known is not None and not _must_be_done_again(known):
            return known
        waiting = Job.objects.unfinished().count()
        if waiting >= settings.QUEUE_LIMIT:
            raise QueueFull(waiting)
        fresh = {
            "decision_code": decision_code,
            "parameters": parameters,
            "state": Job.State.WAITING,
            "done": 0,
            "total": 0,
            "attempts": 0,
            "created_at": now,
            "finished_at": None,
            "error_fr": "",
            "error_en": "",
            "result_code": "",
        }
        job, _is_new = Job.objects.update_or_create(question_digest=question, defaults=fresh)
        return job


def claim(worker: str, *, now: datetime) -> Job | None:
    """Give the oldest job that nobody holds to `worker`; None when there is none.

    A job whose worker died three times is given up, so that it cannot stop the others.
    """
    with transaction.atomic():
        for job in Job.objects.claimable(now).order_by("created_at")[:5]:
            if job.attempts >= MOST_ATTEMPTS:
                _give_up(job, now)
                continue
            taken = Job.objects.filter(pk=job.pk, state=job.state, attempts=job.attempts).update(
                state=Job.State.RUNNING,
                worker=worker,
                attempts=job.attempts + 1,
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
        Job.objects.filter(
            pk=job.pk, state=Job.State.RUNNING, worker=job.worker, attempts=job.attempts
        ).update(done=done, total=total, heartbeat_at=now, lease_until=now + LEASE)
    )


def finish(job: Job, result_code: str, *, now: datetime) -> None:
    """Write that a job is done and which decision came out."""
    Job.objects.filter(pk=job.pk, worker=job.worker, attempts=job.attempts).update(
        state=Job.State.DONE, result_code=result_code, finished_at=now, lease_until=None
    )
    forget_oldest()


def forget_oldest() -> None:
    """Remove the oldest finished jobs beyond the number kept, and results that no job names any more."""
    with transaction.atomic():
        finished = Job.objects.finished().order_by("-finished_at", "-created_at")
        gone = list(finished[settings.KEPT_RECALCULATIONS :].values_list("pk", "result_code"))
        Job.objects.filter(pk__in=[key for key, _code in gone]).delete()
        codes = {code for _key, code in gone if code}
        codes -= set(
            Job.objects.filter(result_code__in=codes).values_list("result_code", flat=True)
        )
    for code in codes:
        queries.recalculation_path(code).unlink(missing_ok=True)


def _must_be_done_again(job: Job) -> bool:
    """Return whether a job holds no answer and awaits none: it failed, or its result is gone."""
    if job.state == Job.State.DONE:
        return queries.stored_by_code(job.result_code) is None
    return bool(job.state == Job.State.FAILED)


def fail(job: Job, error: RebondError, *, now: datetime) -> None:
    """Write why a job could not be done, in both languages."""
    Job.objects.filter(pk=job.pk, worker=job.worker, attempts=job.attempts).update(
        state=Job.State.FAILED,
        error_fr=error.message("fr"),
        error_en=error.message("en"),
        finished_at=now,
        lease_until=None,
    )


def _give_up(job: Job, now: datetime) -> None:
    Job.objects.filter(pk=job.pk, attempts=job.attempts).update(
        state=Job.State.FAILED,
        error_fr="Le calcul s’est interrompu trois fois ; il n’est plus tenté.",
        error_en="The calculation stopped three times; it is no longer tried.",
        finished_at=now,
        lease_until=None,
    )
