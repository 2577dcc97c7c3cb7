"""The journal for everyone (its head, not its acts), and its acts for the national team."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from rebond.web import clock
from rebond.web.accounts import access, actors
from rebond.web.journal import checking, heads, permissions, queries
from rebond.web.journal.forms import ActsForm

if TYPE_CHECKING:
    from django.http import HttpRequest


@access.everyone
@require_GET
@never_cache
def journal(request: HttpRequest) -> HttpResponse:
    """Say what the journal is, where it stands, when it was last verified, and give its heads."""
    actor = actors.current(request)
    return render(
        request,
        "journal/journal.html",
        {
            "page": "journal",
            "head": heads.current(clock.now()),
            "last_check": checking.last(),
            "heads": heads.exported(),
            "may_list": actor is not None and permissions.may_list_acts(actor),
        },
    )


@access.member(permissions.may_list_acts)
@require_GET
@never_cache
def acts(request: HttpRequest) -> HttpResponse:
    """List the acts, newest first, narrowed as asked."""
    form = ActsForm(request.GET)
    asked = form.asked()
    found = queries.acts(actors.current(request), asked)
    return render(
        request,
        "journal/acts.html",
        {
            "page": "acts",
            "form": form,
            "found": found,
            "is_first": asked.before is None,
            "older": form.address_before(found.older) if found.older is not None else "",
        },
    )


@access.everyone
@require_GET
def head_file(_request: HttpRequest, day: str) -> HttpResponse:
    """Give the head exported on a day."""
    found = heads.of_day(day)
    if found is None:
        raise Http404
    response = HttpResponse(found.head.to_bytes(), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="rebond-journal-{found.day}.json"'
    return response
