"""Reminders of the committee's day to its members: a week before and on the eve, each once."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import translation

from rebond.web.calls.models import Call
from rebond.web.committee.errors import moment_text
from rebond.web.committee.models import Seat
from rebond.web.journal.services import append
from rebond.web.notices import services as notices
from rebond.web.notices.turns import begun, is_told, untold

EVERY_MINUTES = 60
DAYS_BEFORE = (7, 1)
NEAR = timedelta(days=max(DAYS_BEFORE) + 1)
SOON = "committee.soon"


def run(now: datetime) -> None:
    """Remind from the worker, once an hour."""
    remind(now)


def remind(now: datetime) -> int:
    """Remind the members of the committees that are about to sit, one transaction each; return how many.

    Run again, or late, it adds nothing. A day that is moved makes turns of its own, and
    one whose turn has come already is told at once.
    """
    calls = Call.objects.filter(
        cancelled_at=None, deliberated_at=None, committee_at__gt=now, committee_at__lte=now + NEAR
    ).order_by("committee_at", "pk")
    return sum(_of_call(call, now) for call in calls)


def _of_call(call: Call, now: datetime) -> int:
    assert call.committee_at is not None  # noqa: S101 - the query asks for a day
    since = begun(call.committee_at, now, DAYS_BEFORE)
    if since is None:
        return 0
    found = Seat.objects.filter(
        untold(call.committee_at, since),
        call=call,
        ended_at=None,
        appointed_at__lt=since,
        membership__ended_at=None,
        membership__user__is_active=True,
    ).order_by("pk")
    return sum(_seat(key, since, now) for key in list(found.values_list("pk", flat=True)))


def _seat(key: int, since: datetime, now: datetime) -> int:
    with transaction.atomic():
        seat = (
            Seat.objects.select_for_update(of=("self",))
            .select_related("call", "membership__user")
            .get(pk=key)
        )
        about, due_at = ("seat", str(seat.pk)), seat.call.committee_at
        if seat.ended_at is not None or due_at is None:
            return 0
        if is_told(seat.reminded_at, seat.reminded_for, due_at, since):
            return 0
        seat.reminded_at, seat.reminded_for = now, due_at
        seat.save(update_fields=["reminded_at", "reminded_for"])
        content = {"call": seat.call.reference, "committee_at": due_at.isoformat()}
        append(None, "committee.reminded", about, content, now=now)
        with translation.override("fr"):
            address = reverse("committee", args=[seat.call.reference])
        notices.tell(
            [seat.membership.user_id],
            SOON,
            about,
            address=address,
            facts={"call": seat.call.reference, "day": moment_text(due_at).as_json()},
            now=now,
        )
    return 1
