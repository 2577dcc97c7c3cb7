"""Labels whose last day is past: the platform records that they expired, as an act with its reason."""

from __future__ import annotations

from datetime import datetime, timedelta

from rebond.texts import day_text
from rebond.web.clock import today
from rebond.web.labels import services
from rebond.web.labels.folding import state_on
from rebond.web.labels.models import Label, LabelEvent

EVERY_MINUTES = 60


def expire_due(now: datetime) -> None:
    """Record the expiry of every standing label whose last day is past, on the day after it; run twice, it records once."""
    day = today(now)
    named = LabelEvent.objects.filter(ends_on__lt=day).values("label")
    for label in Label.objects.filter(pk__in=named).prefetch_related("events").order_by("pk"):
        state = state_on(list(label.events.all()), day)
        if state.ends_on is None or not state.is_past_end(day):
            continue
        reason = (
            f"Le label était donné jusqu’au {day_text(state.ends_on).fr} ; "
            "aucun acte ne l’a prolongé avant cette date."
        )
        services.expire(None, label, state.ends_on + timedelta(days=1), reason, now)
