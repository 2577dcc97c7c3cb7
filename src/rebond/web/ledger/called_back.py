"""A payment made before its order was taken back, and said afterwards: what really happened goes into the books."""

from __future__ import annotations

from datetime import date, datetime

from rebond.texts import Text
from rebond.web.accounts.actors import Actor
from rebond.web.ledger import movements
from rebond.web.ledger.errors import FundShort, PaidTooLate
from rebond.web.ledger.models import Fund, PaymentOrder, Reservation, Transaction
from rebond.web.ledger.movements import Account, Told, key_of

SAID_LATER = Text(
    "Payé avant le rappel de l’ordre, dit après.",
    "Paid before the order was taken back, said afterwards.",
)


def require_before(order: PaymentOrder, executed_on: date) -> None:
    """Refuse a payment of after the day on which its order was taken back.

    Raises
    ------
    PaidTooLate
    """
    if order.called_back_on is not None and executed_on > order.called_back_on:
        raise PaidTooLate(order.reference, order.called_back_on, executed_on)


def commit_again(fund: Fund, order: PaymentOrder, actor: Actor, now: datetime) -> None:
    """Commit again what the payment took, and its place, where they had returned to the fund; under its lock.

    Raises
    ------
    FundShort
        When the fund has given them to somebody else meanwhile.
    """
    one = order.reservation
    held = movements.parts_in(fund, Account.COMMITTED, reservation=one).get(order.funder_id, 0)
    lacking = order.amount - held
    if lacking <= 0:
        return
    is_over = one.state == Reservation.State.CANCELLED
    told = Told(
        key_of(Transaction.Kind.COMMITTED, one.pk, order.reference),
        now,
        reason=SAID_LATER.fr,
        actor_id=actor.membership_id,
        reservation=one,
    )
    if not movements.shift(
        fund,
        [(order.funder_id, lacking)],
        (Account.AVAILABLE, Account.COMMITTED),
        Transaction.Kind.COMMITTED,
        told,
        places=-int(fund.has_quota and is_over),
    ):
        raise FundShort(fund.reference, order.reference)
    one.state, one.ended_at = Reservation.State.COMMITTED, None
    one.save(update_fields=["state", "ended_at"])
