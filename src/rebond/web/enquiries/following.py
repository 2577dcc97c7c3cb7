"""What the investor reads by the secret link, and what may be taken away of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from rebond.web.enquiries import levels, queries
from rebond.web.enquiries.models import Enquiry
from rebond.web.enquiries.naming import public_organisation
from rebond.web.enquiries.services.asking import DAYS_TO_CONFIRM
from rebond.web.enquiries.wording import state_text


@dataclass(frozen=True, slots=True)
class Said:
    """One line as the investor reads it."""

    at: datetime
    who: str
    """Organisation; empty for the investor."""
    state: str
    text: str


def context(enquiry: Enquiry, token: str, now: datetime) -> dict[str, Any]:
    """Return what the page shows; of an erased contact, that it is."""
    lines = said(enquiry)
    waits = enquiry.confirmed_at is None
    until = enquiry.created_at + timedelta(days=DAYS_TO_CONFIRM)
    return {
        "enquiry": enquiry,
        "token": token,
        "lines": lines,
        "is_waiting": waits,
        "until": until,
        "is_over": waits and now > until,
        "is_late": queries.is_late(enquiry, now),
        "may_reveal": enquiry.confidentiality == Enquiry.Confidentiality.ANONYMOUS
        and enquiry.revealed_at is None,
        "meaning": levels.MEANINGS[enquiry.confidentiality],
        "recipients": () if waits else tuple(queries.recipients_of(enquiry)),
        "receivers": levels.receivers(enquiry.site) if waits else None,
        "together": _together(enquiry),
    }


def said(enquiry: Enquiry) -> tuple[Said, ...]:
    """Return what both sides wrote and the states reached; notes between recipients stay theirs."""
    found = enquiry.messages.filter(is_internal=False).select_related("membership__organisation")
    return tuple(
        Said(
            one.at,
            public_organisation(one.membership.organisation) if one.membership is not None else "",
            one.get_state_display() if one.state else "",
            one.text,
        )
        for one in found.order_by("number")
    )


def export(enquiry: Enquiry) -> dict[str, Any]:
    """Return all that is held about the investor, as data."""
    return {
        "reference": enquiry.reference,
        "site": enquiry.site.identifier,
        "confidentiality": enquiry.confidentiality,
        "language": enquiry.language,
        "contact": {
            "name": enquiry.contact_name,
            "email": enquiry.contact_email,
            "company": enquiry.company,
            "country": enquiry.country,
            "organisation": enquiry.investor.name if enquiry.investor is not None else "",
        },
        "message": enquiry.message,
        "figures": enquiry.figures,
        "need": enquiry.need,
        "state": enquiry.state,
        "state_words": state_text(enquiry.state).as_json(),
        "lost_reason": enquiry.lost_reason,
        "created_at": _iso(enquiry.created_at),
        "confirmed_at": _iso(enquiry.confirmed_at),
        "answer_due_at": _iso(enquiry.answer_due_at),
        "answered_at": _iso(enquiry.answered_at),
        "revealed_at": _iso(enquiry.revealed_at),
        "closed_at": _iso(enquiry.closed_at),
        "withdrawn_at": _iso(enquiry.withdrawn_at),
        "erased_at": _iso(enquiry.erased_at),
        "recipients": [
            {
                "organisation": public_organisation(one.organisation),
                "rule": one.rule,
                "sent_at": _iso(one.sent_at),
            }
            for one in enquiry.recipients.select_related("organisation").order_by("pk")
        ],
        "messages": [
            {"at": _iso(one.at), "from": one.who, "state": one.state, "text": one.text}
            for one in said(enquiry)
        ],
    }


def _together(enquiry: Enquiry) -> tuple[Enquiry, ...]:
    """Return the contacts of the same form that one confirmation passes on; each has its own link after."""
    if not enquiry.batch or enquiry.confirmed_at is not None:
        return ()
    return tuple(Enquiry.objects.filter(batch=enquiry.batch).select_related("site").order_by("pk"))


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment is not None else None
