"""A database that is locked, full, away or out of connections: a clear page instead of a stack trace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language_from_path, override

if TYPE_CHECKING:
    from django.http import HttpRequest

UNAVAILABLE = 503
RETRY_AFTER_SECONDS = 30

# SQLite raises the same class for a table that is not there: that one is our fault, not the database's.
_OURS = ("no such table", "no such column", "has no column", "syntax error", "no such function")


def is_database_away(error: BaseException | None) -> bool:
    """Whether the database could not do its work now, and may a moment later."""
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    return not any(words in str(error) for words in _OURS)


def database_away(request: HttpRequest) -> HttpResponse:
    """Say that nothing was half recorded, and when to come back; reads neither database nor session."""
    with override(get_language_from_path(request.path_info) or settings.LANGUAGE_CODE):
        page = render_to_string("theme/503.html", {"is_act": request.method not in {"GET", "HEAD"}})
    response = HttpResponse(page, status=UNAVAILABLE)
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    response["Cache-Control"] = "no-store"
    return response
