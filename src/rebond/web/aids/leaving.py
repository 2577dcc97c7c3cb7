"""When a person leaves with applications of their own: what is owed keeps the account, the rest is withdrawn.

An erasure asked for waits as long as money is out or is to come back, and no longer; the rule on unused accounts
waits as long as the facts of a paid aid are kept, of the person's own or of the firm that recruited them.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from rebond.texts import Text
from rebond.web.accounts.errors import ErasureWaits
from rebond.web.accounts.models import User
from rebond.web.aids import application_notices as telling
from rebond.web.aids import application_retention, reservations
from rebond.web.aids.applying import OPEN, about, end
from rebond.web.aids.models import Application
from rebond.web.journal.services import append
from rebond.web.ledger import movements
from rebond.web.ledger.models import PaymentOrder, Reservation

State = Application.State
KEPT_FOR_CONTROL = (State.GRANTED, State.PAID, State.RECOVERING, State.RECOVERED)
LEFT = "Compte effacé avant tout paiement : l’aide n’a plus d’objet, ce qui était retenu revient au fonds."
OWED = Text(
    "la demande d’aide {reference} est en cours de paiement ou de remboursement",
    "the aid application {reference} is being paid or paid back",
)
CONTROLLED = Text(
    "les faits de la demande d’aide {reference} sont gardés pour le contrôle du paiement",
    "the facts of the aid application {reference} are kept for the control of its payment",
)


def waits(user: User, now: datetime, *, is_stale: bool) -> Text | None:
    """Return why a person's erasure has to wait; None when nothing keeps it."""
    for one in Application.objects.filter(person=user).order_by("pk"):
        if is_owed(one, reservations.of(one)):
            return OWED.filled(reference=one.reference)
    if not is_stale:
        return None
    kept = Application.objects.filter(
        Q(person=user) | Q(recruitment__person=user),
        state__in=KEPT_FOR_CONTROL,
        decided_at__gte=now - application_retention.KEPT,
        erased_at=None,
    )
    first = kept.order_by("pk").values_list("reference", flat=True).first()
    return CONTROLLED.filled(reference=first) if first is not None else None


def is_owed(application: Application, standing: Reservation | None) -> bool:
    """Return whether money is out, ordered, or to come back."""
    if application.state == State.RECOVERING:
        return True
    if application.state != State.GRANTED or standing is None:
        return False
    return standing.orders.exclude(state=PaymentOrder.State.REJECTED).exists()


def lock_funds(user: User) -> None:
    """Take the locks of every fund that pays something about a person, in the order in which all acts do."""
    about_them = Q(person=user) | Q(recruitment__person=user)
    funds = Application.objects.filter(about_them).order_by().values_list("fund_id", flat=True)
    for key in sorted(set(funds)):
        movements.locked(key)


def leave(user: User, now: datetime) -> list[Application]:
    """Withdraw a person's own applications that are not paid, and return them; part of the erasure.

    The funds are locked already (`lock_funds`), the journal's lock comes after: `tell_left` writes the rows.

    Raises
    ------
    ErasureWaits
        When something was ordered meanwhile.
    """
    left = []
    for one in Application.objects.filter(person=user).order_by("pk"):
        held, standing = reservations.locked(one)
        if is_owed(held, standing):
            raise ErasureWaits(OWED.filled(reference=held.reference))
        if held.state in {*OPEN, State.GRANTED}:
            end(held, standing, State.WITHDRAWN, LEFT, now)
            left.append(held)
    return left


def tell_left(left: list[Application], now: datetime) -> None:
    """Write the withdrawals in the journal, and tell the operators."""
    for one in left:
        append(None, "aids.withdraw", about(one), {}, now=now)
        telling.tell_operator(one, telling.WITHDRAWN, now)
