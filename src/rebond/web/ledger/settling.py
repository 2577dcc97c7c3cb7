"""What becomes of a reservation: committed or given back, ordered to be paid, paid, recovered.

Every act takes the lock of the fund first, so that two of them never wait for each other. An act without an
actor is part of another app's act, which has checked who acts and writes its own row of the journal.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied

from rebond.texts import Text
from rebond.web.accounts.actors import Actor
from rebond.web.clock import today
from rebond.web.journal.services import append
from rebond.web.ledger import movements, permissions, telling, turns
from rebond.web.ledger.amounts import split_within, whole
from rebond.web.ledger.errors import NotEnough, NotInThatState
from rebond.web.ledger.models import Fund, PaymentOrder, Reservation, Transaction
from rebond.web.ledger.movements import Account, Told, key_of
from rebond.web.ledger.reserving import serve
from rebond.web.ledger.services import reason_of

Kind = Transaction.Kind
State = Reservation.State
STATES = {
    State.WAITING: Text("en liste d’attente", "on the waiting list"),
    State.RESERVED: Text("réservé", "reserved"),
    State.COMMITTED: Text("engagé", "committed"),
    State.PAID: Text("payé", "paid"),
    State.CANCELLED: Text("annulé", "cancelled"),
}

Owned = Callable[[str], None]
_owners: dict[str, Owned] = {}


def own(subject_type: str, function: Owned) -> None:
    """Have a function refuse the acts of these pages on the subjects that another app decides on its own."""
    _owners[subject_type] = function


def commit(reservation: Reservation, actor: Actor | None, now: datetime) -> Reservation:
    """Commit a reservation: the State owes it now.

    Raises
    ------
    PermissionDenied
    NotInThatState
    """
    with turns.turn():
        fund, one = _held(reservation, actor)
        _require(one, (State.RESERVED,), Text("l’engager", "commit it"))
        told = _told(Kind.COMMITTED, one, actor, now)
        parts = _parts(fund, Account.RESERVED, one)
        movements.shift(fund, parts, (Account.RESERVED, Account.COMMITTED), Kind.COMMITTED, told)
        _become(one, State.COMMITTED)
        _journal(actor, "commit", fund, one, {}, now)
    return one


def cancel(
    reservation: Reservation, actor: Actor | None, reason: str, now: datetime
) -> Reservation:
    """Give back what was not paid, and serve the waiting list with it.

    The place comes back too when nothing was paid; what was paid stays so, to be recovered by its own act.

    Raises
    ------
    PermissionDenied
    BadInput
    """
    why = reason_of(reason)
    with turns.turn():
        fund, one = _held(reservation, actor)
        standing = (State.WAITING, State.RESERVED, State.COMMITTED)
        _require(one, standing, Text("l’annuler", "cancel it"))
        if one.state == State.WAITING:
            Fund.objects.filter(pk=fund.pk).update(waiting=fund.waiting - 1)
            _become(one, State.CANCELLED, ended_at=now)
        else:
            _give_up(fund, one, actor, why, now)
        served = serve(fund.pk, now)
        said = {"reason": why, "served": [each.subject_reference for each in served]}
        _journal(actor, "cancel", fund, one, said, now)
        telling.tell_served(fund, served, now)
    return one


def _give_up(fund: Fund, one: Reservation, actor: Actor | None, why: str, now: datetime) -> None:
    account = Account.RESERVED if one.state == State.RESERVED else Account.COMMITTED
    is_paid = one.orders.filter(is_recovery=False, state=PaymentOrder.State.EXECUTED).exists()
    call_back(fund, one, why, now)
    told = _told(Kind.CANCELLED, one, actor, now, why)
    places = int(fund.has_quota and not is_paid)
    parts = _parts(fund, account, one)
    movements.shift(fund, parts, (account, Account.AVAILABLE), Kind.CANCELLED, told, places=places)
    _become(one, State.PAID if is_paid else State.CANCELLED, ended_at=now)


def issue_orders(
    reservation: Reservation, now: datetime, *, actor: Actor | None = None
) -> list[PaymentOrder]:
    """Order each funder to pay its part of a committed reservation; asked again, return the same orders.

    Raises
    ------
    PermissionDenied
    NotInThatState
    """
    with turns.turn():
        fund, one = _held(reservation, actor)
        _require(one, (State.COMMITTED, State.PAID), Text("émettre d’ordre", "issue an order"))
        standing = list(
            one.orders.filter(is_recovery=False).exclude(state=PaymentOrder.State.REJECTED)
        )
        ordered = {each.funder_id for each in standing}
        parts = {} if one.state == State.PAID else dict(_parts(fund, Account.COMMITTED, one))
        wanted = {key: part for key, part in parts.items() if part and key not in ordered}
        fresh = _orders(one, wanted, now, is_recovery=False, reason="")
        if fresh:
            said = {"orders": [each.reference for each in fresh]}
            _journal(actor, "order", fund, one, said, now)
            telling.tell_orders(fund, fresh, now)
    return [*standing, *fresh]


def reject(order: PaymentOrder, actor: Actor, reason: str, now: datetime) -> PaymentOrder:
    """Say that an order will not be executed as it stands; another may be issued in its place.

    Raises
    ------
    PermissionDenied
    BadInput
    """
    why = reason_of(reason)
    with turns.turn():
        fund = movements.locked(order.reservation.fund_id)
        held = PaymentOrder.objects.select_related("reservation__fund").get(pk=order.pk)
        if not permissions.may_execute(actor, held):
            raise PermissionDenied
        if held.state != PaymentOrder.State.ISSUED:
            raise NotInThatState(held.reference, ORDER_STATES[held.state], REJECT)
        held.state, held.reason = PaymentOrder.State.REJECTED, why
        held.save(update_fields=["state", "reason"])
        said = {"order": held.reference, "reason": why}
        append(actor, "ledger.reject", ("fund", fund.reference), said, now=now)
    return held


def call_back(fund: Fund, reservation: Reservation, why: str, now: datetime) -> int:
    """Take back the orders to pay that nobody has executed, under the fund's lock; return how many there were.

    Part of another act, whose row of the journal says why. Each funder is told: who has paid already says so.
    """
    issued = reservation.orders.filter(is_recovery=False, state=PaymentOrder.State.ISSUED)
    orders = list(issued.order_by("pk"))
    issued.update(state=PaymentOrder.State.REJECTED, reason=why, called_back_on=today(now))
    telling.tell_called_back(fund, orders, now)
    return len(orders)


def recover(
    reservation: Reservation, amount: int, reason: str, actor: Actor | None, now: datetime
) -> list[PaymentOrder]:
    """Order each funder to ask back its part of an amount already paid.

    The money counts as recovered once each order is executed.

    Raises
    ------
    PermissionDenied
    BadInput
    """
    whole(amount)
    why = reason_of(reason)
    with turns.turn():
        fund, one = _held(reservation, actor)
        paid = dict(_parts(fund, Account.PAID, one))
        asked = one.orders.filter(is_recovery=True, state=PaymentOrder.State.ISSUED)
        for each in asked:
            paid[each.funder_id] -= each.amount
        funders, shares = movements.shares_of(fund)
        room = [max(0, paid.get(funder, 0)) for funder in funders]
        if amount > sum(room):
            raise NotEnough(
                Text(
                    "payé et pas encore redemandé pour {subject}",
                    "paid and not yet asked back for {subject}",
                ).filled(subject=one.subject_reference),
                sum(room),
                amount,
                fund.unit,
            )
        parts = split_within(amount, shares, room)
        wanted = {key: part for key, part in zip(funders, parts, strict=True) if part}
        fresh = _orders(one, wanted, now, is_recovery=True, reason=why)
        said = {"amount": amount, "orders": [each.reference for each in fresh], "reason": why}
        _journal(actor, "recover", fund, one, said, now)
        telling.tell_orders(fund, fresh, now)
    return fresh


def give_back(fund: Fund, amount: int, reason: str, actor: Actor, now: datetime) -> Fund:
    """Put recovered money back into the fund, to be reserved again; then serve those who wait.

    Raises
    ------
    PermissionDenied
    BadInput
    """
    if not permissions.may_manage(actor, fund):
        raise PermissionDenied
    whole(amount)
    why = reason_of(reason)
    with turns.turn():
        held = movements.locked(fund.pk)
        if held.recovered < amount:
            where = Text("recouvré et pas encore remis", "recovered and not yet returned")
            raise NotEnough(where, held.recovered, amount, held.unit)
        funders, shares = movements.shares_of(held)
        by_funder = movements.parts_in(held, Account.RECOVERED)
        room = [by_funder.get(funder, 0) for funder in funders]
        parts = list(zip(funders, split_within(amount, shares, room), strict=True))
        key = key_of(Kind.RETURNED, held.reference, held.last_number + 1)
        told = Told(key, now, reason=why, actor_id=actor.membership_id)
        movements.shift(held, parts, (Account.RECOVERED, Account.AVAILABLE), Kind.RETURNED, told)
        served = serve(held.pk, now)
        said = {
            "amount": amount,
            "reason": why,
            "served": [each.subject_reference for each in served],
        }
        append(actor, "ledger.return", ("fund", held.reference), said, now=now)
        telling.tell_served(held, served, now)
        held.refresh_from_db()
    return held


ORDER_STATES = {
    PaymentOrder.State.ISSUED: Text("émis", "issued"),
    PaymentOrder.State.EXECUTED: Text("exécuté", "executed"),
    PaymentOrder.State.REJECTED: Text("rejeté", "rejected"),
}
REJECT = Text("le rejeter", "reject it")


def _held(reservation: Reservation, actor: Actor | None) -> tuple[Fund, Reservation]:
    """Take the locks, the fund's first, and read the reservation as it stands now."""
    fund = movements.locked(reservation.fund_id)
    one = Reservation.objects.select_for_update(of=("self",)).get(pk=reservation.pk)
    if actor is not None and not permissions.may_manage(actor, fund):
        raise PermissionDenied
    if actor is not None and (owned := _owners.get(one.subject_type)) is not None:
        owned(one.subject_reference)
    one.fund = fund
    return fund, one


def _require(one: Reservation, states: tuple[State, ...], act: Text) -> None:
    if one.state not in states:
        raise NotInThatState(one.subject_reference, STATES[State(one.state)], act)


def _become(one: Reservation, state: State, *, ended_at: datetime | None = None) -> None:
    one.state, one.ended_at = state, ended_at
    one.save(update_fields=["state", "ended_at"])


def _parts(fund: Fund, account: Account, one: Reservation) -> list[movements.Part]:
    """Return what an account holds of a reservation, funder by funder in the written order."""
    held = movements.parts_in(fund, account, reservation=one)
    return [(funder, held.get(funder, 0)) for funder in movements.shares_of(fund)[0]]


def _told(
    kind: Kind, one: Reservation, actor: Actor | None, now: datetime, reason: str = ""
) -> Told:
    return Told(
        key_of(kind, one.pk),
        now,
        reason=reason,
        actor_id=actor.membership_id if actor else None,
        reservation=one,
    )


def _orders(
    one: Reservation, parts: dict[int, int], now: datetime, *, is_recovery: bool, reason: str
) -> list[PaymentOrder]:
    number = one.orders.count()
    letter = "R" if is_recovery else "P"
    return [
        PaymentOrder.objects.create(
            reference=f"{letter}-{one.pk}-{number + at}",
            reservation=one,
            funder_id=funder,
            amount=part,
            is_recovery=is_recovery,
            reason=reason,
            issued_at=now,
        )
        for at, (funder, part) in enumerate(parts.items(), start=1)
    ]


def _journal(
    actor: Actor | None,
    verb: str,
    fund: Fund,
    one: Reservation,
    more: dict[str, Any],
    now: datetime,
) -> None:
    if actor is None:
        return
    said = {
        "reservation": one.pk,
        "subject": [one.subject_type, one.subject_reference],
        "amount": one.amount,
        **more,
    }
    append(actor, f"ledger.{verb}", ("fund", fund.reference), said, now=now)
