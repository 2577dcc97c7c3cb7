"""What the page of an application says first: where it stands, in one sentence, and what is expected of whom."""

from __future__ import annotations

from rebond.texts import Text, day_text
from rebond.web.aids import recovering, reservations
from rebond.web.aids.models import Application
from rebond.web.clock import today
from rebond.web.ledger.models import PaymentOrder, Reservation
from rebond.web.ledger.wording import amount_text

State = Application.State


def euros(cents: int | None) -> Text:
    """Write an amount to the cent."""
    return amount_text(cents or 0, "cents")


def headline(  # noqa: PLR0911 - one a state
    application: Application, reservation: Reservation | None
) -> Text:
    """Return where an application stands."""
    match application.state:
        case State.FILED:
            return _filed(application)
        case State.RESERVED:
            return _with(
                Text(
                    "{amount} réservés. {operator} examine la demande.",
                    "{amount} reserved. {operator} examines the application.",
                ),
                application,
                reservation,
            )
        case State.WAITING:
            place = reservations.place_in_line(reservation) if reservation is not None else 0
            return Text(
                "En liste d’attente, au rang {place}\u00a0: l’enveloppe est épuisée.",
                "On the waiting list, at place {place}: the envelope is used up.",
            ).filled(place=place)
        case State.GRANTED:
            return _granted(application, reservation)
        case State.PAID:
            return Text("{amount} payés.", "{amount} paid.").filled(
                amount=euros(recovering.paid_of(reservation) if reservation else 0)
            )
        case State.RECOVERING:
            return _recovering(application, reservation)
        case State.RECOVERED:
            return Text("{amount} rendus.", "{amount} paid back.").filled(
                amount=euros(application.due_back)
            )
        case State.REFUSED:
            return Text("Refusée.", "Refused.")
    return Text("Retirée.", "Withdrawn.")


def _filed(application: Application) -> Text:
    missing = len(application.answer.get("missing", ()))
    if not missing:
        return _with(
            Text(
                "Déposée. {operator} examine la demande.",
                "Filed. {operator} examines the application.",
            ),
            application,
            None,
        )
    if missing == 1:
        return Text(
            "Déposée\u00a0: il manque un fait avant de réserver.",
            "Filed: one fact is missing before anything is reserved.",
        )
    return Text(
        "Déposée\u00a0: il manque {n} faits avant de réserver.",
        "Filed: {n} facts are missing before anything is reserved.",
    ).filled(n=missing)


def _granted(application: Application, reservation: Reservation | None) -> Text:
    amount = euros(application.amount)
    if application.proof_accepted_at is not None:
        paid = recovering.paid_of(reservation) if reservation is not None else 0
        return Text(
            "{amount} accordés, paiement ordonné\u00a0: {paid} payés.",
            "{amount} granted, payment ordered: {paid} paid.",
        ).filled(amount=amount, paid=euros(paid))
    if application.proof:
        return Text(
            "{amount} accordés\u00a0; le justificatif est à examiner.",
            "{amount} granted; the proof is to be examined.",
        ).filled(amount=amount)
    due = application.proof_due_on
    if due is None:
        return Text("{amount} accordés.", "{amount} granted.").filled(amount=amount)
    return Text(
        "{amount} accordés, payés sur un justificatif du {day} au plus tôt.",
        "{amount} granted, paid on a proof of {day} at the earliest.",
    ).filled(amount=amount, day=day_text(due))


def _recovering(application: Application, reservation: Reservation | None) -> Text:
    broken = day_text(application.broken_on or today(application.filed_at))
    if application.due_back_set_at is None:
        return Text(
            "Contrat rompu le {day}. {due} proposés à rendre\u00a0; {operator} décide.",
            "Contract ended on {day}. {due} proposed to be paid back; {operator} decides.",
        ).filled(day=broken, due=euros(application.due_back), operator=application.operator.name)
    back = 0
    if reservation is not None:
        done = reservation.orders.filter(is_recovery=True, state=PaymentOrder.State.EXECUTED)
        back = sum(done.values_list("amount", flat=True))
    return Text(
        "{due} à rendre, {back} rendus.", "{due} to be paid back, {back} paid back."
    ).filled(due=euros(application.due_back), back=euros(back))


def _with(words: Text, application: Application, reservation: Reservation | None) -> Text:
    return words.filled(
        amount=euros(reservation.amount if reservation is not None else None),
        operator=application.operator.name,
    )
