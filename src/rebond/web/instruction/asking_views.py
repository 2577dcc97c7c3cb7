"""Asking several services about several dossiers at once."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rebond.errors import RebondError
from rebond.web import clock
from rebond.web.accounts.access import member
from rebond.web.accounts.actors import Actor
from rebond.web.accounts.models import Organisation
from rebond.web.dossiers.models import Dossier
from rebond.web.instruction import coverage, forms, levels, permissions, services
from rebond.web.instruction.queries import boards
from rebond.web.instruction.views import acting

if TYPE_CHECKING:
    from django.http import HttpRequest

MOST_DOSSIERS = 40
MOST_SERVICES = 50


@require_http_methods(["GET", "POST"])
@member(permissions.may_open_boards)
def ask(request: HttpRequest) -> HttpResponse:
    """Choose services for the dossiers ticked on the board; ask all of them, or none."""
    now, actor = clock.now(), acting(request)
    sent = request.POST if request.method == "POST" else request.GET
    references = {forms.word(one) for one in sent.getlist("dossier")[:MOST_DOSSIERS]}
    dossiers = _dossiers(actor, references)
    if request.method == "POST" and len(dossiers) != len(references):
        raise Http404
    error: RebondError | None = None
    if request.method == "POST" and dossiers:
        try:
            count = _ask(actor, dossiers, sent, now)
        except RebondError as fault:
            error = fault
        else:
            messages.success(request, _("Avis demandés : %(count)s.") % {"count": count})
            return redirect(reverse("instruction"))
    context = _context(actor, dossiers, now) | {
        "error": error,
        "failed_act": "avis" if error else "",
        "today": clock.today(now).isoformat(),
        "sent": sent,
        "ticked": sent.getlist("service"),
        "page": "instruction",
        "trail": ((_("Instruction"), reverse("instruction")), (_("Demander des avis"), "")),
    }
    return render(request, "instruction/ask.html", context, status=400 if error else 200)


def _dossiers(actor: Actor, references: set[str]) -> list[Dossier]:
    return list(
        boards.visible(actor)
        .filter(reference__in=references, instruction__organisation=actor.organisation_id)
        .select_related("call", "organisation")
        .order_by("reference")
    )


def _ask(actor: Actor, dossiers: list[Dossier], sent: QueryDict, now: datetime) -> int:
    keys = forms.keys(sent.getlist("service"))[:MOST_SERVICES]
    asked = services.ask_opinions(
        actor,
        dossiers,
        list(Organisation.objects.filter(pk__in=keys)),
        sent.get("question", ""),
        forms.day_end(sent.get("echeance", "")),
        now,
        beyond_opinions_date="au_dela" in sent,
    )
    return len(asked)


def _context(actor: Actor, dossiers: list[Dossier], now: datetime) -> dict[str, Any]:
    limits = [one.call.opinions_due_at for one in dossiers if one.call.opinions_due_at]
    days = levels.choices_of(dossiers[0].call).opinion_days if dossiers else 30
    found = coverage.offered_to(dossiers)
    near = {one.pk: one for one in found.near}
    everywhere = {one.pk: one for one in found.everywhere}
    reach = coverage.reach(dossiers, near.values())
    covered = {key: sum((one.pk, key) in reach for one in dossiers) for key in near}
    return {
        "now": now,
        "actor": actor,
        "dossiers": dossiers,
        "near": [(one, covered[one.pk]) for one in near.values()],
        "everywhere": list(everywhere.values()),
        "suggested_due": forms.suggested_day(now, days, min(limits) if limits else None),
        "opinions_due_at": min(limits) if limits else None,
        "may_act": actor.may_write,
    }
