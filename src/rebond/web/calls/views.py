"""Public pages of calls; nobody needs an account here."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from rebond.texts import Text
from rebond.web import clock
from rebond.web.accounts import actors
from rebond.web.accounts.access import everyone
from rebond.web.calls import comparing, concerned, permissions, queries, reading, starting
from rebond.web.calls.models import Call, Revision
from rebond.web.calls.settings import settings_of
from rebond.web.calls.stages import STAGES
from rebond.web.procedures.languages import same_question
from rebond.web.theme.writing import words

PER_PAGE = 50
MOST_PAGES = 400


@require_GET
@everyone
def calls(request: HttpRequest) -> HttpResponse:
    """List the calls by stage, open ones first."""
    now = clock.now()
    page = _page(request)
    rows = queries.public_calls(now)[(page - 1) * PER_PAGE : page * PER_PAGE + 1]
    found = queries.with_revisions(rows)
    groups = [(STAGES[stage], some) for stage, some in queries.by_stage(found[:PER_PAGE], now)]
    open_now = sum(one.stage(now) == Call.Stage.OPEN for one in found)
    actor = actors.current(request)
    context = {
        "page": "calls",
        "groups": groups,
        "open_now": open_now,
        "total": len(found),
        "next_page": page + 1 if len(found) > PER_PAGE else None,
        "manages": actor is not None and permissions.may_manage_calls(actor),
    }
    return render(request, "calls/calls.html", context)


def _page(request: HttpRequest) -> int:
    written = request.GET.get("page", "1")
    number = int(written) if written.isascii() and written.isdigit() and len(written) < 6 else 1  # noqa: PLR2004
    return min(max(number, 1), MOST_PAGES)


def _public(reference: str) -> tuple[Call, Revision]:
    call = get_object_or_404(queries.public_calls(clock.now()), reference=reference)
    if call.revision is None:
        raise Http404
    return call, call.revision


@require_GET
@everyone
def call_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Show a call: until when, for whom, how it is decided, what is asked."""
    call, revision = _public(reference)
    return render(request, "calls/call.html", page_context(request, call, revision))


def page_context(request: HttpRequest, call: Call, revision: Revision) -> dict[str, Any]:
    """Return what the page of a call shows, published or seen beforehand by its manager."""
    now = clock.now()
    measure = revision.measure
    stage = call.stage(now)
    actor = actors.current(request)
    start = starting.start_state(
        call, revision, actor, is_signed_in=request.user.is_authenticated, now=now
    )
    moves = list(call.date_moves.all())
    return {
        "page": "calls",
        "call": call,
        "now": now,
        "revision": revision,
        "measure": measure,
        "programme": revision.programme,
        "stage": str(stage),
        "stage_text": STAGES[stage],
        "start": start,
        "start_url": start_url(call),
        "dates": reading.date_rows(call, moves, now),
        "applicants": reading.applicants_text(measure),
        "places": reading.places_text(revision),
        "gates": reading.gate_rows(revision, now),
        "criteria": reading.criteria_rows(revision),
        "orderings": reading.orderings(measure),
        "form_rows": reading.form_rows(measure),
        "public": reading.public_rows(measure),
        "settings": settings_of(revision),
        "revisions": list(call.revisions.filter(published_at__isnull=False).defer(*queries.HEAVY)),
        "sources": reading.sources_of(revision),
        "title": title_of(call),
        "trail": ((_("Appels"), reverse("calls")), (title_of(call), "")),
    }


def start_url(call: Call) -> str:
    """Return where a dossier is started."""
    try:
        return reverse("dossier-start", args=[call.reference])
    except NoReverseMatch:
        return ""


def title_of(call: Call) -> str:
    """Return the title in the language of the page."""
    return words(Text(call.title_fr, call.title_en))


@require_GET
@everyone
def call_concerned(request: HttpRequest, reference: str) -> HttpResponse:
    """Answer « am I concerned? » from what the address says; nothing is kept."""
    call, revision = _public(reference)
    now = clock.now()
    asked = concerned.ask(revision, request.GET, clock.today(now))
    context = {
        "page": "calls",
        "call": call,
        "title": title_of(call),
        "revision": revision,
        "asked": asked,
        "stage": str(call.stage(now)),
        "sources": reading.sources_of(revision),
        "translations": same_question(request),
        "trail": (
            (_("Appels"), reverse("calls")),
            (title_of(call), reverse("call-page", args=[call.reference])),
            (_("Suis-je concerné\u202f?"), ""),
        ),
    }
    return render(request, "calls/concerned.html", context)


@require_GET
@everyone
def call_policy(_request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Give the frozen policy of a revision, byte for byte."""
    call, _revision = _public(reference)
    revision = get_object_or_404(call.revisions, number=number, published_at__isnull=False)
    response = HttpResponse(revision.policy.encode(), content_type="application/json")
    name = f"{call.reference}-revision-{revision.number}.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_GET
@everyone
def call_revisions(request: HttpRequest, reference: str) -> HttpResponse:
    """List the revisions of a call and tell how two of them differ."""
    call, _revision = _public(reference)
    revisions = list(call.revisions.filter(published_at__isnull=False))
    for one in revisions:
        one.call = call
    by_number = {str(one.number): one for one in revisions}
    after = by_number.get(request.GET.get("a", ""), revisions[-1])
    before = by_number.get(request.GET.get("de", ""))
    if before is None and after.number > 1:
        before = by_number.get(str(after.number - 1))
    changes = comparing.differences(before, after) if before is not None else []
    context = {
        "page": "calls",
        "call": call,
        "title": title_of(call),
        "revisions": revisions,
        "before": before,
        "after": after,
        "changes": changes,
        "decided": comparing.decided(after),
        "translations": same_question(request),
        "trail": (
            (_("Appels"), reverse("calls")),
            (title_of(call), reverse("call-page", args=[call.reference])),
            (_("Révisions"), ""),
        ),
    }
    return render(request, "calls/revisions.html", context)
