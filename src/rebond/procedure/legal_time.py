"""Days, calendar months and public holidays, as the texts count them."""

from __future__ import annotations

import calendar
import datetime
import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np

from rebond.procedure.errors import DayOutOfCalendar, MomentWithoutZone, NegativeSpan
from rebond.texts import Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

PARIS = ZoneInfo("Europe/Paris")
MONTHS_A_YEAR = 12
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Span:
    """A delay as a text writes it: calendar months, then days.

    Parameters
    ----------
    months, days : int
        Not negative. A year is twelve months, a week seven days.

    Raises
    ------
    NegativeSpan

    Examples
    --------
    >>> Span(months=3) + Span(months=1)
    Span(months=4, days=0)
    """

    months: int = 0
    days: int = 0

    def __post_init__(self) -> None:
        if self.months < 0 or self.days < 0:
            raise NegativeSpan(self.months, self.days)

    def __add__(self, other: Span) -> Span:
        return Span(self.months + other.months, self.days + other.days)

    @property
    def text(self) -> Text:
        """Return the delay in words."""
        parts = [
            Text(f"{self.months} mois", f"{self.months} month{'s' if self.months > 1 else ''}")
            if self.months
            else None,
            Text(
                f"{self.days} jour{'s' if self.days > 1 else ''}",
                f"{self.days} day{'s' if self.days > 1 else ''}",
            )
            if self.days or not self.months
            else None,
        ]
        kept = [part for part in parts if part is not None]
        return Text(" et ".join(part.fr for part in kept), " and ".join(part.en for part in kept))


def add_months(day: datetime.date, months: int) -> datetime.date:
    """Return the same day of the month, `months` later, «de quantième à quantième».

    Parameters
    ----------
    day : date
    months : int
        All the months of a clock together, not one increase after the other.

    Returns
    -------
    date
        The last day of the month where that month has no such day.

    Raises
    ------
    NegativeSpan
    DayOutOfCalendar

    Notes
    -----
    The end of a month is not sticky: 28 February plus one month is 28 March.

    Examples
    --------
    >>> add_months(datetime.date(2019, 11, 30), 3)
    datetime.date(2020, 2, 29)
    >>> add_months(datetime.date(2019, 11, 30), 3 + 1)
    datetime.date(2020, 3, 30)
    """
    if months < 0:
        raise NegativeSpan(months, 0)
    year, month = divmod(day.year * MONTHS_A_YEAR + day.month - 1 + months, MONTHS_A_YEAR)
    if year > datetime.MAXYEAR:
        raise DayOutOfCalendar(day, Span(months).text)
    last = calendar.monthrange(year, month + 1)[1]
    return datetime.date(year, month + 1, min(day.day, last))


def add_span(day: datetime.date, span: Span) -> datetime.date:
    """Return the day reached by a delay that starts on `day`: its months first, then its days.

    Raises
    ------
    DayOutOfCalendar

    Examples
    --------
    >>> add_span(datetime.date(2024, 1, 31), Span(months=1, days=15))
    datetime.date(2024, 3, 15)
    """
    reached = add_months(day, span.months)
    try:
        return reached + datetime.timedelta(days=span.days)
    except OverflowError:
        raise DayOutOfCalendar(day, span.text) from None


def paris_day(moment: datetime.date | datetime.datetime) -> datetime.date:
    """Return the day in Paris of a day or of a moment.

    Parameters
    ----------
    moment : date or datetime
        A datetime carries its zone.

    Returns
    -------
    date

    Raises
    ------
    MomentWithoutZone

    Examples
    --------
    >>> paris_day(datetime.datetime(2020, 2, 29, 23, 30, tzinfo=datetime.timezone.utc))
    datetime.date(2020, 3, 1)
    """
    if not isinstance(moment, datetime.datetime):
        return moment
    if moment.tzinfo is None:
        raise MomentWithoutZone(moment)
    return moment.astimezone(PARIS).date()


def easter_sunday(year: int) -> datetime.date:
    """Return Easter Sunday of the Gregorian calendar.

    References
    ----------
    Anonymous algorithm, Nature 13 (1876), p. 487; Meeus, «Astronomical algorithms», ch. 8.

    Examples
    --------
    >>> easter_sunday(2024)
    datetime.date(2024, 3, 31)
    """
    golden = year % 19
    century, rest = divmod(year, 100)
    leap, leap_rest = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap - correction + 15) % 30
    quarter, quarter_rest = divmod(rest, 4)
    weekday = (32 + 2 * leap_rest + 2 * quarter - epact - quarter_rest) % 7
    shift = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * shift + 114, 31)
    return datetime.date(year, month, day + 1)


def public_holidays(year: int, *, alsace_moselle: bool = False) -> frozenset[datetime.date]:
    """Return the public holidays of metropolitan France.

    Parameters
    ----------
    year : int
    alsace_moselle : bool, default False
        Add Good Friday and 26 December.

    References
    ----------
    Code du travail, L3133-1.
    """
    easter = easter_sunday(year)
    fixed = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
    days = {datetime.date(year, month, day) for month, day in fixed}
    days |= {easter + datetime.timedelta(days=shift) for shift in (1, 39, 50)}
    if alsace_moselle:
        days |= {easter - datetime.timedelta(days=2), datetime.date(year, 12, 26)}
    return frozenset(days)


def next_working_day(day: datetime.date, *, alsace_moselle: bool = False) -> datetime.date:
    """Return `day`, or the first day after it that is neither a week-end day nor a holiday.

    Raises
    ------
    DayOutOfCalendar

    Examples
    --------
    >>> next_working_day(datetime.date(2026, 11, 1))  # a Sunday and All Saints' Day
    datetime.date(2026, 11, 2)
    """
    while day.weekday() >= SATURDAY or day in public_holidays(
        day.year, alsace_moselle=alsace_moselle
    ):
        if day == datetime.date.max:
            raise DayOutOfCalendar(day, Span(days=1).text)
        day += datetime.timedelta(days=1)
    return day


@functools.lru_cache(maxsize=64)
def days_reached(first_day: datetime.date, horizon: int, months: int) -> NDArray[np.int32]:
    """Return where a clock of calendar months ends, for each day on which it may start.

    Parameters
    ----------
    first_day : date
        Day number 0.
    horizon : int
        How many starting days; at least 1.
    months : int
        Not negative.

    Returns
    -------
    array, shape (horizon,), int32
        Day numbers, never decreasing; not writable.

    Raises
    ------
    DayOutOfCalendar
        When the last of them is after the year 9999.
    """
    try:
        add_months(first_day + datetime.timedelta(days=horizon - 1), months)
    except OverflowError:
        raise DayOutOfCalendar(first_day, Span(days=horizon - 1).text) from None
    days = np.datetime64(first_day, "D") + np.arange(horizon)
    month = days.astype("datetime64[M]")
    day_of_month = (days - month.astype("datetime64[D]")).astype(np.int64)
    goal = month + months
    length = ((goal + 1).astype("datetime64[D]") - goal.astype("datetime64[D]")).astype(np.int64)
    reached = goal.astype("datetime64[D]") + np.minimum(day_of_month, length - 1)
    numbers: NDArray[np.int32] = (reached - days[0]).astype(np.int32)
    numbers.setflags(write=False)
    return numbers
