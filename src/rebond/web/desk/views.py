"""The desk, the list of dossiers and its files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from rebond.web import clock
from rebond.web.accounts import access, actors
from rebond.web.aids import profiles
from rebond.web.desk import exports, links, piles, search
from rebond.web.desk.asking import asked
from rebond.web.dossiers.models import Dossier

if TYPE_CHECKING:
    from django.http import HttpRequest

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@access.account
@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """Show what waits for the person, by deadline; without an organisation, how to get one."""
    actor = actors.current(request)
    if actor is None:
        return render(
            request,
            "desk/nobody.html",
            {"page": "desk", "has_profile": profiles.has_one(request.user, clock.now())},
        )
    now = clock.now()
    waiting = piles.waiting(actor, now)
    return render(
        request,
        "desk/desk.html",
        {
            "page": "desk",
            "actor": actor,
            "now": now,
            "piles": waiting,
            "links": links.of(actor),
            "late": sum(pile.late for pile in waiting),
            "total": sum(pile.total for pile in waiting),
        },
    )


@access.member()
@require_GET
def dossier_search(request: HttpRequest) -> HttpResponse:
    """List the dossiers that the person may see, narrowed as asked."""
    actor, now, question = actors.current(request), clock.now(), asked(request.GET)
    return render(
        request,
        "desk/search.html",
        {
            "page": "desk",
            "asked": question,
            "found": search.found(actor, question, now),
            "calls": search.calls_of(actor, now),
            "regions": search.regions(),
            "states": Dossier.State.choices,
        },
    )


@access.member()
@require_GET
def dossier_search_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Download the list as CSV: the same filters, every page."""
    rows = search.every(actors.current(request), asked(request.GET), clock.now())
    response = StreamingHttpResponse(exports.as_csv(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="rebond-dossiers.csv"'
    return response


@access.member()
@require_GET
def dossier_search_xlsx(request: HttpRequest) -> HttpResponse:
    """Download the list as a workbook: the same filters, every page."""
    rows = search.every(actors.current(request), asked(request.GET), clock.now())
    response = HttpResponse(exports.as_xlsx(rows), content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="rebond-dossiers.xlsx"'
    return response
