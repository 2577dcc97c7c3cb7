"""What the manager of a call does: propose, confirm, close, change; one board for all of it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rebond.errors import BadInput
from rebond.procedure.appeals import WITHDRAWAL, withdrawal_limit
from rebond.web import clock
from rebond.web.accounts import actors
from rebond.web.accounts.access import member
from rebond.web.accounts.actors import Actor
from rebond.web.calls.models import Call
from rebond.web.committee.models import Evaluation
from rebond.web.deliberations import (
    board,
    explaining,
    forms,
    permissions,
    queries,
    reasons,
    records,
    services,
    sittings,
)
from rebond.web.deliberations.cautions import cautions
from rebond.web.deliberations.models import Decision
from rebond.web.deliberations.recusals import may_read_reviews, shown
from rebond.web.dossiers.models import Dossier

if TYPE_CHECKING:
    from django.http import HttpRequest

REFUSED = 422
CONFIRMED_AT_ONCE = 50


@require_GET
@member(permissions.may_manage)
def deliberations(request: HttpRequest) -> HttpResponse:
    """List the calls that this organisation deliberates on."""
    actor = _actor(request)
    now = clock.now()
    calls = list(queries.calls_to_deliberate(actor).order_by("-closes_at", "-pk")[:50])
    rows = [(one, _stage(one, now)) for one in calls]
    return render(request, "deliberations/calls.html", {"page": "desk", "rows": rows})


def _stage(call: Call, now: datetime) -> str:
    """Name a call's stage from its dates alone; a list must not ask once a row for its revision."""
    stages = Call.Stage
    if call.cancelled_at is not None:
        return str(stages.CANCELLED.label)
    if call.closes_at is None or call.opens_at is None:
        return str(stages.DRAFT.label)
    if now < call.closes_at:
        return str((stages.OPEN if now >= call.opens_at else stages.ANNOUNCED).label)
    if call.deliberated_at is None:
        return str(stages.CLOSED.label)
    out = queries.results_are_out(call, now)
    return str((stages.PUBLISHED if out else stages.DELIBERATED).label)


@require_GET
@member(permissions.may_manage)
def deliberation(request: HttpRequest, call: str) -> HttpResponse:
    """Show the board of a call."""
    actor, found = _call(request, call)
    return _board(request, actor, found)


def _board(
    request: HttpRequest,
    actor: Actor,
    call: Call,
    *,
    error: BadInput | None = None,
    asked: forms.Asked | None = None,
) -> HttpResponse:
    evaluation = records.official(call)
    standing = request.GET.get("etat", "")
    standing = standing if standing in board.STANDINGS else ""
    number = request.GET.get("page", "1")
    shown = board.board(
        actor,
        call,
        evaluation,
        standing=standing,
        page=int(number) if forms.is_key(number) else 1,
    )
    progress = queries.progress(call)
    return render(
        request,
        "deliberations/board.html",
        {
            "page": "desk",
            "call": call,
            "board": shown,
            "progress": progress,
            "answer": board.answer(progress),
            "evaluation": evaluation,
            "standing": standing,
            "outcomes": _outcomes(),
            "may_write": permissions.may_deliberate(actor, call),
            "error": error,
            "asked": asked,
        },
        status=REFUSED if error else 200,
    )


@require_POST
@member(permissions.may_manage)
def propose_many(request: HttpRequest, call: str) -> HttpResponse:
    """Propose one decision on the dossiers chosen, or on all that the engine puts at one outcome."""
    actor, found = _call(request, call)
    evaluation = records.official(found)
    group = request.POST.get("group", "")
    asked = forms.asked(request.POST, suggested_kind="rank" if evaluation else "")
    if group:
        dossiers = board.suggested_dossiers(actor, found, evaluation, group)
    else:
        dossiers = list(board.listed(actor, found).filter(pk__in=asked.chosen))
    try:
        done = services.propose_many(
            actor,
            found,
            dossiers,
            asked.outcome,
            asked.reason,
            asked.sentence_fr,
            asked.sentence_en,
            _cited(found, asked),
            clock.now(),
        )
    except BadInput as error:
        return _board(request, actor, found, error=error, asked=asked)
    messages.success(
        request,
        ngettext("%(n)s décision proposée.", "%(n)s décisions proposées.", len(done))
        % {"n": len(done)},
    )
    return redirect("deliberation", found.reference)


@require_http_methods(["GET", "POST"])
@member(permissions.may_manage)
def confirm(request: HttpRequest, call: str) -> HttpResponse:
    """List what waits for a second person, and confirm what this one chooses."""
    actor, found = _call(request, call)
    error: BadInput | None = None
    if request.method == "POST":
        chosen = forms.asked(request.POST).chosen
        decisions = list(
            Decision.objects.filter(call=found, pk__in=chosen).select_related("dossier", "call")
        )
        try:
            done = services.confirm_many(actor, found, decisions, clock.now())
        except BadInput as refused:
            error = refused
        else:
            messages.success(
                request,
                ngettext("%(n)s décision confirmée.", "%(n)s décisions confirmées.", len(done))
                % {"n": len(done)},
            )
            return redirect("deliberation-confirm", found.reference)
    waiting = queries.waiting(actor, found)
    return render(
        request,
        "deliberations/confirm.html",
        {
            "page": "desk",
            "call": found,
            "rows": waiting[:CONFIRMED_AT_ONCE],
            "total": waiting.count(),
            "undeclared": queries.undeclared(actor, found),
            "user_id": actor.user_id,
            "may_write": permissions.may_deliberate(actor, found),
            "error": error,
        },
        status=REFUSED if error else 200,
    )


@require_POST
@member(permissions.may_manage)
def cancel(request: HttpRequest, call: str, proposal: int) -> HttpResponse:
    """Take a proposal back."""
    actor, found = _call(request, call)
    decision = get_object_or_404(
        Decision.objects.select_related("dossier", "call"), call=found, pk=proposal
    )
    try:
        services.cancel(actor, decision, clock.now())
    except BadInput as error:
        return _board(request, actor, found, error=error)
    messages.success(request, _("Proposition retirée."))
    return redirect("deliberation-dossier", found.reference, decision.dossier.reference)


@require_http_methods(["GET", "POST"])
@member(permissions.may_manage)
def close(request: HttpRequest, call: str) -> HttpResponse:
    """Say what is missing, or close the deliberation."""
    actor, found = _call(request, call)
    now = clock.now()
    error: BadInput | None = None
    if request.method == "POST":
        try:
            services.close(actor, found, now, ticked=request.POST.getlist("lu"))
        except BadInput as refused:
            error = refused
            found.refresh_from_db()
        else:
            messages.success(request, _("Délibération close."))
            return redirect("deliberation", found.reference)
    return render(
        request,
        "deliberations/close.html",
        {
            "page": "desk",
            "call": found,
            "progress": queries.progress(found),
            "missing": [] if found.deliberated_at else sittings.missing(found, now),
            "cautions": [] if found.deliberated_at else cautions(found, now),
            "ticked": request.POST.getlist("lu"),
            "may_write": permissions.may_deliberate(actor, found),
            "error": error,
        },
        status=REFUSED if error else 200,
    )


@require_http_methods(["GET", "POST"])
@member(permissions.may_manage)
def dossier(request: HttpRequest, call: str, reference: str) -> HttpResponse:
    """Propose the decision on one dossier, with what the engine says beside."""
    actor, found = _call(request, call)
    one = get_object_or_404(board.listed(actor, found), reference=reference)
    evaluation = records.official(found)
    suggestion = reasons.from_evaluation(shown(actor, found, evaluation), one)
    asked, error = None, None
    if request.method == "POST":
        asked = forms.asked(request.POST, suggested_kind=suggestion.kind)
        try:
            services.propose(
                actor,
                one,
                asked.outcome,
                asked.reason,
                asked.sentence_fr,
                asked.sentence_en,
                _cited(found, asked),
                clock.now(),
            )
        except BadInput as refused:
            error = refused
        else:
            messages.success(request, _("Décision proposée ; une autre personne la confirme."))
            return redirect("deliberation", found.reference)
    return _dossier_page(request, actor, found, one, suggestion, evaluation, asked, error)


@require_http_methods(["GET", "POST"])
@member(permissions.may_manage)
def later_act(request: HttpRequest, call: str, reference: str) -> HttpResponse:
    """Propose to correct, review or withdraw a confirmed decision."""
    actor, found = _call(request, call)
    one = get_object_or_404(board.listed(actor, found), reference=reference)
    evaluation = records.official(found)
    suggestion = reasons.from_evaluation(shown(actor, found, evaluation), one)
    asked, error = None, None
    if request.method == "POST":
        asked = forms.asked(request.POST, suggested_kind=suggestion.kind)
        try:
            _later(actor, one, asked, found)
        except BadInput as refused:
            error = refused
        else:
            messages.success(request, _("Acte proposé ; une autre personne le confirme."))
            return redirect("deliberation-dossier", found.reference, one.reference)
    return _dossier_page(
        request, actor, found, one, suggestion, evaluation, asked, error, is_later=True
    )


def _later(actor: Actor, one: Dossier, asked: forms.Asked, call: Call) -> Decision:
    now = clock.now()
    words = (asked.sentence_fr, asked.sentence_en, asked.motive)
    evaluation = _cited(call, asked)
    if asked.act == Decision.Act.WITHDRAWAL:
        return services.withdraw(actor, one, *words, now)
    if asked.act == Decision.Act.CORRECTION:
        standing = queries.current(one)
        kind = standing.reason.get("kind", "") if standing else ""
        reason = {**asked.reason, "kind": kind}
        return services.correct(actor, one, reason, *words, evaluation, now)
    return services.review(actor, one, asked.outcome, asked.reason, *words, evaluation, now)


def _dossier_page(
    request: HttpRequest,
    actor: Actor,
    call: Call,
    one: Dossier,
    suggestion: reasons.Suggestion,
    evaluation: Evaluation | None,
    asked: forms.Asked | None,
    error: BadInput | None,
    *,
    is_later: bool = False,
) -> HttpResponse:
    history = list(
        Decision.objects.filter(dossier=one)
        .select_related("proposed_by__user", "confirmed_by__user", "cancelled_by__user")
        .order_by("proposed_at", "pk")
    )
    confirmed = [act for act in history if act.confirmed_at is not None]
    last = confirmed[-1] if confirmed else None
    reviews, medians = explaining.median_rows(one) if may_read_reviews(actor, one) else (None, [])
    return render(
        request,
        "deliberations/decide_act.html" if is_later else "deliberations/decide.html",
        {
            "page": "desk",
            "call": call,
            "dossier": one,
            "suggestion": suggestion,
            "suggested_rows": explaining.suggestion_words(suggestion),
            "evaluation": evaluation,
            "gates": [(gate.id, gate.title) for gate in records.measure_of(one).gates],
            "outcomes": _outcomes(),
            "acts": [act for act in Decision.Act if act != Decision.Act.DECISION],
            "history": history,
            "last": last,
            "waiting": next(
                (act for act in history if not act.confirmed_at and not act.cancelled_at), None
            ),
            "withdrawal_limit": withdrawal_limit(clock.today(last.confirmed_at))
            if last and last.confirmed_at and last.outcome == Decision.Outcome.RETAINED
            else None,
            "withdrawal_source": WITHDRAWAL,
            "today": clock.today(),
            "reviews": reviews,
            "medians": medians,
            "may_write": permissions.may_deliberate(actor, call),
            "error": error,
            "asked": asked,
        },
        status=REFUSED if error else 200,
    )


def _outcomes() -> list[tuple[str, Any]]:
    return [(one.value, one.label) for one in Decision.Outcome if one != Decision.Outcome.NONE]


def _cited(call: Call, asked: forms.Asked) -> Evaluation | None:
    """Return the evaluation that the form was shown with; the service says when it is no longer the last."""
    wanted = asked.evaluation
    if not wanted:
        return None
    return next(
        (
            one
            for one in Evaluation.objects.filter(call=call).defer("record")
            if str(one.pk) == wanted
        ),
        None,
    )


def _actor(request: HttpRequest) -> Actor:
    actor = actors.current(request)
    if actor is None:
        raise PermissionDenied
    return actor


def _call(request: HttpRequest, reference: str) -> tuple[Actor, Call]:
    actor = _actor(request)
    found = get_object_or_404(queries.calls_to_deliberate(actor), reference=reference)
    if request.method == "POST" and not permissions.may_deliberate(actor, found):
        raise PermissionDenied
    return actor, found
