"""How long kept needs stay: the table is docs/reference/personal-data.md."""

from __future__ import annotations

from datetime import datetime, timedelta

from rebond.web.needs.models import SavedNeed
from rebond.web.needs.services import end_stale

EVERY_MINUTES = 60
KEPT_ONCE_ENDED = timedelta(days=365)


def erase(now: datetime) -> int:
    """End watches past their time and forget those that ended long ago; return how many addresses went."""
    ended = end_stale(now)
    SavedNeed.objects.filter(
        state=SavedNeed.State.ENDED, ended_at__lt=now - KEPT_ONCE_ENDED
    ).delete()
    return ended


def run(now: datetime) -> None:
    """Run every hour, in one worker."""
    erase(now)
