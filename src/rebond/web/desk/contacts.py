"""Contacts of investors that wait for an answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from rebond.web.accounts.actors import Actor
from rebond.web.desk.piles import SHOWN, Pile, Task, first, source
from rebond.web.enquiries import queries


@source
def contacts(actor: Actor, now: datetime) -> Iterator[Pile]:
    """Give the contacts to answer; to those who only read them, the late ones."""
    answered_here = queries.acted_on(actor).filter(queries.WAITING)
    yield _pile("contacts", _("Contacts d’investisseurs à répondre"), answered_here, now)
    late = queries.visible(actor).filter(queries.WAITING, answer_due_at__lt=now)
    elsewhere = late.exclude(pk__in=queries.acted_on(actor).values("pk"))
    title = _("Contacts d’investisseurs en retard chez d’autres")
    yield _pile("contacts-en-retard", title, elsewhere, now)


def _pile(code: str, title: str, found: queries.Enquiries, now: datetime) -> Pile:
    rows, total = first(found.order_by("answer_due_at", "pk").select_related("site"))
    if total <= SHOWN:
        late = sum(one.answer_due_at is not None and one.answer_due_at < now for one in rows)
    else:
        late = found.filter(answer_due_at__lt=now).count()
    return Pile(
        code,
        title,
        tuple(
            Task(
                one.site.name or one.site.identifier,
                one.reference,
                reverse("enquiry", args=[one.reference]),
                one.answer_due_at,
            )
            for one in rows
        ),
        total,
        late=late,
        address=reverse("enquiries"),
    )
