"""Asking for a recalculation, and following it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from rebond.web.decisions import bounds, services
from rebond.web.decisions.views import found
from rebond.web.jobs.models import Job
from rebond.web.theme import writing

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest

UNPROCESSABLE = 422
BUSY = 503


@require_http_methods(["GET", "HEAD", "POST"])
def recalculate(request: HttpRequest, code: str) -> HttpResponse:
    """Take bounds on weights and start a calculation, or say what is wrong with them."""
    decision = found(code).decision
    asked = bounds.read_bounds(request.POST, decision)
    busy: str = ""
    status = 200
    if request.method == "POST":
        if asked.parameters is None:
            status = UNPROCESSABLE
        else:
            try:
                job = services.ask(code, asked.parameters, now=timezone.now())
            except services.QueueFull as full:
                busy, status = full.message(writing.lang()), BUSY
            else:
                return redirect("job", job_id=job.id)
    return render(
        request,
        "decisions/recalculate.html",
        {"page": "evaluation", "decision": decision, "k": decision.k, "asked": asked, "busy": busy},
        status=status,
    )


@require_safe
@never_cache
def progress(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Show how far a calculation is; when it is done, go to its result."""
    job = _job(job_id)
    if job.state == Job.State.DONE:
        return redirect("evaluation", code=job.result["code"])
    return render(
        request,
        "decisions/job.html",
        {
            "page": "evaluation",
            "job": job,
            "decision_code": job.parameters["decision"],
            "state": _state(job),
        },
    )


@require_safe
@never_cache
def state(_request: HttpRequest, job_id: UUID) -> JsonResponse:
    """Answer how far a calculation is, for the script of its page."""
    return JsonResponse(_state(_job(job_id)))


def _state(job: Job) -> dict[str, object]:
    share = job.done / job.total if job.total else 0.0
    is_done = job.state == Job.State.DONE
    ahead = Job.objects.unfinished().filter(created_at__lt=job.created_at).count()
    return {
        "state": job.state,
        "word": str(Job.State(job.state).label),
        "percent": round(100 * share),
        "ahead": 0 if job.is_finished or job.state == Job.State.RUNNING else ahead,
        "error": job.error_en if writing.lang() == "en" else job.error_fr,
        "url": reverse("evaluation", args=[job.result["code"]]) if is_done else "",
    }


def _job(job_id: UUID) -> Job:
    job = Job.objects.of_kind(services.KIND).filter(pk=job_id).first()
    if job is None:
        raise Http404
    return job
