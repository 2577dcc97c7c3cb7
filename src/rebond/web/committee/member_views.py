"""The committee's members: who sits, what each declared; appoint and end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from rebond.errors import RebondError
from rebond.web.accounts.access import member
from rebond.web.committee import overview, permissions, services
from rebond.web.committee.context import Here, opened
from rebond.web.committee.errors import SeveralMemberships
from rebond.web.committee.models import Seat

if TYPE_CHECKING:
    from django.http import HttpRequest

UNPROCESSABLE = 422
LONGEST_KEY = 9


@require_GET
@member(permissions.runs_calls)
def members(request: HttpRequest, call: str) -> HttpResponse:
    """Show who sits and what each declared."""
    return _page(request, _managed(request, call))


@require_POST
@member(permissions.runs_calls)
def appoint(request: HttpRequest, call: str) -> HttpResponse:
    """Give a seat to a person named by the whole address."""
    here = _managed(request, call)
    chosen = request.POST.get("organisation", "")
    key = (
        int(chosen)
        if chosen.isascii() and chosen.isdigit() and len(chosen) <= LONGEST_KEY
        else None
    )
    try:
        person = services.find_membership(request.POST.get("email", "")[:254], key)
        services.appoint(
            here.actor,
            here.call,
            person,
            is_chair=request.POST.get("preside") == "oui",
            now=here.now,
        )
    except RebondError as refused:
        return _page(request, here, error=refused, status=UNPROCESSABLE)
    return redirect("committee-members", call=call)


@require_POST
@member(permissions.runs_calls)
def end(request: HttpRequest, call: str, seat: int) -> HttpResponse:
    """End a seat."""
    here = _managed(request, call)
    one = get_object_or_404(Seat, pk=seat, call=here.call)
    try:
        services.end(here.actor, one, now=here.now)
    except RebondError as refused:
        return _page(request, here, error=refused, status=UNPROCESSABLE)
    return redirect("committee-members", call=call)


def _managed(request: HttpRequest, call: str) -> Here:
    here = opened(request, call)
    if not permissions.may_manage(here.actor, here.call):
        raise PermissionDenied
    return here


def _page(
    request: HttpRequest, here: Here, *, error: RebondError | None = None, status: int = 200
) -> HttpResponse:
    rows = overview.members(here.call, here.now)
    return render(
        request,
        "committee/members.html",
        here.shown(
            trail=here.trail((_("Membres"), "")),
            rows=rows,
            in_force=[row for row in rows if row.seat.ended_at is None],
            ended=[row for row in rows if row.seat.ended_at is not None],
            error=error,
            several=error.organisations if isinstance(error, SeveralMemberships) else (),
            typed=request.POST,
        ),
        status=status,
    )
