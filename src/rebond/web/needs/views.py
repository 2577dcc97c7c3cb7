"""The investor's search: the need is the address, the page is its answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_GET

from rebond.web import clock
from rebond.web.accounts.access import everyone
from rebond.web.needs import comparing, exports, forms, index, presenting, query, searching
from rebond.web.needs.fields import FIELDS
from rebond.web.needs.query import InvestorNeed
from rebond.web.needs.sentences import sentence
from rebond.web.needs.standing import Standing
from rebond.web.theme import writing
from rebond.web.theme.context import translations

LONGEST_PAGE = 4


@everyone
@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Show the sites that answer a need; an address written another way leads to the canonical one."""
    need = query.read(request.GET)
    page = _page(request)
    address = presenting.with_page(need, page) if page > 1 else query.to_query(need)
    if not need.faults and _flat(request) != _pairs(need, page):
        return redirect(f"{request.path}?{address}" if address else request.path)
    standing, is_fresh = index.looked(clock.today())
    facts = frame(request, need, address)
    written = results(need, standing, page, facts, is_fresh=is_fresh)
    context = facts | {
        "found": written.found,
        "results": written.html,
        "form": forms.form(need, writing.lang()),
        "wanted": [(one, presenting.without(need, one.key)) for one in need.wanted],
    }
    return render(request, "needs/search.html", context)


@dataclass(frozen=True, slots=True)
class Written:
    """The sites of a page, found and written."""

    found: searching.Found
    html: SafeString


def results(
    need: InvestorNeed,
    standing: Standing,
    page: int,
    facts: Mapping[str, Any],
    *,
    is_fresh: bool,
) -> Written:
    """Return the list of a need, as it was written for another visitor of the same state of the registry."""

    def write() -> Written:
        found = searching.search(need, standing, page)
        context = {
            **facts,
            "found": found,
            "rows": presenting.rows(found),
            "facets": presenting.facets(found, writing.lang()),
            "before": presenting.with_page(need, found.page - 1) if found.page > 1 else "",
            "after": presenting.with_page(need, found.page + 1) if found.page < found.pages else "",
            "most": comparing.MOST,
            "usual": presenting.usual(need),
            "all_fields": list(FIELDS.values()),
        }
        html = render_to_string("needs/results.html", context)
        return Written(found, mark_safe(html))  # noqa: S308 - a template's own output

    # While the index is behind the registry, each list is written from what is public at this moment.
    if not is_fresh:
        return write()
    key = (writing.lang(), query.to_query(need), str(page))
    return cast("Written", standing.page(key, write))


@everyone
@require_GET
def compare(request: HttpRequest) -> HttpResponse:
    """Show up to five sites side by side, held against the need."""
    need = query.read(request.GET)
    standing = index.standing(clock.today())
    asked = comparing.asked(request.GET.getlist("site"))
    compared = comparing.compare(asked, need, standing)
    address = comparing.address(need, asked)
    context = frame(request, need, address) | {"compared": compared, "most": comparing.MOST}
    return render(request, "needs/compare.html", context)


@everyone
@require_GET
def export_csv(request: HttpRequest) -> HttpResponse:
    """Send the sites found as CSV."""
    return _export(request, "csv")


@everyone
@require_GET
def export_geojson(request: HttpRequest) -> HttpResponse:
    """Send the sites found as GeoJSON."""
    return _export(request, "geojson")


def _export(request: HttpRequest, form: str) -> HttpResponse:
    need = query.read(request.GET)
    now = clock.now()
    standing = index.standing(clock.today(now))
    address = settings.BASE_URL + reverse("site-search")
    made = exports.export(need, standing, form, address=address, now=now, lang=writing.lang())
    response = HttpResponse(made.content, content_type=made.media_type)
    response["Content-Disposition"] = f'attachment; filename="{made.name}"'
    response["Cache-Control"] = "no-cache"
    return response


def frame(request: HttpRequest, need: InvestorNeed, address: str) -> dict[str, Any]:
    """Return what every page of a need shows; the other language keeps the need."""
    return {
        "page": "site-search",
        "need": need,
        "query": query.to_query(need),
        "pairs": query.pairs(need),
        "sentence": sentence(need),
        "words": comparing.WORDS,
        "translations": translations(request, f"?{address}" if address else ""),
    }


def _page(request: HttpRequest) -> int:
    text = request.GET.get(query.PAGE, "")
    is_number = text.isascii() and text.isdigit() and len(text) <= LONGEST_PAGE
    return min(max(int(text), 1), searching.MOST_PAGES) if is_number else 1


def _flat(request: HttpRequest) -> list[tuple[str, str]]:
    return [(key, value) for key, values in request.GET.lists() for value in values]


def _pairs(need: InvestorNeed, page: int) -> list[tuple[str, str]]:
    return query.pairs(need) + ([(query.PAGE, str(page))] if page > 1 else [])
