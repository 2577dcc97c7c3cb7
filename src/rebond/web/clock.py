"""The one clock of the pages: views ask it once and pass the moment on; tests replace it."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    """Return the present moment, with its offset."""
    moment: datetime = settings.CLOCK()
    return moment


def today(moment: datetime | None = None) -> date:
    """Return the day in the programme's time zone on which a moment falls."""
    return timezone.localtime(moment or now()).date()
