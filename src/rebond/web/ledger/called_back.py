"""A payment made before its order was taken back, and said afterwards: what really happened goes into the books.

Where its money was given to somebody else meanwhile, the fund is raised *for that order*: what is brought in is kept
for it before those who wait are served.
"""

from __future__ import annotations

from datetime import date, datetime

from rebond.web.accounts.actors import Actor
from rebond.web.ledger import movements
from rebond.web.ledger.errors import FundShort, NotCalledBack, PaidTooLate
from rebond.web.ledger.models import Fund, PaymentOrder, Reservation, Transaction
from rebond.web.ledger.movements import Account, Told, key_of

SAID_LATER = "Payé avant le rappel de l’ordre, dit après."
"""What the books, which are kept in French, say of such a payment."""


def require_before(order: PaymentOrder, executed_on: date) -> None:
    """Refuse a payment of after the day on which its order was taken back.

    Raises
    ------
    PaidTooLate
    """
    if order.called_back_on is not None and executed_on > order.called_back_on:
        raise PaidTooLate(order.reference, order.called_back_on, executed_on)


def of_fund(fund: Fund, reference: str) -> PaymentOrder:
    """Return the order of a fund that was taken back; under the fund's lock.

    Raises
    ------
    NotCalledBack
    """
    found = PaymentOrder.objects.filter(reservation__fund=fund.pk, reference=reference).first()
    if found is None or not found.is_called_back:
        raise NotCalledBack(fund.reference, reference)
    return found


def commit_again(fund: Fund, order: PaymentOrder, actor: Actor, now: datetime) -> bool:
    """Commit again what the payment took, and its place, where they had returned to the fund; under its lock.

    Returns
    -------
    bool
        Whether anything had returned.

    Raises
    ------
    FundShort
        When the fund has given them to somebody else meanwhile.
    """
    # Read here, under the lock: another order of the same reservation may have taken its place again just now.
    one = Reservation.objects.select_related("fund").get(pk=order.reservation_id)
    order.reservation = one
    held = movements.parts_in(fund, Account.COMMITTED, reservation=one).get(order.funder_id, 0)
    lacking = order.amount - held
    if lacking <= 0:
        return False
    is_over = one.state == Reservation.State.CANCELLED
    told = Told(
        key_of(Transaction.Kind.COMMITTED, order.reference, fund.last_number + 1),
        now,
        reason=SAID_LATER,
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
    return True
