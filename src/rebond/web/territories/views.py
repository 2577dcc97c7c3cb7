"""Finding a place, and showing what it belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from rebond.errors import RebondError
from rebond.territory import PlaceKey
from rebond.web.territories import queries
from rebond.web.theme import writing

if TYPE_CHECKING:
    from django.http import HttpRequest

LONGEST_QUERY = 120


def search(request: HttpRequest) -> HttpResponse:
    """List the places that a name or a code can mean; ambiguity is shown, not guessed."""
    query = _query(request)
    answer = queries.search(query) if query else None
    return render(request, "territories/search.html", {"query": query, "answer": answer})


def suggestions(request: HttpRequest) -> JsonResponse:
    """Propose places while someone types; `genre=commune` leaves out all others."""
    is_commune = request.GET.get("genre") == "commune"
    hits = (queries.commune_suggestions if is_commune else queries.suggestions)(_query(request))
    return JsonResponse({"places": [_suggestion(hit) for hit in hits]})


def place(request: HttpRequest, key: str) -> HttpResponse:
    """Show a place and the perimeters that hold it; one that is evaluated leads to its evaluation.

    This address does not change when a new decision is published, unlike that of the evaluation itself.
    """
    try:
        page = queries.place_page(PlaceKey.parse(key))
    except RebondError as error:
        raise Http404 from error
    if page.own.candidate is not None:
        return redirect(address(page.own))
    return render(request, "territories/place.html", {"page_of": page})


def address(hit: queries.Hit) -> str:
    """Return the page that answers for a hit: its evaluation when there is one, else the place."""
    if hit.candidate is not None and hit.decision is not None:
        return reverse("candidate", args=[hit.decision.code, hit.candidate.id])
    return reverse("place", args=[hit.key])


def _suggestion(hit: queries.Hit) -> dict[str, str]:
    detail = ", ".join(part for part in (writing.words(hit.kind), hit.where) if part)
    return {"name": hit.name, "detail": detail, "url": address(hit), "key": hit.key}


def _query(request: HttpRequest) -> str:
    text = request.GET.get("q", "").replace("\x00", "")
    return " ".join(text.split())[:LONGEST_QUERY]
