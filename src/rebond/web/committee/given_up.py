"""Evaluations whose job the workers gave up: they fail too, instead of waiting for ever."""

from __future__ import annotations

from datetime import datetime

from rebond.web.committee.asking import JOB
from rebond.web.committee.models import Evaluation
from rebond.web.jobs.models import Job

MINUTES = 1


def fail_given_up(now: datetime) -> None:
    """Mark as failed each evaluation that waits for a job that failed, with the job's own words."""
    waiting = Evaluation.objects.filter(state=Evaluation.State.WAITING).values_list("pk", flat=True)
    for key in list(waiting):
        asked = {"evaluation": str(key)}
        job = Job.objects.filter(kind=JOB, parameters=asked).order_by("-created_at").first()
        if job is None or job.state != Job.State.FAILED:
            continue
        Evaluation.objects.filter(pk=key, state=Evaluation.State.WAITING).update(
            state=Evaluation.State.FAILED,
            error_fr=job.error_fr,
            error_en=job.error_en,
            finished_at=now,
        )
