"""Invitations: a role offered to one address, for a fortnight, once."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils.translation import override

from rebond.texts import Text, day_text
from rebond.web import clock
from rebond.web.accounts import actors, errors
from rebond.web.accounts.actors import Actor
from rebond.web.accounts.kinds import Role
from rebond.web.accounts.models import Invitation, Membership, Organisation, User
from rebond.web.accounts.permissions import may_administer
from rebond.web.accounts.services.locking import lock_open
from rebond.web.journal import services as journal
from rebond.web.notices import services as notices

INVITATION_DAYS = 14
TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation and the token that only its mail carries."""

    invitation: Invitation
    token: str


def digest_of(token: str) -> str:
    """Return what is kept of a token."""
    return f"sha256:{hashlib.sha256(token.encode()).hexdigest()}"


@transaction.atomic
def invite(
    actor: Actor, organisation: Organisation, email: str, role: str, *, now: datetime
) -> Invited:
    """Offer a role to an address; the caller sends the token, which is kept nowhere.

    Raises
    ------
    RebondError
        When the address is no address, is already in, or already waits for an answer.
    """
    if not may_administer(actor, organisation):
        raise PermissionDenied
    one = lock_open(organisation)
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError as fault:
        raise errors.WrongAddress(address) from fault
    if role not in Role.values:
        raise errors.UnknownRole(role)
    if one.memberships.in_force().filter(user__email=address).exists():
        raise errors.AlreadyMember(one.name)
    waiting = one.invitations.filter(email=address, accepted_at=None, revoked_at=None)
    open_one = waiting.filter(expires_at__gt=now).first()
    if open_one is not None:
        raise errors.AlreadyInvited(open_one.expires_at)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    invitation = Invitation.objects.create(
        organisation=one,
        email=address,
        role=role,
        token_digest=digest_of(token),
        invited_by_id=actor.membership_id,
        created_at=now,
        expires_at=now + timedelta(days=INVITATION_DAYS),
    )
    content = {"invitation": invitation.pk, "role": role}
    journal.append(actor, "accounts.invited", ("organisation", one.slug), content, now=now)
    return Invited(invitation, token)


@transaction.atomic
def revoke(actor: Actor, invitation: Invitation, *, now: datetime) -> None:
    """Take an invitation back before it is used."""
    one = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if not may_administer(actor, one.organisation):
        raise PermissionDenied
    _refuse_over(one, None)
    one.revoked_at = now
    one.save(update_fields=["revoked_at"])
    journal.append(
        actor,
        "accounts.invitation_revoked",
        ("organisation", one.organisation.slug),
        {"invitation": one.pk, "role": one.role},
        now=now,
    )


@transaction.atomic
def accept(user: User, token: str, *, now: datetime) -> Membership:
    """Join with an invitation that this person's own confirmed address received.

    Raises
    ------
    RebondError
        When it was used, revoked or is too old, or was sent to someone else.
    """
    one = Invitation.objects.select_for_update().filter(token_digest=digest_of(token)).first()
    if one is None:
        raise errors.InvitationOver(Text("ce lien n’invite à rien", "this link invites to nothing"))
    mine = EmailAddress.objects.filter(user=user, email=one.email)
    if not mine.filter(verified=True).exists():
        raise errors.AddressNotConfirmed if mine.exists() else errors.OtherAddress
    _refuse_over(one, now)
    organisation = lock_open(one.organisation)
    if organisation.memberships.filter(user=user, ended_at=None).exists():
        raise errors.AlreadyMember(organisation.name)
    membership = Membership.objects.create(
        user=user, organisation=organisation, role=one.role, started_at=now
    )
    one.accepted_at = now
    one.save(update_fields=["accepted_at"])
    about = ("organisation", organisation.slug)
    content = {"invitation": one.pk, "role": one.role, "person": str(user.reference)}
    journal.append(actors.of_membership(membership), "accounts.joined", about, content, now=now)
    with override("fr"):
        address = reverse("organisation-people", args=[organisation.slug])
    facts = {"organisation": organisation.name}
    notices.tell(
        [one.invited_by.user_id], "accounts.joined", about, address=address, facts=facts, now=now
    )
    return membership


def _refuse_over(one: Invitation, now: datetime | None) -> None:
    if one.accepted_at is not None:
        how = Text("cette invitation a servi le {day}", "this invitation was used on {day}")
        raise errors.InvitationOver(how.filled(day=day_text(clock.today(one.accepted_at))))
    if one.revoked_at is not None:
        how = Text(
            "cette invitation a été retirée le {day}", "this invitation was revoked on {day}"
        )
        raise errors.InvitationOver(how.filled(day=day_text(clock.today(one.revoked_at))))
    if now is not None and now >= one.expires_at:
        how = Text("cette invitation valait jusqu’au {day}", "this invitation held until {day}")
        raise errors.InvitationOver(how.filled(day=day_text(clock.today(one.expires_at))))
