"""The jobs, for the national team."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from rebond.errors import RebondError
from rebond.web import clock
from rebond.web.accounts import access, actors
from rebond.web.jobs import permissions, queries, services
from rebond.web.jobs.models import Job

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest

CONFLICT = 409


@access.member(permissions.may_see)
@require_GET
@never_cache
def jobs(request: HttpRequest) -> HttpResponse:
    """Show what failed, what runs, what waits and what comes back every so often."""
    return _page(request)


@access.member(permissions.may_restart)
@require_POST
def restart(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Put a failed job back in the queue."""
    try:
        services.restart(actors.current(request), job_id, now=clock.now())
    except Job.DoesNotExist as error:
        raise Http404 from error
    except RebondError as error:
        return _page(request, refusal=error)
    return redirect("jobs")


def _page(request: HttpRequest, refusal: RebondError | None = None) -> HttpResponse:
    now, actor = clock.now(), actors.current(request)
    return render(
        request,
        "jobs/jobs.html",
        {
            "page": "administration",
            "refusal": refusal,
            "failed": queries.failed(now),
            "running": queries.running(now),
            "waiting": queries.waiting(now),
            "periods": queries.periods(now),
            "may_restart": actor is not None and permissions.may_restart(actor),
        },
        status=CONFLICT if refusal else 200,
    )
