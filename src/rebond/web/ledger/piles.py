"""What waits on the desk: books that do not agree; orders to execute; decisions for which nothing is reserved."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from rebond.web.accounts.actors import Actor
from rebond.web.desk.piles import SHOWN, Pile, Task, first, source
from rebond.web.ledger import awarding, checking, permissions
from rebond.web.ledger.models import PaymentOrder
from rebond.web.ledger.wording import amount_text
from rebond.web.theme import writing


@source
def broken(actor: Actor, _now: datetime) -> Iterator[Pile]:
    """Give what the last check of the books found."""
    if not actor.is_national:
        return
    found = checking.last()
    if found is None or not found.differences:
        return
    lang = writing.lang()
    yield Pile(
        "comptes-en-ecart",
        _("Les comptes ne s’accordent pas : ne payez rien avant d’avoir lu"),
        tuple(
            Task(one[lang], one["fund"], reverse("fund", args=[one["fund"]]), found.checked_at)
            for one in found.differences[:SHOWN]
        ),
        len(found.differences),
        late=len(found.differences),
        address=reverse("funds"),
    )


@source
def to_execute(actor: Actor, _now: datetime) -> Iterator[Pile]:
    """Give the orders that the organisation has to execute."""
    if not actor.may_write:
        return
    orders = (
        PaymentOrder.objects.filter(funder=actor.organisation_id, state=PaymentOrder.State.ISSUED)
        .select_related("reservation__fund")
        .order_by("issued_at", "pk")
    )
    shown, count = first(orders)
    if not shown:
        return
    yield Pile(
        "ordres-de-paiement",
        _("Ordres de paiement à exécuter"),
        tuple(_task(one) for one in shown),
        count,
        address=reverse("funds"),
    )


@source
def to_reserve(actor: Actor, now: datetime) -> Iterator[Pile]:
    """Give the published decisions for which nothing is reserved, where the organisation has a fund for them."""
    if not permissions.may_open(actor):
        return
    shown, count = first(awarding.payable(actor, now))
    if not shown:
        return
    yield Pile(
        "decisions-a-doter",
        _("Décisions publiées pour lesquelles rien n’est réservé"),
        tuple(
            Task(
                _("Réserver pour %(title)s") % {"title": one.dossier.title},
                one.dossier.reference,
                reverse("award", args=[one.pk]),
            )
            for one in shown
        ),
        count,
        address=reverse("awards"),
    )


def _task(order: PaymentOrder) -> Task:
    fund = order.reservation.fund
    words = _("Recouvrer %(amount)s") if order.is_recovery else _("Payer %(amount)s")
    return Task(
        words % {"amount": amount_text(order.amount, fund.unit).of(writing.lang())},
        f"{order.reference}, {fund.reference}",
        reverse("reservation", args=[fund.reference, order.reservation_id]),
    )
