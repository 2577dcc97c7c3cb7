"""The way in of the API: one address, everything behind it answered in one shape."""

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
def api(request: HttpRequest, rest: str) -> HttpResponse:
    """Answer the API; no cookie is read, so no other site can write through a reader's session."""
    from rebond.web.publishing.ogc import serving  # noqa: PLC0415 - built when first asked
    from rebond.web.publishing.v1 import api as v1  # noqa: PLC0415

    part, _, inside = rest.partition("/")
    ways = {"v1": v1.answer, "ogc": serving.answer}

    def handle(asked: HttpRequest) -> HttpResponse:
        if part not in ways:
            raise NotFound(asked.path)
        return ways[part](asked, inside)

    return door.passed(request, handle)
