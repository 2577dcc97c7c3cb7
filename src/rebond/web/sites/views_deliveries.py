"""Pages of the registry: one's sites and deliveries, sending a file, reading its report, applying it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from rebond.errors import RebondError
from rebond.sitefiles.tables import TABLES
from rebond.web import clock
from rebond.web.accounts import actors
from rebond.web.accounts.access import member
from rebond.web.accounts.actors import Actor
from rebond.web.dossiers import files
from rebond.web.jobs.models import Job
from rebond.web.sites import forms, permissions, queries, services
from rebond.web.sites.models import Delivery, ErrorReport, Site
from rebond.web.sites.receiving import receives_sites, sent_file
from rebond.web.sites.services.deliveries import APPLY, CHECK
from rebond.web.sites.tables import EVERY, FORMATS

if TYPE_CHECKING:
    from django.http import HttpRequest

A_PAGE = 25
LAST_DELIVERIES = 10
UNPROCESSABLE = 422


def acting(request: HttpRequest) -> Actor:
    """Return who acts; the door has checked that somebody does."""
    actor = actors.current(request)
    if actor is None:
        raise PermissionDenied
    return actor


@require_GET
@member(permissions.may_open_registry)
def registry(request: HttpRequest) -> HttpResponse:
    """Show one's sites, what is to answer, and the last deliveries."""
    actor = acting(request)
    asked = request.GET.get("q", "").strip()[:80]
    sites = _listed(queries.opened_by(actor), asked)
    page = Paginator(sites, A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "sites/registry/registry.html",
        {
            "page": "registry",
            "actor": actor,
            "asked": asked,
            "sites": page,
            "deliveries": deliveries_of(actor).filter(origin=Delivery.Origin.FILE)[
                :LAST_DELIVERIES
            ],
            "may_import": permissions.may_import(actor),
            "tables": [TABLES[name] for name in EVERY],
            "formats": FORMATS,
            "trail": ((_("Registre des sites"), ""),),
        },
    )


def _listed(sites: QuerySet[Site], asked: str) -> QuerySet[Site]:
    if asked:
        sites = sites.filter(Q(name__icontains=asked) | Q(identifier__icontains=asked))
    opened = Q(error_reports__state=ErrorReport.State.OPEN)
    return (
        sites.select_related("manager")
        .annotate(open_reports=Count("error_reports", filter=opened))
        .order_by("name", "identifier")
    )


def deliveries_of(actor: Actor) -> QuerySet[Delivery]:
    """Return the deliveries that one may read."""
    found = Delivery.objects.select_related("organisation")
    return found if actor.is_national else found.filter(organisation=actor.organisation_id)


@receives_sites
@require_http_methods(["GET", "POST"])
@member(permissions.may_import)
def deposit(request: HttpRequest) -> HttpResponse:
    """Send a file; it is checked at once by the worker, and changes nothing until it is applied."""
    now, actor = clock.now(), acting(request)
    error: RebondError | None = None
    if request.method == "POST":
        try:
            sent = sent_file(request)
            delivery = services.receive(
                actor,
                sent.file,
                sent.name or "",
                request.POST.get("table") or None,
                now,
                source=request.POST.get("source", ""),
                stated_on=forms.stated_on(request.POST),
            )
        except RebondError as fault:
            error = fault
        else:
            return redirect("delivery", delivery.reference)
    context = {
        "page": "registry",
        "error": error,
        "sent": request.POST,
        "today": clock.today(now).isoformat(),
        "tables": [TABLES[name] for name in EVERY],
        "trail": ((_("Registre des sites"), reverse("registry")), (_("Livrer un fichier"), "")),
    }
    status = UNPROCESSABLE if error else 200
    return render(request, "sites/registry/deposit.html", context, status=status)


@require_http_methods(["GET", "POST"])
@member(permissions.may_open_registry)
def delivery(request: HttpRequest, reference: str) -> HttpResponse:
    """Show what became of each row, and apply or abandon the delivery."""
    now, actor = clock.now(), acting(request)
    one = get_object_or_404(deliveries_of(actor), reference=reference)
    error: RebondError | None = None
    if request.method == "POST":
        try:
            done = _act(actor, one, request.POST.get("acte", ""), now)
        except RebondError as fault:
            error = fault
            one.refresh_from_db()
        else:
            if isinstance(done, Delivery) and done.state == Delivery.State.APPLIED:
                messages.success(request, _("La livraison est appliquée."))
            return redirect("delivery", reference)
    context = {
        "page": "registry",
        "delivery": one,
        "table": TABLES.get(one.table) if one.table in EVERY else None,
        "counts": one.summary.get("counts", {}),
        "first": one.summary.get("first", []),
        "file_notes": one.summary.get("file", []),
        "fault": one.summary.get("fault"),
        "applied": one.summary.get("applied"),
        "job": unfinished_job(one),
        "may_handle": permissions.may_handle_delivery(actor, one),
        "error": error,
        "trail": ((_("Registre des sites"), reverse("registry")), (one.reference, "")),
    }
    status = UNPROCESSABLE if error else 200
    return render(request, "sites/registry/delivery.html", context, status=status)


def _act(actor: Actor, one: Delivery, act: str, now: Any) -> Any:
    if act == "appliquer":
        return services.ask_to_apply(actor, one, now)
    if act == "abandonner":
        return services.abandon(actor, one, now)
    raise Http404


def unfinished_job(one: Delivery) -> Job | None:
    """Return the job that checks or applies a delivery, or the last that failed to."""
    found = Job.objects.filter(kind__in=[CHECK, APPLY], parameters__delivery=one.reference).exclude(
        state=Job.State.DONE
    )
    job: Job | None = found.order_by("-created_at").first()
    return job


@require_GET
@member(permissions.may_open_registry)
def delivery_state(request: HttpRequest, reference: str) -> HttpResponse:
    """Answer how far a delivery is, for the script of its page."""
    one = get_object_or_404(deliveries_of(acting(request)), reference=reference)
    job = unfinished_job(one)
    share = job.done / job.total if job and job.total else 0.0
    is_failed = job is not None and job.state == Job.State.FAILED
    state = "failed" if is_failed else "running" if job else "done"
    return JsonResponse(
        {
            "state": state,
            "word": str(Job.State(job.state).label) if job else "",
            "percent": round(100 * share),
            "url": reverse("delivery", args=[reference]),
        }
    )


@require_GET
@member(permissions.may_open_registry)
def delivery_report(request: HttpRequest, reference: str) -> HttpResponse:
    """Give the whole report as CSV."""
    one = get_object_or_404(deliveries_of(acting(request)), reference=reference)
    path = files.path_of(one.report_digest) if one.report_digest else None
    if path is None or not path.is_file():
        raise Http404
    response = HttpResponse(path.read_bytes(), content_type="text/csv; charset=utf-8")
    name = f"{one.reference}-rapport.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
