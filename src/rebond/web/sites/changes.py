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
    known = RegistryState.objects.order_by("pk").values_list("number", flat=True).first()
    return known or 0
