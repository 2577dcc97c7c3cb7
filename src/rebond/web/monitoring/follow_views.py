"""Pages where results are declared and checked, each number with its source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from rebond.errors import RebondError
from rebond.web import clock
from rebond.web.accounts import actors
from rebond.web.accounts.access import member
from rebond.web.monitoring import forms, queries, services
from rebond.web.monitoring.permissions import may_check, may_declare, may_follow
from rebond.web.monitoring.quantities import LABELS
from rebond.web.sites.models import Site

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest

    from rebond.web.accounts.actors import Actor
    from rebond.web.monitoring.permissions import Subject

REFUSED = 422
LISTED = 50
follows = member(may_follow)


@require_GET
@follows
def follow_ups(request: HttpRequest) -> HttpResponse:
    """List what one declares and checks, what is still to do first."""
    actor, now = _actor(request), clock.now()
    year = queries.last_year(now)
    everything = queries.followed(actor)
    number = forms.page(request.GET.get("page", ""))
    return render(
        request,
        "monitoring/follow_ups.html",
        {
            "page": "desk",
            "year": year,
            "due": queries.due_on(year),
            "check_due": queries.check_due_on(year),
            "to_declare": queries.to_declare(actor, now),
            "to_check": queries.to_check(actor, now),
            "rows": everything[(number - 1) * LISTED : number * LISTED],
            "total": len(everything),
            "before": number - 1 if number > 1 else None,
            "after": number + 1 if number * LISTED < len(everything) else None,
            "trail": ((_("Résultats"), reverse("results")), (_("Déclarer et vérifier"), "")),
        },
    )


@require_http_methods(["GET", "POST"])
@follows
def follow_up(request: HttpRequest, kind: str, reference: str) -> HttpResponse:
    """Show what was said of one subject, and add to it."""
    actor, now = _actor(request), clock.now()
    subject = queries.subject_of(actor, kind, reference)
    if subject is None:
        raise Http404
    error: RebondError | None = None
    if request.method == "POST":
        try:
            _record(actor, subject, request, now)
        except RebondError as refused:
            error = refused
        else:
            messages.success(request, _("C’est enregistré, à côté de ce qui était dit."))
            return redirect("follow-up", kind, reference)
    name = queries.site_name(subject) if isinstance(subject, Site) else subject.title
    is_fictitious = (
        subject.is_fictitious if isinstance(subject, Site) else subject.call.is_fictitious
    )
    return render(
        request,
        "monitoring/follow_up.html",
        {
            "page": "desk",
            "kind": kind,
            "reference": reference,
            "name": name or reference,
            "is_fictitious": is_fictitious,
            "lines": queries.lines_of(subject),
            "year": queries.last_year(now),
            "years": reversed(services.years(now)),
            "quantities": [
                (code, label, request.POST.get(code, "")) for code, label in LABELS.items()
            ],
            "declares": may_declare(actor, subject),
            "checks": may_check(actor, subject),
            "today": clock.today(now),
            "error": error,
            "typed": request.POST,
            "trail": (
                (_("Résultats"), reverse("results")),
                (_("Déclarer et vérifier"), reverse("follow-ups")),
                (name or reference, ""),
            ),
        },
        status=REFUSED if error else 200,
    )


def _record(actor: Actor, subject: Subject, request: HttpRequest, now: datetime) -> None:
    if may_declare(actor, subject):
        services.declare(actor, subject, forms.said(request.POST, now), now)
    elif may_check(actor, subject):
        services.check(actor, subject, forms.said(request.POST, now), now)
    else:
        raise PermissionDenied


def _actor(request: HttpRequest) -> Actor:
    actor = actors.current(request)
    if actor is None:  # pragma: no cover - the door asks for a member
        raise Http404
    return actor
