"""Proving that applications say what the books say: run with the hourly check of the ledger, and told like it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce

from rebond.texts import Text
from rebond.web.aids.applying import OPEN, OVER
from rebond.web.aids.models import Application, Entitlement, Recruitment
from rebond.web.aids.reservations import SUBJECT
from rebond.web.ledger.checking import NAMED, Found
from rebond.web.ledger.models import Fund, PaymentOrder, Reservation

State, Held = Application.State, Reservation.State
NOTHING = ""
"""No reservation was ever asked for."""
FITS: dict[str, frozenset[str]] = {
    State.FILED: frozenset({NOTHING, Held.CANCELLED}),
    State.RESERVED: frozenset({Held.RESERVED}),
    State.WAITING: frozenset({Held.WAITING}),
    State.GRANTED: frozenset({Held.COMMITTED}),
    State.PAID: frozenset({Held.PAID}),
    State.RECOVERING: frozenset({Held.COMMITTED, Held.PAID}),
    State.RECOVERED: frozenset({Held.PAID}),
    State.REFUSED: frozenset({NOTHING, Held.CANCELLED}),
    State.WITHDRAWN: frozenset({NOTHING, Held.CANCELLED}),
}
"""States of the reservation that stands, by state of its application."""
CLOSED = (Recruitment.State.DECLINED, Recruitment.State.BROKEN)


def of_fund(fund: Fund) -> Found:
    """Yield what an application says otherwise than its reservation, its recruitment or its orders."""
    for each in (_reserved, _open, _ordered, _back, _places, _keys):
        for at, found in enumerate(each(fund)):
            if at == NAMED:
                break
            yield found


def _reserved(fund: Fund) -> Found:
    """Yield states and amounts that are not those of the reservation that stands."""
    standing: dict[str, tuple[str, int]] = {}
    rows = Reservation.objects.filter(fund=fund.pk, subject_type=SUBJECT).order_by("pk")
    for subject, state, amount in rows.values_list("subject_reference", "state", "amount"):
        standing[subject.partition(".")[0]] = (state, amount)
    known = Application.objects.filter(fund=fund.pk).order_by("pk")
    for reference, state, amount in known.values_list("reference", "state", "amount"):
        held, reserved = standing.get(reference, (NOTHING, 0))
        if held not in FITS[state]:
            yield _told(STATE, reference), 0, 1
        elif amount is not None and amount != reserved:
            yield _told(AMOUNT, reference), reserved, amount


def _open(fund: Fund) -> Found:
    """Yield what still waits for a decision though its recruitment was given up or broken."""
    rows = Application.objects.filter(
        fund=fund.pk, state__in=OPEN, recruitment__state__in=CLOSED
    ).order_by("pk")
    yield from _each(STILL_OPEN, rows.values_list("reference", flat=True))


def _ordered(fund: Fund) -> Found:
    """Yield payments that may still be made though the contract broke."""
    recovering = Application.objects.filter(fund=fund.pk, state=State.RECOVERING)
    orders = PaymentOrder.objects.filter(
        reservation__fund=fund.pk,
        reservation__subject_type=SUBJECT,
        is_recovery=False,
        state=PaymentOrder.State.ISSUED,
    ).order_by("pk")
    subjects = set(recovering.values_list("reference", flat=True))
    for reference, subject in orders.values_list("reference", "reservation__subject_reference"):
        if subject.partition(".")[0] in subjects:
            yield _told(STILL_ORDERED, reference), 0, 1


def _back(fund: Fund) -> Found:
    """Yield what is said to be still owed though it has come back."""
    done = Q(orders__is_recovery=True, orders__state=PaymentOrder.State.EXECUTED)
    rows = Reservation.objects.filter(fund=fund.pk, subject_type=SUBJECT).order_by("pk")
    back = {
        subject.partition(".")[0]: total
        for subject, total in rows.annotate(
            back=Coalesce(Sum("orders__amount", filter=done), 0)
        ).values_list("subject_reference", "back")
    }
    owed = Application.objects.filter(
        fund=fund.pk, state=State.RECOVERING, due_back_set_at__isnull=False
    ).order_by("pk")
    for reference, due in owed.values_list("reference", Coalesce(F("due_back"), 0)):
        if back.get(reference, 0) >= due:
            yield _told(ALL_BACK, reference), 0, 1


def _places(fund: Fund) -> Found:
    """Yield the places of the limits that an application over still holds."""
    rows = Entitlement.objects.filter(application__fund=fund.pk, application__state__in=OVER)
    yield from _each(STILL_HELD, rows.values_list("application__reference", flat=True).distinct())


def _keys(fund: Fund) -> Found:
    """Yield the places that still count under a number that was not the firm's own."""
    rows = Entitlement.objects.filter(application__fund=fund.pk, kind="firm").order_by("pk")
    others = rows.exclude(key=F("application__recruitment__offer__organisation__siren"))
    former = "application__recruitment__offer__organisation__former_sirens"
    for reference, key, numbers in others.values_list("application__reference", "key", former):
        if key in numbers:
            yield _told(FORMER_NUMBER, reference), 0, 1


def _each(what: Text, references: Iterable[str]) -> Found:
    for reference in references:
        yield _told(what, reference), 0, 1


def _told(what: Text, reference: str) -> Text:
    return what.filled(reference=reference)


STATE = Text(
    "état de la demande {reference}, que sa réservation dit autrement",
    "state of the application {reference}, which its reservation says otherwise",
)
AMOUNT = Text("montant de la demande {reference}", "amount of the application {reference}")
STILL_OPEN = Text(
    "demande {reference} ouverte alors que son recrutement est clos",
    "application {reference} open though its recruitment is over",
)
STILL_ORDERED = Text(
    "ordre de payer {reference} alors que le contrat est rompu",
    "order to pay {reference} though the contract is broken",
)
ALL_BACK = Text(
    "demande {reference} à rembourser alors que tout est rendu",
    "application {reference} to be paid back though all has come back",
)
STILL_HELD = Text(
    "places que la demande {reference}, close, garde",
    "places that the application {reference}, over, still holds",
)
FORMER_NUMBER = Text(
    "place de la demande {reference}, comptée sous un SIREN corrigé depuis",
    "place of the application {reference}, counted under a SIREN corrected since",
)
