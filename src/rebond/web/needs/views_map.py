"""The map of a search: the same sites as its list, in the same order."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET

from rebond.web import clock
from rebond.web.accounts.access import everyone
from rebond.web.needs import mapping
from rebond.web.needs.picture import picture

LISTED = 20


@everyone
@require_GET
def site_map(request: HttpRequest) -> HttpResponse:
    """Show the sites of a search on a map, with the first of their list beside it."""
    query = _query(request)
    of = mapping.version(query, clock.today())
    drawn = mapping.drawn(of)
    context = {
        "drawn": drawn,
        "total": len(drawn.ids) + drawn.unplaced,
        "picture": picture(drawn),
        "first": mapping.first(drawn, LISTED),
        "points_url": _with(reverse("map-points"), query),
        "list_url": _with(_list_address(), query),
    }
    return render(request, "needs/map.html", context)


@everyone
@require_GET
def map_points(request: HttpRequest) -> HttpResponse:
    """Send the points of a search; nothing is computed for a browser that has them already."""
    of = mapping.version(_query(request), clock.today())
    tag = of.tag
    if tag in request.headers.get("If-None-Match", "").replace("W/", ""):
        response: HttpResponse = HttpResponseNotModified()
    elif "gzip" in request.headers.get("Accept-Encoding", ""):
        response = HttpResponse(mapping.sent(of).packed, headers={"Content-Encoding": "gzip"})
    else:
        response = HttpResponse(mapping.sent(of).content)
    if response.status_code != HttpResponseNotModified.status_code:
        response["Content-Type"] = "application/json"
    response["ETag"] = tag
    response["Cache-Control"] = "public, no-cache"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def _query(request: HttpRequest) -> str:
    return ""


def _with(address: str, query: str) -> str:
    return f"{address}?{query}" if query and address else address


def _list_address() -> str:
    try:
        return reverse("site-search")
    except NoReverseMatch:
        return ""
