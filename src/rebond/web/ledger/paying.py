"""Payments as funders tell them: one order, or a file of many; replayed, nothing is counted twice."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied

from rebond.errors import BadInput
from rebond.texts import Text, day_text
from rebond.web.accounts.actors import Actor
from rebond.web.clock import today
from rebond.web.journal.services import append
from rebond.web.ledger import amounts, called_back, movements, permissions, turns
from rebond.web.ledger.errors import (
    DayUnfit,
    FileUnfit,
    NotInThatState,
    ProofUnfit,
    RowsRefused,
    WrongAmount,
)
from rebond.web.ledger.models import Fund, PaymentOrder, Posting, Reservation, Transaction
from rebond.web.ledger.movements import Account, Told, key_of
from rebond.web.ledger.settling import ORDER_STATES

State = PaymentOrder.State
COLUMNS = ("order", "amount", "executed_on", "proof")
LONGEST_PROOF = 80
MOST_ROWS = 2_000
OLDEST = date(2018, 1, 1)
PAY = Text("l’exécuter", "execute it")
PAYMENT = (Account.COMMITTED, Account.PAID)
RECOVERY = (Account.PAID, Account.RECOVERED)
Executed = Callable[[PaymentOrder, datetime], None]
_hooks: dict[str, Executed] = {}


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a file of payments did."""

    executed: int
    known: int
    """Rows of payments recorded already, which change nothing."""


@dataclass(frozen=True, slots=True)
class Row:
    """One payment of a file."""

    order: str
    amount: int
    executed_on: date
    proof: str


def when_executed(subject_type: str, function: Executed) -> None:
    """Have a function run, in the same transaction, when an order of a type of subject is executed."""
    _hooks[subject_type] = function


def execute(
    order: PaymentOrder, proof: str, executed_on: date, actor: Actor, now: datetime
) -> PaymentOrder:
    """Record that a funder has paid an order, or got its money back; asked again with its proof, do nothing.

    Raises
    ------
    PermissionDenied
    BadInput
    """
    number = proof_of(proof)
    with turns.turn():
        fund = movements.locked(order.reservation.fund_id)
        held = PaymentOrder.objects.select_related("reservation__fund").get(pk=order.pk)
        if not permissions.may_execute(actor, held):
            raise PermissionDenied
        if _execute(fund, held, number, executed_on, actor, now):
            said = {
                "order": held.reference,
                "amount": held.amount,
                "executed_on": executed_on.isoformat(),
                "proof": number,
            }
            if held.called_back_on is not None:
                said["called_back_on"] = held.called_back_on.isoformat()
            append(actor, "ledger.execute", ("fund", fund.reference), said, now=now)
    return held


def record_file(actor: Actor, fund: Fund, content: bytes, now: datetime) -> Recorded:
    """Record a file of executed orders of a fund, whole or not at all.

    Raises
    ------
    PermissionDenied
    BadInput
        When the file cannot be read, or some rows are wrong: each is named.
    """
    if not permissions.may_pay(actor, fund):
        raise PermissionDenied
    lines = _lines(content)
    with turns.turn():
        held = movements.locked(fund.pk)
        orders = {
            one.reference: one
            for one in PaymentOrder.objects.filter(
                reservation__fund=held.pk, reference__in=[one["order"] for _n, one in lines]
            ).select_related("reservation__fund")
        }
        refused: list[tuple[int, BadInput]] = []
        executed: list[str] = []
        for number, line in lines:
            try:
                row = _row(line, held.unit)
                order = _order_of(row, orders, actor)
                if row.amount != order.amount:
                    raise WrongAmount(order.reference, order.amount, row.amount, held.unit)
                if _execute(held, order, row.proof, row.executed_on, actor, now):
                    executed.append(order.reference)
            except BadInput as error:
                refused.append((number, error))
        if refused:
            raise RowsRefused(refused)
        if executed:
            said = {"executed": executed, "known": len(lines) - len(executed)}
            append(actor, "ledger.payments", ("fund", held.reference), said, now=now)
    return Recorded(len(executed), len(lines) - len(executed))


def _execute(
    fund: Fund, order: PaymentOrder, proof: str, executed_on: date, actor: Actor, now: datetime
) -> bool:
    """Record one payment under the fund's lock; False when it is known already.

    An order that was taken back is one still to be said, as long as it was paid by then.
    """
    if order.state == State.EXECUTED:
        if order.proof == proof:
            return False
        raise ProofUnfit(
            Text(
                "l’ordre {order} est déjà exécuté, sous le numéro {proof}.",
                "the order {order} is executed already, under the number {proof}.",
            ).filled(order=order.reference, proof=order.proof)
        )
    if order.state != State.ISSUED and not order.is_called_back:
        raise NotInThatState(order.reference, ORDER_STATES[State(order.state)], PAY)
    _check_day(executed_on, now)
    if order.is_called_back:
        called_back.require_before(order, executed_on)
    other = PaymentOrder.objects.filter(funder=order.funder_id, proof=proof).first()
    if other is not None:
        raise ProofUnfit(
            Text(
                "le numéro {proof} est déjà celui du paiement de l’ordre {order}.",
                "the number {proof} is already that of the payment of the order {order}.",
            ).filled(proof=proof, order=other.reference)
        )
    if order.is_called_back:
        called_back.commit_again(fund, order, actor, now)
    kind = Transaction.Kind.RECOVERED if order.is_recovery else Transaction.Kind.PAID
    told = Told(
        key_of(kind, order.reference),
        now,
        reason=called_back.SAID_LATER if order.is_called_back else order.reason,
        actor_id=actor.membership_id,
        reservation=order.reservation,
    )
    part = [(order.funder_id, order.amount)]
    movements.shift(fund, part, RECOVERY if order.is_recovery else PAYMENT, kind, told)
    order.state, order.proof = State.EXECUTED, proof
    order.executed_at, order.executed_on = now, executed_on
    order.save(update_fields=["state", "proof", "executed_at", "executed_on"])
    if not order.is_recovery and not _still_owed(order.reservation):
        Reservation.objects.filter(pk=order.reservation_id).update(
            state=Reservation.State.PAID, ended_at=now
        )
        order.reservation.state = Reservation.State.PAID
    if (hook := _hooks.get(order.reservation.subject_type)) is not None:
        hook(order, now)
    return True


def _still_owed(reservation: Reservation) -> bool:
    held = movements.parts_in(reservation.fund, Posting.Account.COMMITTED, reservation=reservation)
    return any(held.values())


def _check_day(executed_on: date, now: datetime) -> None:
    # A day of slack: the clock of the bank and ours may stand on two sides of midnight.
    last = today(now) + timedelta(days=1)
    if not OLDEST <= executed_on <= last:
        raise DayUnfit(
            Text(
                "un paiement du {day} : entre le {first} et aujourd’hui.",
                "a payment of {day}: between {first} and today.",
            ).filled(day=day_text(executed_on), first=day_text(OLDEST))
        )


def proof_of(proof: str) -> str:
    """Return the funder's number of a payment.

    Raises
    ------
    ProofUnfit
    """
    number = proof.strip()
    if not number or len(number) > LONGEST_PROOF or not number.isprintable():
        raise ProofUnfit(
            Text(
                "le numéro du paiement manque, ou n’est pas un numéro de {most} signes au plus.",
                "the number of the payment is absent, or is no number of {most} signs at most.",
            ).filled(most=LONGEST_PROOF)
        )
    return number


def _lines(content: bytes) -> list[tuple[int, dict[str, str]]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileUnfit(
            Text(
                "le fichier n’est pas en UTF-8 (octet {place}).",
                "the file is not in UTF-8 (byte {place}).",
            ).filled(place=error.start)
        ) from None
    heading = text.split("\n", 1)[0]
    reader = csv.DictReader(
        io.StringIO(text, newline=""), delimiter=";" if ";" in heading else ",", strict=True
    )
    try:
        names = [name.strip() for name in reader.fieldnames or ()]
        absent = [name for name in COLUMNS if name not in names]
        if absent or len(set(names)) != len(names):
            raise FileUnfit(
                Text("l’en-tête n’a pas {names}.", "the heading does not have {names}.").filled(
                    names=", ".join(absent) or "—"
                )
            )
        reader.fieldnames = names
        lines = [
            (reader.line_num, {name: (row.get(name) or "").strip() for name in COLUMNS})
            for row in reader
        ]
    except csv.Error as error:
        raise FileUnfit(
            Text(
                "ce n’est pas un CSV qui se lit, ligne {line}.",
                "it is no readable CSV, line {line}.",
            ).filled(line=reader.line_num)
        ) from error
    if not lines or len(lines) > MOST_ROWS:
        raise FileUnfit(
            Text(
                "le fichier a {count} lignes ; il en faut de 1 à {most}.",
                "the file has {count} rows; 1 to {most} are needed.",
            ).filled(count=len(lines), most=MOST_ROWS)
        )
    return lines


def _row(line: Mapping[str, str], unit: str) -> Row:
    try:
        executed_on = date.fromisoformat(line["executed_on"])
    except ValueError:
        raise DayUnfit(
            Text(
                "« {written} » n’est pas un jour, comme 2031-06-02.",
                "“{written}” is not a day, such as 2031-06-02.",
            ).filled(written=line["executed_on"][:20])
        ) from None
    amount = amounts.read(line["amount"], unit)
    return Row(line["order"], amount, executed_on, proof_of(line["proof"]))


def _order_of(row: Row, orders: Mapping[str, PaymentOrder], actor: Actor) -> PaymentOrder:
    """Return the order that a row names; one that the actor may not execute is as one that does not exist."""
    found = orders.get(row.order)
    if found is None or not permissions.may_execute(actor, found):
        raise FileUnfit(
            Text(
                "ce fonds n’a pas d’ordre « {order} » que vous puissiez exécuter.",
                "this fund has no order “{order}” that you may execute.",
            ).filled(order=row.order[:40])
        )
    return found
