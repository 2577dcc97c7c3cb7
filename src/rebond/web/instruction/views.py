"""The board of those who examine, and the page of one dossier under examination."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from rebond.errors import RebondError
from rebond.web import clock
from rebond.web.accounts import actors
from rebond.web.accounts.access import member
from rebond.web.accounts.actors import Actor
from rebond.web.accounts.models import Membership, Organisation
from rebond.web.dossiers import services as dossiers
from rebond.web.dossiers.models import Dossier
from rebond.web.instruction import forms, permissions, places, services
from rebond.web.instruction.examining import examination
from rebond.web.instruction.models import OpinionRequest
from rebond.web.instruction.queries import boards

if TYPE_CHECKING:
    from django.http import HttpRequest

MOST_SERVICES = 50
Act = Callable[["HttpRequest", Actor, Dossier, datetime], str]


@require_GET
@member(permissions.may_open_boards)
def board(request: HttpRequest) -> HttpResponse:
    """Show what waits, by deadline."""
    now, actor = clock.now(), acting(request)
    asked = forms.filters(request.GET)
    after = request.GET.get("apres", "")
    kept = request.GET.copy()
    kept.pop("apres", None)
    return render(
        request,
        "instruction/board.html",
        {
            "page": "instruction",
            "now": now,
            "actor": actor,
            "asked": asked,
            "after": after,
            "kept": kept.urlencode(),
            "board": boards.board(actor, asked, now, after=after),
            "states": boards.STATES,
            "departements": places.departements(actor),
            "may_act": actor.may_write,
            "trail": ((_("Instruction"), ""),),
        },
    )


@require_http_methods(["GET", "POST"])
@member(permissions.may_open_boards)
def dossier(request: HttpRequest, reference: str) -> HttpResponse:
    """Show one dossier under examination, and do what was asked about it."""
    now, actor = clock.now(), acting(request)
    visible = boards.visible(actor).select_related(
        "call", "organisation", "revision", "instruction"
    )
    one = get_object_or_404(
        visible.defer("revision__policy", "revision__base_policy"), reference=reference
    )
    error: RebondError | None = None
    act = request.POST.get("acte", "")
    if request.method == "POST":
        try:
            said = ACTS.get(act, _nothing)(request, actor, one, now)
        except RebondError as fault:
            error = fault
        else:
            messages.success(request, said)
            return redirect(reverse("instruction-dossier", args=[reference]) + f"#{act}")
    context = examination(actor, one, now)
    context |= {"error": error, "failed_act": act, "sent": request.POST, "page": "instruction"}
    context["ticked"] = request.POST.getlist("service")
    context["ticked_fields"] = request.POST.getlist("champ")
    context["trail"] = ((_("Instruction"), reverse("instruction")), (one.title or reference, ""))
    return render(request, "instruction/dossier.html", context, status=400 if error else 200)


def _assign(request: HttpRequest, actor: Actor, one: Dossier, now: datetime) -> str:
    chosen = request.POST.get("agent", "")
    membership = None
    if chosen:
        colleagues = Membership.objects.filter(organisation=actor.organisation_id)
        membership = get_object_or_404(colleagues, pk=forms.key(chosen))
    services.assign(actor, one, membership, now)
    return _("L’agent du dossier est enregistré.")


def _note(request: HttpRequest, actor: Actor, one: Dossier, now: datetime) -> str:
    services.write_note(
        actor, one, request.POST.get("note", ""), now, base=request.POST.get("note_lue", "")
    )
    return _("La note est enregistrée.")


def _ask(request: HttpRequest, actor: Actor, one: Dossier, now: datetime) -> str:
    keys = forms.keys(request.POST.getlist("service"))[:MOST_SERVICES]
    asked = services.ask_opinions(
        actor,
        [one],
        list(Organisation.objects.filter(pk__in=keys)),
        request.POST.get("question", ""),
        forms.day_end(request.POST.get("echeance", "")),
        now,
        beyond_opinions_date="au_dela" in request.POST,
    )
    return _("Avis demandés : %(count)s.") % {"count": len(asked)}


def _cancel(request: HttpRequest, actor: Actor, one: Dossier, now: datetime) -> str:
    found = OpinionRequest.objects.filter(dossier=one)
    asked = get_object_or_404(found, pk=forms.key(request.POST.get("demande", "")))
    services.cancel_request(actor, asked, request.POST.get("motif", ""), now)
    return _("La demande d’avis est annulée, le service en est averti.")


def _correct(request: HttpRequest, actor: Actor, one: Dossier, now: datetime) -> str:
    if permissions.stands_aside(actor, one):
        raise PermissionDenied
    dossiers.ask_correction(
        actor,
        one,
        request.POST.getlist("champ"),
        request.POST.get("phrase", ""),
        forms.day_end(request.POST.get("echeance", "")),
        now,
    )
    return _("La correction est demandée ; le porteur en est averti.")


def _place(request: HttpRequest, actor: Actor, one: Dossier, now: datetime) -> str:
    position = forms.place(request.POST.get("place", ""))
    services.place_on_shortlist(actor, one, position, request.POST.get("phrase", ""), now)
    return _("La place et la phrase sont enregistrées.")


def _nothing(_request: HttpRequest, _actor: Actor, _one: Dossier, _now: datetime) -> str:
    return _("Rien n’était demandé ; rien n’a été changé.")


ACTS: dict[str, Act] = {
    "agent": _assign,
    "note": _note,
    "avis": _ask,
    "annuler": _cancel,
    "correction": _correct,
    "liste": _place,
}


def acting(request: HttpRequest) -> Actor:
    """Return who acts; the declaration of the view has seen to it that somebody does."""
    actor = actors.current(request)
    assert actor is not None  # noqa: S101
    return actor
