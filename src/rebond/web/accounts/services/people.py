"""People: created by the installation, told what is held about them, erased."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import PermissionDenied
from django.db import transaction

from rebond.web.accounts import errors, personal
from rebond.web.accounts.actors import Actor
from rebond.web.accounts.kinds import Role
from rebond.web.accounts.models import Invitation, Membership, Organisation, User
from rebond.web.accounts.permissions import may_run_organisations
from rebond.web.journal import services as journal
from rebond.web.journal.models import Entry
from rebond.web.notices.models import Notice


@transaction.atomic
def create_person(
    email: str, *, name: str = "", password: str | None = None, language: str = "fr"
) -> User:
    """Create a person whose address is taken as confirmed; for the installation, not for visitors."""
    user = User.objects.create_user(email, password, name=name, language=language)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@transaction.atomic
def appoint(user: User, organisation: Organisation, role: str, *, now: datetime) -> Membership:
    """Put a person in an organisation without an invitation; for the installation, not for visitors."""
    membership = Membership.objects.create(
        user=user, organisation=organisation, role=Role(role), started_at=now
    )
    content = {"role": role, "person": str(user.reference)}
    journal.append(None, "accounts.joined", ("organisation", organisation.slug), content, now=now)
    return membership


def export_my_data(user: User, *, now: datetime) -> dict[str, Any]:
    """Return all that is held about a person, as JSON holds it."""
    memberships = user.memberships.select_related("organisation").order_by("started_at")
    return {
        "made_at": now.isoformat(),
        "person": {
            "reference": str(user.reference),
            "email": user.email,
            "name": user.name,
            "language": user.language,
            "mailing": user.mailing,
            "created_at": _iso(user.created_at),
            "last_sign_in_at": _iso(user.last_login),
        },
        "addresses": list(
            EmailAddress.objects.filter(user=user).values("email", "verified", "primary")
        ),
        "second_factors": [
            {
                "type": one.type,
                "since": _iso(one.created_at),
                "last_used_at": _iso(one.last_used_at),
            }
            for one in Authenticator.objects.filter(user=user).order_by("pk")
        ],
        "providers": [
            {"provider": one.provider, "subject": one.uid, "since": _iso(one.date_joined)}
            for one in SocialAccount.objects.filter(user=user).order_by("pk")
        ],
        "memberships": [
            {
                "organisation": one.organisation.name,
                "role": one.role,
                "started_at": _iso(one.started_at),
                "ended_at": _iso(one.ended_at),
            }
            for one in memberships
        ],
        "invitations": [
            {
                "organisation": one.organisation.name,
                "role": one.role,
                "created_at": _iso(one.created_at),
                "accepted_at": _iso(one.accepted_at),
            }
            for one in Invitation.objects.filter(email=user.email).select_related("organisation")
        ],
        "notices": [
            {"kind": one.kind, "created_at": _iso(one.created_at), "read_at": _iso(one.read_at)}
            for one in Notice.objects.filter(user=user).order_by("pk")
        ],
        "acts": [
            {
                "number": one.number,
                "at": _iso(one.at),
                "act": one.act,
                "organisation": one.organisation,
            }
            for one in Entry.objects.filter(actor=user.reference).order_by("number")
        ],
        **personal.exported(user),
    }


@transaction.atomic
def erase_person(user: User, *, by: Actor | None, now: datetime, is_stale: bool = False) -> None:
    """Blank all that names a person, and keep the pseudonym that the journal's chain holds.

    `by` is the person acting for an organisation, an administrator of the national team, or None: the
    person alone, or the rule on how long data is kept (`is_stale`).

    Raises
    ------
    RebondError
        When an organisation would have no administrator left (the national team and the rule pass over), or
        something that is owed keeps the account.
    """
    one = User.objects.select_for_update().get(pk=user.pk)
    is_self = by is None or by.user_id == one.pk
    if not is_self and not (by is not None and may_run_organisations(by)):
        raise PermissionDenied
    if one.erased_at is not None:
        return
    if is_self and not is_stale:
        _refuse_last_administrator(one)
    if (reason := personal.reason_to_wait(one, now, is_stale=is_stale)) is not None:
        raise errors.ErasureWaits(reason)
    personal.erase(one, now)
    _blank(one, now)
    Membership.objects.filter(user=one, ended_at=None).update(ended_at=now)
    content = {"by": "rule" if is_stale else "person" if is_self else "national team"}
    journal.append(by, "accounts.person_erased", ("person", str(one.reference)), content, now=now)


def _refuse_last_administrator(user: User) -> None:
    mine = Membership.objects.in_force().filter(user=user, role=Role.ADMINISTRATOR)
    for membership in mine.select_related("organisation"):
        organisation = membership.organisation
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        everyone = organisation.memberships.in_force().exclude(user=user)
        if everyone.exists() and not everyone.filter(role=Role.ADMINISTRATOR).exists():
            raise errors.LastAdministrator(organisation.name)


def _blank(user: User, now: datetime) -> None:
    Invitation.objects.filter(email=user.email).delete()
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    SocialAccount.objects.filter(user=user).delete()
    Notice.objects.filter(user=user).delete()
    user.email = f"{user.reference}@efface.invalid"
    user.name = ""
    user.is_active = False
    user.erased_at = now
    user.last_login = None
    user.set_unusable_password()
    user.save()


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment is not None else None
