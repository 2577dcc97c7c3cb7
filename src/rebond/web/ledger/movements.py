"""Writing a movement: the kept sums of the fund by one conditional statement, then its postings beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction

from django.db import connection
from django.db.models import Sum

from rebond.web.ledger import statements
from rebond.web.ledger.models import Fund, FundShare, Posting, Reservation, Transaction

Account = Posting.Account
KEPT = {
    Account.AVAILABLE: '"left"',
    Account.RESERVED: "reserved",
    Account.COMMITTED: "committed",
    Account.PAID: "paid",
    Account.RECOVERED: "recovered",
}
"""Columns of a fund that hold the balance of an account; the source has none, being the others together."""
_TRANSACTION = """
INSERT INTO ledger_transaction (number, kind, key, fund_id, reservation_id, reason, acted_by_id, at)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s) RETURNING id
"""
_POSTINGS = """
INSERT INTO ledger_posting
    (transaction_id, fund_id, funder_id, account, amount, territory_kind, territory_code) VALUES
"""
_SIDE = "(%s, %s, %s, %s, %s, %s, %s)"
Part = tuple[int, int]
"""A funder's key and an amount."""


class Told:
    """What a movement bears besides its amounts: what makes it one, who, why, when, for which case."""

    __slots__ = ("actor_id", "key", "now", "reason", "reservation_id", "territory")

    def __init__(
        self,
        key: str,
        now: datetime,
        *,
        reason: str = "",
        actor_id: int | None = None,
        reservation: Reservation | None = None,
    ) -> None:
        self.key, self.now, self.reason, self.actor_id = key, now, reason, actor_id
        self.reservation_id = reservation.pk if reservation else None
        self.territory = (
            (reservation.territory_kind, reservation.territory_code) if reservation else ("", "")
        )


def shares_of(fund: Fund) -> tuple[list[int], list[Fraction]]:
    """Return the funders of a fund and their shares, in the written order."""
    rows = list(
        FundShare.objects.filter(fund=fund.pk)
        .order_by("position", "pk")
        .values_list("funder_id", "numerator", "denominator")
    )
    return [row[0] for row in rows], [Fraction(row[1], row[2]) for row in rows]


def locked(fund_id: int) -> Fund:
    """Take the lock of a fund; every act takes this one first, then those of what it changes in it."""
    return Fund.objects.select_for_update(of=("self",)).get(pk=fund_id)


def shift(
    fund: Fund,
    parts: Sequence[Part],
    accounts: tuple[str, str],
    kind: str,
    told: Told,
    *,
    places: int = 0,
    quota: int = 0,
) -> bool:
    """Move amounts from an account to another; False, and nothing done, when the first does not hold them.

    `places` are added to the free ones of the quota, `quota` to the quota itself.
    """
    amount = sum(part for _funder, part in parts)
    changes, values = [], []
    for account, change in zip(accounts, (-amount, amount), strict=True):
        if account in KEPT:
            changes.append(f"{KEPT[account]} = {KEPT[account]} + %s")  # our own column names
            values.append(change)
    source = KEPT.get(accounts[0], "")
    held = f"AND {source} >= %s" if source else ""
    moved = 1 if amount else 0
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE ledger_fund SET {', '.join(changes)}, places = places + %s,"  # noqa: S608
            " places_left = places_left + %s, last_number = last_number + %s"
            f" WHERE id = %s AND places_left + %s >= 0 {held} RETURNING last_number",
            [*values, quota, places, moved, fund.pk, places, *([amount] if source else [])],
        )
        rows = cursor.fetchall()
    if not rows:
        return False
    if moved:
        write(fund.pk, rows[0][0], kind, parts, accounts, told)
    return True


def write(
    fund_id: int,
    number: int,
    kind: str,
    parts: Sequence[Part],
    accounts: tuple[str, str],
    told: Told,
) -> None:
    """Add the transaction that has a number of its fund, and its postings, which add up to zero."""
    values = [
        number,
        str(kind),
        told.key,
        fund_id,
        told.reservation_id,
        told.reason,
        told.actor_id,
        connection.ops.adapt_datetimefield_value(told.now),
    ]
    ((made,),) = statements.rows(_TRANSACTION, values)
    sides: list[object] = []
    for funder, amount in parts:
        if amount:
            for account, signed in zip(accounts, (-amount, amount), strict=True):
                sides += [made, fund_id, funder, str(account), signed, *told.territory]
    places = ", ".join([_SIDE] * (len(sides) // 7))
    statements.rows(f"{_POSTINGS} {places}", sides)


def parts_in(fund: Fund, account: str, *, reservation: Reservation | None = None) -> dict[int, int]:
    """Return what an account holds, by funder: of a fund, or of one reservation."""
    postings = Posting.objects.filter(fund=fund.pk, account=account)
    if reservation is not None:
        postings = postings.filter(transaction__reservation=reservation.pk)
    sums = postings.order_by().values_list("funder_id").annotate(Sum("amount"))
    return {funder: int(total) for funder, total in sums}


def key_of(kind: Transaction.Kind, *what: object) -> str:
    """Return what makes a movement one: its kind and what it is about."""
    return ":".join((str(kind), *(str(one) for one in what)))
