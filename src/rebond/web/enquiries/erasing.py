"""Taking away all that names an investor, and all that anybody wrote about the contact."""

from __future__ import annotations

from datetime import datetime

from rebond.web.enquiries.models import Enquiry

PERSONAL = ("contact_name", "contact_email", "company", "country", "message", "need")


def blank(enquiry: Enquiry, now: datetime) -> None:
    """Blank a locked enquiry: its site, its states, its dates and its figures stay, for what became of it.

    A text of either side may name somebody; all of them go.
    """
    for name in PERSONAL:
        setattr(enquiry, name, "")
    enquiry.investor = None
    enquiry.erased_at = now
    enquiry.save(update_fields=[*PERSONAL, "investor", "erased_at"])
    enquiry.messages.update(text="")
