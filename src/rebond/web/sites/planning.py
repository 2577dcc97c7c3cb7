"""From the description of a site's procedures to its tier and the days by which it may be ready."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from rebond.procedure.planning import plan_site
from rebond.web.sites.changes import bump
from rebond.web.sites.models import Site

SHARES = tuple(percent / 100 for percent in range(5, 100, 5))
"""The chances, 5 % to 95 %, of the nineteen days of `Site.ready_on`."""


def dates_of(plan: Mapping[str, Any], on: date) -> tuple[int, list[str]]:
    """Return the maturity tier and the nineteen days, as ISO dates.

    Raises
    ------
    RebondError
        What the engine refuses in the description.
    """
    found = plan_site(plan, as_of=on, with_order=False)
    return found.maturity.tier, [found.day_reached(share).isoformat() for share in SHARES]


@transaction.atomic
def refresh(site: Site, on: date, now: datetime) -> None:
    """Plan a site again and write what searches read; without a description, nothing is known."""
    tier, days = dates_of(site.plan, on) if site.plan else (None, [])
    columns = {"tier": tier, "ready_on": days, "planned_as_of": on if site.plan else None}
    for name, value in columns.items():
        setattr(site, name, value)
    Site.objects.filter(pk=site.pk, number=site.number).update(**columns)
    bump(now)
