"""The map of a search: the same sites as its list, in the same order."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET

from rebond.web import clock
from rebond.web.accounts.access import everyone
from rebond.web.needs import index, mapping, query, searching
from rebond.web.needs.picture import picture
from rebond.web.needs.views import frame

LISTED = 20


@everyone
@require_GET
def site_map(request: HttpRequest) -> HttpResponse:
    """Show the sites of a search on a map, with the first of their list beside it."""
    need = query.read(request.GET)
    day = clock.today()
    of = mapping.version(need, day)
    drawn = mapping.drawn(of)
    found = searching.search(need, index.standing(day))
    context = frame(request, need, of.query) | {
        "drawn": drawn,
        "found": found,
        "beyond": max(0, found.total - mapping.MOST),
        "picture": picture(drawn),
        "first": mapping.first(drawn, LISTED),
        "points_url": _with(reverse("map-points"), of.query),
        "list_url": _with(reverse("site-search"), of.query),
        "frame_url": _with(reverse("site-search"), query.to_query(replace(need, box=None))),
        "bounds": _bounds(need),
    }
    return render(request, "needs/map.html", context)


@everyone
@require_GET
def map_points(request: HttpRequest) -> HttpResponse:
    """Send the points of a search; nothing is computed for a browser that has them already."""
    of = mapping.version(query.read(request.GET), clock.today())
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


def _with(address: str, asked: str) -> str:
    return f"{address}?{asked}" if asked else address


def _bounds(need: query.InvestorNeed) -> str:
    """Return the frame that the search asks for, where the map opens; empty for the mainland."""
    if need.box is None:
        return ""
    box = need.box
    return ",".join(f"{end:.4f}" for end in (box.west, box.south, box.east, box.north))
