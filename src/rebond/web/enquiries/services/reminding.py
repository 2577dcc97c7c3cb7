"""Reminders to those who answer: on the working day before, once late, then each week, each of them once."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from rebond.web.clock import today
from rebond.web.enquiries import permissions, rules
from rebond.web.enquiries.models import Enquiry, Recipient
from rebond.web.enquiries.queries import WAITING
from rebond.web.enquiries.services.standing import addressees, record, tell

EVERY_MINUTES = 60
FIRST = timedelta(days=12)
"""Holidays may put the working day before a due day that far ahead of it, not farther."""


def remind(now: datetime) -> int:
    """Remind those whose turn it is, one transaction each; return how many enquiries were reminded of.

    Run again, or late, it adds nothing: turns missed while nobody ran it are said once.
    """
    waiting = Enquiry.objects.filter(
        WAITING, confirmed_at__isnull=False, answer_due_at__lt=now + FIRST
    )
    return sum(_remind(key, now) for key in list(waiting.values_list("pk", flat=True)))


def run(now: datetime) -> None:
    """Remind from the worker, once an hour."""
    remind(now)


def _remind(key: int, now: datetime) -> int:
    with transaction.atomic():
        one = (
            Enquiry.objects.select_for_update(of=("self",))
            .select_related("site__manager")
            .get(pk=key)
        )
        is_waiting = one.state == Enquiry.State.RECEIVED and one.closed_at is None
        if one.answer_due_at is None or one.confirmed_at is None or not is_waiting:
            return 0
        day = rules.reminder_day(one.answer_due_at, today(now), one.site.departement_code)
        told = today(one.reminded_at or one.confirmed_at)
        if day is None or told >= day:
            return 0
        is_late = now > one.answer_due_at
        is_first_late = is_late and told <= today(one.answer_due_at)
        one.reminded_at = now
        one.save(update_fields=["reminded_at"])
        record(None, "reminded", one, now, is_late=is_late)
        # Everyone learns once that an answer is late; the other reminders go to those who answer.
        told_to = addressees(one) if is_first_late else _answering(one)
        tell(told_to, "late" if is_late else "soon", one, now)
        return 1


def _answering(enquiry: Enquiry) -> list[int]:
    if permissions.is_managed(enquiry.site):
        return [enquiry.site.manager_id]
    team = Recipient.objects.filter(enquiry=enquiry, rule=Recipient.Rule.NATIONAL)
    return list(team.values_list("organisation_id", flat=True))
