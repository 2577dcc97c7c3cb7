"""What a person agrees to tell with the signature, kept on the recruitment: aids read this, never the profile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q

from rebond.texts import Text
from rebond.web.aids import checking, contract_terms, measures
from rebond.web.aids.models import Offer, Profile, Recruitment
from rebond.web.aids.profiles import LABELS
from rebond.web.clock import today

EMPTY: dict[str, Any] = {"level": "", "situation": "", "graduated_on": None}
KEPT = timedelta(days=5 * 365)
"""After the label: as the facts of the aids that read them."""
NEVER_LABELLED = timedelta(days=365)
"""After the signature, when nothing came of it."""


@dataclass(frozen=True, slots=True)
class Agreed:
    """What is typed with the signature; anything may be left unsaid, and is then unknown."""

    level: str = ""
    situation: str = ""
    graduated_on: str | date | None = None


def read(agreed: Agreed, offer: Offer, now: datetime) -> dict[str, Any]:
    """Return what is kept of it.

    Raises
    ------
    RebondError
        When something typed is no choice, or the day of the diploma contradicts the situation.
    """
    measure, on = (offer.programme_id, offer.measure_id), today(now)
    situations = measures.options(measure, measures.SITUATION)
    situation = checking.choice("situation", LABELS["situation"], agreed.situation, situations)
    graduated_on = checking.day("graduated_on", LABELS["graduated_on"], agreed.graduated_on)
    if situation:
        contract_terms.check_situation(situation, situations[situation], graduated_on, on)
    levels = measures.options(measure, measures.LEVEL)
    return {
        "level": checking.choice("level", LABELS["level"], agreed.level, levels),
        "situation": situation,
        "graduated_on": graduated_on,
    }


def proposed(person_id: int, now: datetime) -> Agreed:
    """Return what one's own profile would say, for the person to agree to or to change before signing."""
    profile = Profile.objects.filter(user=person_id, expires_at__gt=now).first()
    if profile is None:
        return Agreed()
    day = profile.graduated_on.isoformat() if profile.graduated_on else ""
    return Agreed(profile.level, profile.situation, day)


def shown(one: Recruitment) -> list[tuple[Text, Text]]:
    """Return what was agreed, in words; nothing before the signature."""
    measure = (one.offer.programme_id, one.offer.measure_id)
    rows = (
        (LABELS["level"], measures.options(measure, measures.LEVEL).get(one.level)),
        (LABELS["situation"], measures.options(measure, measures.SITUATION).get(one.situation)),
    )
    return [(label, words) for label, words in rows if words is not None]


def erase_old(now: datetime) -> int:
    """Erase what was told for contracts whose time is over, or that came to nothing."""
    told = ~Q(level="") | ~Q(situation="") | Q(graduated_on__isnull=False)
    old = Q(labelled_at__lt=now - KEPT) | Q(
        labelled_at=None, person_signed_at__lt=now - NEVER_LABELLED
    )
    return Recruitment.objects.filter(told, old).update(**EMPTY)
