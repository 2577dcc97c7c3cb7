"""Frame pages: errors in words, components, health."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language_from_path, override

from rebond.web.theme import faults, gallery

if TYPE_CHECKING:
    from django.http import HttpRequest


def components(request: HttpRequest) -> HttpResponse:
    """Show every component in every state; an internal page, absent unless asked for."""
    if not settings.SHOW_COMPONENTS:
        raise Http404
    return render(request, "theme/components.html", gallery.states())


def healthz(_request: HttpRequest) -> HttpResponse:
    """Answer whether this process serves pages and reaches its database."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "database unreachable"}, status=503)
    return JsonResponse({"status": "ok"})


def robots(_request: HttpRequest) -> HttpResponse:
    """Keep crawlers away from what costs a computation, and lead them to the list of pages."""
    lines = ("User-agent: *", "Disallow: /calculs/", f"Sitemap: {settings.BASE_URL}/sitemap.xml")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django gives it
    """Say that the request could not be read."""
    return _error(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django gives it
    """Say that the page is not open to this role, and how to act in another one."""
    return _error(request, 403, "refused")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django gives it
    """Say that nothing stands at this address, and where to search."""
    return _error(request, 404)


def csrf_failure(request: HttpRequest, **_context: Any) -> HttpResponse:
    """Say that the form must be sent again."""
    return _error(request, 403)


def _error(request: HttpRequest, code: int, name: str = "") -> HttpResponse:
    # An address that no pattern matches has not been through the language of its own page.
    with override(get_language_from_path(request.path_info) or settings.LANGUAGE_CODE):
        return render(request, f"theme/{name or code}.html", status=code)


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that the fault is ours, or that the database is away; uses nothing that may itself be broken."""
    if faults.is_database_away(sys.exc_info()[1]):
        return faults.database_away(request)
    with override(get_language_from_path(request.path_info) or settings.LANGUAGE_CODE):
        return HttpResponse(render_to_string("theme/500.html"), status=500)
