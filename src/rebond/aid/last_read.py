"""When the rules that an answer rests on were last read, where no source says that they still hold, nor that they ended.

Before the first day on which a source shows a rule nothing can be said; after the last one the rule holds until
something says that it ended, and the answer says so in its sentence.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from rebond.programme.dated import Period
from rebond.texts import MONTHS, Text, day_text, verbatim

MONTH_LENGTH = len("2020-12")


@dataclass(frozen=True, slots=True)
class LastRead:
    """The last readings of the rules that are presumed to hold still.

    Parameters
    ----------
    first : str
        The earliest of them: a day, a month or a year, as the sources give it.
    last : str
        The latest of them; the same when one reading shows them all.
    """

    first: str
    last: str

    @property
    def condition(self) -> Text:
        """Return the condition under which the answer holds, to stand after it."""
        if self.first == self.last:
            return Text(
                "si la règle lue pour la dernière fois {when} vaut encore",
                "if the rule last read {when} still holds",
            ).filled(when=_when(self.first))
        return Text(
            "si les règles lues pour la dernière fois entre {first} et {last} valent encore",
            "if the rules last read between {first} and {last} still hold",
        ).filled(first=_bound(self.first), last=_bound(self.last))

    def as_json(self) -> dict[str, str]:
        """Return JSON values."""
        return {"first": self.first, "last": self.last}


def last_read(periods: Iterable[Period[Any]]) -> LastRead | None:
    """Return the earliest and the latest of the last readings of `periods`; None without any."""
    read = sorted({(one.last_sure_day, one.last_read) for one in periods})
    return LastRead(read[0][1], read[-1][1]) if read else None


def span_text(span: str | datetime.date) -> Text:
    """Return a day, a month or a year in words, without an article."""
    if isinstance(span, datetime.date):
        return day_text(span)
    if len(span) > MONTH_LENGTH:
        return day_text(datetime.date.fromisoformat(span))
    year, _, month = span.partition("-")
    if not month:
        return verbatim(year)
    return Text(f"{MONTHS['fr'][int(month) - 1]} {year}", f"{MONTHS['en'][int(month) - 1]} {year}")


def _when(span: str) -> Text:
    is_day = len(span) > MONTH_LENGTH
    words = Text("le {span}", "on {span}") if is_day else Text("en {span}", "in {span}")
    return words.filled(span=span_text(span))


def _bound(span: str) -> Text:
    words = span_text(span)
    return Text(f"le {words.fr}", words.en) if len(span) > MONTH_LENGTH else words
