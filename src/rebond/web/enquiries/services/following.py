"""What an investor does by the secret link: write, give the name, withdraw. The journal names nobody."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from rebond.web.enquiries.erasing import blank
from rebond.web.enquiries.models import Enquiry
from rebond.web.enquiries.services.standing import (
    add_line,
    addressees,
    locked,
    record,
    refuse_over,
    tell,
    written,
)


@transaction.atomic
def write(enquiry: Enquiry, text: str, *, now: datetime) -> Enquiry:
    """Add a message to those who received the enquiry."""
    found = locked(enquiry)
    refuse_over(found)
    line = add_line(found, None, now, text=written(text))
    record(None, "written", found, now, line=line.number)
    tell(addressees(found), "written", found, now)
    return found


@transaction.atomic
def reveal(enquiry: Enquiry, *, now: datetime) -> Enquiry:
    """Let the recipients read who asks; done once, without effect at a level that hides nothing."""
    found = locked(enquiry)
    refuse_over(found)
    is_hidden = found.confidentiality == Enquiry.Confidentiality.ANONYMOUS
    if not is_hidden or found.revealed_at is not None:
        return found
    found.revealed_at = now
    found.save(update_fields=["revealed_at"])
    record(None, "revealed", found, now)
    tell(addressees(found), "revealed", found, now)
    return found


@transaction.atomic
def withdraw(enquiry: Enquiry, *, now: datetime) -> Enquiry:
    """Take the enquiry back: all that was written and all that names the investor goes at once."""
    found = (
        Enquiry.objects.select_for_update(of=("self",))
        .select_related("site__manager")
        .get(pk=enquiry.pk)
    )
    if found.erased_at is not None:
        return found
    if found.confirmed_at is None:
        found.delete()
        return found
    found.withdrawn_at = now
    found.closed_at = found.closed_at or now
    found.save(update_fields=["withdrawn_at", "closed_at"])
    blank(found, now)
    record(None, "withdrawn", found, now)
    tell(addressees(found), "withdrawn", found, now)
    return found
