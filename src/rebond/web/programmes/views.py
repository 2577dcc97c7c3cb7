"""Home, programme and method pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from rebond.web.decisions import listing
from rebond.web.decisions import queries as decisions
from rebond.web.programmes import queries

if TYPE_CHECKING:
    from django.http import HttpRequest

    from rebond.programme import Programme


def home(request: HttpRequest) -> HttpResponse:
    """Say what this is, and find my territory."""
    decision = decisions.current()
    return render(
        request,
        "programmes/home.html",
        {
            "page": "home",
            "programme": queries.main_programme(),
            "decision": decision,
            "findings": listing.findings(decision) if decision else None,
            "k": decision.k if decision else None,
        },
    )


def programme(request: HttpRequest, programme_id: str) -> HttpResponse:
    """Show the whole policy: objectives, measures, grid, sources, and what is not known."""
    one = found(programme_id)
    return render(
        request,
        "programmes/programme.html",
        {
            "page": "programme",
            "programme": one,
            "measures": queries.measure_rows(one),
            "unknowns": queries.unknowns(one),
            "graded": queries.graded(one),
            "decision": decisions.current(one.id),
        },
    )


def latest(_request: HttpRequest, programme_id: str) -> HttpResponse:
    """Lead to the newest evaluation of a programme, from an address that does not change."""
    decision = decisions.current(programme_id)
    if decision is None:
        raise Http404
    return redirect("evaluation", code=decision.code)


def method(request: HttpRequest, programme_id: str) -> HttpResponse:
    """Show how the calculation is made, written from the policy itself."""
    one = found(programme_id)
    measure = queries.graded(one)
    if measure is None:
        raise Http404
    decision = decisions.current(one.id)
    return render(
        request,
        "programmes/method.html",
        {
            "page": "method",
            "programme": one,
            "measure": measure,
            "criteria": queries.grid_rows(measure.grid),
            "decision": decision,
            "k": measure.selection.k if measure.selection else None,
        },
    )


def found(programme_id: str) -> Programme:
    """Return the shipped programme of this id, or say that there is none."""
    one = queries.programme(programme_id)
    if one is None:
        raise Http404
    return one
