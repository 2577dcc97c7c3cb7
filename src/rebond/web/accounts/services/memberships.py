"""Roles in an organisation: changed, ended, and the one a person acts with."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import override

from rebond.texts import Text, day_text
from rebond.web import clock
from rebond.web.accounts import errors
from rebond.web.accounts.actors import Actor
from rebond.web.accounts.kinds import ROLE_TEXTS, Role
from rebond.web.accounts.models import Membership, Organisation, User
from rebond.web.accounts.permissions import may_administer, may_end
from rebond.web.accounts.services.locking import lock_open
from rebond.web.journal import services as journal
from rebond.web.notices import services as notices
from rebond.web.notices.models import Notice


@transaction.atomic
def change_role(actor: Actor, membership: Membership, role: str, *, now: datetime) -> None:
    """Give a person another role.

    Raises
    ------
    RebondError
        When the organisation would have no administrator left.
    """
    if not may_administer(actor, membership.organisation):
        raise PermissionDenied
    organisation = lock_open(membership.organisation)
    one = _in_force(membership)
    if role not in Role.values:
        raise errors.UnknownRole(role)
    if role == one.role:
        raise errors.AlreadyDone(
            Text("cette personne a déjà ce rôle", "this person already has this role")
        )
    if role != Role.ADMINISTRATOR:
        _keep_an_administrator(organisation, one)
    before, one.role = one.role, role
    one.save(update_fields=["role"])
    content = {"person": str(one.user.reference), "before": before, "after": role}
    journal.append(
        actor, "accounts.role_changed", ("organisation", organisation.slug), content, now=now
    )
    text = ROLE_TEXTS[Role(role)]
    _tell(one, "accounts.role_changed", {"role_fr": text.fr, "role_en": text.en}, now)


@transaction.atomic
def end_membership(actor: Actor, membership: Membership, *, now: datetime) -> None:
    """End a person's membership, one's own or one that is administered.

    Raises
    ------
    RebondError
        When the organisation would have no administrator left.
    """
    if not may_end(actor, membership):
        raise PermissionDenied
    organisation = lock_open(membership.organisation)
    one = _in_force(membership)
    _keep_an_administrator(organisation, one)
    one.ended_at = now
    one.save(update_fields=["ended_at"])
    if not Membership.objects.in_force().filter(user=one.user).exists():
        # What was told to somebody of an organisation is no longer theirs to read.
        Notice.objects.filter(user=one.user).delete()
    content = {"person": str(one.user.reference), "role": one.role}
    journal.append(
        actor, "accounts.membership_ended", ("organisation", organisation.slug), content, now=now
    )
    _tell(one, "accounts.membership_ended", {}, now)


def choose_membership(user: User, membership_id: int) -> Membership:
    """Return the membership that a person wants to act with: one of their own, in force."""
    one = Membership.objects.in_force().filter(user=user, pk=membership_id).first()
    if one is None:
        raise PermissionDenied
    return one


def _in_force(membership: Membership) -> Membership:
    one: Membership = (
        Membership.objects.select_for_update(of=("self",))
        .select_related("user", "organisation")
        .get(pk=membership.pk)
    )
    if one.ended_at is not None:
        what = Text(
            "cette personne n’est plus là depuis le {day}",
            "this person has not been there since {day}",
        )
        raise errors.AlreadyDone(what.filled(day=day_text(clock.today(one.ended_at))))
    return one


def _keep_an_administrator(organisation: Organisation, leaving: Membership) -> None:
    if leaving.role != Role.ADMINISTRATOR:
        return
    others = organisation.memberships.in_force().filter(role=Role.ADMINISTRATOR)
    if not others.exclude(pk=leaving.pk).exists():
        raise errors.LastAdministrator(organisation.name)


def _tell(membership: Membership, kind: str, facts: dict[str, str], now: datetime) -> None:
    with override("fr"):
        address = reverse("my-account")
    organisation = membership.organisation
    notices.tell(
        [membership.user_id],
        kind,
        ("organisation", organisation.slug),
        address=address,
        facts={"organisation": organisation.name, **facts},
        now=now,
    )
