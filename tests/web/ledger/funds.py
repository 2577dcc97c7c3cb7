"""Fictitious funds of the test world: the VTE aid by two funders, and days of consultancy that run out."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction
from typing import Any

from rebond.web.ledger import services
from rebond.web.ledger.models import Fund
from rebond.web.ledger.services import Opening
from tests.web.world import NOW, World

WHY = "Une raison fictive, assez longue pour dire ce qui a décidé."
HALF = Fraction(1, 2)
AID = 400_000
"""Four thousand euros."""


def opening(world: World, **changes: Any) -> Opening:
    """Describe a fund of the VTE aid managed by Bpifrance, paid by halves."""
    made: dict[str, Any] = {
        "reference": "vte-2031",
        "manager": world.organisations["bpi"],
        "programme_id": "pack_rebond_2020",
        "measure_id": "vte",
        "award_id": "aide_entreprise",
        "year": 2031,
        "amount": 10 * AID,
        "places": 10,
        "shares": (
            (world.organisations["equipe-nationale"], HALF),
            (world.organisations["banque"], HALF),
        ),
        "is_fictitious": True,
    }
    return Opening(**{**made, **changes})


def vte(world: World, now: datetime = NOW, **changes: Any) -> Fund:
    """Open that fund; one that is asked for as real is marked so by hand, for the cast opens fictitious ones only."""
    asked = opening(world, **changes)
    fund = services.open_fund(world.actor("national"), asked, WHY, now)
    if not asked.is_fictitious:
        Fund.objects.filter(pk=fund.pk).update(is_fictitious=False)
        fund.refresh_from_db()
    return fund


def days(world: World, amount: int = 10, **changes: Any) -> Fund:
    """Open a stock of days of consultancy."""
    made = {
        "reference": "conseil-2031",
        "manager": world.organisations["equipe-nationale"],
        "measure_id": "ingenierie_relocalisation",
        "award_id": "ingenierie",
        "amount": amount,
        "places": None,
        "unit": Fund.Unit.DAYS,
        "shares": ((world.organisations["equipe-nationale"], Fraction(1)),),
    }
    return vte(world, **{**made, **changes})
