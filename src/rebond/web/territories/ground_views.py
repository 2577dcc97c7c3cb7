"""The layers of maps as files that a browser keeps."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET

from rebond.web.accounts.access import everyone
from rebond.web.territories import grounds

A_YEAR = "public, max-age=31536000, immutable"
AN_HOUR = "public, max-age=3600"


@everyone
@require_GET
def layer(request: HttpRequest, layer: str) -> HttpResponse:
    """Send one layer as GeoJSON; under the address with its digest it never changes."""
    drawn = grounds.drawn(layer)
    if drawn is None:
        raise Http404
    tag = f'"{drawn.digest}"'
    asked = request.headers.get("If-None-Match", "")
    if tag in asked.replace("W/", ""):
        response: HttpResponse = HttpResponseNotModified()
    elif "gzip" in request.headers.get("Accept-Encoding", ""):
        response = HttpResponse(drawn.packed, headers={"Content-Encoding": "gzip"})
    else:
        response = HttpResponse(drawn.content)
    if response.status_code != HttpResponseNotModified.status_code:
        response["Content-Type"] = "application/geo+json"
    response["ETag"] = tag
    response["Cache-Control"] = A_YEAR if request.GET.get("v") == drawn.digest else AN_HOUR
    patch_vary_headers(response, ["Accept-Encoding"])
    return response
