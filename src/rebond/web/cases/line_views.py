"""A line of the timeline: added, read, changed; its document given back as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from rebond.errors import RebondError
from rebond.procedure.errors import UnknownProcedure
from rebond.procedure.law_book import shipped_law
from rebond.web import clock
from rebond.web.accounts.access import member
from rebond.web.accounts.actors import Actor
from rebond.web.cases import clocks, forms, permissions, queries, services
from rebond.web.cases.alerts import alerts, silence_words
from rebond.web.cases.comparing import compared
from rebond.web.cases.errors import NoFile
from rebond.web.cases.models import Case, Item, Party
from rebond.web.cases.services.documents import ACCEPTED, MEGABYTE, MOST_BYTES, kept
from rebond.web.cases.views import opened
from rebond.web.cases.wording import ITEM_STATES
from rebond.web.cases.wording import KINDS as KIND_WORDS
from rebond.web.dossiers import files
from rebond.web.dossiers.receiving import receives_files_of
from rebond.web.instruction.views import acting
from rebond.web.theme.writing import lang, words

if TYPE_CHECKING:
    from django.http import HttpRequest

FILE = "fichier"


def may_write(actor: Actor) -> bool:
    """Whether the person's role acts at all."""
    return actor.may_write


@receives_files_of(may_write)
@require_http_methods(["GET", "POST"])
@member(may_write)
def new(request: HttpRequest, reference: str) -> HttpResponse:
    """Add a procedure, a task, a note or a document."""
    now, actor = clock.now(), acting(request)
    one = opened(actor, reference)
    if not permissions.may_add(actor, one):
        raise PermissionDenied
    given = request.POST if request.method == "POST" else request.GET
    kind = given.get("nature", "")
    if kind not in Item.Kind.values:
        kind = Item.Kind.TASK
    procedure_id = given.get("procedure", "")[:80] if kind == Item.Kind.PROCEDURE else ""
    asked = _asked_of(procedure_id)
    error: RebondError | None = None
    if request.method == "POST":
        try:
            item = _added(request, actor, one, kind, procedure_id, now)
        except RebondError as fault:
            error = fault
        else:
            messages.success(request, _("La ligne est ajoutée."))
            return redirect(reverse("case-line", args=[reference, item.reference]))
    title = words(shipped_law().procedure(procedure_id).title) if asked else ""
    values = _sent(request) if error else {"titre": title, "vu": _first_audience(actor, one, kind)}
    return render(
        request,
        "cases/line_new.html",
        {
            **_form(one, kind, asked, values),
            "page": "cases",
            "actor": actor,
            "procedure_id": procedure_id if asked else "",
            "procedures": () if asked else _procedures(),
            "may_share": True,
            "error": error,
            "trail": _trail(one, _("Ajouter une ligne")),
        },
        status=400 if error else 200,
    )


@require_http_methods(["GET", "POST"])
@member()
def line(request: HttpRequest, reference: str, line: UUID) -> HttpResponse:
    """Show a line to those who see it, and change it for those who may."""
    now, actor = clock.now(), acting(request)
    one = opened(actor, reference)
    item = get_object_or_404(queries.items_of(actor, one), reference=line)
    error: RebondError | None = None
    conflict: Item | None = None
    if request.method == "POST":
        if not permissions.may_edit(actor, item):
            raise PermissionDenied
        try:
            version = forms.key(request.POST.get("version", ""))
            done = services.edit(actor, item, forms.line(request.POST), version, now)
        except RebondError as fault:
            error = fault
        else:
            if not isinstance(done, services.Conflict):
                messages.success(request, _("La ligne est enregistrée."))
                return redirect(request.path)
            conflict = item = get_object_or_404(queries.items_of(actor, one), reference=line)
    today = clock.today(now)
    asked = _asked_of(item.procedure_id)
    values = _sent(request) if error or conflict else _of(item)
    return render(
        request,
        "cases/line.html",
        {
            **_form(one, item.kind, asked, values),
            "page": "cases",
            "actor": actor,
            "now": now,
            "item": item,
            "compared": compared(item, today) if item.kind == Item.Kind.PROCEDURE else None,
            "alerts": alerts([item], today),
            "silence": silence_words(item.legal_why) if item.legal_on else None,
            "may_edit": permissions.may_edit(actor, item),
            "may_share": permissions.may_share(actor, item),
            "conflict": conflict,
            "error": error,
            "trail": _trail(one, item.title),
        },
        status=409 if conflict else 400 if error else 200,
    )


@require_GET
@member()
def document(request: HttpRequest, reference: str, line: UUID) -> HttpResponse:
    """Give a document back, as a file: never shown inside our pages."""
    actor = acting(request)
    one = opened(actor, reference)
    item = get_object_or_404(queries.items_of(actor, one), reference=line, kind=Item.Kind.DOCUMENT)
    try:
        return files.response(kept(item))
    except RebondError as error:
        messages.error(request, error.message(lang()))
        return redirect("case-line", reference, line)


def _added(
    request: HttpRequest, actor: Actor, one: Case, kind: str, procedure_id: str, now: Any
) -> Item:
    written = forms.line(request.POST)
    if kind != Item.Kind.DOCUMENT:
        return services.add(actor, one, kind, written, now, procedure_id=procedure_id)
    sent = request.FILES.get(FILE)
    if sent is None:
        raise NoFile
    return services.attach(actor, one, written, sent.name or "", sent.file, now)


def _asked_of(procedure_id: str) -> clocks.Asked | None:
    if not procedure_id:
        return None
    try:
        return clocks.asked_of(procedure_id)
    except UnknownProcedure:
        raise Http404 from None


def _form(
    one: Case, kind: str, asked: clocks.Asked | None, values: dict[str, Any]
) -> dict[str, Any]:
    """Return what the fields of a line show, with what was written in them."""
    events = values.get("e", {})
    return {
        "case": one,
        "kind": kind,
        "kind_words": KIND_WORDS[kind],
        "law": asked,
        "values": values,
        "events": [
            (name.value, name.text, events.get(name.value, ""))
            for name in (asked.others if asked else ())
        ],
        "cases_of_law": asked.circumstances if asked else (),
        "states": [(state, ITEM_STATES[state]) for state in _states(kind)],
        "parties": queries.parties(one),
        "parts": [choice for choice in Party.Part.choices if choice[0] != Party.Part.LEAD],
        "accepted": ", ".join(ACCEPTED),
        "most_megabytes": MOST_BYTES // MEGABYTE,
    }


def _states(kind: str) -> list[str]:
    every = [str(state) for state in Item.State.values]
    return every if kind == Item.Kind.PROCEDURE else [one for one in every if one != "contested"]


def _sent(request: HttpRequest) -> dict[str, Any]:
    sent = request.POST
    return {
        **{
            name: sent.get(name, "")
            for name in ("titre", "texte", "etat", "depart", "promis", "fin", "confie")
        },
        "cas": sent.getlist("cas"),
        "vu": sent.getlist("vu"),
        "e": {
            name.removeprefix("e."): value for name, value in sent.items() if name.startswith("e.")
        },
    }


def _of(item: Item) -> dict[str, Any]:
    return {
        "titre": item.title,
        "texte": item.text,
        "etat": item.state,
        "depart": item.started_on.isoformat() if item.started_on else "",
        "promis": item.promised_on.isoformat() if item.promised_on else "",
        "fin": item.done_on.isoformat() if item.done_on else "",
        "confie": str(item.assigned_to_id or ""),
        "cas": item.circumstances,
        "vu": item.seen_by,
        "e": item.events,
    }


def _first_audience(actor: Actor, one: Case, kind: str) -> list[str]:
    """Offer procedures to every part, anything else to the writer's own part: to share is an act."""
    if kind == Item.Kind.PROCEDURE:
        return [part for part in Party.Part.values if part != Party.Part.LEAD]
    own = permissions.part_of(actor, one)
    return [own] if own and own != Party.Part.LEAD else []


def _procedures() -> list[tuple[str, Any, str]]:
    return [(one.id, one.title, one.family) for one in shipped_law().in_order()]


def _trail(one: Case, here: str) -> tuple[tuple[str, str], ...]:
    return (
        (_("Projets"), reverse("cases")),
        (one.title, reverse("case", args=[one.reference])),
        (here, ""),
    )
