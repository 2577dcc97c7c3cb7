"""Finding a place, its page and its sheet, and several side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from rebond.errors import RebondError
from rebond.territory import PlaceKey
from rebond.web import clock
from rebond.web.accounts import actors
from rebond.web.accounts.access import everyone
from rebond.web.territories import comparing, queries
from rebond.web.territories import sheet as typeset
from rebond.web.territories.asking import (
    Asked,
    DayOutOfRange,
    DayUnreadable,
    PlaceUnknown,
    day_asked,
    found_for,
    key_of,
)
from rebond.web.territories.formers import former_page
from rebond.web.territories.ground import day_of
from rebond.web.territories.page import TerritoryPage, page_of
from rebond.web.territories.places import atlas
from rebond.web.theme import sheets, writing

if TYPE_CHECKING:
    from django.http import HttpRequest

LONGEST_QUERY = 120
BAD_DAY, UNSETTLED, NOWHERE = 400, 422, 404
TOO_MANY = 429
KEPT_SECONDS = 300
"""How long a cache may keep what everyone may read: results and labels appear within it."""


@require_safe
def places(_request: HttpRequest) -> HttpResponse:
    """Lead to the search: all places are too many for a list."""
    return redirect("search")


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


@require_safe
@everyone
@conditional_page
def place(request: HttpRequest, key: str) -> HttpResponse:
    """Show a territory on a day; a short form leads to its key, a former commune to what it became."""
    try:
        asked = day_asked(request.GET, day_of(clock.now()))
        full = key_of(key)
        if full is None:
            return _short(request, key)
    except PlaceUnknown as fault:
        return _unknown(request, fault)
    except RebondError as fault:
        return _refused(request, fault)
    if full.kind == "commune" and atlas().resolve_commune(full.code).code != full.code:
        return _former(request, full, asked)
    page = page_of(full, actors.current(request), clock.now(), asked.day)
    if str(page.key) != key:
        return redirect(reverse("place", args=[str(page.key)]) + asked.query)
    return _kept(request, render(request, "territories/place.html", _shown(page, asked)))


@require_safe
@everyone
@conditional_page
def sheet(request: HttpRequest, key: str) -> HttpResponse:
    """Give the two pages of a territory as a PDF, as everyone may read them, in the language of the page."""
    try:
        asked = day_asked(request.GET, day_of(clock.now()))
        full = key_of(key)
        if full is None:
            found = found_for(key)
            if found.is_ambiguous:
                return _choice(key)
            full = found.only().key
    except PlaceUnknown as fault:
        return _unknown(request, fault)
    except RebondError as fault:
        return _refused(request, fault)
    page = page_of(full, None, clock.now(), asked.day)
    # Never the host that the request names: a document is read long after, and forwarded.
    address = settings.BASE_URL + reverse("place", args=[str(page.key)]) + asked.query
    response = sheets.answer(request, typeset.sheet(page, address))
    if response.status_code == TOO_MANY:
        return response
    name = str(page.key).replace(":", "-")
    response["Content-Disposition"] = f'inline; filename="{name}-{page.on.isoformat()}.pdf"'
    return _kept(request, response)


@require_safe
@everyone
@conditional_page
def compare(request: HttpRequest) -> HttpResponse:
    """Put up to five territories side by side."""
    today = day_of(clock.now())
    try:
        asked = day_asked(request.GET, today)
    except RebondError as fault:
        return _refused(request, fault)
    chosen = comparing.chosen(request.GET.getlist("lieu"))
    if chosen.is_settled:
        found = comparing.compare(chosen.keys, clock.now(), asked.day, asked.day or today)
    else:
        found = comparing.Comparison()
    response = render(
        request,
        "territories/compare.html",
        {
            "chosen": chosen,
            "comparison": found,
            "asked": asked,
            "on": asked.day or today,
            "most": comparing.MOST,
            "trail": ((_("Territoires"), reverse("search")), (_("Comparer"), "")),
        },
        status=200 if chosen.is_settled else UNSETTLED,
    )
    return _kept(request, response)


def address(hit: queries.Hit) -> str:
    """Return the page that answers for a hit: its own, or its evaluation when no register knows it."""
    if not hit.is_place and hit.candidate is not None and hit.decision is not None:
        return reverse("candidate", args=[hit.decision.code, hit.candidate.id])
    return reverse("place", args=[hit.key])


def _shown(page: TerritoryPage, asked: Asked) -> dict[str, Any]:
    return {
        "of": page,
        "asked": asked,
        "trail": ((_("Territoires"), reverse("search")), (page.place.name, "")),
        "compare_query": comparing.query([page.key], asked.day),
        "sheet": reverse("place-sheet", args=[str(page.key)]) + asked.query,
    }


def _short(request: HttpRequest, written: str) -> HttpResponse:
    """Lead from what people type to the page of the one place that it means, else to the list of them."""
    found = found_for(written)
    query = request.GET.urlencode()
    if found.is_ambiguous:
        return _choice(written)
    first = found.matches[0]
    key = first.place.key
    if first.via == "former_commune":
        code = first.former.code if first.former is not None else written.upper()
        key = PlaceKey("commune", code)
    return redirect(reverse("place", args=[str(key)]) + (f"?{query}" if query else ""))


def _choice(written: str) -> HttpResponse:
    """Lead to the list of the places that a name can mean."""
    return redirect(f"{reverse('search')}?{urlencode({'q': written})}")


def _former(request: HttpRequest, key: PlaceKey, asked: Asked) -> HttpResponse:
    """Say what a former commune became; its page leads to its successor's."""
    of = former_page(key, asked.day)
    return _kept(
        request,
        render(
            request,
            "territories/former.html",
            {
                "of": of,
                "asked": asked,
                "vintage": atlas().former_names.vintage,
                "trail": (
                    (_("Territoires"), reverse("search")),
                    (of.last.name if of.last is not None else key.code, ""),
                ),
            },
        ),
    )


def _unknown(request: HttpRequest, fault: PlaceUnknown) -> HttpResponse:
    return render(
        request, "territories/unknown.html", {"fault": fault, "query": fault.asked}, status=NOWHERE
    )


def _refused(request: HttpRequest, fault: RebondError) -> HttpResponse:
    is_day = isinstance(fault, DayUnreadable | DayOutOfRange)
    title = _("Date refusée") if is_day else _("Demande refusée")
    values = {"fault": fault, "title": title, "is_day": is_day}
    return render(request, "territories/refused.html", values, status=BAD_DAY)


def _kept(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Let caches keep what everyone reads alike; what somebody signed in reads is his own."""
    patch_vary_headers(response, ("Cookie",))
    if actors.current(request) is None and not getattr(request.user, "is_authenticated", False):
        patch_cache_control(response, public=True, max_age=KEPT_SECONDS)
    else:
        patch_cache_control(response, private=True, no_cache=True)
    return response


def _suggestion(hit: queries.Hit) -> dict[str, str]:
    parts = (writing.words(hit.kind), hit.where, writing.words(hit.former_short))
    detail = ", ".join(part for part in parts if part)
    return {"name": hit.name, "detail": detail, "url": address(hit), "key": hit.key}


def _query(request: HttpRequest) -> str:
    text = request.GET.get("q", "").replace("\x00", "")
    return " ".join(text.split())[:LONGEST_QUERY]
