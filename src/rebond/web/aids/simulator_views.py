"""The public pages of the aids: which there are, and the simulator."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_GET, require_http_methods

from rebond.web import clock
from rebond.web.accounts import actors
from rebond.web.accounts.access import everyone
from rebond.web.aids import (
    permissions,
    simulator,
    simulator_form,
    simulator_place,
    simulator_results,
)
from rebond.web.aids.listing import rows
from rebond.web.aids.simulator import Told
from rebond.web.aids.simulator_fields import DAY, SIREN
from rebond.web.theme.context import translations


@everyone
@require_GET
def aids(request: HttpRequest) -> HttpResponse:
    """Say which aids there are, for whom, how much, and what is not established."""
    actor = actors.current(request)
    follows = actor is not None and permissions.follows_recruitments(actor)
    shown = {"rows": rows(clock.today()), "follows_recruitments": follows}
    return render(request, "aids/list.html", shown)


@everyone
@require_http_methods(["GET", "HEAD", "POST"])
def simulate(request: HttpRequest) -> HttpResponse:
    """Answer what was told; nothing of it is kept.

    A form is answered in place, so that what was typed stays out of addresses; an address answers alike, and
    holds only what `simulator.to_query` lets it hold.
    """
    if request.method != "POST" and SIREN in request.GET:
        return redirect(f"{request.path}?{simulator.to_query(_told(request))}")
    told = _told(request)
    shared = simulator.to_query(told)
    response = render(request, "aids/simulator/page.html", _context(request, told, shared))
    if request.method == "POST":
        patch_cache_control(response, no_store=True, private=True)
    return response


@everyone
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """Send the result of an address as a file."""
    told = _told(request)
    address = settings.BASE_URL + reverse("aid-simulator") + "?" + simulator.to_query(told)
    response = JsonResponse(
        simulator_results.export(told, address),
        json_dumps_params={"ensure_ascii": False, "indent": 2},
    )
    response["Content-Disposition"] = 'attachment; filename="simulation.json"'
    return response


def _told(request: HttpRequest) -> Told:
    given = request.POST if request.method == "POST" else request.GET
    return simulator.read(given, clock.today())


def _context(request: HttpRequest, told: Told, shared: str) -> dict[str, Any]:
    # A day that is not understood is no other day: the rules of none answer.
    is_dated = DAY not in told.faults
    found = simulator_results.results(told) if told.is_asked and is_dated else ()
    place = told.place.place if told.place is not None else None
    end = f"?{shared}" if told.is_asked else ""
    is_from_link = told.is_asked and request.method != "POST"
    return {
        "told": told,
        "is_dated": is_dated,
        "faults": [(one, told.faults[one.field.key]) for one in _asked(told) if one.fault],
        "sections": simulator_form.sections(told),
        "size_rows": simulator_form.size_rows(told),
        "sizes_left": simulator_form.sizes_left(told),
        "results": found,
        "headline": simulator_results.headline(found) if found else None,
        "told_rows": simulator_results.told_rows(told, is_from_link=is_from_link),
        "insides": simulator_place.insides(place, told.on) if place is not None else (),
        "shared": shared,
        "shared_address": settings.BASE_URL + request.path + end,
        "is_from_link": is_from_link,
        "translations": translations(request, end),
    }


def _asked(told: Told) -> list[simulator_form.Asked]:
    return [
        one
        for section in simulator_form.sections(told)
        for one in (*section.asked, *section.figures)
    ]
