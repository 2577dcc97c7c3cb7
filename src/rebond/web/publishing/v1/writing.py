"""What an own system writes with a token: sites of its organisation, reports of errors."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from allauth.core.internal import ratelimit
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from ninja import Path, Router, Schema, Status
from pydantic import Field

from rebond.texts import Text
from rebond.web import clock
from rebond.web.accounts.actors import Actor
from rebond.web.publishing import upserting
from rebond.web.publishing.door import TooOften, secret_of
from rebond.web.publishing.errors import TokenRefused
from rebond.web.publishing.models import Token
from rebond.web.publishing.problems import Refused, lang_of
from rebond.web.sites import queries, services
from rebond.web.sites.errors import RecordMoved

OK, CREATED = 200, 201
APP, RATES = "rebond.web.publishing", {"report": "10/h/key"}
"""As `sites.views_public`."""
HOUR = "3600"
_TOO_MANY = Text(
    "Votre organisation a envoyé trop de signalements en une heure ; celui-ci n’a pas été gardé.",
    "Your organisation sent too many reports within an hour; this one was not kept.",
)
MOST_FIELDS, LONGEST_VALUE = 300, 100_000
Identifier = Annotated[str, Field(max_length=80, pattern=r"^[0-9A-Za-z_.-]+$")]
Value = Annotated[str, Field(max_length=LONGEST_VALUE)] | int | float | None


def allowed(request: HttpRequest, scope: str) -> tuple[Token, Actor]:
    """Return the token of a request and who it acts as.

    Raises
    ------
    TokenRefused, PermissionDenied
    """
    if not secret_of(request) or not hasattr(request, "_rebond_token"):
        raise TokenRefused(
            Text("Cette adresse demande un jeton.", "This address asks for a token.")
        )
    token, actor = request._rebond_token
    if scope and scope not in token.scopes:
        raise PermissionDenied
    return token, actor


def shown(request: HttpRequest) -> Actor:
    """Return who the token shown acts as; asked before anything else is read."""
    return allowed(request, "")[1]


router = Router(auth=shown)


class TokenOut(Schema):
    """A token, without its secret."""

    reference: str
    organisation: str
    scopes: list[str]
    expires_at: Any


@router.get(
    "/token", operation_id="read-token", response=TokenOut, tags=["Writing"], summary="Your token"
)
def read_token(request: HttpRequest) -> Any:
    """Say what the token shown may do, and until when."""
    token, actor = allowed(request, "")
    return {
        "reference": token.reference,
        "organisation": actor.organisation,
        "scopes": token.scopes,
        "expires_at": token.expires_at,
    }


class SiteIn(Schema, extra="forbid"):
    """Values of a site, under the names of the CNIG standard and of the extension."""

    values: Annotated[
        dict[Annotated[str, Field(max_length=60)], Value],
        Field(
            max_length=MOST_FIELDS, description="Field to its value; null or empty takes it away."
        ),
    ]
    source: Annotated[
        str, Field(min_length=3, max_length=300, description="Where the values come from.")
    ]
    stated_on: Annotated[date, Field(description="Day that the values describe.")]
    url: Annotated[str, Field(max_length=500)] = ""
    seen: Annotated[
        int | None,
        Field(
            ge=1,
            le=2**31 - 1,
            description="Number of the record that was read; another one is refused (409).",
        ),
    ] = None


class SiteOut(Schema):
    """What became of a site."""

    identifier: str
    number: int
    is_created: bool
    is_changed: bool
    visibility: str


@router.put(
    "/sites/{identifier}",
    operation_id="write-site",
    response={200: SiteOut, 201: SiteOut},
    tags=["Writing"],
    summary="Write a site",
)
def write_site(request: HttpRequest, identifier: Path[Identifier], given: SiteIn) -> Any:
    """Enter a site, or change the values given; the others stay. Sent twice, it changes nothing the second time."""
    token, actor = allowed(request, Token.Scope.SITES)
    try:
        done = upserting.upsert(
            actor,
            identifier,
            given.values,
            services.Given(given.source, given.stated_on, given.url, token.reference),
            clock.now(),
            seen=given.seen,
        )
    except RecordMoved as fault:
        raise Refused(409, fault) from fault
    return Status(
        CREATED if done.is_created else OK,
        {
            "identifier": done.site.identifier,
            "number": done.site.number,
            "is_created": done.is_created,
            "is_changed": done.is_changed,
            "visibility": done.site.visibility,
        },
    )


class ReportIn(Schema, extra="forbid"):
    """What is wrong with a site."""

    sentence: Annotated[str, Field(max_length=2_000)]
    field: Annotated[str, Field(max_length=60)] = ""


class ReportOut(Schema):
    """A report received."""

    reference: str


@router.post(
    "/sites/{identifier}/reports",
    operation_id="report-error",
    response={201: ReportOut},
    tags=["Writing"],
    summary="Report an error on a site",
)
def report_error(request: HttpRequest, identifier: Path[Identifier], given: ReportIn) -> Any:
    """Tell the manager of a public site that something is wrong with it."""
    token, actor = allowed(request, Token.Scope.REPORTS)
    site = queries.visible(None).filter(identifier=identifier).first()
    if site is None:
        raise Http404
    # Each organisation as often as each network address by the form, however many tokens it has.
    who = f"organisation:{token.organisation_id}"
    if not ratelimit.consume(request, app=APP, action="report", config=RATES, key=who):
        raise Refused(429, TooOften(_TOO_MANY), headers={"Retry-After": HOUR})
    report = services.report_error(
        site,
        given.sentence,
        now=clock.now(),
        field=given.field,
        language=lang_of(request),
        actor=actor,
        token=token.reference,
    )
    return Status(CREATED, {"reference": report.reference})
