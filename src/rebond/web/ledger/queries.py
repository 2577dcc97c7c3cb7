"""Reading funds: which ones a person sees, their trial balance, their movements, reservations and orders."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from rebond.web.accounts.actors import Actor
from rebond.web.accounts.kinds import Kind
from rebond.web.ledger.models import (
    Fund,
    FundShare,
    PaymentOrder,
    Posting,
    Reservation,
    Transaction,
)

SHOWN = 25
LAST_MOVEMENTS = 20
Account = Posting.Account


@dataclass(frozen=True, slots=True)
class Line:
    """An account of the trial balance: what came in, what went out, what it holds."""

    account: str
    debit: int
    credit: int

    @property
    def label(self) -> str:
        """Return the account in words."""
        return str(Account(self.account).label)

    @property
    def balance(self) -> int:
        """What the account holds; the source owes."""
        return self.debit - self.credit


@dataclass(frozen=True, slots=True)
class Trial:
    """The trial balance of a fund: debits equal credits, balances add up to zero."""

    lines: tuple[Line, ...]

    @property
    def debit(self) -> int:
        """Total of the debits."""
        return sum(one.debit for one in self.lines)

    @property
    def credit(self) -> int:
        """Total of the credits."""
        return sum(one.credit for one in self.lines)

    @property
    def rest(self) -> int:
        """Total of the balances: nothing."""
        return self.debit - self.credit

    @property
    def is_balanced(self) -> bool:
        """Whether every cent that came in went out."""
        return self.debit == self.credit


def visible(actor: Actor) -> QuerySet[Fund]:
    """Return the funds that a person reads whole: as national team, manager or funder."""
    if actor.is_national:
        return Fund.objects.all()
    pays = FundShare.objects.filter(fund=OuterRef("pk"), funder=actor.organisation_id)
    return Fund.objects.filter(Q(manager=actor.organisation_id) | Exists(pays))


def summed(actor: Actor) -> QuerySet[Fund]:
    """Return the funds whose totals a person reads: all for the national team and for parliament."""
    return Fund.objects.all() if reads_all(actor) else visible(actor)


def reads_all(actor: Actor) -> bool:
    """Return whether the totals that a person reads are those of every fund."""
    return actor.is_national or actor.kind == Kind.PARLIAMENT


def balance(fund: Fund, *, funder_id: int | None = None) -> Trial:
    """Return the trial balance of a fund, or of one funder in it; one query."""
    postings = Posting.objects.filter(fund=fund.pk)
    if funder_id is not None:
        postings = postings.filter(funder=funder_id)
    rows = (
        postings.order_by()
        .values_list("account")
        .annotate(
            debit=Coalesce(Sum("amount", filter=Q(amount__gt=0)), 0),
            credit=Coalesce(Sum("amount", filter=Q(amount__lt=0)), 0),
        )
    )
    found = {account: (int(debit), -int(credit)) for account, debit, credit in rows}
    return Trial(tuple(Line(one, *found.get(one, (0, 0))) for one in Account.values))


def by_funder(fund: Fund) -> list[tuple[FundShare, dict[str, int]]]:
    """Return what each funder's accounts hold, in the written order; two queries."""
    rows = (
        Posting.objects.filter(fund=fund.pk)
        .order_by()
        .values_list("funder", "account")
        .annotate(Sum("amount"))
    )
    held: dict[int, dict[str, int]] = {}
    for funder, account, total in rows:
        held.setdefault(funder, dict.fromkeys(Account.values, 0))[account] = int(total)
    nothing = dict.fromkeys(Account.values, 0)
    shares = fund.shares.select_related("funder").order_by("position", "pk")
    return [(one, held.get(one.funder_id, nothing)) for one in shares]


def movements(fund: Fund, before: int | None = None) -> list[Transaction]:
    """Return the last movements of a fund, the newest first, each with `amount`: what changed account."""
    found = Transaction.objects.filter(fund=fund.pk).select_related("reservation")
    if before is not None:
        found = found.filter(number__lt=before)
    amount = Coalesce(Sum("postings__amount", filter=Q(postings__amount__gt=0)), 0)
    return list(found.annotate(amount=amount).order_by("-number")[:LAST_MOVEMENTS])


def reservations(fund: Fund, state: str = "") -> QuerySet[Reservation]:
    """Return reservations of a fund: those who wait in the order of service, the others newest first."""
    found = Reservation.objects.filter(fund=fund.pk)
    if state in Reservation.State.values:
        found = found.filter(state=state)
    if state == Reservation.State.WAITING:
        return found.order_by("priority", "pk")
    return found.order_by("-pk")


def of_decision(reference: str) -> QuerySet[Reservation]:
    """Return what is reserved for the dossier of a decision, or waits; one query."""
    found = Reservation.objects.filter(subject_type="decision", subject_reference=reference)
    return found.select_related("fund").order_by("pk")


def rank(reservation: Reservation) -> int:
    """Return the place of a reservation among those who wait, from 1."""
    before = Q(priority__lt=reservation.priority) | Q(
        priority=reservation.priority, pk__lte=reservation.pk
    )
    waiting = Reservation.objects.filter(
        before, fund=reservation.fund_id, state=Reservation.State.WAITING
    )
    return waiting.count()


def called_back(fund: Fund) -> QuerySet[PaymentOrder]:
    """Return the orders of a fund that were taken back; one that had been paid may need the fund to be raised."""
    rows = PaymentOrder.objects.filter(reservation__fund=fund.pk, state=PaymentOrder.State.REJECTED)
    return rows.exclude(called_back_on=None).order_by("-pk")


def without_orders(fund: Fund) -> QuerySet[Reservation]:
    """Return what is committed and has a part that nobody was ordered to pay."""
    standing = Q(orders__is_recovery=False) & ~Q(orders__state=PaymentOrder.State.REJECTED)
    ordered = Coalesce(Sum("orders__amount", filter=standing), 0)
    return (
        Reservation.objects.filter(fund=fund.pk, state=Reservation.State.COMMITTED)
        .annotate(ordered=ordered)
        .filter(ordered__lt=F("amount"))
    )
