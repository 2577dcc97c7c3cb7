"""My seats, the dossiers before a committee, and declarations of interest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from rebond.errors import RebondError
from rebond.web import clock
from rebond.web.accounts.access import member
from rebond.web.committee import permissions, queries, services
from rebond.web.committee.context import Here, acting, opened
from rebond.web.committee.declaration_form import DeclarationRow, read_declarations

if TYPE_CHECKING:
    from django.http import HttpRequest

UNPROCESSABLE = 422
MOST_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Pages:
    """Which page of how many."""

    page: int
    pages: int


def asked_page(request: HttpRequest) -> int:
    """Return the number of the page asked for; anything unreadable is the first."""
    text = request.GET.get("page", "1")
    is_sound = text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS
    return max(1, int(text)) if is_sound else 1


@require_GET
@member()
def seats(request: HttpRequest) -> HttpResponse:
    """List the committees where one sits, and those of the calls that one's organisation runs."""
    actor = acting(request)
    managed = []
    if permissions.runs_calls(actor):
        managed = list(queries.managed(actor))
    return render(
        request,
        "committee/seats.html",
        {
            "page": "committee",
            "seats": list(queries.my_seats(actor)),
            "managed": managed,
            "now": clock.now(),
        },
    )


@require_GET
@member()
def committee(request: HttpRequest, call: str) -> HttpResponse:
    """Say what remains to be declared and read, dossier by dossier."""
    here = opened(request, call)
    listed = queries.listing(here.call, here.at, here.now, asked_page(request))
    rows, counts = listed.rows, listed.counts
    return render(
        request,
        "committee/committee.html",
        here.shown(
            trail=here.trail(),
            rows=rows,
            listed=listed,
            undeclared=counts.get("undeclared", 0),
            unread=counts.get("unread", 0) + counts.get("draft", 0),
            official=queries.last_official(here.call),
            evaluations=list(queries.evaluations(here.actor, here.call, here.at)[: queries.SHOWN]),
            has_grid=queries.has_grid(here.call),
            is_before_opening=queries.is_before_opening(here.call, here.now),
            regions=queries.region_names(row.dossier.region_code for row in rows),
        ),
    )


@require_http_methods(["GET", "POST"])
@member()
def declarations(request: HttpRequest, call: str) -> HttpResponse:
    """List every dossier with the question of interest; later answers prevail."""
    here = opened(request, call)
    rows, said, error = _declared(here), [], None
    pages = max(1, -(-len(rows) // queries.SHOWN))
    page, status = min(asked_page(request), pages), 200
    if request.method == "POST":
        rows, said = read_declarations(request.POST, rows)
        try:
            services.declare_many(here.actor, here.call, said, now=here.now)
        except RebondError as refused:
            error, status = refused, UNPROCESSABLE
        else:
            return redirect("committee", call=here.call.reference)
    return render(
        request,
        "committee/declarations.html",
        here.shown(
            trail=here.trail((_("Déclarations"), "")),
            rows=rows[(page - 1) * queries.SHOWN : page * queries.SHOWN],
            listed=Pages(page, pages),
            left=sum(not row.latest for row in rows),
            error=error,
        ),
        status=status,
    )


def _declared(here: Here) -> list[DeclarationRow]:
    listed = list(queries.dossiers(here.call, here.now).select_related("organisation"))
    latest = queries.latest_declarations(here.actor, here.call)
    hints = queries.hints(here.actor, listed)
    listed.sort(key=lambda one: one.pk in latest)  # what waits comes first
    return [
        DeclarationRow(one, latest.get(one.pk), hints.get(one.pk, ()), "", "") for one in listed
    ]
