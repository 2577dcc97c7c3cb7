"""Commands on recalculations: ask for one as a job, do it, forget the oldest."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings

from rebond.web.decisions import queries, running
from rebond.web.jobs import registry
from rebond.web.jobs import services as jobs
from rebond.web.jobs.models import Job
from rebond.web.jobs.services import QueueFull

__all__ = ["KIND", "QueueFull", "ask", "forget_oldest"]

KIND = "decisions.recalculate"


def ask(decision_code: str, parameters: dict[str, Any], *, now: datetime) -> Job:
    """Return the job that answers this question: the one already there, or a new one that waits.

    Raises
    ------
    QueueFull
        When the question is new and too many wait.
    """
    return jobs.ask(KIND, {"decision": decision_code, "parameters": parameters}, now=now)


def recalculate(
    parameters: dict[str, Any], on_progress: registry.Progress, now: datetime
) -> dict[str, Any]:
    """Do what a job asks; the result names the decision that came out."""
    code = running.recalculate(
        parameters["decision"], parameters["parameters"], on_progress, now=now
    )
    return {"code": code}


def has_result(job: Job) -> bool:
    """Whether the decision that a job made is still kept."""
    return queries.stored_by_code(job.result.get("code", "")) is not None


def forget_oldest() -> None:
    """Remove the oldest finished jobs beyond the number kept, and results that no job names any more."""
    for result in jobs.forget_beyond(KIND, settings.KEPT_RECALCULATIONS):
        queries.recalculation_path(result["code"]).unlink(missing_ok=True)
