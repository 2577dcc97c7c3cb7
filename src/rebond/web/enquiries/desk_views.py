"""The recipients' pages: the list, late first; one contact and what may be done with it; the figures."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from rebond.errors import RebondError
from rebond.web import clock
from rebond.web.accounts import actors
from rebond.web.accounts.access import member
from rebond.web.accounts.actors import Actor
from rebond.web.desk.exports import harmless, moment
from rebond.web.enquiries import (
    forms,
    levels,
    permissions,
    queries,
    rules,
    services,
    statistics,
)
from rebond.web.enquiries.countries import country_name
from rebond.web.enquiries.models import Enquiry
from rebond.web.theme import writing

if TYPE_CHECKING:
    from django.http import HttpRequest

Act = Callable[["HttpRequest", Actor, Enquiry, datetime], str]


@require_GET
@member(permissions.may_open_desk)
@never_cache
def enquiries(request: HttpRequest) -> HttpResponse:
    """List what the organisation received, late first."""
    now, actor, asked = clock.now(), acting(request), queries.asked(request.GET)
    return render(
        request,
        "enquiries/list.html",
        {
            "page": "enquiries",
            "actor": actor,
            "asked": asked,
            "counts": queries.counts(actor, now),
            "found": queries.listed(actor, asked, now),
            "standings": STANDINGS,
            "states": Enquiry.State.choices,
            "trail": ((_("Contacts reçus"), ""),),
        },
    )


@require_GET
@member(permissions.may_open_desk)
@never_cache
def enquiries_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Download the list: the same filters, every page, and nobody in it."""
    found = queries.every(acting(request), queries.asked(request.GET), clock.now())
    response = StreamingHttpResponse(
        _csv(found.iterator(500)), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="rebond-contacts.csv"'
    return response


@require_http_methods(["GET", "POST"])
@member(permissions.may_open_desk)
@never_cache
def enquiry(request: HttpRequest, reference: str) -> HttpResponse:
    """Show one contact, and do what was asked about it."""
    now, actor = clock.now(), acting(request)
    one = get_object_or_404(queries.of(actor), reference=reference)
    error: RebondError | None = None
    act = request.POST.get("acte", "")
    if request.method == "POST":
        try:
            said = ACTS.get(act, _nothing)(request, actor, one, now)
        except RebondError as fault:
            error = fault
            one = get_object_or_404(queries.of(actor), reference=reference)
        else:
            messages.success(request, said)
            return redirect("enquiry", reference=reference)
    else:
        services.open_for(actor, one, now=now)
    read = queries.read_of(one, now)
    may_act = permissions.may_act(actor, one) and one.erased_at is None
    context = {
        "page": "enquiries",
        "actor": actor,
        "now": now,
        "read": read,
        "enquiry": one,
        "contact": read.contact,
        "country": country_name(read.contact.get("country", ""), writing.lang()),
        "meaning": levels.TOLD[one.confidentiality],
        "is_managed": permissions.is_managed(one.site),
        "lines": queries.lines(actor, read),
        "recipients": queries.recipients_of(one),
        "figures": _figures(one),
        "may_act": may_act,
        "may_note": permissions.may_note(actor, one) and one.erased_at is None,
        "steps": [(step, Enquiry.State(step).label) for step in rules.following(one.state)]
        if may_act
        else [],
        "reasons": Enquiry.Lost.choices,
        "error": error,
        "failed_act": act,
        "sent": request.POST,
        "trail": ((_("Contacts reçus"), reverse("enquiries")), (reference, "")),
    }
    return render(request, "enquiries/detail.html", context, status=400 if error else 200)


@require_GET
@member(permissions.may_open_desk)
@never_cache
def follow_up(request: HttpRequest) -> HttpResponse:
    """Show how quickly contacts are answered and what became of them."""
    now, actor = clock.now(), acting(request)
    followed = statistics.followed(actor, now)
    words = {**dict(Enquiry.State.choices), statistics.WITHDRAWN: _("retiré par l’investisseur")}
    return render(
        request,
        "enquiries/follow_up.html",
        {
            "page": "enquiries",
            "actor": actor,
            "followed": followed,
            "outcomes": [(words[state], count) for state, count in followed.outcomes],
            "sees_all": permissions.may_see_all_figures(actor),
            "least": statistics.LEAST,
            "working_days": rules.WORKING_DAYS,
            "trail": ((_("Contacts reçus"), reverse("enquiries")), (_("Suivi"), "")),
        },
    )


def acting(request: HttpRequest) -> Actor:
    """Return who acts; the declaration of the view has seen to it that somebody does."""
    actor = actors.current(request)
    assert actor is not None  # noqa: S101
    return actor


def _figures(one: Enquiry) -> list[tuple[str, str]]:
    shown = []
    for figure in forms.FIGURES:
        value = one.figures.get(figure.kept)
        if value is not None:
            scaled = value / figure.times
            written = writing.written(scaled, 0 if float(scaled).is_integer() else 1)
            shown.append((writing.words(figure.label), writing.with_unit(written, figure.unit)))
    return shown


def _csv(found: Iterator[Enquiry]) -> Iterator[str]:
    yield "\ufeff" + _line(queries.COLUMNS)
    for one in found:
        cells = queries.cells(one)
        yield _line(
            [
                moment(value) if isinstance(value, datetime) else harmless(str(value or ""))
                for value in (cells[name] for name in queries.COLUMNS)
            ]
        )


def _line(values: list[str] | tuple[str, ...]) -> str:
    line = io.StringIO(newline="")
    csv.writer(line).writerow(values)
    return line.getvalue()


def _answer(request: HttpRequest, actor: Actor, one: Enquiry, now: datetime) -> str:
    services.answer(actor, one, request.POST.get("texte", ""), now=now)
    return _("Votre réponse est enregistrée et part par courriel.")


def _note(request: HttpRequest, actor: Actor, one: Enquiry, now: datetime) -> str:
    services.note(actor, one, request.POST.get("note", ""), now=now)
    return _("La note est enregistrée.")


def _move(request: HttpRequest, actor: Actor, one: Enquiry, now: datetime) -> str:
    sent = request.POST
    target = sent.get("etat", "")[:12]
    services.move(actor, one, target, forms.outcome(sent), seen=sent.get("etat_lu", ""), now=now)
    return _("Le nouvel état est enregistré.")


def _nothing(_request: HttpRequest, _actor: Actor, _one: Enquiry, _now: datetime) -> str:
    return _("Rien n’était demandé\u202f; rien n’a été changé.")


STANDINGS = (
    ("tous", gettext_lazy("tous")),
    ("a-repondre", gettext_lazy("à répondre")),
    ("en-retard", gettext_lazy("en retard")),
    ("en-cours", gettext_lazy("en cours")),
    ("clos", gettext_lazy("clos")),
)
ACTS: dict[str, Act] = {"repondre": _answer, "noter": _note, "avancer": _move}
