"""The public page of what became of each labelled site, and the same rows as a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from rebond.web import clock
from rebond.web.accounts.access import everyone
from rebond.web.labels import exports, forms
from rebond.web.labels.asked import Asked, asked_of, narrowed
from rebond.web.labels.coverage import Coverage, coverage
from rebond.web.labels.outcomes import LEAST_TOLD, Outcome, outcomes
from rebond.web.labels.places import region_name
from rebond.web.sites.models import SiteEvent

if TYPE_CHECKING:
    from django.http import HttpRequest

LISTED = 50


@require_GET
@everyone
def labelled_sites(request: HttpRequest) -> HttpResponse:
    """Say what became of each labelled site, and how much of each wave is known."""
    asked = asked_of(request.GET, clock.today())
    everything = outcomes(asked.on)
    rows = narrowed(everything, asked)
    number = max(1, forms.number(request.GET, "page") or 1)
    known = [
        (one, [region_name(code) for code in one.complete_regions])
        for one in coverage(one.label for one in everything)
    ]
    summary = _summary(rows)
    return render(
        request,
        "labels/labelled_sites.html",
        {
            "page": "site-search",
            "asked": asked,
            "least": LEAST_TOLD,
            "today": clock.today(),
            "rows": rows[(number - 1) * LISTED : number * LISTED],
            "total": len(rows),
            "summary": summary,
            "same_by_chance": same_by_chance(
                asked, summary["sites"], (one for one, _names in known)
            ),
            "coverage": known,
            "known": sum(one.known for one, _names in known),
            "official": sum(one.wave.official_total for one, _names in known),
            "waves": _waves(everything),
            "regions": _regions(everything),
            "query": asked.query,
            "before": _page(asked, number - 1) if number > 1 else None,
            "after": _page(asked, number + 1) if number * LISTED < len(rows) else None,
            "trail": ((_("Sites"), reverse("site-search")), (_("Sites labellisés"), "")),
        },
    )


@require_GET
@everyone
def labelled_sites_csv(request: HttpRequest) -> HttpResponse:
    """Give the same rows as CSV."""
    asked = asked_of(request.GET, clock.today())
    content = exports.csv_of(narrowed(outcomes(asked.on), asked), asked.on)
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    name = f"sites-labellises-{asked.on.isoformat()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _summary(rows: list[Outcome]) -> dict[str, Any]:
    """Count real sites, not labels: a site that holds two is one."""
    real = [one for one in rows if not one.site.is_fictitious]
    sites = {one.site.pk: one for one in real}
    stages = Counter(one.stage for one in sites.values())
    return {
        "sites": len(sites),
        "operating": stages[SiteEvent.Kind.IN_OPERATION],
        "unknown": stages[""],
        "fictitious": len({one.site.pk for one in rows if one.site.is_fictitious}),
    }


def same_by_chance(asked: Asked, sites: int, waves: Iterable[Coverage]) -> Coverage | None:
    """Return the wave that was announced with as many sites as are known here of all waves, if one was."""
    if asked.pairs:
        return None  # the sites shown are not those of all waves, today
    return next((one for one in waves if one.wave.official_total == sites and one.missing), None)


def _waves(rows: list[Outcome]) -> list[str]:
    return sorted({one.label.wave for one in rows})


def _regions(rows: list[Outcome]) -> list[tuple[str, str]]:
    codes = {one.site.region_code for one in rows if one.is_named and one.site.region_code}
    return sorted(((code, region_name(code)) for code in codes), key=lambda pair: pair[1])


def _page(asked: Asked, number: int) -> str:
    return urlencode([*asked.pairs, ("page", str(number))])
