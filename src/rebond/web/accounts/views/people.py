"""The people of an organisation: seen and changed by those who administer it."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from rebond.errors import RebondError
from rebond.web import clock
from rebond.web.accounts import actors, mailing, queries, services
from rebond.web.accounts.access import member
from rebond.web.accounts.actors import Actor
from rebond.web.accounts.forms import InvitationForm, SirenForm
from rebond.web.accounts.kinds import Role
from rebond.web.accounts.models import Membership, Organisation
from rebond.web.accounts.permissions import (
    is_administrator,
    may_register_siren,
    may_run_organisations,
)
from rebond.web.theme.writing import lang


@member(is_administrator)
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """Lead to the organisation that this person acts for."""
    return redirect("organisation-people", _actor(request).organisation)


@member(is_administrator)
@require_GET
def people(request: HttpRequest, slug: str) -> HttpResponse:
    """Show who is in an organisation and who is invited."""
    return _page(request, _organisation(request, slug), InvitationForm())


@member(is_administrator)
@require_POST
def invite(request: HttpRequest, slug: str) -> HttpResponse:
    """Invite an address."""
    one, form = _organisation(request, slug), InvitationForm.read(request.POST)
    try:
        made = services.invite(_actor(request), one, form.email, form.role, now=clock.now())
    except RebondError as error:
        return _page(request, one, form, error)
    address = request.build_absolute_uri(reverse("invitation", args=[made.token]))
    if mailing.send_invitation(made.invitation, address):
        messages.success(
            request, _("L’invitation est partie à %(email)s.") % {"email": made.invitation.email}
        )
    else:
        messages.error(
            request,
            _(
                "L’invitation est créée, mais le courriel n’a pas pu partir\u00a0: retirez-la et recommencez."
            ),
        )
    return redirect("organisation-people", slug)


@member(is_administrator)
@require_POST
def siren(request: HttpRequest, slug: str) -> HttpResponse:
    """Register the SIREN of an organisation, or correct it."""
    one, form = _organisation(request, slug), SirenForm.read(request.POST)
    try:
        moved = services.register_siren(
            _actor(request), one, form.siren, form.reason, now=clock.now()
        )
    except RebondError as error:
        return _page(request, one, InvitationForm(), siren=form, siren_error=error)
    messages.success(request, _("Le SIREN est enregistré."))
    for words in moved:
        messages.warning(request, words.of(lang()))
    return redirect("organisation-people", slug)


@member(is_administrator)
@require_POST
def revoke(request: HttpRequest, slug: str, invitation: int) -> HttpResponse:
    """Take an invitation back."""
    one = _organisation(request, slug)
    found = get_object_or_404(one.invitations, pk=invitation)
    return _act(
        request,
        one,
        lambda actor: services.revoke(actor, found, now=clock.now()),
        _("L’invitation est retirée."),
    )


@member(is_administrator)
@require_POST
def role(request: HttpRequest, slug: str, membership: int) -> HttpResponse:
    """Change a person’s role."""
    one = _organisation(request, slug)
    found = get_object_or_404(_in(one), pk=membership)
    written = request.POST.get("role", "")[:16]
    return _act(
        request,
        one,
        lambda actor: services.change_role(actor, found, written, now=clock.now()),
        _("Le rôle est changé."),
    )


@member(is_administrator)
@require_POST
def end(request: HttpRequest, slug: str, membership: int) -> HttpResponse:
    """End a person’s membership."""
    one = _organisation(request, slug)
    found = get_object_or_404(_in(one), pk=membership)
    return _act(
        request,
        one,
        lambda actor: services.end_membership(actor, found, now=clock.now()),
        _("Cette personne n’agit plus pour l’organisation."),
    )


def _actor(request: HttpRequest) -> Actor:
    actor = actors.current(request)
    assert actor is not None  # noqa: S101 - `member` has let this person in
    return actor


def _organisation(request: HttpRequest, slug: str) -> Organisation:
    return get_object_or_404(queries.visible(_actor(request)), slug=slug)


def _in(organisation: Organisation) -> object:
    return Membership.objects.filter(organisation=organisation).select_related(
        "organisation", "user"
    )


def _act(
    request: HttpRequest, one: Organisation, act: Callable[[Actor], object], done: str
) -> HttpResponse:
    try:
        act(_actor(request))
    except RebondError as error:
        return _page(request, one, InvitationForm(), error)
    messages.success(request, done)
    may_see = Membership.objects.in_force().filter(user=request.user, role=Role.ADMINISTRATOR)
    return redirect(*(("organisation-people", one.slug) if may_see.exists() else ("my-account",)))


def _page(
    request: HttpRequest,
    one: Organisation,
    form: InvitationForm,
    error: RebondError | None = None,
    *,
    siren: SirenForm | None = None,
    siren_error: RebondError | None = None,
) -> HttpResponse:
    facts = {
        "page": "organisation",
        "organisation": one,
        "scopes": queries.scope_rows(one),
        "people": queries.people_of(one),
        "invitations": queries.open_invitations(one, clock.now()),
        "roles": Role.choices,
        "form": form,
        "error": error,
        "siren": siren or SirenForm(),
        "siren_error": siren_error,
        "may_register_siren": may_register_siren(_actor(request), one),
        "actor": _actor(request),
        "may_run": may_run_organisations(_actor(request)),
    }
    return render(
        request, "accounts/people.html", facts, status=400 if error or siren_error else 200
    )
