"""The ways in of the API: one address each, everything behind it answered in one shape."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.views.decorators.csrf import csrf_exempt

from rebond.web.accounts.access import everyone
from rebond.web.publishing import door
from rebond.web.publishing.errors import NotFound

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@csrf_exempt
@everyone
def api_v1(request: HttpRequest, rest: str) -> HttpResponse:
    """Answer version 1 of the API; no cookie is read, so no other site can write through a reader's session."""
    from rebond.web.publishing.v1 import api  # noqa: PLC0415 - built once, when first asked

    return door.passed(request, lambda asked: api.answer(asked, rest))


@csrf_exempt
@everyone
def api_ogc(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Answer OGC API Features."""
    from rebond.web.publishing.ogc import serving  # noqa: PLC0415

    return door.passed(request, lambda asked: serving.answer(asked, rest))


@csrf_exempt
@everyone
def api_elsewhere(request: HttpRequest, rest: str) -> HttpResponse:
    """Say, in the one shape, that nothing stands here."""

    def nothing(asked: HttpRequest) -> HttpResponse:
        raise NotFound(asked.path if rest else "/api/")

    return door.passed(request, nothing)
