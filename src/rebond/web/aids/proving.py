"""From a granted aid to its payment: the proof that the contract runs, the orders to each funder, their execution."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import PermissionDenied

from rebond.texts import Text, day_text
from rebond.web.accounts.actors import Actor
from rebond.web.aids import application_notices as telling
from rebond.web.aids import recovering, reservations
from rebond.web.aids.application_errors import ActElsewhere, ProofUnfit
from rebond.web.aids.application_permissions import By, actor_of, is_applicant, may_instruct
from rebond.web.aids.applying import about, require
from rebond.web.aids.models import Application
from rebond.web.clock import today
from rebond.web.journal.services import append
from rebond.web.ledger import turns
from rebond.web.ledger.models import PaymentOrder, Reservation
from rebond.web.ledger.services import reason_of
from rebond.web.ledger.settling import issue_orders

State = Application.State
LONGEST = 200


def give(
    by: By, application: Application, proof: str, proved_on: date, now: datetime
) -> Application:
    """Say which document shows that the contract runs, and on which day it ran.

    Raises
    ------
    PermissionDenied
    BadInput
    """
    if not is_applicant(by, application):
        raise PermissionDenied
    words = " ".join(proof.split())
    if not words or len(words) > LONGEST or not words.isprintable():
        raise ProofUnfit(
            Text(
                "le justificatif est à nommer, en {most} signes au plus.",
                "the proof is to be named, in {most} signs at most.",
            ).filled(most=LONGEST),
            Text(
                "Par exemple « bulletin de paie de décembre ».",
                "For instance “payslip of December”.",
            ),
        )
    with turns.turn():
        held, standing = reservations.locked(application)
        require(held, (State.GRANTED,), Text("la justifier", "prove it"))
        _require_unordered(standing)
        _check_day(held, proved_on, today(now))
        held.proof, held.proved_on = words, proved_on
        # What is written after an erasure is erased in its turn.
        held.proof_given_at, held.proof_accepted_at, held.erased_at = now, None, None
        changed = ("proof", "proved_on", "proof_given_at", "proof_accepted_at", "erased_at")
        held.save(update_fields=changed)
        said = {"proved_on": proved_on.isoformat()}
        append(actor_of(by), "aids.prove", about(held), said, now=now)
        telling.tell_operator(held, telling.PROOF_GIVEN, now)
    return held


def accept(actor: Actor, application: Application, now: datetime) -> list[PaymentOrder]:
    """Accept the proof and order each funder to pay its part, in one act; asked again, the same orders.

    An order that its funder rejected is issued anew.

    Raises
    ------
    PermissionDenied
    BadInput
    """
    if not may_instruct(actor, application):
        raise PermissionDenied
    with turns.turn():
        held, standing = reservations.locked(application)
        require(held, (State.GRANTED,), Text("la payer", "pay it"))
        if not held.proof or standing is None:
            raise ProofUnfit(
                Text("aucun justificatif n’est donné.", "no proof has been given."),
                Text("Attendez celui du demandeur.", "Wait for the applicant’s."),
            )
        known = set(standing.orders.values_list("pk", flat=True))
        orders = issue_orders(standing, now)
        fresh = [one.reference for one in orders if one.pk not in known]
        if held.proof_accepted_at is not None and not fresh:
            return orders
        held.proof_accepted_at = held.proof_accepted_at or now
        held.proof_accepted_by_id = actor.membership_id
        held.save(update_fields=["proof_accepted_at", "proof_accepted_by"])
        said = {"orders": fresh, "amount": held.amount}
        append(actor, "aids.pay", about(held), said, now=now)
        telling.tell_applicant(held, telling.ORDERED, now)
    return orders


def decline(actor: Actor, application: Application, sentence: str, now: datetime) -> Application:
    """Say that a proof is not enough; another may be given.

    Raises
    ------
    PermissionDenied
    BadInput
    """
    if not may_instruct(actor, application):
        raise PermissionDenied
    words = reason_of(sentence)
    with turns.turn():
        held, _standing = reservations.locked(application)
        require(held, (State.GRANTED,), Text("refuser sa preuve", "decline its proof"))
        if not held.proof or held.proof_accepted_at is not None:
            raise ProofUnfit(
                Text("aucun justificatif n’attend.", "no proof is waiting."),
                Text("Relisez la page.", "Read the page again."),
            )
        held.proof, held.proved_on, held.proof_given_at = "", None, None
        held.sentence = words
        held.save(update_fields=["proof", "proved_on", "proof_given_at", "sentence"])
        append(actor, "aids.decline_proof", about(held), {"reason": words}, now=now)
        telling.tell_applicant(held, telling.PROOF_DECLINED, now)
    return held


def executed(order: PaymentOrder, now: datetime) -> None:
    """Follow an executed order; called by the ledger in the act that records it."""
    held = reservations.application_of(order.reservation.subject_reference)
    if held is None:
        return
    if held.state == State.RECOVERING or (held.broken_on is not None and not order.is_recovery):
        recovering.executed(held, order, now)
    elif held.state == State.GRANTED and order.reservation.state == Reservation.State.PAID:
        held.state = State.PAID
        held.save(update_fields=["state"])
        telling.tell_applicant(held, telling.PAID, now)


def owned(subject: str) -> None:
    """Refuse an act of the ledger's own pages on the reservation of an application.

    Raises
    ------
    ActElsewhere
    """
    reference = subject.partition(".")[0]
    if Application.objects.filter(reference=reference).exists():
        raise ActElsewhere(reference)


def _require_unordered(standing: Reservation | None) -> None:
    """Refuse another proof once the accepted one has its orders out."""
    rejected = PaymentOrder.State.REJECTED
    if standing is None or not standing.orders.exclude(state=rejected).exists():
        return
    raise ProofUnfit(
        Text(
            "le justificatif est accepté et le paiement ordonné.",
            "the proof is accepted and the payment ordered.",
        ),
        Text("Suivez le paiement sur la page.", "Follow the payment on the page."),
    )


def _check_day(application: Application, proved_on: date, on: date) -> None:
    due = application.proof_due_on
    if due is not None and proved_on < due:
        raise ProofUnfit(
            Text(
                "le justificatif prouve le {day} ; il compte à partir du {due}.",
                "the proof shows {day}; it counts from {due}.",
            ).filled(day=day_text(proved_on), due=day_text(due)),
            Text(
                "Donnez un document de ce jour-là ou d’après.",
                "Give a document of that day or later.",
            ),
        )
    if proved_on > on:
        raise ProofUnfit(
            Text("le {day} est à venir.", "{day} is still to come.").filled(
                day=day_text(proved_on)
            ),
            Text("Attendez ce jour.", "Wait for that day."),
        )
