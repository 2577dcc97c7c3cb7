"""Reserving: one conditional statement on the fund grants or refuses, places and money together.

Who is refused waits. The list is served when something is given back or the fund is raised: lower priority
first, then the order of arrival, whatever clocks said. It stops at the first who does not fit, so that a
large request is never passed by small ones; for the same reason a newcomer waits while somebody does.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from fractions import Fraction

from django.db import IntegrityError, connection, transaction

from rebond.texts import Text
from rebond.web.ledger import movements, statements, turns
from rebond.web.ledger.amounts import split, whole
from rebond.web.ledger.errors import AmountUnfit, FundClosed, OtherAmount
from rebond.web.ledger.models import Fund, Reservation, Transaction
from rebond.web.ledger.movements import Account, Told, key_of

State = Reservation.State
Subject = tuple[str, str]
Served = Callable[[Reservation, datetime], None]
LONGEST = {"subject_type": 24, "subject_reference": 40}
GREATEST_PRIORITY = 32_000
SERVED_AT_ONCE = 100

_GRANT = """
UPDATE ledger_fund
SET "left" = "left" - %s, reserved = reserved + %s,
    places_left = places_left - CASE WHEN has_quota THEN 1 ELSE 0 END,
    granted = granted + 1, last_number = last_number + 1, waiting = waiting - %s
WHERE id = %s AND closed_at IS NULL AND "left" >= %s AND (NOT has_quota OR places_left >= 1)
      AND (waiting = 0 OR %s = 1)
RETURNING granted, last_number
"""
_WAIT = """
UPDATE ledger_fund SET waiting = waiting + 1 WHERE id = %s AND closed_at IS NULL
RETURNING "left", has_quota, places_left
"""
_INSERT = """
INSERT INTO ledger_reservation (fund_id, subject_type, subject_reference, amount, state, priority,
    number, territory_kind, territory_code, asked_at, reserved_at, ended_at)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, NULL)
ON CONFLICT (subject_type, subject_reference, fund_id) DO NOTHING RETURNING id
"""
_READ = """
SELECT position, id, funder_id, numerator, denominator FROM ledger_fundshare WHERE fund_id = %s
UNION ALL
SELECT -1, id, amount, 0, 0 FROM ledger_reservation
WHERE fund_id = %s AND subject_type = %s AND subject_reference = %s
ORDER BY 1, 2
"""
_AT_ONCE = """
WITH f AS ({grant}, id),
r AS (
    INSERT INTO ledger_reservation (fund_id, state, number, subject_type, subject_reference, amount,
        priority, territory_kind, territory_code, asked_at, reserved_at, ended_at)
    SELECT f.id, 'reserved', f.granted, %s, %s, %s, %s, %s, %s, %s, %s, NULL FROM f RETURNING id
),
t AS (
    INSERT INTO ledger_transaction (number, kind, key, fund_id, reservation_id, reason, acted_by_id, at)
    SELECT f.last_number, 'reserved', 'reserved:' || r.id, f.id, r.id, '', NULL, %s FROM f, r
    RETURNING id
),
p AS (
    INSERT INTO ledger_posting (transaction_id, fund_id, territory_kind, territory_code, funder_id,
        account, amount)
    SELECT t.id, f.id, %s, %s, line.funder, line.account, line.amount
    FROM f, t, (VALUES {lines}) AS line (funder, account, amount)
)
SELECT r.id, f.granted{unflushed} FROM f, r
"""
_UNFLUSHED = ", set_config('synchronous_commit', 'off', true)"
ACCOUNTS = (Account.AVAILABLE, Account.RESERVED)
_hooks: dict[str, Served] = {}


class _Doubled(Exception):
    """Another process made the same reservation meanwhile."""


def when_served(subject_type: str, function: Served) -> None:
    """Have a function run, in the same transaction, when a waiting subject of a type is served."""
    _hooks[subject_type] = function


def reserve(
    fund: Fund,
    subject: Subject,
    amount: int,
    *,
    now: datetime,
    territory: tuple[str, str] = ("", ""),
    priority: int = 0,
) -> Reservation:
    """Reserve an amount and a place for a subject, or put it on the waiting list; asked again, return the first.

    Raises
    ------
    BadInput
        When the amount is no whole number that can be paid, the fund is closed, or the subject has a
        reservation of another amount.
    """
    whole(amount)
    _check(subject, territory, priority)
    is_known, parts = _read(fund, subject, amount)
    if is_known:
        return _known(fund, subject, amount)
    asked = Reservation(
        fund=fund,
        subject_type=subject[0],
        subject_reference=subject[1],
        amount=amount,
        state=State.RESERVED,
        priority=priority,
        territory_kind=territory[0],
        territory_code=territory[1],
        asked_at=now,
    )
    try:
        if connection.vendor == "postgresql" and _granted_at_once(asked, parts):
            return asked
        with turns.turn():
            return _reserved(asked, parts, now)
    except _Doubled:
        return _known(fund, subject, amount)


def serve(fund_id: int, now: datetime) -> list[Reservation]:
    """Grant those who wait, in the written order, until the next one does not fit; inside an act's transaction."""
    served: list[Reservation] = []
    while part := _next_waiting(fund_id):
        for one in part:
            granted = _granted(one, is_waiting=True)
            if granted is None:
                return _told(served, now)
            one.number, one.state, one.reserved_at = granted[0], State.RESERVED, now
            one.save(update_fields=["number", "state", "reserved_at"])
            funders, shares = movements.shares_of(one.fund)
            parts = list(zip(funders, split(one.amount, shares), strict=True))
            _write(one, granted[1], parts, now)
            served.append(one)
    return _told(served, now)


def _next_waiting(fund_id: int) -> list[Reservation]:
    waiting = Reservation.objects.filter(fund=fund_id, state=State.WAITING)
    return list(waiting.order_by("priority", "pk").select_related("fund")[:SERVED_AT_ONCE])


def _told(served: list[Reservation], now: datetime) -> list[Reservation]:
    for one in served:
        if (hook := _hooks.get(one.subject_type)) is not None:
            hook(one, now)
    return served


def _check(subject: Subject, territory: tuple[str, str], priority: int) -> None:
    for (name, most), value in zip(LONGEST.items(), subject, strict=True):
        if not value or len(value) > most or "\0" in value:
            raise AmountUnfit(
                Text(
                    "« {name} » : de 1 à {most} caractères.", "“{name}”: 1 to {most} characters."
                ).filled(name=name, most=most)
            )
    if any(len(one) > LONGEST["subject_type"] for one in territory):
        raise AmountUnfit(
            Text("le code du territoire est trop long.", "the code of the territory is too long.")
        )
    if isinstance(priority, bool) or not 0 <= priority <= GREATEST_PRIORITY:
        raise AmountUnfit(
            Text(
                "la priorité est un entier de 0 à {most}.",
                "the priority is a whole number from 0 to {most}.",
            ).filled(most=GREATEST_PRIORITY)
        )


def _read(fund: Fund, subject: Subject, amount: int) -> tuple[bool, list[movements.Part]]:
    """Return whether the subject has a reservation already, and what each funder would pay, in one query."""
    rows = statements.rows(_READ, [fund.pk, fund.pk, *subject])
    shares = [Fraction(row[3], row[4]) for row in rows if row[0] >= 0]
    funders = [row[2] for row in rows if row[0] >= 0]
    parts = list(zip(funders, split(amount, shares), strict=True))
    return any(row[0] < 0 for row in rows), parts


def _known(fund: Fund, subject: Subject, amount: int) -> Reservation:
    found = Reservation.objects.get(
        fund=fund.pk, subject_type=subject[0], subject_reference=subject[1]
    )
    if found.amount != amount:
        raise OtherAmount(subject[1], found.amount, amount, fund.unit)
    return found


def _granted_at_once(asked: Reservation, parts: list[movements.Part]) -> bool:
    """Grant, reserve and write in one statement, so that the fund's row is locked for no round trip.

    PostgreSQL alone changes several tables in one statement; False, and nothing done, when it does not grant.
    """
    sides = [
        (funder, str(account), signed)
        for funder, amount in parts
        if amount
        for account, signed in zip(ACCOUNTS, (-amount, amount), strict=True)
    ]
    lines = ", ".join(["(%s::bigint, %s, %s::bigint)"] * len(sides))
    is_alone = not connection.in_atomic_block
    values: list[object] = [asked.amount, asked.amount, 0, asked.fund_id, asked.amount, 0]
    values += [asked.subject_type, asked.subject_reference, asked.amount, asked.priority]
    values += [asked.territory_kind, asked.territory_code, asked.asked_at, asked.asked_at]
    values += [asked.asked_at, asked.territory_kind, asked.territory_code]
    values += [one for side in sides for one in side]
    unflushed = _UNFLUSHED if is_alone else ""
    statement = _AT_ONCE.format(grant=_GRANT, lines=lines, unflushed=unflushed)
    try:
        with _savepoint(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            rows = cursor.fetchall()
    except IntegrityError as error:
        if "one_reservation" in str(error):
            raise _Doubled from error
        raise
    if not rows:
        return False
    if is_alone:
        turns.flush()
    asked.pk, asked.number = rows[0][:2]
    asked.reserved_at = asked.asked_at
    asked._state.adding, asked._state.db = False, connection.alias
    return True


def _savepoint() -> AbstractContextManager[object]:
    """Return what takes back a statement alone inside a transaction; outside, each is its own."""
    return transaction.atomic() if connection.in_atomic_block else nullcontext()


def _reserved(asked: Reservation, parts: list[movements.Part], now: datetime) -> Reservation:
    granted = _granted(asked, is_waiting=False)
    if granted is None:
        return _waiting(asked, now)
    asked.number, asked.reserved_at = granted[0], now
    _insert(asked)
    _write(asked, granted[1], parts, now)
    return asked


def _granted(asked: Reservation, *, is_waiting: bool) -> tuple[int, int] | None:
    """Run the one statement that grants; return the number of the grant and of its transaction."""
    n = int(is_waiting)
    values = [asked.amount, asked.amount, n, asked.fund_id, asked.amount, n]
    rows = statements.rows(_GRANT, values)
    return (rows[0][0], rows[0][1]) if rows else None


def _waiting(asked: Reservation, now: datetime) -> Reservation:
    rows = statements.rows(_WAIT, [asked.fund_id])
    if not rows:
        raise FundClosed(asked.fund.reference)
    asked.state = State.WAITING
    _insert(asked)
    left, has_quota, places_left = rows[0]
    # Somebody may have given back between both statements, or this one comes before those who wait.
    if left > 0 and (not has_quota or places_left > 0) and serve(asked.fund_id, now):
        asked.refresh_from_db()
    return asked


def _insert(asked: Reservation) -> None:
    at = connection.ops.adapt_datetimefield_value(asked.asked_at)
    values = [
        asked.fund_id,
        asked.subject_type,
        asked.subject_reference,
        asked.amount,
        str(asked.state),
        asked.priority,
        asked.number,
        asked.territory_kind,
        asked.territory_code,
        at,
        at if asked.number else None,
    ]
    rows = statements.rows(_INSERT, values)
    if not rows:
        raise _Doubled
    (asked.pk,) = rows[0]
    asked._state.adding = False
    asked._state.db = connection.alias


def _write(asked: Reservation, number: int, parts: list[movements.Part], now: datetime) -> None:
    kind = Transaction.Kind.RESERVED
    told = Told(key_of(kind, asked.pk), now, reservation=asked)
    movements.write(asked.fund_id, number, kind, parts, ACCOUNTS, told)
