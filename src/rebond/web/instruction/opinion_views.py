"""What a service is asked, and the page where it answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from rebond.errors import RebondError
from rebond.web import clock
from rebond.web.accounts.access import member
from rebond.web.instruction import permissions, reading, services
from rebond.web.instruction.examining import SENSES, last_filing
from rebond.web.instruction.models import OpinionRequest
from rebond.web.instruction.places import region_name
from rebond.web.instruction.queries import opinions as found
from rebond.web.instruction.services.standing import EXAMINED
from rebond.web.instruction.views import acting
from rebond.web.territories.queries import commune_name

if TYPE_CHECKING:
    from django.http import HttpRequest


@require_GET
@member(permissions.may_open_requests)
def requests(request: HttpRequest) -> HttpResponse:
    """List the opinions asked of the actor's service: those that wait, late first, then those closed."""
    now, actor = clock.now(), acting(request)
    is_closed = request.GET.get("etat") == "closes"
    after = request.GET.get("apres", "")
    read = found.closed_requests if is_closed else found.waiting_requests
    return render(
        request,
        "instruction/requests.html",
        {
            "page": "opinions",
            "now": now,
            "actor": actor,
            "is_closed": is_closed,
            "after": after,
            "counts": found.request_counts(actor, now),
            "list": read(actor, now, after=after),
            "trail": ((_("Avis demandés"), ""),),
        },
    )


@require_http_methods(["GET", "POST"])
@member(permissions.may_open_requests)
def opinion(request: HttpRequest, key: int) -> HttpResponse:
    """Show one request with the dossier to read, and take the answer."""
    now, actor = clock.now(), acting(request)
    asked = get_object_or_404(
        found.visible_requests(actor)
        .select_related("dossier__call", "dossier__organisation", "dossier__revision", "service")
        .defer("dossier__revision__policy", "dossier__revision__base_policy"),
        pk=key,
    )
    error: RebondError | None = None
    if request.method == "POST":
        sense, text = request.POST.get("sens", ""), request.POST.get("texte", "")
        try:
            services.give_opinion(actor, asked, sense, text, now)
        except RebondError as fault:
            error = fault
        else:
            messages.success(request, _("Votre avis est enregistré et transmis."))
            return redirect(reverse("opinion", args=[key]))
    dossier = asked.dossier
    is_shut = not permissions.may_read_request(actor, asked)
    filing = None if is_shut else last_filing(dossier)
    is_open = (
        asked.state != OpinionRequest.State.CANCELLED
        and dossier.state in EXAMINED
        and dossier.call.deliberated_at is None
        and dossier.call.cancelled_at is None
    )
    return render(
        request,
        "instruction/opinion.html",
        {
            "page": "opinions",
            "now": now,
            "actor": actor,
            "row": found.rows_of(found.visible_requests(actor).filter(pk=key), now)[0],
            "asked": asked,
            "dossier": dossier,
            "is_shut": is_shut,
            "place": commune_name(dossier.commune_code) or dossier.commune_code,
            "region": region_name(dossier.region_code),
            "parts": reading.parts(actor, dossier, filing),
            "filing": filing,
            "is_open": is_open,
            "may_answer": is_open and permissions.may_answer(actor, asked),
            "senses": SENSES,
            "sent": request.POST,
            "error": error,
            "trail": (
                (_("Avis demandés"), reverse("opinions")),
                (dossier.reference if is_shut else dossier.title or dossier.reference, ""),
            ),
        },
        status=400 if error else 200,
    )
