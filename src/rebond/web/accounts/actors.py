"""A person acting for an organisation: the value that services and permissions take, never a request."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rebond.texts import Text
from rebond.web.accounts.kinds import ROLE_TEXTS, Kind, Role
from rebond.web.accounts.models import Membership, Scope

if TYPE_CHECKING:
    from django.http import HttpRequest

SESSION_KEY = "acting_membership"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, for whom, in which role and where; read once a request."""

    user_id: int
    reference: uuid.UUID
    membership_id: int
    organisation_id: int
    organisation: str
    organisation_name: str
    kind: str
    role: str
    scopes: frozenset[tuple[str, str]]

    @property
    def may_write(self) -> bool:
        """Whether the role allows acts, not only reading."""
        return self.role in {Role.AGENT, Role.ADMINISTRATOR}

    @property
    def role_words(self) -> Text:
        """Return the role in words."""
        return ROLE_TEXTS[Role(self.role)]

    @property
    def is_national(self) -> bool:
        """Whether the organisation is the programme's national team."""
        return self.kind == Kind.NATIONAL_TEAM

    def codes(self, kind: str) -> frozenset[str]:
        """Return the codes of one kind of place inside the scope."""
        return frozenset(code for one, code in self.scopes if one == kind)

    @property
    def is_everywhere(self) -> bool:
        """Whether the scope is the whole country."""
        return Scope.COUNTRY in self.scopes


def of_membership(membership: Membership) -> Actor:
    """Return the actor that a membership makes."""
    organisation = membership.organisation
    return Actor(
        user_id=membership.user_id,
        reference=membership.user.reference,
        membership_id=membership.pk,
        organisation_id=organisation.pk,
        organisation=organisation.slug,
        organisation_name=organisation.name,
        kind=organisation.kind,
        role=membership.role,
        scopes=frozenset(organisation.scopes.values_list("kind", "code")),
    )


def current(request: HttpRequest) -> Actor | None:
    """Return who acts in this request; None for a visitor, or for a person without organisation.

    A person of several organisations acts for the one chosen in the session, else for the oldest.
    """
    if not hasattr(request, "_rebond_actor"):
        request._rebond_actor = _read(request)
    actor: Actor | None = request._rebond_actor
    return actor


def _read(request: HttpRequest) -> Actor | None:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return None
    mine = (
        Membership.objects.in_force()
        .filter(user=user)
        .select_related("organisation", "user")
        .order_by("started_at", "pk")
    )
    memberships = list(mine)
    chosen = request.session.get(SESSION_KEY)
    one = next((each for each in memberships if each.pk == chosen), None)
    one = one or (memberships[0] if memberships else None)
    return of_membership(one) if one is not None else None
