"""What the pages of labels read from people: days and words, never trusted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from rebond.texts import Text
from rebond.web.labels.errors import DayMissing

MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
NAMES = {
    "on": Text("Le jour d’effet", "The day of effect"),
    "review_on": Text("Le prochain examen", "The next review"),
    "ends_on": Text("La fin du label", "The label’s end"),
}
ACTS = ("review", "suspend", "reinstate", "withdraw", "expire", "correct")
ACT_TEXTS = {
    "review": Text("Réexaminer et maintenir", "Review and keep"),
    "suspend": Text("Suspendre", "Suspend"),
    "reinstate": Text("Rétablir", "Reinstate"),
    "withdraw": Text("Retirer", "Withdraw"),
    "expire": Text("Constater qu’il est échu", "Record that it has expired"),
    "correct": Text("Corriger un événement enregistré", "Correct a recorded event"),
}


@dataclass(frozen=True, slots=True)
class Days:
    """The days of an act."""

    on: date
    review_on: date | None
    ends_on: date | None


def days(posted: Mapping[str, Any]) -> Days:
    """Return the days that a form holds.

    Raises
    ------
    DayMissing
    """
    on = day(posted, "on")
    if on is None:
        raise DayMissing(NAMES["on"], "")
    return Days(on, day(posted, "review_on"), day(posted, "ends_on"))


def day(posted: Mapping[str, Any], name: str) -> date | None:
    """Return a day of a form; None when left empty.

    Raises
    ------
    DayMissing
    """
    written = str(posted.get(name, "")).strip()[:20]
    if not written:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise DayMissing(NAMES[name], written) from None


def number(posted: Mapping[str, Any], name: str) -> int:
    """Return a whole number of a form; 0 for what is none."""
    written = str(posted.get(name, ""))
    return int(written) if written.isascii() and written.isdigit() and len(written) < 6 else 0  # noqa: PLR2004


def month(written: str, otherwise: date) -> date:
    """Return the first day of a month asked for as « 2031-06 »."""
    if MONTH.fullmatch(written) and written[:4] != "0000":
        return date.fromisoformat(f"{written}-01")
    return otherwise.replace(day=1)
