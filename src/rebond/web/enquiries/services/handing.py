"""A site that gets another manager: its open enquiries go to that manager, and leave the one before."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from rebond.web.enquiries.models import Enquiry, Recipient
from rebond.web.enquiries.services.standing import record, tell

EVERY_MINUTES = 10


def hand_over(now: datetime) -> int:
    """Make the present manager of each site a recipient of its open enquiries; return how many were handed.

    The manager before keeps its row, which tells what was sent to whom, and no longer reads.
    """
    there = Recipient.objects.filter(enquiry=OuterRef("pk"), organisation=OuterRef("site__manager"))
    astray = Enquiry.objects.filter(
        ~Exists(there),
        confirmed_at__isnull=False,
        closed_at=None,
        erased_at=None,
        site__manager__isnull=False,
        site__manager__closed_at=None,
    )
    return sum(_hand_over(key, now) for key in list(astray.values_list("pk", flat=True)))


def run(now: datetime) -> None:
    """Hand over from the worker."""
    hand_over(now)


def _hand_over(key: int, now: datetime) -> int:
    with transaction.atomic():
        one = (
            Enquiry.objects.select_for_update(of=("self",))
            .select_related("site__manager")
            .get(pk=key)
        )
        manager = one.site.manager
        if manager is None or one.closed_at is not None or one.erased_at is not None:
            return 0
        # One that receives it already, as the agency of the région does, goes on by its own rule.
        _row, is_new = Recipient.objects.get_or_create(
            enquiry=one,
            organisation=manager,
            defaults={"rule": Recipient.Rule.MANAGER, "sent_at": now},
        )
        if not is_new:
            return 0
        record(None, "handed_over", one, now)
        tell([manager.pk], "received", one, now)
        return 1
