"""Those who received an enquiry answer it, and write notes between themselves."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from rebond.web.accounts.actors import Actor
from rebond.web.enquiries import permissions
from rebond.web.enquiries.models import Enquiry, Message, Recipient
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
def answer(actor: Actor, enquiry: Enquiry, text: str, *, now: datetime) -> Message:
    """Write to the investor; the first answer moves a received enquiry to answered.

    The worker mails it, to an address that nobody needs to know.
    """
    found = locked(enquiry)
    if not permissions.may_act(actor, found):
        raise PermissionDenied
    refuse_over(found)
    kept = written(text)
    is_first = found.answered_at is None
    state = ""
    if found.state == Enquiry.State.RECEIVED:
        state = found.state = Enquiry.State.ANSWERED
    if is_first:
        found.answered_at = now
    found.save(update_fields=["state", "answered_at"])
    line = add_line(found, actor, now, text=kept, state=state)
    record(actor, "answered", found, now, line=line.number, is_first=is_first)
    others = [one for one in addressees(found) if one != actor.organisation_id]
    tell(others, "answered", found, now, organisation=actor.organisation_name)
    return line


@transaction.atomic
def note(actor: Actor, enquiry: Enquiry, text: str, *, now: datetime) -> Message:
    """Write a note that recipients read and the investor does not.

    Where the level hides the investor from the others, a note of the manager stays with the manager.
    """
    found = locked(enquiry)
    if not permissions.may_note(actor, found):
        raise PermissionDenied
    refuse_over(found)
    line = add_line(found, actor, now, text=written(text), is_internal=True)
    record(actor, "noted", found, now, line=line.number)
    rule = permissions.rule_of(actor, found)
    is_kept = (
        found.confidentiality == Enquiry.Confidentiality.MANAGER and rule == Recipient.Rule.MANAGER
    )
    if not is_kept:
        others = [one for one in addressees(found) if one != actor.organisation_id]
        tell(others, "noted", found, now, organisation=actor.organisation_name)
    return line


def open_for(actor: Actor, enquiry: Enquiry, *, now: datetime) -> None:
    """Keep when an organisation first opened an enquiry; a reading, which no journal tells."""
    Recipient.objects.filter(
        enquiry=enquiry, organisation=actor.organisation_id, opened_at=None
    ).update(opened_at=now)
