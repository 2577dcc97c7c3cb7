"""The board of cases by risk, its file, and the opening of a case."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from rebond.errors import RebondError
from rebond.web import clock
from rebond.web.accounts.access import member
from rebond.web.cases import board, forms, permissions, queries, services
from rebond.web.cases.comparing import FEWEST
from rebond.web.cases.services.opening import PROMISED
from rebond.web.instruction.views import acting
from rebond.web.sites.models import Site

if TYPE_CHECKING:
    from django.http import HttpRequest

MOST_IDENTIFIER = 80


@require_GET
@member()
def cases(request: HttpRequest) -> HttpResponse:
    """Show the cases that the person sees, the one at most risk first."""
    now, actor, asked = clock.now(), acting(request), board.asked(request.GET)
    kept = {"q": asked.words, "etat": asked.state if asked.state != "en-cours" else ""}
    return render(
        request,
        "cases/board.html",
        {
            "page": "cases",
            "actor": actor,
            "asked": asked,
            "kept": urlencode({name: value for name, value in kept.items() if value}),
            "board": board.board(actor, asked, now),
            "watches": permissions.watches_some(actor),
            "medians": board.medians(actor),
            "fewest": FEWEST,
            "may_open": permissions.may_open(actor),
            "trail": ((_("Projets"), ""),),
        },
    )


@require_GET
@member()
def cases_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Download the board: the same filters, every page."""
    rows = board.every(acting(request), board.asked(request.GET), clock.now())
    response = StreamingHttpResponse(board.as_csv(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="rebond-projets.csv"'
    return response


@require_http_methods(["GET", "POST"])
@member(permissions.may_open)
def new(request: HttpRequest) -> HttpResponse:
    """Choose a site of the territory, then open a case on it."""
    now, actor = clock.now(), acting(request)
    sent = request.POST if request.method == "POST" else request.GET
    identifier = sent.get("site", "").replace("\0", "")[:MOST_IDENTIFIER]
    words = " ".join(request.GET.get("q", "").replace("\0", "").split())[: forms.MOST_WORDS]
    site = None
    error: RebondError | None = None
    if identifier:
        offered = queries.sites_of_territory(actor)
        site = get_object_or_404(offered, identifier=identifier)
    if request.method == "POST" and site is not None:
        try:
            one = services.open_case(
                actor,
                site,
                forms.plain(request.POST.get("titre", "")),
                promised_on=forms.day(request.POST.get("promis", ""), PROMISED),
                enquiry_reference=forms.plain(request.POST.get("contact", "")),
                leader=forms.key(request.POST.get("conduit", "")) or None,
                now=now,
            )
        except RebondError as fault:
            error = fault
        else:
            return redirect(reverse("case-conduct", args=[one.reference]))
    found: list[Site] = [] if site is not None else queries.sites_to_open_on(actor, words)
    return render(
        request,
        "cases/new.html",
        {
            "page": "cases",
            "actor": actor,
            "site": site,
            "words": words,
            "found": found,
            "sent": sent,
            "error": error,
            "colleagues": queries.colleagues(actor),
            "trail": ((_("Projets"), reverse("cases")), (_("Ouvrir un projet"), "")),
        },
        status=400 if error else 200,
    )
