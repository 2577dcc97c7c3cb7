"""How far an evaluation is, read from its job."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from rebond.web.calls.models import Call
from rebond.web.committee.asking import JOB
from rebond.web.committee.models import Evaluation
from rebond.web.jobs.models import Job
from rebond.web.theme import writing


def state(evaluation: Evaluation, call: Call) -> dict[str, Any]:
    """Return what the page and its script show."""
    job = Job.objects.filter(kind=JOB, parameters={"evaluation": str(evaluation.pk)}).first()
    is_done = evaluation.state == Evaluation.State.DONE
    has_failed = evaluation.state == Evaluation.State.FAILED or (
        not is_done and job is not None and job.state == Job.State.FAILED
    )
    source = evaluation if evaluation.state == Evaluation.State.FAILED or job is None else job
    return {
        "state": "done" if is_done else "failed" if has_failed else "waiting",
        "word": str(Job.State(job.state).label) if job is not None else "",
        "percent": round(100 * job.done / job.total) if job is not None and job.total else 0,
        "error": (source.error_en if writing.lang() == "en" else source.error_fr)
        if has_failed
        else "",
        "url": reverse("committee-evaluation", args=[call.reference, evaluation.pk])
        if is_done
        else "",
    }
