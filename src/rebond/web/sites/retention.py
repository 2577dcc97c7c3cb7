"""How long personal data of the registry is kept; the table is docs/reference/personal-data.md."""

from __future__ import annotations

from datetime import datetime

from rebond.web.sites.services.reports import erase_old

EVERY_MINUTES = 24 * 60


def run(now: datetime) -> None:
    """Apply the rule, as the worker calls it."""
    erase_old(now)
