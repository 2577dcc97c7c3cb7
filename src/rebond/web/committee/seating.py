"""Commands on seats: appoint and end, by whoever runs the call."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from rebond.web.accounts.actors import Actor
from rebond.web.accounts.kinds import OUTSIDERS, Role
from rebond.web.accounts.models import Membership
from rebond.web.calls.models import Call
from rebond.web.committee import permissions
from rebond.web.committee.errors import (
    AlreadySeated,
    ApplicantCannotSit,
    KindCannotSit,
    ReaderCannotSit,
    SeatEnded,
    SeveralMemberships,
    UnknownMember,
)
from rebond.web.committee.models import Seat
from rebond.web.committee.recusal import applications
from rebond.web.journal.services import append
from rebond.web.notices import services as notices


def find_membership(email: str, organisation_id: int | None) -> Membership:
    """Return the membership of a person given by the whole address.

    Raises
    ------
    UnknownMember, SeveralMemberships
    """
    found = (
        Membership.objects.in_force()
        .filter(user__email=email.strip().lower())
        .select_related("organisation", "user")
        .order_by("started_at", "pk")
    )
    if organisation_id is not None:
        found = found.filter(organisation=organisation_id)
    listed = list(found[:20])
    if not listed:
        raise UnknownMember
    if len(listed) > 1:
        raise SeveralMemberships([(m.organisation_id, m.organisation.name) for m in listed])
    return listed[0]


@transaction.atomic
def appoint(
    actor: Actor, call: Call, membership: Membership, *, is_chair: bool = False, now: datetime
) -> Seat:
    """Give a person a seat in a call's committee.

    Raises
    ------
    PermissionDenied
        When the actor does not run the call.
    UnknownMember, ReaderCannotSit, KindCannotSit, ApplicantCannotSit, AlreadySeated
    """
    call = Call.objects.select_for_update().get(pk=call.pk)
    if not permissions.may_manage(actor, call):
        raise PermissionDenied
    person = (
        Membership.objects.in_force()
        .select_related("organisation")
        .filter(pk=membership.pk)
        .first()
    )
    if person is None:
        raise UnknownMember
    if person.role == Role.READER:
        raise ReaderCannotSit
    applicant = (
        applications(person.user_id)
        .filter(call=call)
        .select_related("organisation")
        .order_by("pk")
        .first()
    )
    if applicant is not None:
        raise ApplicantCannotSit(applicant.organisation.name)
    if person.organisation.kind in OUTSIDERS:
        raise KindCannotSit
    known = Seat.objects.filter(call=call, membership__user=person.user_id, ended_at=None).first()
    if known is not None:
        raise AlreadySeated(known.appointed_at)
    seat = Seat.objects.create(call=call, membership=person, is_chair=is_chair, appointed_at=now)
    append(
        actor,
        "committee.appoint",
        ("seat", str(seat.pk)),
        {
            "call": call.reference,
            "person": str(person.user.reference),
            "organisation": person.organisation.slug,
            "is_chair": is_chair,
        },
        now=now,
    )
    _tell(seat, "committee.appointed", now)
    return seat


@transaction.atomic
def end(actor: Actor, seat: Seat, *, now: datetime) -> Seat:
    """End a seat; what its holder declared keeps holding, what he handed in stays.

    Raises
    ------
    PermissionDenied
    SeatEnded
    """
    seat = (
        Seat.objects.select_for_update().select_related("call", "membership__user").get(pk=seat.pk)
    )
    if not permissions.may_manage(actor, seat.call):
        raise PermissionDenied
    if seat.ended_at is not None:
        raise SeatEnded(seat.ended_at)
    seat.ended_at = now
    seat.save(update_fields=["ended_at"])
    append(
        actor,
        "committee.end",
        ("seat", str(seat.pk)),
        {"call": seat.call.reference, "person": str(seat.membership.user.reference)},
        now=now,
    )
    _tell(seat, "committee.ended", now)
    return seat


def _tell(seat: Seat, kind: str, now: datetime) -> None:
    with translation.override("fr"):
        address = (
            reverse("committees")
            if seat.ended_at
            else reverse("committee", args=[seat.call.reference])
        )
    notices.tell(
        [seat.membership.user_id],
        kind,
        ("seat", str(seat.pk)),
        address=address,
        facts={"call": seat.call.reference},
        now=now,
    )
