"""Telling every process that what searches read has changed."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F

from rebond.web.sites.models import RegistryState


def bump(now: datetime) -> None:
    """Move the registry's number on, in the transaction of what changes."""
    if not RegistryState.objects.update(number=F("number") + 1, changed_at=now):
        RegistryState.objects.create(number=1, changed_at=now)


def number() -> int:
    """Return the registry's number; 0 before anything was ever written."""
    return state()[0]


def state() -> tuple[int, datetime | None]:
    """Return the registry's number and when it moved there; 0 and None before anything was ever written."""
    rows = RegistryState.objects.order_by("pk").values_list("number", "changed_at")
    return rows.first() or (0, None)
