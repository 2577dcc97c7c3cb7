"""Dossiers of an organisation, and one dossier: the way through its draft, or what was filed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from rebond.errors import RebondError
from rebond.web import clock
from rebond.web.accounts import actors
from rebond.web.accounts.access import member
from rebond.web.calls import queries as calls
from rebond.web.calls.models import Call
from rebond.web.calls.settings import settings_of
from rebond.web.dossiers import permissions, queries, services
from rebond.web.dossiers.lateness import may_file
from rebond.web.dossiers.models import Dossier, Filing
from rebond.web.dossiers.rendering_reading import reading
from rebond.web.dossiers.rendering_sections import roots
from rebond.web.dossiers.views_frame import Opened, opened, page, steps
from rebond.web.theme.writing import lang, words

if TYPE_CHECKING:
    from django.http import HttpRequest

PAGE = 25


@require_GET
@member(permissions.may_apply)
def dossiers(request: HttpRequest) -> HttpResponse:
    """List the dossiers of the reader's organisation, the last changed first."""
    now, actor = clock.now(), actors.current(request)
    own = (
        queries.visible(actor, now)
        .filter(organisation=actor.organisation_id if actor else None)
        .select_related("call")
        .order_by("-saved_at", "-pk")
    )
    shown = Paginator(own, PAGE).get_page(request.GET.get("page"))
    named = calls.with_revisions({one.call for one in shown})
    stages = {call.pk: call.stage(now) for call in named}
    rows = [{"dossier": one, "stage": stages[one.call_id]} for one in shown]
    running = calls.visible(actor, now).filter(opens_at__lte=now, closes_at__gt=now)
    open_calls = [
        call for call in calls.with_revisions(running) if call.stage(now) == Call.Stage.OPEN
    ]
    context = {
        "page": "dossiers",
        "rows": rows,
        "shown": shown,
        "calls": open_calls,
        "earlier": list(shown),
        "now": now,
        "may_start": actor is not None and permissions.may_start(actor),
        "drafts": own.filter(state=Dossier.State.DRAFT).count(),
        "corrections": own.filter(state=Dossier.State.CORRECTION).count(),
    }
    return render(request, "dossiers/dossiers.html", context)


@require_POST
@member(permissions.may_start)
def start(request: HttpRequest, call: str) -> HttpResponse:
    """Open a draft in a call, from an earlier dossier if one is named."""
    now, actor = clock.now(), actors.current(request)
    if actor is None:  # pragma: no cover - the door asks for a member
        raise Http404
    found = get_object_or_404(calls.visible(actor, now), reference=call)
    earlier = request.POST.get("copie", "")
    source = None
    if earlier:
        own = queries.visible(actor, now).filter(organisation=actor.organisation_id)
        source = get_object_or_404(own, reference=earlier)
    try:
        draft = services.start(actor, found, copied_from=source, now=now)
    except RebondError as error:
        messages.error(request, error.message(lang()))
        return redirect("dossiers")
    return redirect("dossier", draft.reference)


@require_GET
@member()
def dossier(request: HttpRequest, reference: str) -> HttpResponse:
    """Show a draft's way to its filing, or what was filed."""
    one = opened(request, reference)
    if one.dossier.state == Dossier.State.DRAFT or (
        one.is_own and one.dossier.state == Dossier.State.CORRECTION
    ):
        return _overview(request, one)
    return _read(request, one, queries.last_filing(one.dossier))


@require_GET
@member()
def filing(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Show what one filing held; it never changes."""
    one = opened(request, reference)
    return _read(request, one, get_object_or_404(one.dossier.filings, number=number))


def _overview(request: HttpRequest, one: Opened) -> HttpResponse:
    if one.is_writer and services.bring_up_to_date(one.actor, one.dossier, one.now):
        messages.info(
            request,
            _(
                "L’appel a publié une révision\u00a0: le formulaire est à jour, vos réponses sont gardées."
            ),
        )
        return redirect("dossier", one.dossier.reference)
    missing = sum(each.missing for each in one.progress)
    faulty = sum(each.faulty for each in one.progress)
    asides = [aside for several in one.asides().values() for aside in several]
    closes_at = one.dossier.call.closes_at
    correction = queries.open_correction(one.dossier)
    context = {
        "missing": missing,
        "faulty": faulty,
        "left": missing + faulty,
        "steps": steps(one, ""),
        "has_grid": one.dossier.revision.measure.grid is not None,
        "asides": asides,
        "closes_at": closes_at,
        "is_late": closes_at is not None and one.now >= closes_at,
        "until": _grace_end(one),
        "correction": correction,
        "correction_fields": _labels(one, correction.fields) if correction else [],
        "next": next((p.section for p in one.progress if not p.is_done), None),
        "history": _history(one),
        "filings": list(one.dossier.filings.order_by("-number")),
        "trail": one.trail(),
    }
    return page(request, "overview", one, context)


def _grace_end(one: Opened) -> datetime | None:
    """Return until when a draft of the last day may still be filed, while it may."""
    closes_at = one.dossier.call.closes_at
    if closes_at is None:
        return None
    hours = settings_of(one.dossier.revision).grace_hours
    answer = may_file(closes_at, one.dossier.saved_at, one.now, hours)
    return closes_at + timedelta(hours=hours) if answer == "in_grace" else None


def _labels(one: Opened, fields: list[str]) -> list[dict[str, str]]:
    """Return the questions that a correction names, with the part where each stands."""
    found = []
    for name in fields:
        field = one.form.field(name.split(".")[-1])
        part = next((p for p in one.parts if p.id == name or name.split(".")[0] in roots(p)), None)
        if field is not None and part is not None:
            anchor = "" if part.id == name else f"#f-{name.replace('.', '-')}"
            found.append({"label": words(field.label), "part": part.id, "anchor": anchor})
    return found


def _history(one: Opened) -> list[Any]:
    """Return what the journal tells of the dossier, for those who may read it."""
    return list(queries.history(one.actor, one.dossier))


def _read(request: HttpRequest, one: Opened, filed: Filing | None) -> HttpResponse:
    if filed is None:
        # Withdrawn before it was ever filed: the draft as it was left, to its own people only.
        if not one.is_own:
            raise Http404
        answers, files = one.answers, one.files
        form, parts = one.form, one.parts
    else:
        answers, files = filed.answers, queries.filed_files(filed)
        form, parts = one.form, one.parts
    personal = permissions.may_read_personal(one.actor, one.dossier)
    context = {
        "filing": filed,
        "filings": list(one.dossier.filings.order_by("-number")),
        "parts": reading(form, parts, answers, files, shows_personal=personal),
        "shows_personal": personal,
        "is_last": filed is None or filed == queries.last_filing(one.dossier),
        "history": _history(one) if one.is_own else [],
        "may_correct_places": filed is not None and permissions.may_correct_places(one.actor),
        "may_withdraw": permissions.may_withdraw(one.actor, one.dossier)
        and one.dossier.state != Dossier.State.WITHDRAWN
        and one.dossier.call.deliberated_at is None,
        "trail": one.trail(),
    }
    return page(request, "reading", one, context)
