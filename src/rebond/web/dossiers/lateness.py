"""The written rule for filings after the deadline; `docs/reference/dossiers.md` states it in words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from django.utils import timezone

from rebond.texts import Text

if TYPE_CHECKING:
    from rebond.web.dossiers.models import Dossier

Answer = Literal["allowed", "in_grace", "late"]
_TICK = timedelta(microseconds=1)


def may_file(closes_at: datetime, saved_at: datetime, now: datetime, grace_hours: int) -> Answer:
    """Answer whether a draft may be filed.

    Before `closes_at`: yes. From then on and until `grace_hours` later, only a draft last saved on the
    deadline day, before the deadline, as it was saved: nothing can be changed after `closes_at`. The deadline
    day is the day, in the programme's time zone, of the last instant before `closes_at`; a call that closes
    at midnight closes at the end of the day before. Hours are elapsed hours, whatever the clocks do that night.

    >>> from datetime import UTC
    >>> closes = datetime(2031, 6, 30, 22, tzinfo=UTC)  # midnight in Paris: the deadline day is 30 June
    >>> may_file(closes, datetime(2031, 6, 30, 8, tzinfo=UTC), closes + timedelta(hours=12), 12)
    'in_grace'
    >>> may_file(closes, datetime(2031, 6, 29, 8, tzinfo=UTC), closes, 12)
    'late'
    """
    # Arithmetic inside one time zone counts what the clocks show; in UTC it counts what passes.
    closes_at, saved_at, now = (one.astimezone(UTC) for one in (closes_at, saved_at, now))
    if now < closes_at:
        return "allowed"
    if grace_hours <= 0 or now > closes_at + timedelta(hours=grace_hours):
        return "late"
    is_saved_in_time = saved_at < closes_at
    deadline_day = timezone.localtime(closes_at - _TICK).date()
    is_of_last_day = timezone.localtime(saved_at).date() == deadline_day
    return "in_grace" if is_saved_in_time and is_of_last_day else "late"


def last_moment(dossier: Dossier) -> datetime | None:
    """Return until when a draft of the last day can still be filed; None when the late rule is not for it."""
    from rebond.web.calls.settings import settings_of  # noqa: PLC0415 - the rule itself needs no call

    closes_at = dossier.call.closes_at
    hours = settings_of(dossier.revision).grace_hours
    if closes_at is None or may_file(closes_at, dossier.saved_at, closes_at, hours) == "late":
        return None
    return closes_at + timedelta(hours=hours)


def rule_text(grace_hours: int) -> Text:
    """State the rule of a call in one sentence."""
    if grace_hours <= 0:
        return Text(
            "Aucun dépôt n’est reçu après l’heure de clôture.",
            "No filing is received after the closing time.",
        )
    return Text(
        f"Un brouillon enregistré le jour de la clôture, avant l’heure, peut encore être déposé tel quel pendant "
        f"{grace_hours}\u00a0heures\u202f; aucun autre.",
        f"A draft saved on the closing day, before the time, can still be filed as it is for {grace_hours} hours; "
        "no other can.",
    )
