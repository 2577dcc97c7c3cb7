"""The page of a case, and the page from which its lead conducts it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from rebond.errors import RebondError
from rebond.texts import Text
from rebond.web import clock
from rebond.web.accounts.access import member
from rebond.web.accounts.actors import Actor
from rebond.web.accounts.models import Organisation
from rebond.web.cases import board, forms, permissions, queries, services
from rebond.web.cases.comparing import FEWEST, compare, difference, figure
from rebond.web.cases.models import Case, Party
from rebond.web.cases.planning import simulated_of
from rebond.web.cases.services.conducting import MOVES
from rebond.web.cases.services.opening import PROMISED
from rebond.web.cases.timeline import KINDS, timeline
from rebond.web.cases.wording import CASE_STATES
from rebond.web.cases.wording import KINDS as KIND_WORDS
from rebond.web.instruction.views import acting
from rebond.web.journal.queries import history

if TYPE_CHECKING:
    from django.http import HttpRequest

Act = Callable[["HttpRequest", Actor, Case, datetime], str]


def opened(actor: Actor, reference: str) -> Case:
    """Return a case that the actor sees; 404 for every other."""
    found = queries.visible(actor).select_related("site", "lead", "leader__user", "state_by")
    return get_object_or_404(found, reference=reference)


@require_GET
@member()
def case(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the timeline of a case: to each party, its part."""
    now, actor = clock.now(), acting(request)
    one = opened(actor, reference)
    today = clock.today(now)
    items = list(queries.items_of(actor, one))
    parties = queries.parties(one)
    reads_site = one.site_id in queries.with_site_plan(actor, [one])
    simulated = simulated_of(one, reads_site=reads_site)
    asked = forms.asked(request.GET)
    rows = compare(items, today)
    late, is_growing = difference(one.promised_on, one.done_on, today)
    is_lead = one.lead_id == actor.organisation_id
    return render(
        request,
        "cases/case.html",
        {
            "page": "cases",
            "actor": actor,
            "now": now,
            "today": today,
            "case": one,
            "row": board.row_of(actor, one, items, parties, today, reads_site=reads_site),
            "items": items,
            "moments": timeline(one, items, simulated, today, asked),
            "asked": asked,
            "kinds": {name: KIND_WORDS[name] for name in KINDS},
            "parties": parties,
            "simulated": simulated,
            "compared": rows,
            "figure": figure(rows, today),
            "late": late,
            "is_growing": is_growing,
            "fewest": FEWEST,
            "is_lead": is_lead,
            "may_lead": permissions.may_lead(actor, one),
            "may_add": permissions.may_add(actor, one),
            "part": permissions.part_of(actor, one),
            "state_words": CASE_STATES[one.state],
            "trail": ((_("Projets"), reverse("cases")), (one.title, "")),
        },
    )


@require_http_methods(["GET", "POST"])
@member(permissions.may_open)
def conduct(request: HttpRequest, reference: str) -> HttpResponse:
    """Let the lead invite parties, set the promised day and the plan, and move the case."""
    now, actor = clock.now(), acting(request)
    one = opened(actor, reference)
    if not permissions.may_lead(actor, one):
        raise PermissionDenied
    error: RebondError | None = None
    act = request.POST.get("acte", "")
    if request.method == "POST":
        try:
            said = ACTS.get(act, _nothing)(request, actor, one, now)
        except RebondError as fault:
            error = fault
            one = opened(actor, reference)
        else:
            messages.success(request, said)
            return redirect(reverse("case-conduct", args=[reference]) + f"#{act}")
    words = forms.plain(request.GET.get("q", ""))[: forms.MOST_WORDS]
    return render(
        request,
        "cases/conduct.html",
        {
            "page": "cases",
            "actor": actor,
            "case": one,
            "parties": queries.parties(one),
            "parts": [choice for choice in Party.Part.choices if choice[0] != Party.Part.LEAD],
            "words": words,
            "found": queries.organisations_named(words),
            "moves": [
                (state, CASE_STATES[state])
                for state in Case.State.values
                if state in MOVES[one.state]
            ],
            "is_running": one.state in permissions.RUNNING,
            "simulated": simulated_of(
                one, reads_site=one.site_id in queries.with_site_plan(actor, [one])
            ),
            "state_words": CASE_STATES[one.state],
            "acts": history("case", one.reference, actor=actor),
            "sent": request.POST,
            "error": error,
            "failed_act": act if error else "",
            "trail": (
                (_("Projets"), reverse("cases")),
                (one.title, reverse("case", args=[reference])),
                (_("Conduire"), ""),
            ),
        },
        status=400 if error else 200,
    )


def _invite(request: HttpRequest, actor: Actor, one: Case, now: datetime) -> str:
    key = forms.key(request.POST.get("organisation", ""))
    organisation = get_object_or_404(Organisation, pk=key, closed_at=None)
    services.invite(actor, one, organisation, request.POST.get("part", ""), now)
    return _("%(name)s est invitée, et prévenue.") % {"name": organisation.name}


def _leave(request: HttpRequest, actor: Actor, one: Case, now: datetime) -> str:
    services.leave(actor, one, forms.key(request.POST.get("partie", "")), now)
    return _("L’organisation ne voit plus le projet.")


def _promise(request: HttpRequest, actor: Actor, one: Case, now: datetime) -> str:
    promised_on = forms.day(request.POST.get("promis", ""), PROMISED)
    previous = forms.day(request.POST.get("promis_lu", ""), PROMISED)
    services.promise(actor, one, promised_on, previous, now)
    return _("Le jour promis est enregistré.")


def _plan(request: HttpRequest, actor: Actor, one: Case, now: datetime) -> str:
    services.set_plan(actor, one, forms.plan(request.POST), now)
    return _("Le plan est enregistré et les dates sont simulées.")


def _move(request: HttpRequest, actor: Actor, one: Case, now: datetime) -> str:
    started = Text("Mise en service", "Start of operation")
    services.move(
        actor,
        one,
        request.POST.get("etat", ""),
        forms.plain(request.POST.get("motif", "")),
        now,
        done_on=forms.day(request.POST.get("service", ""), started),
    )
    return _("L’état du projet est changé ; les parties sont prévenues.")


def _nothing(*_given: Any) -> str:
    return _("Rien n’a été demandé.")


ACTS: dict[str, Act] = {
    "inviter": _invite,
    "sortir": _leave,
    "promettre": _promise,
    "plan": _plan,
    "etat": _move,
}
