"""Public pages of results: the objectives with their indicators, one indicator, the comparison, the use of the service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from rebond.impact import ASSUMPTIONS
from rebond.impact.cautions import STRENGTH_TEXTS, Strength
from rebond.impact.synthetic import MEASURED
from rebond.programme.outcomes_description import DIRECTIONS, FREQUENCIES, STATES
from rebond.web import clock
from rebond.web.accounts import actors
from rebond.web.accounts.access import everyone
from rebond.web.monitoring import comparison, exports, over_time, usage
from rebond.web.monitoring.permissions import may_follow
from rebond.web.monitoring.quantities import SHORT
from rebond.web.monitoring.results import results as results_now
from rebond.web.theme import writing

if TYPE_CHECKING:
    from django.http import HttpRequest

WORDS = {"frequencies": FREQUENCIES, "directions": DIRECTIONS, "states": STATES}


@require_GET
@everyone
def results(request: HttpRequest) -> HttpResponse:
    """Show the objectives of the programme with their indicators, and where labelled sites stood each year."""
    now = clock.now()
    found = results_now(now)
    actor = actors.current(request)
    return render(
        request,
        "monitoring/results.html",
        {
            "page": "results",
            "found": found,
            "known": found.count("value") if found else 0,
            "waiting": found.count("waiting") if found else 0,
            "missing": found.count("missing") if found else 0,
            "time": over_time.over_time(clock.today(now)),
            "today": clock.today(now),
            "follows": actor is not None and may_follow(actor),
            **WORDS,
        },
    )


@require_GET
@everyone
def results_csv(_request: HttpRequest) -> HttpResponse:
    """Give the indicators as CSV."""
    found = results_now(clock.now())
    if found is None:
        raise Http404
    response = HttpResponse(
        exports.csv_of(found, writing.lang()), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="indicateurs.csv"'
    return response


@require_GET
@everyone
def indicator(request: HttpRequest, name: str) -> HttpResponse:
    """Show one indicator: what it stands at, its definition, whether its data are there."""
    found = results_now(clock.now())
    row = found.row(name) if found is not None else None
    if found is None or row is None:
        raise Http404
    objectives = [
        one.title for one in found.programme.objectives if one.id in row.indicator.objectives
    ]
    return render(
        request,
        "monitoring/indicator.html",
        {
            "page": "results",
            "found": found,
            "row": row,
            "one": row.indicator,
            "objectives": objectives,
            "trail": (
                (_("Résultats"), reverse("results")),
                (writing.words(row.indicator.title), ""),
            ),
            **WORDS,
        },
    )


@require_GET
@everyone
def compared(request: HttpRequest) -> HttpResponse:
    """Compare retained and other candidates, or say why that cannot be done and what is missing."""
    quantity = request.GET.get("quantite", "")
    quantity = quantity if quantity in SHORT else next(iter(SHORT))
    measures = comparison.measures()
    asked = request.GET.get("mesure", "")
    measure = next((one for one in measures if one.id == asked), measures[0] if measures else None)
    real = comparison.real(quantity, measure.id) if measure is not None else None
    return render(
        request,
        "monitoring/comparison.html",
        {
            "page": "results",
            "quantity": quantity,
            "quantities": SHORT.items(),
            "measure": measure,
            "measures": measures,
            "held": comparison.held(measure.id)
            if measure is not None
            else comparison.Held(0, 0, 0, 0),
            "real": real,
            "is_allowed": real is not None and real.found.strength is not Strength.NONE,
            "shown": comparison.invented(),
            "strengths": STRENGTH_TEXTS,
            "assumptions": ASSUMPTIONS,
            "truth": comparison.INVENTED.effect,
            "covered": MEASURED["no effect"][0],
            "rejected": MEASURED["no effect"][1],
            "covered_by_region": MEASURED["shocks by region"][0],
            "trail": ((_("Résultats"), reverse("results")), (_("Comparaison"), "")),
        },
    )


@require_GET
@everyone
def stats(request: HttpRequest) -> HttpResponse:
    """Show how the service is used, from its own record."""
    now = clock.now()
    return render(
        request,
        "monitoring/stats.html",
        {
            "page": "stats",
            "parts": usage.parts(now),
            "years": usage.by_year(now),
            "today": clock.today(now),
        },
    )
