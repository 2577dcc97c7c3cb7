"""The engine's evaluations: official, tried, or simulated; their progress, results and files."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rebond.errors import RebondError
from rebond.web.accounts.access import member
from rebond.web.committee import (
    asking,
    choices,
    permissions,
    progress,
    queries,
    results,
    services,
    trial_form,
)
from rebond.web.committee.context import Here, opened
from rebond.web.committee.models import Evaluation
from rebond.web.committee.recusal import Standing
from rebond.web.decisions import listing, parameters

if TYPE_CHECKING:
    from django.http import HttpRequest

UNPROCESSABLE = 422


@require_http_methods(["GET", "POST"])
@member()
def trial(request: HttpRequest, call: str) -> HttpResponse:
    """Try other weights, places or rules, without touching anything."""
    here = opened(request, call)
    if not permissions.may_try(here.actor, here.call, here.now, here.at):
        raise PermissionDenied
    return _asked(request, here, Evaluation.Purpose.TRIAL)


@require_POST
@member(permissions.runs_calls)
def official(request: HttpRequest, call: str) -> HttpResponse:
    """Ask for the evaluation that decisions will cite, under the call's own choices."""
    here = opened(request, call)
    if not permissions.may_manage(here.actor, here.call):
        raise PermissionDenied
    try:
        evaluation = services.ask_evaluation(
            here.actor, here.call, Evaluation.Purpose.OFFICIAL, {}, now=here.now
        )
    except RebondError as refused:
        return render(
            request,
            "committee/refused.html",
            here.shown(trail=here.trail((_("Évaluation"), "")), error=refused),
            status=UNPROCESSABLE,
        )
    return redirect("committee-evaluation", call=call, key=evaluation.pk)


@require_http_methods(["GET", "POST"])
@member(permissions.runs_calls)
def simulation(request: HttpRequest, call: str) -> HttpResponse:
    """Try a draft grid on the dossiers of past calls, before the call opens."""
    here = opened(request, call)
    if not permissions.may_simulate(here.actor, here.call):
        raise PermissionDenied
    return _asked(request, here, Evaluation.Purpose.SIMULATION)


def _asked(request: HttpRequest, here: Here, purpose: str) -> HttpResponse:
    is_simulation = purpose == Evaluation.Purpose.SIMULATION
    revision = choices.revision_of(here.call)
    measure = choices.measure_of(revision)
    past = asking.past_calls(here.actor, here.call) if is_simulation else []
    count = (
        queries.filed_count(past)
        if is_simulation
        else queries.dossiers(here.call, here.now).exclude(eligibility="no").count()
    )
    form = trial_form.read_form(request.POST, measure, choices.choices_of(revision), count)
    ticked = request.POST.getlist("appel") or [one.reference for one in past]
    error, status = None, 200
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.parameters is not None:
            asked: dict[str, Any] = dict(form.parameters)
            if is_simulation:
                asked["calls"] = ticked
            try:
                made = services.ask_evaluation(here.actor, here.call, purpose, asked, now=here.now)
            except RebondError as refused:
                error = refused
            else:
                return redirect("committee-evaluation", call=here.call.reference, key=made.pk)
    name = _("Simulation") if is_simulation else _("Et si")
    return render(
        request,
        "committee/simulation.html" if is_simulation else "committee/trial.html",
        here.shown(
            trail=here.trail((name, "")),
            form=form,
            asked=form.bounds,
            error=error,
            count=count,
            past=past,
            ticked=ticked,
            has_grid=measure.grid is not None,
            is_before_opening=queries.is_before_opening(here.call, here.now),
        ),
        status=status,
    )


@require_GET
@never_cache
@member()
def evaluation(request: HttpRequest, call: str, key: UUID) -> HttpResponse:
    """Show an evaluation: how far it is, why it failed, or what it says."""
    here = opened(request, call)
    one = _found(here, key)
    shown = here.shown(trail=here.trail((_("Évaluation"), "")), evaluation=one)
    if one.state != Evaluation.State.DONE:
        return render(
            request, "committee/running.html", {**shown, "state": progress.state(one, here.call)}
        )
    at = _standing(here, one)
    result = results.result(one, at, choices.measure(here.call))
    if result is None:
        raise Http404
    return render(
        request,
        "committee/evaluation.html",
        {
            **shown,
            "result": result,
            "decision": result.decision,
            "k": result.decision.k,
            "count": len(result.decision.candidates),
            "findings": listing.findings(result.decision),
            "parameters": parameters.applied(result.decision),
            "may_download": results.may_download(here.actor, one, at),
            "is_last_official": getattr(queries.last_official(here.call), "pk", None) == one.pk,
            "is_simulation": one.purpose == Evaluation.Purpose.SIMULATION,
        },
    )


@require_GET
@never_cache
@member()
def state(request: HttpRequest, call: str, key: UUID) -> HttpResponse:
    """Answer how far an evaluation is, for the script of its page."""
    here = opened(request, call)
    return JsonResponse(progress.state(_found(here, key), here.call))


@require_GET
@never_cache
@member()
def record(request: HttpRequest, call: str, key: UUID) -> HttpResponse:
    """Download the sealed file, byte for byte; closed to whoever stands aside from one of its dossiers."""
    here = opened(request, call)
    one = _found(here, key)
    if one.state != Evaluation.State.DONE:
        raise Http404
    if not results.may_download(here.actor, one, _standing(here, one)):
        raise PermissionDenied
    response = HttpResponse(results.bytes_of(one), content_type="application/json")
    short = one.record_digest.removeprefix("sha256:")[:12]
    response["Content-Disposition"] = f'attachment; filename="rebond-{short}.json"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _found(here: Here, key: UUID) -> Evaluation:
    one = queries.evaluation(here.actor, here.call, here.at, key)
    if one is None:
        raise Http404
    one.call = here.call
    return one


def _standing(here: Here, one: Evaluation) -> Standing:
    """Return where the reader stands towards the dossiers of an evaluation, those of past calls included."""
    if one.purpose != Evaluation.Purpose.SIMULATION:
        return here.at
    recused = queries.recused_dossiers(here.actor).filter(reference__in=one.parameters["dossiers"])
    return replace(
        here.at, seat=None, recused=here.at.recused | set(recused.values_list("pk", flat=True))
    )
