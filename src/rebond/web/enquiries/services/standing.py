"""An enquiry locked for an act, the lines added to it, and who is told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import override

from rebond.texts import Text
from rebond.web.accounts.actors import Actor
from rebond.web.clock import today
from rebond.web.enquiries.errors import EnquiryOver, MessageMissing, NotConfirmed
from rebond.web.enquiries.models import Enquiry, Message, Recipient
from rebond.web.enquiries.wording import clean
from rebond.web.journal.services import append
from rebond.web.notices.services import tell_organisation

LONGEST_TEXT = 10_000


def locked(enquiry: Enquiry) -> Enquiry:
    """Return the enquiry, its row locked until the transaction ends; refuse one not confirmed."""
    found = (
        Enquiry.objects.select_for_update(of=("self",))
        .select_related("site__manager")
        .get(pk=enquiry.pk)
    )
    if found.confirmed_at is None:
        raise NotConfirmed
    return found


def refuse_over(enquiry: Enquiry) -> None:
    """Refuse an enquiry that was withdrawn or erased: nobody is left to write to."""
    if enquiry.erased_at is not None:
        raise EnquiryOver(enquiry.withdrawn_at or enquiry.erased_at)


def written(text: str) -> str:
    """Return a text as it is kept; refuse one that says nothing."""
    kept = clean(text)[:LONGEST_TEXT]
    if not kept:
        raise MessageMissing
    return kept


def add_line(enquiry: Enquiry, actor: Actor | None, now: datetime, **fields: Any) -> Message:
    """Add a line to a locked enquiry."""
    last = enquiry.messages.order_by("-number").values_list("number", flat=True).first() or 0
    return Message.objects.create(
        enquiry=enquiry,
        number=last + 1,
        membership_id=actor.membership_id if actor is not None else None,
        at=now,
        **fields,
    )


def record(actor: Actor | None, act: str, enquiry: Enquiry, now: datetime, **content: Any) -> None:
    """Add the row of the journal: states, days and references, never what anybody wrote."""
    append(
        actor,
        f"enquiries.{act}",
        ("enquiry", enquiry.reference),
        {"site": enquiry.site.identifier, **content},
        now=now,
    )


def addressees(enquiry: Enquiry) -> list[int]:
    """Return the organisations that receive an enquiry now."""
    found = Recipient.objects.filter(enquiry=enquiry)
    return [
        one.organisation_id
        for one in found.order_by("pk")
        if one.rule != Recipient.Rule.MANAGER or one.organisation_id == enquiry.site.manager_id
    ]


def tell(
    organisations: Iterable[int],
    kind: str,
    enquiry: Enquiry,
    now: datetime,
    **facts: Any,
) -> None:
    """Tell organisations of an enquiry: its site, its reference, its due day, never who asks."""
    with override("fr"):
        address = reverse("enquiry", args=[enquiry.reference])
    due = enquiry.answer_due_at
    said = {
        "site": enquiry.site.name or enquiry.site.identifier,
        "reference": enquiry.reference,
        "due": today(due).isoformat() if due is not None else "…",
        **{name: one.as_json() if isinstance(one, Text) else one for name, one in facts.items()},
    }
    for organisation in organisations:
        tell_organisation(
            organisation,
            f"enquiries.{kind}",
            ("enquiry", enquiry.reference),
            address=address,
            facts=said,
            now=now,
        )
