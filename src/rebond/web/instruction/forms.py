"""What the pages of instruction send, read into values that services take."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.http import QueryDict
from django.utils import timezone

from rebond.texts import Text
from rebond.web.clock import today
from rebond.web.instruction.errors import BadDueDay, BadPlace
from rebond.web.instruction.queries.boards import STATES, Filters

ELIGIBILITIES = frozenset({"yes", "no", "unknown"})
LAST_MINUTE = time(23, 59)
MOST_PLACE = 10_000
MOST_LETTERS = 24
MOST_DIGITS = 18


def filters(sent: QueryDict) -> Filters:
    """Read the filters of the board; what is not one of the choices is no filter."""
    state = sent.get("etat", "")
    eligibility = sent.get("eligibilite", "")
    return Filters(
        call=word(sent.get("appel", "")),
        state=state if state in STATES else next(iter(STATES)),
        eligibility=eligibility if eligibility in ELIGIBILITIES else "",
        departement=word(sent.get("departement", "")),
        is_mine=sent.get("a_moi") == "1",
    )


def word(raw: str) -> str:
    """Read a code: what could not be one becomes empty, which names nothing."""
    is_code = len(raw) <= MOST_LETTERS and raw.isascii() and raw.replace("-", "").isalnum()
    return raw if is_code else ""


def keys(raw: Iterable[str]) -> list[int]:
    """Read keys of rows; what is no key is left out."""
    return [int(one) for one in raw if one.isascii() and one.isdecimal() and len(one) < MOST_DIGITS]


def key(raw: str) -> int:
    """Read the key of a row; 0, which no row has, when it is none."""
    return next(iter(keys([raw])), 0)


def day_end(raw: str) -> datetime:
    """Read a day and return its last minute in the programme's time zone.

    Raises
    ------
    BadDueDay
        When the text is no day.
    """
    try:
        day = date.fromisoformat(raw.strip())
        return timezone.make_aware(datetime.combine(day, LAST_MINUTE))
    except (ValueError, OverflowError) as fault:
        raise BadDueDay(
            Text(f"« {raw[:40]} » n’est pas un jour.", f"“{raw[:40]}” is not a day."),
            Text("Choisissez un jour du calendrier.", "Choose a day of the calendar."),
        ) from fault


def place(raw: str) -> int | None:
    """Read a place in the list; nothing written means that the dossier is left out.

    Raises
    ------
    BadPlace
        When the text is no place.
    """
    raw = raw.strip()
    if not raw:
        return None
    if not raw.isascii() or not raw.isdigit() or len(raw) > len(str(MOST_PLACE)) or int(raw) < 1:
        raise BadPlace(raw[:40])
    return int(raw)


def suggested_day(now: datetime, days: int, limit: datetime | None) -> str:
    """Return the day offered first: so many days ahead, the call's own date when it comes sooner."""
    wanted = today(now) + timedelta(days=days)
    if limit is not None and today(now) < today(limit) < wanted:
        wanted = today(limit)
    return wanted.isoformat()
