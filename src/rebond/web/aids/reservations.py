"""The reservation behind an application: asked for, found again, its place in the waiting list."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from rebond.web.aids.models import Application
from rebond.web.ledger import movements
from rebond.web.ledger.models import Reservation
from rebond.web.ledger.reserving import reserve
from rebond.web.ledger.settling import cancel

SUBJECT = "aid_application"
CHANGED = "Montant changé : la réservation est redemandée, derrière celles qui attendent."
State = Application.State
STATES = {
    Reservation.State.RESERVED: State.RESERVED,
    Reservation.State.WAITING: State.WAITING,
}


def all_of(application: Application) -> QuerySet[Reservation]:
    """Return every reservation that an application ever had: a changed amount asks for another."""
    return Reservation.objects.filter(
        Q(subject_reference=application.reference)
        | Q(subject_reference__startswith=f"{application.reference}."),
        subject_type=SUBJECT,
    )


def of(application: Application) -> Reservation | None:
    """Return the one that stands; None before the first."""
    return all_of(application).select_related("fund").order_by("-pk").first()


def application_of(subject: str) -> Application | None:
    """Return the application of a reservation's subject; None when it is of something else."""
    reference = subject.partition(".")[0]
    return Application.objects.select_for_update(of=("self",)).filter(reference=reference).first()


def locked(application: Application) -> tuple[Application, Reservation | None]:
    """Take the fund's lock, then the application's, and read both as they stand now."""
    # Always, and before anything is read: a reservation may be asked for at this moment.
    movements.locked(application.fund_id)
    held = (
        Application.objects.select_for_update(of=("self",))
        .select_related("recruitment__offer__organisation", "operator", "firm", "person", "fund")
        .get(pk=application.pk)
    )
    return held, of(held)


def ask(application: Application, amount: int, now: datetime) -> Reservation:
    """Reserve an amount, or wait for it; the application says which. Inside an act's transaction."""
    before = all_of(application).count()
    one = reserve(
        application.fund,
        (SUBJECT, f"{application.reference}.{before + 1}" if before else application.reference),
        amount,
        now=now,
        territory=(application.territory_kind, application.territory_code),
    )
    application.state = STATES[Reservation.State(one.state)]
    application.save(update_fields=["state"])
    return one


def for_amount(
    application: Application, standing: Reservation | None, amount: int, now: datetime
) -> Reservation:
    """Return the reservation of an amount: the one that stands, or another behind those who wait."""
    if standing is not None and standing.state != Reservation.State.CANCELLED:
        if standing.amount == amount:
            return standing
        cancel(standing, None, CHANGED, now)
    return ask(application, amount, now)


def place_in_line(one: Reservation) -> int:
    """Return the place of a waiting reservation in the written order, from 1."""
    waiting = Reservation.objects.filter(fund=one.fund_id, state=Reservation.State.WAITING)
    before = Q(priority__lt=one.priority) | Q(priority=one.priority, pk__lt=one.pk)
    return waiting.filter(before).count() + 1
