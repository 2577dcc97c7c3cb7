"""The public page of a site and its two-page sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from rebond.web.accounts.access import everyone
from rebond.web.sites import queries

if TYPE_CHECKING:
    from django.http import HttpRequest


@require_GET
@everyone
def site_page(request: HttpRequest, identifier: str) -> HttpResponse:
    """Say what a site is, what is ready, and what nobody has established."""
    site = get_object_or_404(queries.visible(None), identifier=identifier)
    return render(request, "sites/public/site.html", {"page": "site-search", "site": site})
