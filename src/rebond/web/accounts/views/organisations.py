"""Every organisation: found, created, corrected and closed by the national team’s administrators."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rebond.errors import RebondError
from rebond.web import clock
from rebond.web.accounts import actors, queries, services
from rebond.web.accounts.access import member
from rebond.web.accounts.actors import Actor
from rebond.web.accounts.forms import ScopeForm
from rebond.web.accounts.kinds import Kind
from rebond.web.accounts.models import Organisation
from rebond.web.accounts.permissions import may_run_organisations

TYPED = ("kind", "name", "siren", "reason")


@member(may_run_organisations)
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """List organisations by name, some searched for."""
    search = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:120]
    kind, after = request.GET.get("genre", "")[:24], request.GET.get("apres", "")[:80]
    rows, more = queries.organisation_list(_actor(request), search=search, kind=kind, after=after)
    facts = {
        "page": "organisations",
        "rows": rows,
        "search": search,
        "kind": kind,
        "after": after,
        "more": more,
        "kinds": Kind.choices,
    }
    return render(request, "accounts/organisations.html", facts)


@member(may_run_organisations)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Create an organisation."""
    if request.method != "POST":
        return _form(request, ScopeForm(), {})
    scope, typed = ScopeForm.read(request.POST), _typed(request)
    try:
        one = services.create_organisation(
            _actor(request),
            kind=typed["kind"],
            name=typed["name"],
            siren=typed["siren"],
            scopes=scope.places(),
            now=clock.now(),
        )
    except RebondError as error:
        return _form(request, scope, typed, error=error)
    messages.success(request, _("L’organisation est créée. Invitez qui l’administrera."))
    return redirect("organisation-people", one.slug)


@member(may_run_organisations)
@require_GET
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Show an organisation’s territory, to correct it, and how to close it."""
    one = _organisation(request, slug)
    return _form(request, _scope_of(one), {}, one)


@member(may_run_organisations)
@require_POST
def scopes(request: HttpRequest, slug: str) -> HttpResponse:
    """Correct an organisation’s territory."""
    one, scope, typed = _organisation(request, slug), ScopeForm.read(request.POST), _typed(request)
    try:
        services.change_scopes(
            _actor(request), one, scope.places(), typed["reason"], now=clock.now()
        )
    except RebondError as error:
        return _form(request, scope, typed, one, error)
    messages.success(request, _("Le territoire est corrigé."))
    return redirect("organisation-edit", slug)


@member(may_run_organisations)
@require_POST
def close(request: HttpRequest, slug: str) -> HttpResponse:
    """Close an organisation."""
    one, typed = _organisation(request, slug), _typed(request)
    try:
        services.close_organisation(_actor(request), one, typed["reason"], now=clock.now())
    except RebondError as error:
        return _form(request, _scope_of(one), typed, one, error)
    messages.success(request, _("L’organisation est fermée."))
    return redirect("organisations")


def _actor(request: HttpRequest) -> Actor:
    actor = actors.current(request)
    assert actor is not None  # noqa: S101 - `member` has let this person in
    return actor


def _organisation(request: HttpRequest, slug: str) -> Organisation:
    return get_object_or_404(queries.visible(_actor(request)), slug=slug)


def _scope_of(one: Organisation) -> ScopeForm:
    return ScopeForm(tuple(str(scope) for scope in one.scopes.all()))


def _typed(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "").replace("\x00", "")[:1000] for name in TYPED}


def _form(
    request: HttpRequest,
    scope: ScopeForm,
    typed: dict[str, str],
    one: Organisation | None = None,
    error: RebondError | None = None,
) -> HttpResponse:
    try:
        rows = scope.rows()
    except RebondError:
        rows = []
    facts: dict[str, Any] = {
        "page": "organisations",
        "organisation": one,
        "scope": scope,
        "rows": rows,
        "typed": typed,
        "kinds": Kind.choices,
        "error": error,
    }
    name = "accounts/organisation_edit.html" if one else "accounts/organisation_new.html"
    return render(request, name, facts, status=400 if error else 200)
