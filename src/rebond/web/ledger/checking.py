"""Proving the books: every kept sum, number, place and state against the postings, which never change."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.db.models import Case, Count, F, Max, Min, Q, Sum, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import translation

from rebond.texts import Text
from rebond.web.accounts.kinds import Kind
from rebond.web.accounts.models import Organisation
from rebond.web.ledger import notice_kinds
from rebond.web.ledger.models import (
    Check,
    Fund,
    FundShare,
    PaymentOrder,
    Posting,
    Reservation,
    Transaction,
)
from rebond.web.ledger.movements import KEPT, Account
from rebond.web.notices import services as notices

EVERY_MINUTES = 60
NAMED = 20
"""How many faulty rows of one kind are named; a fault of the code makes them all."""
State = Reservation.State
Found = Iterator[tuple[Text, int, int]]
Proof = Callable[[Fund], Found]
_others: list[Proof] = []
COLUMNS = {account: name.strip('"') for account, name in KEPT.items()}


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that does not agree."""

    fund: str
    what: Text
    expected: int
    found: int

    def as_json(self) -> dict[str, str]:
        """Return it as the last check keeps it."""
        told = Text(
            "{what} : {found} au lieu de {expected}", "{what}: {found} instead of {expected}"
        ).filled(what=self.what, found=self.found, expected=self.expected)
        return {"fund": self.fund, **told.as_json()}


def also(proof: Proof) -> None:
    """Have another app's proof of what it holds beside a fund run with those of the books."""
    if proof not in _others:
        _others.append(proof)


def differences(fund: Fund | None = None) -> list[Difference]:
    """Return everything that does not agree, of one fund or of all; nothing when the books are right."""
    funds = Fund.objects.order_by("pk")
    if fund is not None:
        funds = funds.filter(pk=fund.pk)
    return [one for each in funds for one in _of_fund(each)]


def check(now: datetime) -> None:
    """Prove the books of every fund, keep the result, and tell the national team when they do not agree."""
    found = [one.as_json() for one in differences()]
    before = Check.objects.filter(pk=1).first()
    Check.objects.update_or_create(
        pk=1, defaults={"checked_at": now, "differences": found[: 10 * NAMED]}
    )
    if not found or (before is not None and before.differences == found[: 10 * NAMED]):
        return
    with translation.override("fr"):
        address = reverse("funds")
    for one in Organisation.objects.filter(kind=Kind.NATIONAL_TEAM):
        notices.tell_organisation(
            one.pk,
            notice_kinds.BROKEN,
            ("fund", found[0]["fund"]),
            address=address,
            facts={"count": len(found)},
            now=now,
        )


def last() -> Check | None:
    """Return the last check; None before the first."""
    return Check.objects.filter(pk=1).first()


def _of_fund(fund: Fund) -> Iterator[Difference]:
    own = (_sums, _movements, _numbers, _places, _shares, _reservations, _orders, _waiting)
    for each in (*own, *_others):
        for what, expected, found in each(fund):
            if expected != found:
                yield Difference(fund.reference, what, expected, found)


def _sums(fund: Fund) -> Found:
    """Yield each kept sum beside the balance of its account; none is below zero."""
    held = dict(
        Posting.objects.filter(fund=fund.pk)
        .order_by()
        .values_list("account")
        .annotate(Sum("amount"))
    )
    for account, column in COLUMNS.items():
        kept = getattr(fund, column)
        words = Text("somme « {a} »", "sum “{a}”").filled(a=column)
        yield words, held.get(account, 0), kept
        yield Text("{w}, pas négative", "{w}, not negative").filled(w=words), max(kept, 0), kept
    yield Text("total des comptes", "total of the accounts"), 0, sum(held.values())


def _movements(fund: Fund) -> Found:
    """Yield the movements that do not add up to zero, as a whole and for each funder."""
    postings = Posting.objects.filter(transaction__fund=fund.pk).order_by()
    for number, total in (
        postings.values_list("transaction__number", "funder")
        .annotate(total=Sum("amount"))
        .exclude(total=0)
        .values_list("transaction__number", "total")[:NAMED]
    ):
        yield _row("mouvement", "movement", number), 0, total
    empty = Transaction.objects.filter(fund=fund.pk, postings=None)
    for number in empty.values_list("number", flat=True)[:NAMED]:
        yield _row("écritures du mouvement", "postings of movement", number), 1, 0
    for number in postings.exclude(fund=fund.pk).values_list("transaction__number", flat=True)[
        :NAMED
    ]:
        yield _row("fonds du mouvement", "fund of movement", number), 0, 1


def _numbers(fund: Fund) -> Found:
    found = Transaction.objects.filter(fund=fund.pk).aggregate(
        n=Count("pk"), low=Coalesce(Min("number"), 1), high=Coalesce(Max("number"), 0)
    )
    words = Text("numéros des mouvements", "numbers of the movements")
    yield words, fund.last_number, found["n"]
    yield words, fund.last_number, found["high"]
    yield words, 1, found["low"]


def _places(fund: Fund) -> Found:
    """Yield the places held and free, against the quota, and the numbers of the grants."""
    held = Reservation.objects.filter(
        fund=fund.pk, state__in=(State.RESERVED, State.COMMITTED, State.PAID)
    ).count()
    if fund.has_quota:
        yield Text("places", "places"), fund.places, held + fund.places_left
    granted = Reservation.objects.filter(fund=fund.pk, number__isnull=False).aggregate(
        n=Count("pk"), high=Coalesce(Max("number"), 0)
    )
    yield Text("réservations accordées", "granted reservations"), fund.granted, granted["n"]
    yield Text("réservations accordées", "granted reservations"), fund.granted, granted["high"]


def _shares(fund: Fund) -> Found:
    shares = FundShare.objects.filter(fund=fund.pk).values_list("numerator", "denominator")
    total = sum((Fraction(*one) for one in shares), Fraction(0))
    words = Text("parts des financeurs", "shares of the funders")
    yield words, total.denominator, total.numerator
    yield words, 1, total.denominator


def _reservations(fund: Fund) -> Found:
    """Yield the reservations whose postings are not those of their state."""

    def held(*accounts: Account) -> Sum:
        amount = Case(When(transactions__postings__account__in=accounts, then=F(AMOUNT)), default=0)
        return Coalesce(Sum(amount), 0)

    rows = (
        Reservation.objects.filter(fund=fund.pk)
        .order_by()
        .annotate(
            has_reserved=held(Account.RESERVED),
            has_committed=held(Account.COMMITTED),
            has_paid=held(Account.PAID, Account.RECOVERED),
            has_available=held(Account.AVAILABLE),
        )
    )
    nothing = Q(has_reserved=0, has_committed=0, has_paid=0)
    right = (
        (Q(state__in=(State.WAITING, State.CANCELLED)) & nothing)
        | Q(state=State.RESERVED, has_reserved=F("amount"), has_committed=0, has_paid=0)
        | (
            Q(state=State.COMMITTED, has_reserved=0, has_committed__gt=0)
            & Q(has_committed=F("amount") - F("has_paid"))
        )
        | Q(state=State.PAID, has_reserved=0, has_committed=0, has_paid__gt=0)
    )
    wrong = rows.exclude(
        right & Q(has_available=-F("has_reserved") - F("has_committed") - F("has_paid"))
    )
    for one in wrong.order_by("pk")[:NAMED]:
        words = Text(
            "écritures que la réservation {n} ({state}) n’explique pas",
            "postings that reservation {n} ({state}) does not explain",
        )
        yield words.filled(n=one.pk, state=one.state), 0, 1


AMOUNT = "transactions__postings__amount"


def _orders(fund: Fund) -> Found:
    """Yield the executed orders without their movement, the movements without their order, and the sums."""
    executed = PaymentOrder.objects.filter(
        reservation__fund=fund.pk, state=PaymentOrder.State.EXECUTED
    )
    for is_recovery, kind, account in (
        (False, Transaction.Kind.PAID, Account.PAID),
        (True, Transaction.Kind.RECOVERED, Account.RECOVERED),
    ):
        orders = executed.filter(is_recovery=is_recovery).aggregate(
            n=Count("pk"), total=Coalesce(Sum("amount"), 0)
        )
        moved = Posting.objects.filter(
            fund=fund.pk, transaction__kind=kind, account=account
        ).aggregate(n=Count("pk"), total=Coalesce(Sum("amount"), 0))
        words = Text("ordres exécutés ({k})", "executed orders ({k})").filled(k=kind)
        yield words, orders["n"], moved["n"]
        yield words, orders["total"], moved["total"]


def _waiting(fund: Fund) -> Found:
    waiting = Reservation.objects.filter(fund=fund.pk, state=State.WAITING)
    yield Text("liste d’attente", "waiting list"), waiting.count(), fund.waiting
    first = waiting.order_by("priority", "pk").first()
    if first is not None and fund.closed_at is None:
        fits = first.amount <= fund.left and (not fund.has_quota or fund.places_left > 0)
        words = Text("première de la liste qui tiendrait", "first of the list that would fit")
        yield words, 0, int(fits)


def _row(fr: str, en: str, number: int) -> Text:
    return Text(f"{fr} {{n}}", f"{en} {{n}}").filled(n=number)
