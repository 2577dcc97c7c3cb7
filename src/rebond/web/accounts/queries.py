"""Reading organisations and the people in them; which ones a person sees is decided here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db.models import Count, Q, QuerySet
from django.utils.text import slugify

from rebond.errors import RebondError
from rebond.territory import PlaceKey
from rebond.texts import Text
from rebond.web.accounts.actors import Actor
from rebond.web.accounts.models import Invitation, Membership, Organisation, Scope, User
from rebond.web.accounts.permissions import may_run_organisations
from rebond.web.territories.places import atlas
from rebond.web.territories.queries import kind_words

LISTED = 50
FOUND_PLACES = 8
SCOPE_KINDS = frozenset({"commune", "epci", "ept", "departement", "region"})


@dataclass(frozen=True, slots=True)
class ScopeRow:
    """One place of a territory, in words."""

    key: str
    name: str
    kind: Text


def visible(actor: Actor) -> QuerySet[Organisation]:
    """Return the organisations whose people an actor administers."""
    if may_run_organisations(actor):
        return Organisation.objects.all()
    return Organisation.objects.filter(pk=actor.organisation_id)


def organisations_of_kind(
    kinds: Iterable[str], places: Iterable[tuple[str, str]] | None = None
) -> QuerySet[Organisation]:
    """Return the open organisations of some kinds, those only that act in one of some places."""
    found = Organisation.objects.filter(kind__in=list(kinds), closed_at=None)
    if places is None:
        return found
    wanted = Q(scopes__kind=Scope.COUNTRY[0], scopes__code=Scope.COUNTRY[1])
    for kind, code in places:
        wanted |= Q(scopes__kind=kind, scopes__code=code)
    return found.filter(wanted).distinct()


def organisation_list(
    actor: Actor, *, search: str = "", kind: str = "", after: str = ""
) -> tuple[list[Organisation], str]:
    """Return a page of organisations by name, and the name after which the next one begins."""
    rows = visible(actor).annotate(
        people=Count("memberships", filter=Q(memberships__ended_at=None))
    )
    if search:
        rows = rows.filter(
            Q(name__icontains=search) | Q(slug__contains=slugify(search) or " ") | Q(siren=search)
        )
    if kind:
        rows = rows.filter(kind=kind)
    if after:
        rows = rows.filter(slug__gt=after)
    page = list(rows.order_by("slug").prefetch_related("scopes")[: LISTED + 1])
    more = page[LISTED - 1].slug if len(page) > LISTED else ""
    return page[:LISTED], more


def people_of(organisation: Organisation) -> list[Membership]:
    """Return who is in an organisation, in the order in which they joined."""
    rows = Membership.objects.in_force().filter(organisation=organisation)
    return list(rows.select_related("user", "organisation").order_by("started_at", "pk"))


def open_invitations(organisation: Organisation, now: datetime) -> list[Invitation]:
    """Return the invitations that wait for an answer."""
    rows = organisation.invitations.filter(accepted_at=None, revoked_at=None, expires_at__gt=now)
    return list(rows.order_by("created_at"))


def invitations_to(user: User, now: datetime) -> list[Invitation]:
    """Return the invitations that wait for this person's answer."""
    rows = Invitation.objects.filter(email=user.email, accepted_at=None, revoked_at=None)
    return list(rows.filter(expires_at__gt=now).select_related("organisation"))


def memberships_of(user: User) -> list[Membership]:
    """Return the organisations for which a person may act."""
    rows = Membership.objects.in_force().filter(user=user).select_related("organisation")
    return list(rows.order_by("started_at", "pk"))


def has_two_factor(user_id: int) -> bool:
    """Return whether a second step guards a person's sign-in."""
    factors = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return Authenticator.objects.filter(user_id=user_id, type__in=factors).exists()


def scope_rows(organisation: Organisation) -> list[ScopeRow]:
    """Return an organisation's territory in words; a code that is no longer known stays as a code."""
    return [scope_row(one.kind, one.code) for one in organisation.scopes.all()]


def scope_row(kind: str, code: str) -> ScopeRow:
    """Return one place in words."""
    if (kind, code) == Scope.COUNTRY:
        return ScopeRow("pays:FR", "France", Text("tout le pays", "the whole country"))
    key = PlaceKey.parse(f"{kind}:{code}")
    try:
        name = atlas().place(key).name
    except RebondError:
        name = code
    return ScopeRow(str(key), name, kind_words(key))


def places_named(written: str) -> list[ScopeRow]:
    """Return the place that a name, a code or a key means, or those that it may mean."""
    try:
        found = atlas().find(written, kinds=SCOPE_KINDS, limit=FOUND_PLACES)
    except RebondError:
        return []
    exact = (
        found.matches[:1] if len(found.matches) == 1 or not found.is_ambiguous else found.matches
    )
    if found.is_approximate:
        exact = found.matches
    return [scope_row(match.place.kind, match.place.key.code) for match in exact]
