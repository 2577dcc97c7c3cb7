"""Which vintage may be used for a decision of a given date.

The test is on what the data describe, not on when they were published: a vintage enters when the
last day it describes is not after the date. Publication comes later, and published figures are
revised, so that what was on the table on that day may have been an older vintage still; the texts
say so where the day of publication is known.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

from rebond.texts import Text, verbatim

AsOfState = Literal["in_time", "later_allowed", "later_excluded", "unavailable"]

_QUARTER = re.compile(r"(\d{4})-T([1-4])\Z")


class Dated(Protocol):
    """What the rule needs to know of a dataset."""

    @property
    def id(self) -> str:
        """Name of the table."""

    @property
    def vintage(self) -> Text:
        """Vintage in words."""

    @property
    def published_on(self) -> date | None:
        """Day of publication; None when not established."""

    def observed_until_of(self, column: str) -> date:
        """Last day that a column describes."""


@dataclass(frozen=True, slots=True)
class Read:
    """Columns of one dataset that an indicator reads."""

    dataset: Dated
    columns: tuple[str, ...]

    @property
    def observed_until(self) -> date:
        """Last day that the columns describe."""
        return max(self.dataset.observed_until_of(column) for column in self.columns)


@dataclass(frozen=True, slots=True)
class Choice:
    """The vintage chosen for one indicator, or why there is none.

    Parameters
    ----------
    state : {"in_time", "later_allowed", "later_excluded", "unavailable"}
    dataset : str
        Names of the tables, joined by « + »; empty when no data exist.
    vintage : Text
        Vintage in words, or the period chosen.
    period : str or None
        The period chosen in a table that holds several.
    why : Text
        One sentence for the reader.
    """

    state: AsOfState
    dataset: str
    vintage: Text
    period: str | None
    why: Text

    @property
    def is_usable(self) -> bool:
        """Whether the vintage enters the evaluation."""
        return self.state in ("in_time", "later_allowed")


def quarter_end(quarter: str) -> date:
    """Return the last day of a quarter written ``YYYY-Tn``.

    Raises
    ------
    ValueError
        When `quarter` is written otherwise.

    Examples
    --------
    >>> quarter_end("2020-T2")
    datetime.date(2020, 6, 30)
    """
    match = _QUARTER.match(quarter)
    if match is None:
        raise ValueError(f"{quarter!r} is not a quarter written YYYY-Tn")
    year, month = int(match[1]), 3 * int(match[2])
    return date(year, month, calendar.monthrange(year, month)[1])


def last_ended_quarter(quarters: Iterable[str], as_of: date) -> str | None:
    """Return the latest quarter that had fully ended before a date, or None.

    A quarter whose last day is the date itself has not ended before it.

    Examples
    --------
    >>> last_ended_quarter(["2020-T1", "2020-T2", "2020-T3"], date(2020, 7, 20))
    '2020-T2'
    >>> last_ended_quarter(["2020-T1", "2020-T2"], date(2020, 6, 30))
    '2020-T1'
    """
    ended = [one for one in quarters if quarter_end(one) < as_of]
    return max(ended, key=quarter_end, default=None)


def choose_vintage(reads: Sequence[Read], as_of: date, *, allow_later: bool) -> Choice:
    """Decide whether datasets of one vintage each may be used as of a date.

    Parameters
    ----------
    reads : sequence of Read, not empty
        All that the indicator reads; the latest of them decides.
    as_of : date
    allow_later : bool
        Whether a later vintage was asked for by name.

    Returns
    -------
    Choice
    """
    latest = max(reads, key=lambda one: one.observed_until)
    names = " + ".join(one.dataset.id for one in reads)
    vintage = _listed([one.dataset.vintage for one in reads])
    words = {
        "table": verbatim(latest.dataset.id),
        "until": _day(latest.observed_until),
        "as_of": _day(as_of),
    }
    if latest.observed_until <= as_of:
        return Choice("in_time", names, vintage, None, _in_time(reads, as_of).filled(**words))
    if allow_later:
        return Choice("later_allowed", names, vintage, None, _LATER_ALLOWED.filled(**words))
    return Choice("later_excluded", names, vintage, None, _LATER_EXCLUDED.filled(**words))


def choose_quarter(dataset: Dated, quarters: Iterable[str], as_of: date) -> Choice:
    """Choose the quarter of a table that holds many.

    Parameters
    ----------
    dataset : dataset
    quarters : iterable of str, ``YYYY-Tn``
    as_of : date

    Returns
    -------
    Choice
        Never a quarter that had not ended before `as_of`, whatever was asked for.
    """
    held = sorted(set(quarters), key=quarter_end)
    chosen = last_ended_quarter(held, as_of)
    words = {
        "table": verbatim(dataset.id),
        "as_of": _day(as_of),
        "chosen": verbatim(chosen or ""),
        "first": verbatim(held[0] if held else "—"),
    }
    if chosen is None:
        why = _NO_QUARTER.filled(**words)
        return Choice("later_excluded", dataset.id, dataset.vintage, None, why)
    return Choice("in_time", dataset.id, verbatim(chosen), chosen, _QUARTER_CHOSEN.filled(**words))


def no_data(why: Text) -> Choice:
    """Return the choice of an indicator for which no data are at hand."""
    return Choice("unavailable", "", Text("", ""), None, why)


_LATER_ALLOWED = Text(
    "«\u202f{table}\u202f» décrit la situation jusqu’au {until}, après la date retenue ({as_of})\u202f; "
    "admis par la politique ou par la demande.",
    "“{table}” describes the situation up to {until}, after the date ({as_of}); "
    "let in by the policy or by the request.",
)
_LATER_EXCLUDED = Text(
    "«\u202f{table}\u202f» décrit la situation jusqu’au {until}, après la date retenue ({as_of})\u202f: la valeur "
    "est manquante, et non nulle.",
    "“{table}” describes the situation up to {until}, after the date ({as_of}): the value is "
    "missing, which is not zero.",
)
_NO_QUARTER = Text(
    "aucun trimestre de «\u202f{table}\u202f» (le premier est {first}) n’était achevé avant le {as_of}\u202f: la "
    "valeur est manquante, et non nulle.",
    "no quarter of “{table}” (the first is {first}) had ended before {as_of}: the value is missing, "
    "which is not zero.",
)
_QUARTER_CHOSEN = Text(
    "{chosen}, dernier trimestre achevé avant le {as_of} dans «\u202f{table}\u202f»\u202f; série révisée, telle que "
    "publiée depuis.",
    "{chosen}, the last quarter that had ended before {as_of} in “{table}”; a revised series, as "
    "published since.",
)


def _in_time(reads: Sequence[Read], as_of: date) -> Text:
    said = Text(
        "«\u202f{table}\u202f» décrit la situation jusqu’au {until}, pas au-delà de la date retenue ({as_of}).",
        "“{table}” describes the situation up to {until}, not beyond the date ({as_of}).",
    )
    published = [one.dataset.published_on for one in reads if one.dataset.published_on is not None]
    if not published or max(published) <= as_of:
        return said
    on = _day(max(published))
    return Text(
        f"{said.fr} Publication le {on.fr}, après cette date.",
        f"{said.en} Published on {on.en}, after that date.",
    )


def _day(day: date) -> Text:
    return Text(f"{day:%d/%m/%Y}", day.isoformat())


def _listed(texts: Sequence[Text]) -> Text:
    kept = list(dict.fromkeys(texts))
    return Text(" ; ".join(one.fr for one in kept), "; ".join(one.en for one in kept))
