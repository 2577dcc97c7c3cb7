"""Version 1 of the API: where each address leads, and what is refused before it gets there."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import Resolver404, URLResolver
from django.urls.resolvers import RegexPattern
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.parser import Parser

from rebond.errors import BadInput
from rebond.texts import Text
from rebond.web.publishing import door
from rebond.web.publishing.door import NotAllowed, json_body
from rebond.web.publishing.errors import BadParameter, NotFound, UnknownParameter
from rebond.web.publishing.problems import Refused, problem

ROOT = "/api/v1/"
DOCUMENT = "openapi.json"
JSON = "application/json"
_PART = re.compile(r"<(?:[^:>]+:)?([^>]+)>")
REASONS: Mapping[str, Text] = {
    "missing": Text("Il est obligatoire.", "It is required."),
    "int_parsing": Text("Il faut un nombre entier.", "It must be an integer."),
    "int_type": Text("Il faut un nombre entier.", "It must be an integer."),
    "float_parsing": Text("Il faut un nombre.", "It must be a number."),
    "greater_than_equal": Text("Il est trop petit.", "It is too small."),
    "less_than_equal": Text("Il est trop grand.", "It is too large."),
    "string_too_long": Text("Il est trop long.", "It is too long."),
    "string_too_short": Text("Il est trop court.", "It is too short."),
    "string_type": Text("Il faut un texte.", "It must be a text."),
    "string_pattern_mismatch": Text(
        "Il n’a pas la forme attendue.", "It has not the expected form."
    ),
    "extra_forbidden": Text("Ce champ n’existe pas.", "There is no such field."),
    "literal_error": Text("Ce n’est pas une valeur de la liste.", "It is not a value of the list."),
    "enum": Text("Ce n’est pas une valeur de la liste.", "It is not a value of the list."),
    "date_from_datetime_parsing": Text(
        "Il faut un jour : 2031-06-02.", "It must be a day: 2031-06-02."
    ),
    "date_parsing": Text("Il faut un jour : 2031-06-02.", "It must be a day: 2031-06-02."),
}
OTHER = Text("Il n’a pas la forme attendue.", "It has not the expected form.")


class Content(BadInput):
    """The content sent is not what the address takes."""


class _Parser(Parser):
    def parse_body(self, request: HttpRequest) -> Any:
        return json_body(request)


@cache
def api() -> NinjaAPI:
    """Return the API with its routes."""
    from rebond.web.publishing.v1 import (  # noqa: PLC0415 - they need this module
        asking,
        places,
        rows,
        searching,
        writing,
    )

    made = NinjaAPI(
        title="Rebond",
        version="1",
        docs_url=None,
        openapi_url=None,
        parser=_Parser(),
        urls_namespace="rebond-v1",
    )
    for kind in (ValidationError, HttpError, Http404, Exception):
        made.add_exception_handler(kind, on_fault)
    made.add_router("", places.router)
    made.add_router("", searching.router)
    made.add_router("", asking.router)
    made.add_router("", writing.router)
    made.add_router("", rows.router())
    return made


@cache
def _resolver() -> URLResolver:
    return URLResolver(RegexPattern(r"^"), api().urls[0])


def on_fault(request: HttpRequest, fault: Exception) -> HttpResponse:
    """Return the answer to what went wrong in an operation."""
    if isinstance(fault, ValidationError):
        return _invalid(request, fault)
    if isinstance(fault, HttpError) and fault.__cause__ is not None:
        cause = fault.__cause__
        return door.refused(request, cause if isinstance(cause, Exception) else fault)
    return door.refused(request, fault)


def _invalid(request: HttpRequest, fault: ValidationError) -> HttpResponse:
    first = fault.errors[0]
    source, *where = [str(one) for one in first["loc"]]
    why = REASONS.get(str(first["type"]), OTHER)
    if source == "body":
        named = ".".join(where[1:]) or "body"
        error: BadInput = Content(
            Text(
                f"le champ « {named[:80]} » ne convient pas.",
                f"the field “{named[:80]}” cannot be used.",
            ),
            where=named[:80],
            why=why,
        )
        return problem(request, 422, error)
    name = where[-1] if where else source
    found = request.GET.get(name, "")
    return problem(request, 400, BadParameter(name, found, why))


def answer(request: HttpRequest, rest: str) -> HttpResponse:
    """Answer a request of version 1."""
    from rebond.web.publishing.v1.document import document_bytes, parameters_of  # noqa: PLC0415

    if rest == DOCUMENT:
        _only_get(request)
        _known(request, ())
        door.negotiated(request, (JSON, "application/vnd.oai.openapi+json"))
        return HttpResponse(document_bytes(), content_type=JSON)
    if not rest:
        _only_get(request)
        _known(request, ())
        door.negotiated(request, (JSON,))
        return HttpResponse(_root(request), content_type=JSON)
    try:
        match = _resolver().resolve(rest)
    except (Resolver404, UnicodeError):
        raise NotFound(request.path) from None
    route = ROOT + _PART.sub(r"{\1}", str(match.route))
    allowed = parameters_of(route)
    if not allowed:
        raise NotFound(request.path)
    if request.method not in allowed:
        methods = (*(("HEAD",) if "GET" in allowed else ()), *sorted(allowed), "OPTIONS")
        headers = {"Allow": ", ".join(methods)}
        raise Refused(405, NotAllowed(request.method or "", methods), headers=headers)
    door.negotiated(request, (JSON,))
    _known(request, allowed[str(request.method)])
    response: HttpResponse = match.func(request, *match.args, **match.kwargs)
    return response


def _root(request: HttpRequest) -> bytes:
    """Return where a program starts: what describes this version, and what it serves."""
    at = {
        "description": ROOT + DOCUMENT,
        "datasets": f"{ROOT}datasets",
        "features": "/api/ogc/",
        "catalogue": "/donnees/catalogue.jsonld",
        "documentation": "/api/",
    }
    links = {name: request.build_absolute_uri(path) for name, path in at.items()}
    return json.dumps({"title": "Rebond", "version": "1", "links": links}).encode()


def _only_get(request: HttpRequest) -> None:
    if request.method != "GET":
        methods = ("GET", "HEAD", "OPTIONS")
        headers = {"Allow": ", ".join(methods)}
        raise Refused(405, NotAllowed(request.method or "", methods), headers=headers)


def _known(request: HttpRequest, names: tuple[str, ...]) -> None:
    """Refuse a parameter that the address does not have, or that is given twice."""
    for name in request.GET:
        if name not in names:
            raise Refused(400, UnknownParameter(name, names))
        if len(request.GET.getlist(name)) > 1:
            why = Text("Il est donné deux fois.", "It is given twice.")
            raise Refused(400, BadParameter(name, ", ".join(request.GET.getlist(name)), why))
