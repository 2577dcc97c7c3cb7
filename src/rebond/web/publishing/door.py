"""The way in of the API: every answer passes here, so that all have one shape of error, limits, ages, languages."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable, Sequence
from typing import Any

from allauth.core.internal import ratelimit
from django.conf import settings
from django.core.exceptions import (
    ObjectDoesNotExist,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    ValidationError,
)
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags

from rebond.errors import BadInput, RebondError
from rebond.texts import Text
from rebond.web import clock
from rebond.web.publishing import limits, services
from rebond.web.publishing.errors import InPreparation, NotFound, RowFailed, TokenRefused
from rebond.web.publishing.problems import Refused, problem

log = logging.getLogger(__name__)
READING = ("GET", "HEAD")
FRESH = "public, max-age=60, must-revalidate"
EXPOSED = (
    "ETag, Link, Retry-After, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, Content-Crs"
)
MOST_AGE = "86400"
BEARER = "bearer "
Handle = Callable[[HttpRequest], HttpResponse]
DEEPEST = 40
"""Levels of JSON that a body may have."""


class NotAllowed(BadInput):
    """An address does not know this method."""

    def __init__(self, method: str, allowed: Sequence[str]) -> None:
        listed = ", ".join(allowed)
        super().__init__(
            Text(f"« {method} » n’est pas admis ici.", f"“{method}” is not allowed here."),
            cure=Text(f"Cette adresse admet : {listed}.", f"This address allows: {listed}."),
        )


class NotOffered(BadInput):
    """No format that the client accepts is served."""

    def __init__(self, accepted: str, offered: Sequence[str]) -> None:
        listed = ", ".join(offered)
        super().__init__(
            Text(
                f"aucun format demandé (« {accepted[:80]} ») n’est proposé ici.",
                f"no format asked for (“{accepted[:80]}”) is offered here.",
            ),
            where="Accept",
            cure=Text(f"Cette adresse propose : {listed}.", f"This address offers: {listed}."),
        )


class BadBody(BadInput):
    """The content sent cannot be read."""


class TooOften(BadInput):
    """Somebody asks too often."""


class Broken(RebondError):
    """Something of ours failed."""


def passed(request: HttpRequest, handle: Handle) -> HttpResponse:
    """Answer a request of the API, whatever happens."""
    method = request.method or "GET"
    if method == "HEAD":
        request.method = "GET"
    usage = None
    try:
        usage = _counted(request)
        if method == "OPTIONS":
            response = HttpResponse(status=204)
        else:
            refuse_hostile(request)
            response = handle(request)
    except Exception as fault:  # noqa: BLE001 - the shape of every fault is decided here
        response = refused(request, fault)
    request.method = method
    response = _aged(request, response)
    _open(request, response)
    if usage is not None:
        response["RateLimit-Limit"] = str(usage.limit)
        response["RateLimit-Remaining"] = str(usage.left)
        response["RateLimit-Reset"] = str(usage.resets_in)
    return _without_content(response) if method == "HEAD" else response


def _without_content(response: HttpResponse) -> HttpResponse:
    """Return the answer to HEAD: what the headers say, and nothing after them."""
    size = response.get("Content-Length") or str(len(response.content))
    empty = HttpResponse(status=response.status_code, headers=dict(response.headers))
    response.close()
    empty["Content-Length"] = size
    return empty


def refused(request: HttpRequest, fault: Exception) -> HttpResponse:  # noqa: PLR0911 - one answer a fault
    """Return the answer to a fault."""
    if isinstance(fault, Refused):
        return problem(request, fault.status, fault.error, headers=fault.headers)
    if isinstance(fault, TokenRefused):
        headers = {"WWW-Authenticate": 'Bearer realm="rebond"'}
        return problem(request, 401, fault, headers=headers)
    if isinstance(fault, InPreparation):
        return problem(request, 503, fault, headers={"Retry-After": "60"})
    if isinstance(fault, RowFailed):
        # It fails at every request until somebody repairs the row: whoever runs the platform must be told.
        log.critical("a dataset cannot be written: %s", fault)
        return problem(request, 500, fault)
    if isinstance(fault, NotFound):
        return problem(request, 404, fault)
    if isinstance(fault, RebondError):
        return problem(request, 422 if request.method in {"POST", "PUT"} else 400, fault)
    if isinstance(fault, Http404 | ObjectDoesNotExist):
        return problem(request, 404, NotFound(request.path))
    if isinstance(fault, PermissionDenied):
        error = BadInput(
            Text(
                "Qui a créé ce jeton n’a pas ce droit, ou le jeton ne l’a pas reçu.",
                "Who made this token has no such right, or the token was not given it.",
            )
        )
        return problem(request, 403, error)
    if isinstance(fault, RequestDataTooBig):
        error = BadBody(Text("Le contenu est trop volumineux.", "The content is too large."))
        return problem(request, 413, error)
    if isinstance(fault, SuspiciousOperation | ValidationError | UnicodeError):
        error = BadInput(Text("La demande ne peut pas être lue.", "The request cannot be read."))
        return problem(request, 400, error)
    log.error("the API failed on %s", request.path, exc_info=fault)
    error = Broken(
        Text("La plateforme n’a pas su répondre.", "The platform could not answer."),
        cure=Text(
            "Réessayez ; si cela dure, écrivez-nous : l’erreur est notée.",
            "Try again; if it lasts, write to us: the error is noted.",
        ),
    )
    return problem(request, 500, error)


def refuse_hostile(request: HttpRequest) -> None:
    """Refuse a token that opens nothing, and what no store can hold: a null character in an address."""
    if (fault := getattr(request, "_rebond_token_fault", None)) is not None:
        raise fault
    parts = [
        request.path,
        *request.GET.keys(),
        *(v for k in request.GET for v in request.GET.getlist(k)),
    ]
    if any("\x00" in part for part in parts):
        raise BadInput(
            Text("L’adresse contient un caractère nul.", "The address holds a null character.")
        )


def secret_of(request: HttpRequest) -> str:
    """Return the token shown; empty without one."""
    given = request.headers.get("Authorization", "")
    return given[len(BEARER) :].strip() if given.lower().startswith(BEARER) else ""


def _counted(request: HttpRequest) -> limits.Usage:
    now, secret = clock.now(), secret_of(request)
    if secret:
        # A token that does not exist must not buy a limit of its own for each guess.
        try:
            request._rebond_token = services.opened(secret, now)
        except TokenRefused as fault:
            request._rebond_token_fault = fault
            secret = ""
    if secret:
        usage = limits.used(f"token:{secret}", settings.API_TOKEN_PER_MINUTE, now)
    else:
        usage = limits.used(f"address:{_address(request)}", settings.API_PER_MINUTE, now)
    if usage.is_over:
        wait = str(usage.resets_in)
        error = TooOften(
            Text(
                f"Plus de {usage.limit} demandes en une minute.",
                f"More than {usage.limit} requests in a minute.",
            ),
            cure=Text(f"Attendez {wait} secondes.", f"Wait {wait} seconds."),
        )
        raise Refused(429, error, headers={"Retry-After": wait})
    return usage


def _address(request: HttpRequest) -> str:
    """Return the address of a client; those whose address is not known are counted together."""
    try:
        return str(ratelimit.get_ip(request))
    except PermissionDenied:
        return "unknown"


def json_body(request: HttpRequest) -> Any:
    """Return the JSON of a body.

    Raises
    ------
    Refused
        415 for another media type, 400 for what is not JSON.
    """
    kind = request.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        error = BadBody(
            Text(f"« {kind[:80]} » n’est pas lu ici.", f"“{kind[:80]}” is not read here."),
            where="Content-Type",
            cure=Text("Envoyez du JSON (application/json).", "Send JSON (application/json)."),
        )
        raise Refused(415, error)
    try:
        found = json.loads(request.body, parse_constant=_no_constant)
        json.dumps(found, ensure_ascii=False).encode()
        if _depth(found) > DEEPEST or "\\u0000" in json.dumps(found):
            raise ValueError(DEEPEST)  # noqa: TRY301
    except RequestDataTooBig:
        raise
    except (ValueError, RecursionError, OSError):
        error = BadBody(
            Text("Le contenu n’est pas du JSON utilisable.", "The content is not usable JSON."),
            why=Text(
                "Il faut de l’UTF-8, sans NaN ni caractère nul, et peu de niveaux.",
                "It must be UTF-8, without NaN or null characters, and not too deep.",
            ),
        )
        raise Refused(400, error) from None
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def _depth(value: Any, deep: int = 0) -> int:
    if deep > DEEPEST or not isinstance(value, dict | list):
        return deep
    inner = value.values() if isinstance(value, dict) else value
    return max((_depth(one, deep + 1) for one in inner), default=deep)


def negotiated(request: HttpRequest, offered: Sequence[str]) -> str:
    """Return the offered media type that the client likes best.

    Raises
    ------
    Refused
        406 when it accepts none.
    """
    header = request.headers.get("Accept", "").strip()
    if not header:
        return offered[0]
    best, weight = "", 0.0
    for kind in offered:
        liked = _liking(header, kind)
        if liked > weight:
            best, weight = kind, liked
    if not best:
        raise Refused(406, NotOffered(header, offered))
    return best


def _liking(header: str, kind: str) -> float:
    """Return the weight of a media type in an Accept header; the most precise range decides.

    Types are compared without their parameters, but the weight: ``;version=3.0`` is not asked of everyone.
    """
    found, precision = 0.0, -1
    bare = kind.partition(";")[0].strip().lower()
    ranges = {bare: 2, f"{bare.partition('/')[0]}/*": 1, "*/*": 0}
    for part in header.split(","):
        name, _, rest = part.strip().partition(";")
        rank = ranges.get(name.strip().lower(), -1)
        if rank <= precision:
            continue
        weight = 1.0
        for one in rest.split(";"):
            key, _, value = one.strip().partition("=")
            if key.strip() == "q":
                try:
                    weight = float(value)
                except ValueError:
                    weight = 0.0
        found, precision = weight, rank
    return found


def etag(*parts: str) -> str:
    """Return a weak tag of what an answer is made of; weak, because it may leave compressed or not."""
    return f'W/"{hashlib.sha256("|".join(parts).encode(errors="replace")).hexdigest()[:24]}"'


def is_known(request: HttpRequest, tag: str) -> bool:
    """Whether the client says that it has this very answer.

    By its tag alone: rows change with the clock, with the policy and with what is taken back, so that no date
    of theirs is the date of an answer, and ``If-Modified-Since`` is not looked at.
    """
    held = [one.removeprefix("W/") for one in parse_etags(request.headers.get("If-None-Match", ""))]
    return "*" in held or tag.removeprefix("W/") in held


def tagged(response: HttpResponse, tag: str) -> HttpResponse:
    """Say what an answer is made of."""
    response["ETag"] = tag
    return response


def unchanged(tag: str) -> HttpResponse:
    """Return the answer to a client that has it already."""
    return tagged(HttpResponse(status=304), tag)


def _aged(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Give every answer to a read a tag and an age, and answer 304 to whom has it."""
    ok = 200
    if request.method not in READING or response.status_code not in {ok, 304}:
        response.headers.setdefault("Cache-Control", "no-store")
        return response
    if response.status_code == ok and "ETag" not in response.headers and not response.streaming:
        tag = etag(hashlib.sha256(response.content).hexdigest())
        if is_known(request, tag):
            response = HttpResponse(status=304)
        response["ETag"] = tag
    private = secret_of(request) or response.get("Cache-Control")
    if not private:
        response["Cache-Control"] = FRESH
    elif secret_of(request):
        response["Cache-Control"] = "private, no-store"
    return response


def _open(request: HttpRequest, response: HttpResponse) -> None:
    """Let pages of other sites read what is public; without credentials, and never write."""
    patch_vary_headers(response, ["Accept", "Accept-Language", "Authorization"])
    if request.method in (*READING, "OPTIONS"):
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = EXPOSED
    if request.method == "OPTIONS":
        response["Access-Control-Allow-Methods"] = "GET, HEAD"
        response["Access-Control-Allow-Headers"] = "Accept, Accept-Language, If-None-Match"
        response["Access-Control-Max-Age"] = MOST_AGE
        response["Allow"] = "GET, HEAD, OPTIONS"
        response["Cache-Control"] = f"public, max-age={MOST_AGE}"
