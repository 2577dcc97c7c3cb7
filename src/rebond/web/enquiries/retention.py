"""How long an investor's data is kept, applied once a day; the table is docs/reference/personal-data.md."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max, Q

from rebond.procedure.legal_time import add_months
from rebond.web.clock import today
from rebond.web.enquiries.erasing import blank
from rebond.web.enquiries.models import Enquiry
from rebond.web.enquiries.services.asking import DAYS_TO_CONFIRM
from rebond.web.enquiries.services.standing import record

MONTHS_KEPT = 24
UNCONFIRMED = timedelta(days=DAYS_TO_CONFIRM + 1)
LEAST_DAYS = timedelta(days=MONTHS_KEPT * 28)
AT_ONCE = 500
EVERY_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class Erased:
    """How many of each were erased."""

    enquiries: int
    unconfirmed: int


def erase_stale(now: datetime) -> Erased:
    """Erase what is past its time: 24 months after the closing, or after the last line; never confirmed: a week."""
    unconfirmed, _by_kind = Enquiry.objects.filter(
        confirmed_at=None, created_at__lt=now - UNCONFIRMED
    ).delete()
    old = (
        Enquiry.objects.filter(erased_at=None, confirmed_at__lt=now - LEAST_DAYS)
        .annotate(last=Max("messages__at"))
        .filter(Q(closed_at__lt=now - LEAST_DAYS) | Q(last__lt=now - LEAST_DAYS))
    )
    erased = 0
    for key in list(old.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        erased += _erase(key, now)
    return Erased(erased, unconfirmed)


def run(now: datetime) -> None:
    """Apply the rule, as the worker calls it."""
    erase_stale(now)


def _erase(key: int, now: datetime) -> bool:
    with transaction.atomic():
        one = Enquiry.objects.select_for_update(of=("self",)).select_related("site").get(pk=key)
        last = one.messages.aggregate(at=Max("at"))["at"] or one.created_at
        since = max(one.closed_at, last) if one.closed_at is not None else last
        if one.erased_at is not None or today(now) <= add_months(today(since), MONTHS_KEPT):
            return False
        one.closed_at = one.closed_at or now
        one.save(update_fields=["closed_at"])
        blank(one, now)
        record(None, "erased", one, now)
        return True
