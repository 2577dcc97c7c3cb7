"""A région's list: ordered, explained and sent; then all régions' lists, to read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from rebond.errors import RebondError
from rebond.web import clock
from rebond.web.accounts.access import member
from rebond.web.accounts.actors import Actor
from rebond.web.calls.models import Call
from rebond.web.instruction import forms, levels, permissions, places, services
from rebond.web.instruction.errors import ListChanged
from rebond.web.instruction.queries import boards, shortlists
from rebond.web.instruction.views import acting

if TYPE_CHECKING:
    from django.http import HttpRequest

Act = Callable[[Actor, Call, str, QueryDict, datetime], str]


@require_http_methods(["GET", "POST"])
@member(permissions.may_open_boards)
def region_list(request: HttpRequest, reference: str) -> HttpResponse:
    """Show a région's list, change it, send it."""
    now, actor = clock.now(), acting(request)
    call = get_object_or_404(Call, reference=reference)
    regions = shortlists.regions_of(actor, call)
    if not regions or not levels.has_regional_stage(call):
        raise Http404
    sent = request.POST if request.method == "POST" else request.GET
    region = sent.get("region", "") or regions[0]
    if region not in regions:
        raise Http404
    error: RebondError | None = None
    act = request.POST.get("acte", "")
    if request.method == "POST":
        try:
            said = ACTS.get(act, _nothing)(actor, call, region, request.POST, now)
        except RebondError as fault:
            error = fault
        else:
            messages.success(request, said)
            here = reverse("shortlist", args=[reference])
            page = request.GET.get("page", "")
            part = f"&page={page}" if page.isascii() and page.isdigit() else ""
            return redirect(f"{here}?region={region}{part}#{_anchor(act, request.POST)}")
    found = shortlists.region_list(actor, call, region, now)
    return render(
        request,
        "instruction/shortlist.html",
        {
            "page": "instruction",
            "now": now,
            "actor": actor,
            "list": found,
            "call": call,
            "region": region,
            "region_name": places.region_name(region),
            **_page(request, found),
            "regions": [(code, places.region_name(code)) for code in regions],
            "error": error,
            "failed_act": act,
            "failed_dossier": request.POST.get("dossier", ""),
            "sent": request.POST,
            "trail": ((_("Instruction"), reverse("instruction")), (_("Liste de la région"), "")),
        },
        status=400 if error else 200,
    )


def _page(request: HttpRequest, found: shortlists.RegionList) -> dict[str, Any]:
    """Return the part of the dossiers without a place that this page shows; the list itself is shown whole."""
    rows = (*found.missing, *found.left_out)
    shown = Paginator(rows, shortlists.PAGE).get_page(request.GET.get("page"))
    return {
        "shown": shown,
        "missing": [row for row in shown if row.entry is None],
        "left_out": [row for row in shown if row.entry is not None],
    }


@require_GET
@member()
def all_lists(request: HttpRequest, reference: str) -> HttpResponse:
    """Show every région's list to the call's manager and to its committee."""
    now, actor = clock.now(), acting(request)
    call = get_object_or_404(Call, reference=reference)
    if not shortlists.may_read_lists(actor, call):
        raise Http404
    opened = forms.word(request.GET.get("region", ""))
    states = shortlists.all_lists(actor, call, now, opened=opened)
    return render(
        request,
        "instruction/shortlists.html",
        {
            "page": "instruction",
            "now": now,
            "actor": actor,
            "call": call,
            "manages": permissions.manages(actor, call),
            "regions": [(places.region_name(one.region_code), one) for one in states],
            "opened": opened,
            "sent_count": sum(one.shortlist is not None for one in states),
            "dossier_count": sum(
                entry.position is not None for one in states for entry in one.entries
            ),
            "trail": ((_("Listes des régions"), ""),),
        },
    )


def _place(actor: Actor, call: Call, region: str, sent: QueryDict, now: datetime) -> str:
    one = get_object_or_404(
        boards.visible(actor).filter(call=call, region_code=region),
        reference=forms.word(sent.get("dossier", "")),
    )
    position = forms.place(sent.get("place", ""))
    services.place_on_shortlist(actor, one, position, sent.get("phrase", ""), now)
    return _("La place et la phrase sont enregistrées.")


def _move(actor: Actor, call: Call, region: str, sent: QueryDict, now: datetime) -> str:
    """Move one dossier up or down in the order that was read."""
    order = [forms.word(one) for one in sent.getlist("ordre")]
    verb, _colon, reference = sent.get("vers", "").partition(":")
    if reference not in order or verb not in {"haut", "bas"}:
        raise ListChanged
    at = order.index(reference)
    to = max(at - 1, 0) if verb == "haut" else min(at + 1, len(order) - 1)
    order.insert(to, order.pop(at))
    services.reorder(actor, call, region, order, now)
    return _("L’ordre est enregistré.")


def _leave_out(actor: Actor, call: Call, region: str, _sent: QueryDict, now: datetime) -> str:
    done = services.leave_out_ineligible(actor, call, region, now)
    return _("Dossiers non éligibles écartés avec leur phrase : %(count)s.") % {"count": len(done)}


def _send(actor: Actor, call: Call, region: str, sent: QueryDict, now: datetime) -> str:
    services.send_shortlist(
        actor, call, region, now, accepts_warnings=sent.get("confirme") == "oui"
    )
    return _("La liste est transmise au comité ; elle est figée.")


def _nothing(_actor: Actor, _call: Call, _region: str, _sent: QueryDict, _now: datetime) -> str:
    return _("Rien n’était demandé ; rien n’a été changé.")


def _anchor(act: str, sent: QueryDict) -> str:
    if act == "deplacer":
        return f"d-{forms.word(sent.get('vers', '').partition(':')[2])}"
    return "liste"


ACTS: dict[str, Act] = {
    "placer": _place,
    "deplacer": _move,
    "ecarter": _leave_out,
    "transmettre": _send,
}
