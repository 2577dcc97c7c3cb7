"""The one shape of everything that the API refuses: RFC 9457, with what, where, why and cure."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation.trans_real import parse_accept_lang_header

from rebond.errors import RebondError
from rebond.texts import Lang, Text

MEDIA_TYPE = "application/problem+json"
TITLES: Mapping[int, Text] = {
    400: Text("Demande mal formée", "Malformed request"),
    401: Text("Jeton attendu", "Token expected"),
    403: Text("Interdit", "Forbidden"),
    404: Text("Introuvable", "Not found"),
    405: Text("Méthode refusée", "Method not allowed"),
    406: Text("Format non proposé", "Format not offered"),
    409: Text("Changé entre-temps", "Changed meanwhile"),
    413: Text("Trop volumineux", "Too large"),
    415: Text("Type de contenu refusé", "Media type refused"),
    422: Text("Contenu refusé", "Content refused"),
    429: Text("Trop de demandes", "Too many requests"),
    500: Text("Erreur de la plateforme", "Error of the platform"),
    503: Text("En préparation", "In preparation"),
}
_WORD = re.compile(r"(?<!^)(?=[A-Z])")


class Refused(Exception):
    """An answer that is a problem."""

    def __init__(
        self, status: int, error: RebondError, *, headers: Mapping[str, str] | None = None
    ) -> None:
        self.status, self.error, self.headers = status, error, dict(headers or {})
        super().__init__(status, str(error))


def lang_of(request: HttpRequest) -> Lang:
    """Return the language that a client reads: English when it puts it before French."""
    for code, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")[:500]):
        if code.startswith("fr"):
            return "fr"
        if code.startswith("en"):
            return "en"
    return "fr"


def problem(
    request: HttpRequest,
    status: int,
    error: RebondError,
    *,
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """Return a refusal in the language of the client."""
    lang = lang_of(request)
    name = _WORD.sub("-", type(error).__name__).lower()
    told: dict[str, Any] = {
        "type": f"/api/#{name}",
        "title": TITLES[status].of(lang),
        "status": status,
        "detail": error.message(lang),
        "instance": request.path[:500],
        "what": error.what.of(lang),
        "where": error.where,
        "why": error.why.of(lang) if error.why else None,
        "cure": error.cure.of(lang) if error.cure else None,
    }
    content = json.dumps(told, ensure_ascii=False).encode(errors="replace")
    response = HttpResponse(content, status=status, content_type=MEDIA_TYPE)
    response["Content-Language"] = lang
    response["Cache-Control"] = "no-store"
    for key, value in (headers or {}).items():
        response[key] = value
    return response


PROBLEM_SCHEMA: dict[str, Any] = {
    "type": "object",
    "description": "RFC 9457 problem, with what happened, where, why it is a problem and how to repair it.",
    "required": ["type", "title", "status", "detail", "instance", "what"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "what": {"type": "string"},
        "where": {"type": ["string", "null"]},
        "why": {"type": ["string", "null"]},
        "cure": {"type": ["string", "null"]},
    },
}
