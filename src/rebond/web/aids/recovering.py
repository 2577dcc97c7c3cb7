"""When a contract breaks early: what is proposed to be paid back, what the operator says, the orders to ask it back.

What is due is established by no source. The practice of the aid proposes an amount (an assumption of ours, in
`rebond.aid.practice`); the operator confirms or changes it with a reason, and nothing is ordered before.
"""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db.models import Sum

from rebond.texts import Text
from rebond.web.accounts.actors import Actor
from rebond.web.aids import application_notices as telling
from rebond.web.aids import entitling, reservations, ruling
from rebond.web.aids.application_errors import AmountOutOfRule
from rebond.web.aids.application_permissions import may_instruct
from rebond.web.aids.applying import OPEN, about, end, require
from rebond.web.aids.models import Application, Recruitment
from rebond.web.clock import today
from rebond.web.journal.services import append
from rebond.web.ledger import movements, turns
from rebond.web.ledger.amounts import whole
from rebond.web.ledger.models import PaymentOrder, Reservation
from rebond.web.ledger.services import reason_of
from rebond.web.ledger.settling import call_back, cancel, recover
from rebond.web.ledger.wording import amount_text

State = Application.State
BROKEN_BEFORE = "Contrat rompu avant la décision : l’aide n’a plus d’objet, ce qui était réservé revient au fonds."
GIVEN_UP = "Recrutement abandonné avant son label : l’aide n’a plus d’objet, ce qui était réservé revient au fonds."
UNPAID = "Contrat rompu avant le paiement : ce qui n’est pas payé revient au fonds."


def contract_broken(recruitment: Recruitment, on: date, now: datetime) -> list[Application]:
    """Follow a contract that ended before its time: close what is not decided, propose what is to be paid back.

    Part of the act that tells the break, which writes the journal's row. Told again, nothing more happens.
    """
    return _followed(recruitment, on, BROKEN_BEFORE, now)


def given_up(recruitment: Recruitment, now: datetime) -> list[Application]:
    """Follow a recruitment that was refused before its label: no application of it stands any more.

    Part of the act that refuses, which writes the journal's row.
    """
    return _followed(recruitment, None, GIVEN_UP, now)


def decide(
    actor: Actor, application: Application, amount: int, reason: str, now: datetime
) -> Application:
    """Say what is to be paid back, and order it asked back; what is not yet paid returns to the fund.

    Asked again, only what no order covers is ordered.

    Raises
    ------
    PermissionDenied
    BadInput
    """
    if not may_instruct(actor, application):
        raise PermissionDenied
    whole(amount, least=0)
    why = reason_of(reason)
    with turns.turn():
        held, standing = reservations.locked(application)
        require(held, (State.RECOVERING,), Text("la recouvrer", "recover it"))
        assert standing is not None  # noqa: S101 - nothing is granted without a reservation
        paid = paid_of(standing)
        if amount > paid:
            raise AmountOutOfRule(
                Text(
                    "à rendre : {asked}, plus que les {paid} payés.",
                    "to be paid back: {asked}, more than the {paid} paid.",
                ).filled(asked=amount_text(amount, "cents"), paid=amount_text(paid, "cents"))
            )
        covered = asked_of(standing)
        if amount < covered:
            raise AmountOutOfRule(
                Text("{covered} sont déjà redemandés.", "{covered} are asked back already.").filled(
                    covered=amount_text(covered, "cents")
                )
            )
        if standing.state == Reservation.State.COMMITTED:
            cancel(standing, None, UNPAID, now)
            standing.refresh_from_db()
        orders = recover(standing, amount - covered, why, None, now) if amount > covered else []
        held.due_back, held.due_back_set_at = amount, now
        held.sentence = why
        if not amount:
            held.state = State.PAID if paid else State.WITHDRAWN
        elif back_of(standing) >= amount:
            held.state = State.RECOVERED
        if held.state == State.WITHDRAWN:
            held.closed_at = now
            entitling.release(held)
        held.save(update_fields=["due_back", "due_back_set_at", "sentence", "state", "closed_at"])
        said = {
            "amount": amount,
            "paid": paid,
            "orders": [one.reference for one in orders],
            "reason": why,
        }
        append(actor, "aids.recover", about(held), said, now=now)
        telling.tell_applicant(held, _news(held), now)
    return held


def executed(application: Application, order: PaymentOrder, now: datetime) -> None:
    """Follow an executed order of an application whose contract broke, under the fund's lock."""
    if not order.is_recovery:
        _paid_before(application, order.reservation, now)
    elif application.due_back_set_at is None or application.state != State.RECOVERING:
        return
    elif back_of(order.reservation) >= (application.due_back or 0):
        application.state = State.RECOVERED
        application.save(update_fields=["state"])
        telling.tell_applicant(application, telling.RECOVERED, now)


def _paid_before(application: Application, reservation: Reservation, now: datetime) -> None:
    """Take in a payment made before the break and said after it: more is paid than was proposed or decided on.

    What is to be paid back is proposed anew, never less than what is asked back already, and decided again: a row
    of the journal says what no longer stands. Where another application has taken a place of its limits meanwhile,
    the aid is had once too often, and the operator is told.
    """
    on = application.broken_on or today(now)
    due = max(_proposed(application, paid_of(reservation), on), asked_of(reservation))
    is_decided, was = application.due_back_set_at is not None, application.state
    full: tuple[str, ...] = ()
    if was == State.WITHDRAWN:
        practice = ruling.practice_of(application)
        full = entitling.take_again(application, practice, today(application.filed_at))
    said = {
        "state": str(was),
        "decided": application.due_back if is_decided else None,
        "proposed": due,
        "beyond_limits": list(full),
    }
    application.due_back = due
    application.due_back_set_at = application.closed_at = None
    application.state = State.RECOVERING
    application.save(update_fields=["due_back", "due_back_set_at", "state", "closed_at"])
    append(None, "aids.paid_before", about(application), said, now=now)
    if is_decided:
        telling.tell_operator(application, telling.PAID_BEFORE, now)
    for kind in full:
        telling.tell_operator(application, telling.BEYOND[kind], now)


def paid_of(reservation: Reservation) -> int:
    """Return what was paid of a reservation, whatever came back."""
    return _sum(reservation, is_recovery=False, states=(PaymentOrder.State.EXECUTED,))


def asked_of(reservation: Reservation) -> int:
    """Return what was asked back of a reservation and not rejected."""
    states = (PaymentOrder.State.EXECUTED, PaymentOrder.State.ISSUED)
    return _sum(reservation, is_recovery=True, states=states)


def back_of(reservation: Reservation) -> int:
    """Return what has come back of a reservation."""
    return _sum(reservation, is_recovery=True, states=(PaymentOrder.State.EXECUTED,))


def _news(application: Application) -> str:
    if application.state == State.RECOVERED:
        return telling.RECOVERED
    return telling.TO_REPAY if application.due_back else telling.NOTHING_DUE


def _sum(reservation: Reservation, *, is_recovery: bool, states: tuple[str, ...]) -> int:
    orders = reservation.orders.filter(is_recovery=is_recovery, state__in=states)
    return int(orders.aggregate(total=Sum("amount"))["total"] or 0)


def _followed(
    recruitment: Recruitment, on: date | None, why: str, now: datetime
) -> list[Application]:
    with turns.turn():
        found = list(recruitment.applications.order_by("pk"))
        for key in sorted({one.fund_id for one in found}):
            movements.locked(key)
        return [_follow(one, on, why, now) for one in found]


def _follow(application: Application, on: date | None, why: str, now: datetime) -> Application:
    held, standing = reservations.locked(application)
    if held.state in OPEN:
        held.broken_on = on
        held.save(update_fields=["broken_on"])
        end(held, standing, State.WITHDRAWN, why, now)
        telling.tell_operator(held, telling.ENDED, now)
        telling.tell_applicant(held, telling.ENDED, now)
    elif held.state in {State.GRANTED, State.PAID} and held.broken_on is None:
        assert standing is not None  # noqa: S101 - nothing is granted without a reservation
        on = on or today(now)
        call_back(held.fund, standing, UNPAID, now)
        held.broken_on, held.due_back = on, _proposed(held, paid_of(standing), on)
        held.state = State.RECOVERING
        held.save(update_fields=["broken_on", "due_back", "state"])
        telling.tell_operator(held, telling.BROKEN, now)
    return held


def _proposed(application: Application, paid: int, on: date) -> int:
    """Return what the practice of the filing day proposes: no more than was paid."""
    recruitment, granted = application.recruitment, application.amount or 0
    if recruitment.starts_on is None:
        return paid
    rule = ruling.practice_of(application).recovery
    due = rule.due(granted, recruitment.starts_on, recruitment.ends_on, on)
    return max(0, paid - (granted - due))
