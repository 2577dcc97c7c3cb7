"""What the ledger tells applications, and the daily rule on their personal facts."""

from __future__ import annotations

from rebond.web.accounts import personal
from rebond.web.accounts.services import sirens
from rebond.web.aids import (
    agreeing,
    application_retention,
    entitling,
    instructing,
    leaving,
    proving,
    reservations,
)
from rebond.web.aids import application_piles as _piles  # noqa: F401 - the desk asks them
from rebond.web.jobs import registry
from rebond.web.ledger import checking, paying, reserving, settling


def connect() -> None:
    """Follow the waiting list and the payments in the ledger's own transactions."""
    reserving.when_served(reservations.SUBJECT, instructing.served)
    paying.when_executed(reservations.SUBJECT, proving.executed)
    settling.own(reservations.SUBJECT, proving.owned)
    checking.also(agreeing.of_fund)
    sirens.when_corrected(entitling.follow_siren)
    registry.every(application_retention.EVERY_MINUTES, application_retention.run)
    personal.waits_for(leaving.waits)
    # `forgetting` has taken its part of the erasure in the order of the locks; nothing is left for this one then.
    personal.holds("aid_applications", application_retention.export, application_retention.forget)
