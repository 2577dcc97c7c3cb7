"""What the pages of administration read from people: settings and dates."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from rebond.texts import Text
from rebond.web.calls.models import CLOSES, COMMITTEE, OPENS, RESULTS, Call
from rebond.web.calls.moments import LAST_SECOND, MORNING, NoSuchHour, moment
from rebond.web.calls.settings import BOUNDS, TITLES, CallSettings
from rebond.web.calls.stages import DATES, FIELDS
from rebond.web.theme.writing import words

SPARE_CRITERIA = 3
MOST_CRITERIA = 20
OF_POLICY = ("k", "covered_regions_min")
"""Settings that the choices decide; they follow the policy."""
SWITCHES = ("has_regional_stage", "public_reviews")


@dataclass(frozen=True, slots=True)
class NumberField:
    """One whole number of the settings."""

    name: str
    title: Text
    value: str
    least: int
    most: int
    may_be_left: bool


@dataclass(frozen=True, slots=True)
class CriterionField:
    """One criterion that reviewers score."""

    number: int
    id: str
    title_fr: str
    title_en: str


@dataclass(frozen=True, slots=True)
class SettingsForm:
    """The settings as the page shows them."""

    numbers: tuple[NumberField, ...]
    switches: tuple[tuple[str, Text, bool], ...]
    criteria: tuple[CriterionField, ...]


def settings_form(values: Mapping[str, Any]) -> SettingsForm:
    """Return the form of settings, saved or as just typed."""
    return SettingsForm(
        numbers=tuple(
            NumberField(name, TITLES[name], _as_text(values.get(name)), *BOUNDS[name])
            for name in BOUNDS
            if name not in OF_POLICY
        ),
        switches=tuple((name, TITLES[name], bool(values.get(name))) for name in SWITCHES),
        criteria=_criteria_fields(values.get("review_criteria") or ()),
    )


def _as_text(value: Any) -> str:
    return "" if value is None else str(value)


def _criteria_fields(criteria: Any) -> tuple[CriterionField, ...]:
    rows = [(one["id"], one["title_fr"], one["title_en"]) for one in criteria]
    spare = [("", "", "")] * max(0, min(SPARE_CRITERIA, MOST_CRITERIA - len(rows)))
    return tuple(CriterionField(n, *row) for n, row in enumerate((*rows, *spare), 1))


def read_settings(posted: QueryDict, before: CallSettings) -> dict[str, Any]:
    """Return the settings that a form holds; what is not a number stays as typed, to be refused by name."""
    found: dict[str, Any] = {**before.as_json()}
    for name in OF_POLICY:
        found.pop(name)
    for name in BOUNDS:
        if name not in OF_POLICY:
            found[name] = _whole(posted.get(name, ""))
    for name in SWITCHES:
        found[name] = posted.get(name) == "oui"
    criteria = []
    for number in range(1, MOST_CRITERIA + 1):
        fr, en = (posted.get(f"critere-{number}-{lang}", "").strip() for lang in ("fr", "en"))
        if fr or en:
            ident = posted.get(f"critere-{number}-id", "").strip() or f"critere_{number}"
            criteria.append({"id": ident[:64], "title_fr": fr, "title_en": en})
    found["review_criteria"] = criteria
    return found


def _whole(written: str) -> Any:
    written = written.strip()
    if not written:
        return None
    is_number = written.isascii() and written.isdigit() and len(written) <= 12  # noqa: PLR2004
    return int(written) if is_number else written[:40]


@dataclass(frozen=True, slots=True)
class DateField:
    """One date of a call: day, hour, and the moment that the page showed."""

    code: str
    title: Text
    day: str
    hour: str
    seen: str
    fault: str = ""


def date_fields(call: Call) -> list[DateField]:
    """Return the six dates as they stand."""
    fields = []
    for code, name in FIELDS.items():
        value = getattr(call, name)
        local = timezone.localtime(value) if value else None
        fields.append(
            DateField(
                code,
                DATES[code],
                local.date().isoformat() if local else "",
                f"{local:%H:%M}" if local else _usual_hour(code),
                value.isoformat() if value else "",
            )
        )
    return fields


def _usual_hour(code: str) -> str:
    return f"{MORNING:%H:%M}" if code in (OPENS, COMMITTEE, RESULTS) else f"{LAST_SECOND:%H:%M}"


@dataclass(frozen=True, slots=True)
class Dates:
    """What a form of dates asks: the moments to set, the call as its page showed it, the fields as typed."""

    moments: Mapping[str, datetime]
    seen: Call
    fields: list[DateField]

    @property
    def has_fault(self) -> bool:
        """Whether something typed is not a moment."""
        return any(one.fault for one in self.fields)


def read_dates(posted: QueryDict, call: Call) -> Dates:
    """Read the dates typed; one left as it was shown is not moved."""
    seen = copy(call)
    moments: dict[str, datetime] = {}
    fields = []
    for shown in date_fields(call):
        code = shown.code
        if f"jour-{code}" not in posted:
            fields.append(shown)
            continue
        day, hour = (posted.get(f"{part}-{code}", "").strip()[:20] for part in ("jour", "heure"))
        known = posted.get(f"vu-{code}", shown.seen)[:40]
        fault, value = "", _moment_seen(known)
        setattr(seen, FIELDS[code], value)
        was = timezone.localtime(value) if value else None
        is_same = was is not None and (was.date().isoformat(), f"{was:%H:%M}") == (day, hour)
        if day and not is_same:
            try:
                moments[code] = _read_moment(day, hour or _usual_hour(code))
            except NoSuchHour:
                fault = _("Cette heure n’existe pas ce jour-là : on passe à l’heure d’été.")
            except ValueError:
                fault = _("Écrivez un jour AAAA-MM-JJ et une heure HH:MM.")
        elif not day and value is not None:
            fault = _("Une date fixée se déplace, elle ne s’efface pas.")
        fields.append(DateField(code, shown.title, day, hour, known, fault))
    return Dates(moments, seen, fields)


def _read_moment(day: str, hour: str) -> datetime:
    at = time.fromisoformat(hour)
    if at.tzinfo is not None:
        raise ValueError(hour)
    if (at.hour, at.minute) == (LAST_SECOND.hour, LAST_SECOND.minute):
        # The last minute of a day is the whole of it: a deadline « until the 30th » includes the 30th.
        at = LAST_SECOND
    return moment(date.fromisoformat(day), at)


def _moment_seen(written: str) -> datetime | None:
    try:
        value = datetime.fromisoformat(written)
    except ValueError:
        return None
    return value if value.tzinfo is not None else None


def missing_words(missing: list[Text]) -> list[str]:
    """Write what keeps a call from being published."""
    return [words(one) for one in missing]


__all__ = [
    "CLOSES",
    "DateField",
    "Dates",
    "SettingsForm",
    "date_fields",
    "missing_words",
    "read_dates",
    "read_settings",
    "settings_form",
]
