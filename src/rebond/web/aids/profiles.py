"""A young person's own profile: written, shown to firms by consent only, erased at its day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from rebond.procedure.legal_time import add_months
from rebond.texts import Text
from rebond.web.accounts.models import User
from rebond.web.aids import checking, measures, telling
from rebond.web.aids.models import Profile, Recruitment
from rebond.web.aids.recruiting_errors import DayPast, ProfileOver, TooManyChosen
from rebond.web.aids.references import new_reference
from rebond.web.aids.wording import RECRUITMENT_STATES
from rebond.web.clock import today
from rebond.web.journal.services import append

TEXT, MOST_PLACES, MOST_KM = 2000, 5, 1000
REMINDED_BEFORE = timedelta(days=30)
EVERY_MINUTES = 24 * 60
AT_ONCE = 500
LABELS = {
    "level": Text("Niveau de diplôme", "Level of diploma"),
    "situation": Text("Situation", "Situation"),
    "graduated_on": Text("Date du diplôme", "Date of the diploma"),
    "places": Text("Où", "Where"),
    "range_km": Text("Jusqu’à combien de kilomètres", "Up to how many kilometres"),
    "available_from": Text("Libre à partir du", "Free from"),
    "text": Text("Ce que vous cherchez", "What you are looking for"),
}


@dataclass(frozen=True, slots=True)
class Writing:
    """What a profile says, as typed; anything may be left unsaid."""

    skills: Sequence[str] = ()
    level: str = ""
    situation: str = ""
    graduated_on: str | date | None = None
    places: Sequence[str] = ()
    range_km: str = "30"
    available_from: str | date | None = None
    text: str = ""


def save(user: User, writing: Writing, *, now: datetime) -> Profile:
    """Create or edit one's own profile; writing it prolongs it, and shows it to nobody by itself.

    Raises
    ------
    RebondError
        When something typed cannot be used.
    """
    values = _values(writing, now)
    with transaction.atomic():
        _require_own(user)
        values |= {"saved_at": now, "expires_at": expiry(now), "reminded_at": None}
        profile, is_new = Profile.objects.get_or_create(
            user=user,
            defaults={"reference": new_reference("J", Profile), "created_at": now, **values},
        )
        if not is_new:
            profile = Profile.objects.select_for_update().get(pk=profile.pk)
            for name, value in values.items():
                setattr(profile, name, value)
            profile.save(update_fields=[*values])
        _write("aids.profile_saved", profile, now)
    return profile


def consent(user: User, *, now: datetime) -> Profile:
    """Agree to be shown to firms with an open offer, without name or address; prolongs the profile."""
    with transaction.atomic():
        one = in_force(user, now)
        one.consented_at, one.expires_at, one.reminded_at = now, expiry(now), None
        one.save(update_fields=["consented_at", "expires_at", "reminded_at"])
        _write("aids.profile_consented", one, now)
    return one


def withdraw_consent(user: User, *, now: datetime) -> Profile:
    """Be shown to nobody any more; firms already answered keep what they were told."""
    with transaction.atomic():
        one = in_force(user, now)
        one.consented_at = None
        one.save(update_fields=["consented_at"])
        _write("aids.profile_withdrawn", one, now)
    return one


def erase(user: User, *, now: datetime) -> None:
    """Erase one's own profile at once."""
    with transaction.atomic():
        _require_own(user)
        profile = Profile.objects.select_for_update().filter(user=user).first()
        if profile is None:
            raise ProfileOver
        _write("aids.profile_erased", profile, now)
        profile.delete()


def in_force(user: User, now: datetime) -> Profile:
    """Lock and return a person's profile.

    Raises
    ------
    ProfileOver
        When there is none, or it has expired.
    """
    _require_own(user)
    profile = Profile.objects.select_for_update().filter(user=user, expires_at__gt=now).first()
    if profile is None:
        raise ProfileOver
    return profile


def has_one(user: Any, now: datetime) -> bool:
    """Return whether the person has a profile that has not expired."""
    return Profile.objects.filter(user=user, expires_at__gt=now).exists()


def shown(now: datetime) -> QuerySet[Profile]:
    """Return the profiles that firms with an open offer may read."""
    return Profile.objects.filter(
        consented_at__isnull=False, expires_at__gt=now, user__is_active=True
    )


def expiry(now: datetime) -> datetime:
    """Return when a profile written now is erased."""
    local = timezone.localtime(now)
    day = add_months(local.date(), settings.PROFILE_MONTHS)
    return local.replace(year=day.year, month=day.month, day=day.day)


def export(user: User) -> dict[str, Any]:
    """Return what is held about a person here, as JSON holds it."""
    profile = Profile.objects.filter(user=user).first()
    mine = Recruitment.objects.filter(person=user).select_related("offer__organisation")
    return {
        "profile": None if profile is None else _exported(profile),
        "recruitments": [
            {
                "reference": one.reference,
                "offer": one.offer.reference,
                "firm": one.offer.organisation.name,
                "state": RECRUITMENT_STATES[one.state].fr,
                "starts_on": _iso(one.starts_on),
                "ends_on": _iso(one.ends_on),
                "broken_on": _iso(one.broken_on),
                "answered_at": _iso(one.answered_at),
                "firm_signed_at": _iso(one.firm_signed_at),
                "person_signed_at": _iso(one.person_signed_at),
                "labelled_at": _iso(one.labelled_at),
                "person_key": one.person_key,
                "level": one.level,
                "situation": one.situation,
                "graduated_on": _iso(one.graduated_on),
            }
            for one in mine.order_by("created_at", "pk")
        ],
    }


def run(now: datetime) -> None:
    """Erase profiles past their day and tell people of those that come near it, as the worker calls it."""
    old = Profile.objects.filter(expires_at__lte=now).order_by("pk")
    for key in list(old.values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            one = Profile.objects.select_for_update().filter(pk=key, expires_at__lte=now).first()
            if one is not None:
                telling.tell_of_profile(one, telling.EXPIRED, {}, now)
                _write("aids.profile_erased", one, now)
                one.delete()
    near = Profile.objects.filter(expires_at__lte=now + REMINDED_BEFORE, reminded_at=None)
    for key in list(near.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            one = Profile.objects.select_for_update().filter(pk=key, reminded_at=None).first()
            if one is not None:
                one.reminded_at = now
                one.save(update_fields=["reminded_at"])
                facts = {"day": today(one.expires_at).isoformat()}
                telling.tell_of_profile(one, telling.EXPIRES, facts, now)


def _values(writing: Writing, now: datetime) -> dict[str, Any]:
    graduated_on = checking.day("graduated_on", LABELS["graduated_on"], writing.graduated_on)
    if graduated_on is not None and graduated_on > today(now) + timedelta(days=730):
        raise DayPast("graduated_on", LABELS["graduated_on"], graduated_on, is_future=True)
    places = [one for one in writing.places if one.strip()]
    if len(places) > MOST_PLACES:
        raise TooManyChosen("places", LABELS["places"], len(places), MOST_PLACES)
    wanted = [checking.wanted("places", LABELS["places"], one) for one in places]
    return {
        "skills": checking.chosen_skills(writing.skills),
        "level": checking.choice("level", LABELS["level"], writing.level, choices(measures.LEVEL)),
        "situation": checking.choice(
            "situation", LABELS["situation"], writing.situation, choices(measures.SITUATION)
        ),
        "graduated_on": graduated_on,
        "places": [list(one) for one in dict.fromkeys((kind, code) for kind, code in wanted)],
        "range_km": checking.whole(
            "range_km", LABELS["range_km"], writing.range_km or "0", 0, MOST_KM
        ),
        "available_from": checking.day(
            "available_from", LABELS["available_from"], writing.available_from
        ),
        "text": checking.text("text", LABELS["text"], writing.text, TEXT, is_required=False),
    }


def choices(question: str) -> dict[str, Text]:
    """Return the choices of a question over every measure that firms recruit under, each once."""
    found: dict[str, Text] = {}
    for measure in measures.offered():
        found |= measures.options(measure, question)
    return found


def _require_own(user: User) -> None:
    if not user.is_authenticated or not user.is_active:
        raise PermissionDenied


def _exported(profile: Profile) -> dict[str, Any]:
    return {
        "reference": profile.reference,
        "skills": profile.skills,
        "level": profile.level,
        "situation": profile.situation,
        "graduated_on": _iso(profile.graduated_on),
        "places": profile.places,
        "range_km": profile.range_km,
        "available_from": _iso(profile.available_from),
        "text": profile.text,
        "consented_at": _iso(profile.consented_at),
        "expires_at": _iso(profile.expires_at),
        "saved_at": _iso(profile.saved_at),
    }


def _iso(day: date | datetime | None) -> str | None:
    return day.isoformat() if day is not None else None


def _write(act: str, profile: Profile, now: datetime) -> None:
    append(None, act, ("profile", profile.reference), {}, now=now)
