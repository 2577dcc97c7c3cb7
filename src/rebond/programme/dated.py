"""Values that change over time: periods without overlap, and without a gap unless one is said."""

import calendar
import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

from pydantic import AfterValidator, model_validator

from rebond.programme.complaints import Complaint, refuse
from rebond.programme.errors import ProblemKind
from rebond.programme.policy_model import (
    Bilingual,
    Day,
    MonthOrYear,
    NotApplicable,
    OrAbsent,
    OrUnknown,
    PolicyModel,
    SourceId,
    Unknown,
)
from rebond.texts import Text

T = TypeVar("T")

ONE_DAY = datetime.timedelta(days=1)


class Period(PolicyModel, Generic[T]):
    """A value and the days on which it holds."""

    value: OrAbsent[T]
    """The value; or unknown; or not applicable, which is how a gap is said."""
    valid_from: OrUnknown[Day] | None = None
    """First day on which it holds; unknown when no source gives it."""
    valid_to: OrUnknown[Day] | None = None
    """Last day on which it holds; left out while it is in force; unknown when its end is not established."""
    seen_on: Day | None = None
    """A day on which a source shows that it held, when its first or last day is not known."""
    seen_in: MonthOrYear | None = None
    """The same when only the month or the year of the source is known; counted at its last day."""
    note: Bilingual | None = None
    """What the reader should know."""
    sources: tuple[SourceId, ...] = ()
    """Sources of the value and of its dates."""

    @model_validator(mode="after")
    def _check_days(self) -> "Period[T]":
        first = self.valid_from if isinstance(self.valid_from, datetime.date) else None
        last = self.valid_to if isinstance(self.valid_to, datetime.date) else None
        if first is None and self._seen is None:
            refuse([_no_anchor()])
        if first is not None and last is not None and last < first:
            refuse([_backwards(("valid_to",), first, last)])
        if self.seen_on is not None and self.seen_in is not None:
            refuse([_seen_twice()])
        seen = self._seen
        if seen is not None and (
            (first is not None and seen < first) or (last is not None and seen > last)
        ):
            refuse([_seen_outside(seen, "seen_in" if self.seen_on is None else "seen_on")])
        return self

    @property
    def _seen(self) -> datetime.date | None:
        return self.seen_on if self.seen_in is None else last_day_of(self.seen_in)

    @property
    def last_read(self) -> str:
        """Return the last day, month or year in which a source shows the value, as written."""
        return self.seen_in or self.last_sure_day.isoformat()

    @property
    def first_sure_day(self) -> datetime.date:
        """Return the first day on which the value surely held."""
        day = self.valid_from if isinstance(self.valid_from, datetime.date) else self._seen
        assert day is not None  # noqa: S101 - the validator has required one of the two
        return day

    @property
    def last_sure_day(self) -> datetime.date:
        """Return the last day on which the value surely held; the last of all days while in force."""
        if isinstance(self.valid_to, datetime.date):
            return self.valid_to
        if self.valid_to is None:
            return datetime.date.max
        return self._seen or self.first_sure_day


def _no_anchor() -> Complaint:
    return Complaint(
        ProblemKind.DATES,
        (),
        Text("la période n’a aucun jour connu", "the period has no known day"),
        Text(
            "Donnez valid_from, ou seen_on\u202f: un jour où une source montre que la valeur tenait.",
            "Give valid_from, or seen_on: a day on which a source shows that the value held.",
        ),
    )


def _backwards(at: tuple[str | int, ...], first: datetime.date, last: datetime.date) -> Complaint:
    return Complaint(
        ProblemKind.DATES,
        at,
        Text(
            f"la période finit le {last} avant de commencer le {first}",
            f"the period ends on {last} before it starts on {first}",
        ),
        Text("Corrigez l’un des deux jours.", "Correct one of the two days."),
    )


def last_day_of(span: str) -> datetime.date:
    """Return the last day of a year or of a month.

    Examples
    --------
    >>> last_day_of("2023"), last_day_of("2020-02")
    (datetime.date(2023, 12, 31), datetime.date(2020, 2, 29))
    """
    year, _, month = span.partition("-")
    in_month = int(month or 12)
    return datetime.date(int(year), in_month, calendar.monthrange(int(year), in_month)[1])


def _seen_twice() -> Complaint:
    return Complaint(
        ProblemKind.DATES,
        ("seen_in",),
        Text("seen_on et seen_in sont donnés tous deux", "both seen_on and seen_in are given"),
        Text("Gardez le plus précis.", "Keep the more precise one."),
    )


def _seen_outside(seen: datetime.date, key: str) -> Complaint:
    return Complaint(
        ProblemKind.DATES,
        (key,),
        Text(f"le {seen} est hors de la période", f"{seen} is outside the period"),
        Text(
            "Donnez un jour compris entre valid_from et valid_to.",
            "Give a day between valid_from and valid_to.",
        ),
    )


def check_periods(periods: tuple[Period[Any], ...]) -> tuple[Period[Any], ...]:
    """Refuse periods that overlap, stand out of order, or leave days between known bounds without a value.

    Parameters
    ----------
    periods : tuple of Period

    Returns
    -------
    tuple of Period
        The same.

    Raises
    ------
    ContentError
        With the position of the second of the two periods.
    """
    if not periods:
        refuse([_empty()])
    complaints = []
    for position in range(1, len(periods)):
        earlier, later = periods[position - 1], periods[position]
        if earlier.valid_to is None or later.first_sure_day <= earlier.last_sure_day:
            complaints.append(_overlap(position, earlier, later))
        elif (
            isinstance(earlier.valid_to, datetime.date)
            and isinstance(later.valid_from, datetime.date)
            and later.valid_from != earlier.valid_to + ONE_DAY
        ):
            complaints.append(
                _gap(position, earlier.valid_to + ONE_DAY, later.valid_from - ONE_DAY)
            )
    refuse(complaints)
    return periods


def _empty() -> Complaint:
    return Complaint(
        ProblemKind.DATES,
        (),
        Text("la liste de périodes est vide", "the list of periods is empty"),
        Text("Donnez au moins une période.", "Give at least one period."),
    )


def _overlap(position: int, earlier: Period[Any], later: Period[Any]) -> Complaint:
    starts = later.first_sure_day
    if earlier.valid_to is None:
        ends = Text("n’a pas de fin", "has no end")
    else:
        ends = Text(f"finit le {earlier.last_sure_day}", f"ends on {earlier.last_sure_day}")
    return Complaint(
        ProblemKind.DATES,
        (position,),
        Text(
            f"cette période commence le {starts} alors que la précédente {ends.fr}\u202f: elles se recouvrent",
            f"this period starts on {starts} while the one before {ends.en}: they overlap",
        ),
        Text(
            "Rangez les périodes dans l’ordre et donnez à la précédente un valid_to antérieur.",
            "Put the periods in order and give the one before an earlier valid_to.",
        ),
    )


def _gap(position: int, first: datetime.date, last: datetime.date) -> Complaint:
    return Complaint(
        ProblemKind.DATES,
        (position,),
        Text(f"aucune valeur du {first} au {last}", f"no value from {first} to {last}"),
        Text(
            "Joignez les périodes, ou dites le vide par une période «\u202fstatus: not_applicable\u202f» ou «\u202fstatus: unknown\u202f».",
            "Join the periods, or say the gap with a period “status: not_applicable” or “status: unknown”.",
        ),
    )


InOrder = AfterValidator(check_periods)
"""Marks a list of periods: at least one, in order, no overlap, no gap unless said."""

Certainty = Literal["established", "presumed", "unknown", "not_applicable", "outside"]


@dataclass(frozen=True, slots=True)
class Held(Generic[T]):
    """What held on a day, and how surely.

    Parameters
    ----------
    certainty : str
        ``established``: between known days; ``presumed``: nothing later is known, but no source gives
        the end; ``unknown``; ``not_applicable``; ``outside``: before the first period, after the last,
        or between two periods whose bounds are not known.
    value : T or None
        The value when established or presumed.
    period : Period or None
        The period it comes from.
    """

    certainty: Certainty
    value: T | None
    period: Period[T] | None


def value_on(periods: Sequence[Period[T]], day: datetime.date) -> Held[T]:
    """Return what held on `day`.

    Parameters
    ----------
    periods : sequence of Period
        Checked by `check_periods`.
    day : datetime.date

    Returns
    -------
    Held
    """
    for position, period in enumerate(periods):
        if period.first_sure_day <= day <= period.last_sure_day:
            return _held(period, "established")
        is_last = position == len(periods) - 1
        if is_last and day > period.last_sure_day and isinstance(period.valid_to, Unknown):
            return _held(period, "presumed")
    return Held("outside", None, None)


def _held(period: Period[T], certainty: Certainty) -> Held[T]:
    if isinstance(period.value, Unknown):
        return Held("unknown", None, period)
    if isinstance(period.value, NotApplicable):
        return Held("not_applicable", None, period)
    return Held(certainty, period.value, period)
