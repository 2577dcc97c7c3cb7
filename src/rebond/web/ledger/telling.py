"""Who is told what happens to a fund: its funders and its manager."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import translation

from rebond.texts import Text
from rebond.web.ledger import notice_kinds as kinds
from rebond.web.ledger.models import Fund, FundShare, PaymentOrder, Reservation
from rebond.web.ledger.wording import amount_text
from rebond.web.notices import services as notices


def tell_fund(fund: Fund, what: Text, now: datetime) -> None:
    """Tell the manager and the funders that a fund has changed."""
    paying = FundShare.objects.filter(fund=fund.pk).values_list("funder_id", flat=True)
    _tell({fund.manager_id, *paying}, kinds.CHANGED, fund, {"what": what.as_json()}, now)


def tell_orders(fund: Fund, orders: Iterable[PaymentOrder], now: datetime) -> None:
    """Tell each funder of its order."""
    for one in orders:
        kind = kinds.TO_RECOVER if one.is_recovery else kinds.TO_PAY
        amount = amount_text(one.amount, fund.unit).as_json()
        _tell([one.funder_id], kind, fund, {"order": one.reference, "amount": amount}, now)


def tell_called_back(fund: Fund, orders: Iterable[PaymentOrder], now: datetime) -> None:
    """Tell each funder that its order is taken back."""
    for one in orders:
        amount = amount_text(one.amount, fund.unit).as_json()
        facts = {"order": one.reference, "amount": amount}
        _tell([one.funder_id], kinds.CALLED_BACK, fund, facts, now, reservation=one.reservation_id)


def tell_served(fund: Fund, served: list[Reservation], now: datetime) -> None:
    """Tell the manager that those who waited are served."""
    if served:
        _tell([fund.manager_id], kinds.SERVED, fund, {"count": len(served)}, now)


def _tell(
    organisations: Iterable[int],
    kind: str,
    fund: Fund,
    facts: dict[str, Any],
    now: datetime,
    *,
    reservation: int | None = None,
) -> None:
    """Tell organisations, and lead them to the page of the fund, or of one of its reservations."""
    with translation.override("fr"):
        if reservation is None:
            address = reverse("fund", args=[fund.reference])
        else:
            address = reverse("reservation", args=[fund.reference, reservation])
    for one in sorted(set(organisations)):
        notices.tell_organisation(
            one,
            kind,
            ("fund", fund.reference),
            address=address,
            facts={"fund": fund.reference, **facts},
            now=now,
        )
