"""The page of a site for who manages it or consents for it, and the forms that change it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from rebond.errors import RebondError
from rebond.sitefiles.tables import TABLES
from rebond.web import clock
from rebond.web.accounts.access import member
from rebond.web.accounts.actors import Actor
from rebond.web.sites import forms, managing, permissions, queries, services, tables
from rebond.web.sites.errors import NoFile
from rebond.web.sites.groups import GROUPS, LOTS, PRICES
from rebond.web.sites.models import ErrorReport, Lot, Site, SiteEvent
from rebond.web.sites.views_deliveries import UNPROCESSABLE, acting
from rebond.web.theme import writing

if TYPE_CHECKING:
    from django.http import HttpRequest

Act = Callable[["HttpRequest", Actor, Site, datetime], str]
SHOWN_LOTS, SHOWN_EVENTS = 100, 50
NEW_FIELDS = (
    "site_id",
    "site_nom",
    "site_type",
    "site_vocadomi",
    "site_etat",
    "site_comm_insee",
    "site_surf_brute",
    "site_surf_utile",
    "site_moa_type",
)


@require_http_methods(["GET", "POST"])
@member(permissions.may_open_registry)
def site(request: HttpRequest, identifier: str) -> HttpResponse:
    """Show one site with everything that stands on it, and do what was asked about it."""
    now, actor = clock.now(), acting(request)
    one = _site(actor, identifier)
    error: RebondError | None = None
    act = request.POST.get("acte", "")
    if request.method == "POST":
        try:
            said = ACTS.get(act, _nothing)(request, actor, one, now)
        except RebondError as fault:
            error = fault
        else:
            messages.success(request, said)
            return redirect(reverse("registry-site", args=[identifier]) + f"#{act}")
    context = _context(actor, one, now) | {
        "error": error,
        "failed_act": act if error else "",
        "sent": request.POST,
        "ticked": request.POST.getlist("groupe"),
    }
    status = UNPROCESSABLE if error else 200
    return render(request, "sites/registry/site.html", context, status=status)


def _context(actor: Actor, one: Site, now: datetime) -> dict[str, Any]:
    consents = list(one.consents.select_related("organisation")[:10])
    in_force = next((each for each in consents if each.withdrawn_at is None), None)
    return {
        "page": "registry",
        "site": one,
        "now": now,
        "areas": managing.area_facts(one),
        "sections": managing.sections(one, clock.today(now)),
        "lots": one.lots.all()[:SHOWN_LOTS],
        "consents": consents,
        "consent": in_force,
        "groups": GROUPS.items(),
        "reports": one.error_reports.select_related("answered_by__organisation")[:SHOWN_EVENTS],
        "open_report": ErrorReport.State.OPEN,
        "events": queries.events_of(actor, one).select_related("recorded_by__organisation")[
            :SHOWN_EVENTS
        ],
        "corrected": set(one.events.exclude(corrects=None).values_list("corrects_id", flat=True)),
        "kinds": SiteEvent.Kind.choices,
        "bases": SiteEvent.Basis.choices,
        "brownfields": one.brownfields.all(),
        "plan_fault": managing.plan_fault(one),
        "median": one.ready_on[9] if one.ready_on else None,
        "likely": one.ready_on[15] if one.ready_on else None,
        "places": one.places.all(),
        "may_edit": permissions.may_edit(actor, one),
        "may_entrust": permissions.may_entrust(actor) and one.manager_id is None,
        "may_consent": permissions.may_consent(actor, one),
        "today": clock.today(now).isoformat(),
        "trail": (
            (_("Registre des sites"), reverse("registry")),
            (one.name or one.identifier, ""),
        ),
    }


def _site(actor: Actor, identifier: str) -> Site:
    found = queries.opened_by(actor).select_related("delivery__organisation", "manager", "pole")
    return get_object_or_404(found.prefetch_related("places"), identifier=identifier)


def _consent(request: HttpRequest, actor: Actor, one: Site, now: datetime) -> str:
    seen = _seen(request, "accord_lu")
    if "retirer" in request.POST:
        services.withdraw_consent(actor, one, now, seen=seen)
        return _("L’accord est retiré : plus rien de ce qu’il ouvrait n’est public.")
    services.give_consent(actor, one, request.POST.getlist("groupe"), now, seen=seen)
    return _("L’accord est donné : ce qu’il ouvre est public.")


def _event(request: HttpRequest, actor: Actor, one: Site, now: datetime) -> str:
    corrects = None
    if request.POST.get("corrige"):
        corrects = get_object_or_404(one.events, pk=_key(request.POST["corrige"]))
    typed = forms.event(request.POST)
    services.record_event(
        actor, one, typed.pop("kind"), typed.pop("on"), now=now, corrects=corrects, **typed
    )
    return _("Le fait est noté dans l’histoire du site.")


def _answer(request: HttpRequest, actor: Actor, one: Site, now: datetime) -> str:
    report = get_object_or_404(one.error_reports, reference=request.POST.get("signalement", ""))
    services.answer_report(
        actor,
        report,
        request.POST.get("reponse", ""),
        now,
        is_accepted=request.POST.get("suite") == "corrige",
    )
    return _("La réponse est enregistrée.")


def _plan(request: HttpRequest, actor: Actor, one: Site, now: datetime) -> str:
    seen = _seen(request, "version")
    if "retirer" in request.POST:
        services.set_plan(actor, one, b"", "", now, seen=seen)
        return _("La description des procédures est retirée.")
    sent = request.FILES.get("fichier")
    if sent is None:
        raise NoFile
    services.set_plan(actor, one, sent.read(), sent.name or "", now, seen=seen)
    return _("La description est enregistrée\u202f; ses dates sont en cours de calcul.")


def _brownfield(request: HttpRequest, actor: Actor, one: Site, now: datetime) -> str:
    services.link_brownfield(actor, one, request.POST.get("friche", "").strip(), now)
    return _("La friche est liée au site.")


def _entrust(request: HttpRequest, actor: Actor, one: Site, now: datetime) -> str:
    services.entrust(actor, one, request.POST.get("organisation", ""), now)
    return _("Le site a un gestionnaire.")


def _nothing(_request: HttpRequest, _actor: Actor, _one: Site, _now: datetime) -> str:
    raise Http404


ACTS: dict[str, Act] = {
    "accord": _consent,
    "fait": _event,
    "signalement": _answer,
    "procedures": _plan,
    "friche": _brownfield,
    "confier": _entrust,
}


def _seen(request: HttpRequest, name: str) -> int | None:
    """Return the number of what the person read; None when the form does not say."""
    return _key(request.POST[name]) if name in request.POST else None


def _key(text: str) -> int:
    if not text.isdigit() or len(text) > 18:  # noqa: PLR2004 - what a key of the database holds
        raise Http404
    return int(text)


@require_http_methods(["GET", "POST"])
@member(permissions.may_import)
def new(request: HttpRequest) -> HttpResponse:
    """Enter a site by hand."""
    now, actor = clock.now(), acting(request)
    declared = tuple(TABLES[tables.SITES].by_name[name] for name in NEW_FIELDS)
    error: RebondError | None = None
    if request.method == "POST":
        try:
            made = services.create(
                actor, forms.cells(request.POST, declared), forms.given(request.POST), now
            )
        except RebondError as fault:
            error = fault
        else:
            messages.success(request, _("Le site est au registre."))
            return redirect("registry-site", made.identifier)
    title = _("Saisir un site")
    trail = ((_("Registre des sites"), reverse("registry")), (title, ""))
    return _form(request, title, declared, None, error, trail, {})


@require_http_methods(["GET", "POST"])
@member(permissions.may_import)
def group(request: HttpRequest, identifier: str, group: str) -> HttpResponse:
    """Change the values of one group, with their source and date."""
    now, actor = clock.now(), acting(request)
    one = _site(actor, identifier)
    declared = managing.editable(group)
    if group not in GROUPS or not declared:
        raise Http404
    if not permissions.may_edit(actor, one):
        raise PermissionDenied
    error: RebondError | None = None
    if request.method == "POST":
        try:
            typed = forms.cells(request.POST, declared)
            seen = _key(request.POST.get("version", ""))
            services.edit(
                actor,
                one,
                typed,
                forms.given(request.POST),
                now,
                confirmed=request.POST.getlist(forms.STILL_TRUE),
                seen=seen,
            )
        except RebondError as fault:
            error = fault
        else:
            messages.success(request, _("Les valeurs sont enregistrées."))
            return redirect(reverse("registry-site", args=[identifier]) + f"#{group}")
    title = capfirst(writing.words(GROUPS[group]))
    return _form(request, title, declared, one, error, _trail(one, title), {"site": one})


@require_http_methods(["GET", "POST"])
@member(permissions.may_import)
def lot(request: HttpRequest, identifier: str, lot: str) -> HttpResponse:
    """Enter a lot (`nouveau`) or change one."""
    now, actor = clock.now(), acting(request)
    one = _site(actor, identifier)
    if not permissions.may_edit(actor, one):
        raise PermissionDenied
    known = None if lot == "nouveau" else get_object_or_404(Lot, site=one, identifier=lot)
    declared = tuple(
        each
        for each in TABLES[tables.LOTS].fields
        if each.group in {LOTS, PRICES}
        and not each.is_geometry
        and not (each.name == "terr_id" and known)
        and each.name != "site_id"
    )
    error: RebondError | None = None
    if request.method == "POST":
        try:
            typed = forms.cells(request.POST, declared)
            name = known.identifier if known else typed.pop("terr_id", "")
            seen = _key(request.POST.get("version", "")) if known else None
            given = forms.given(request.POST)
            still = request.POST.getlist(forms.STILL_TRUE)
            services.edit_lot(actor, one, name, typed, given, now, confirmed=still, seen=seen)
        except RebondError as fault:
            error = fault
        else:
            messages.success(request, _("Le lot est enregistré."))
            return redirect(reverse("registry-site", args=[identifier]) + "#lots")
    title = known.identifier if known else _("Ajouter un lot")
    return _form(request, title, declared, known, error, _trail(one, title), {"site": one})


@require_GET
@member(permissions.may_open_registry)
def versions(request: HttpRequest, identifier: str) -> HttpResponse:
    """Show what the site said before, version by version."""
    one = _site(acting(request), identifier)
    context = {
        "page": "registry",
        "site": one,
        "versions": managing.versions(one),
        "trail": _trail(one, _("Versions")),
    }
    return render(request, "sites/registry/versions.html", context)


def _trail(one: Site, title: str) -> tuple[tuple[str, str], ...]:
    return (
        (_("Registre des sites"), reverse("registry")),
        (one.name or one.identifier, reverse("registry-site", args=[one.identifier])),
        (title, ""),
    )


def _form(
    request: HttpRequest,
    title: str,
    declared: Any,
    record: Any,
    error: RebondError | None,
    trail: Any,
    more: dict[str, Any],
) -> HttpResponse:
    context = {
        "page": "registry",
        "title": title,
        "record": record,
        "cells": managing.cells_of(record, declared, request.POST),
        "sent": request.POST,
        "confirmed": request.POST.getlist(forms.STILL_TRUE),
        "error": error,
        "problems": dict(getattr(error, "problems", ())),
        "today": clock.today().isoformat(),
        "trail": trail,
        **more,
    }
    status = UNPROCESSABLE if error else 200
    return render(request, "sites/registry/form.html", context, status=status)
