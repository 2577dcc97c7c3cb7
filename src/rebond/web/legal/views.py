"""Legal pages, and the file that says where to tell of a weakness."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rebond.web import clock
from rebond.web.accounts.access import everyone
from rebond.web.legal import crawling, site_map, tables
from rebond.web.legal.operator import operator

SECURITY_FILE_HOLDS = timedelta(days=180)
"""RFC 9116 (2.5.5) recommends less than a year."""


@everyone
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Say how accessible the pages are, before any audit too."""
    return render(request, "legal/accessibility.html", {"operator": operator()})


@everyone
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """Say who publishes and who hosts."""
    return render(request, "legal/notices.html", {"operator": operator()})


@everyone
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Say what is held about people, why, and how long."""
    return render(
        request, "legal/privacy.html", {"operator": operator(), "rows": tables.retention()}
    )


@everyone
@require_safe
def algorithms(request: HttpRequest) -> HttpResponse:
    """List the treatments that bear on decisions, with links to their methods."""
    entries = {entry.page: entry.address for part in site_map.parts() for entry in part.entries}
    rows = [(one, entries.get(one.page, "")) for one in tables.algorithms()]
    return render(request, "legal/algorithms.html", {"rows": rows, "operator": operator()})


@everyone
@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    """Say whom to ask what."""
    return render(request, "legal/contact.html", {"operator": operator()})


@everyone
@require_safe
def pages(request: HttpRequest) -> HttpResponse:
    """List every page."""
    return render(request, "legal/site_map.html", {"parts": site_map.parts()})


@everyone
@require_safe
def sitemap(_request: HttpRequest) -> HttpResponse:
    """List the public pages for search engines (sitemaps.org 0.9)."""
    return HttpResponse(crawling.sitemap(), content_type="application/xml; charset=utf-8")


@everyone
@require_safe
def security_txt(_request: HttpRequest) -> HttpResponse:
    """Say where to tell of a weakness (RFC 9116); absent while the settings name nobody."""
    told = operator().security
    if not told:
        raise Http404
    address = told if ":" in told else f"mailto:{told}"
    lines = [
        f"Contact: {address}",
        f"Expires: {(clock.now() + SECURITY_FILE_HOLDS).strftime('%Y-%m-%dT%H:%M:%SZ')}",
        "Preferred-Languages: fr, en",
        f"Canonical: {settings.BASE_URL}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
