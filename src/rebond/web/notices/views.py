"""A person's notices, and marking them as read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from rebond.web import clock
from rebond.web.accounts import access
from rebond.web.notices import queries, services
from rebond.web.theme import writing

if TYPE_CHECKING:
    from django.http import HttpRequest

MOST_DIGITS = 18


@access.account
@require_GET
@never_cache
def notices(request: HttpRequest) -> HttpResponse:
    """Show a person's notices, newest first."""
    before = _number(request.GET.get("avant", ""))
    page = queries.mine(request.user.pk, before)
    return render(
        request,
        "notices/notices.html",
        {
            "page": "desk",
            "notices": page,
            "is_first": before is None,
            "prefix": "/en" if writing.lang() == "en" else "",
            "mailing": request.user.get_mailing_display(),
        },
    )


@access.account
@require_POST
def read(request: HttpRequest, notice: int) -> HttpResponse:
    """Mark one notice as read."""
    if len(str(notice)) > MOST_DIGITS or not services.mark_read(
        request.user.pk, notice, now=clock.now()
    ):
        raise Http404
    return redirect("notices")


@access.account
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark as read what the person was shown."""
    until = _number(request.POST.get("jusqu_a", ""))
    if until is not None:
        services.mark_all_read(request.user.pk, until, now=clock.now())
    return redirect("notices")


def _number(written: str) -> int | None:
    return (
        int(written)
        if written.isascii() and written.isdecimal() and len(written) <= MOST_DIGITS
        else None
    )
