"""Numbers, dates and shares as the language of the page writes them."""

from __future__ import annotations

from datetime import date, datetime
from typing import cast

from django.utils import dateformat, timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from rebond.texts import NARROW_NO_BREAK_SPACE, NO_BREAK_SPACE, Lang, Text, number, percent

TOGETHER = (
    (" ;", f"{NARROW_NO_BREAK_SPACE};"),
    (" !", f"{NARROW_NO_BREAK_SPACE}!"),
    (" ?", f"{NARROW_NO_BREAK_SPACE}?"),
    (" :", f"{NO_BREAK_SPACE}:"),
    ("« ", f"«{NO_BREAK_SPACE}"),
    (" »", f"{NO_BREAK_SPACE}»"),
)


def lang() -> Lang:
    """Return the language of the page being written."""
    return cast("Lang", "en" if (get_language() or "fr").startswith("en") else "fr")


def words(text: Text | str | None) -> str:
    """Return a text of both languages in the language of the page."""
    if text is None:
        return ""
    if not isinstance(text, Text):
        return str(text)
    return text.en if lang() == "en" else kept_together(text.fr)


def kept_together(french: str) -> str:
    """Keep French punctuation on the line of its word: what the engine writes has plain spaces there."""
    for plain, fixed in TOGETHER:
        french = french.replace(plain, fixed)
    return french


def written(value: float, digits: int = 0) -> str:
    """Write a number; a true minus sign, no negative zero."""
    rounded = round(float(value), digits)
    text = number(abs(rounded), lang(), digits=digits)
    return f"−{text}" if rounded < 0 else text


def signed(value: float, digits: int = 1) -> str:
    """Write a difference with its sign."""
    text = written(value, digits)
    return text if text.startswith("−") or round(float(value), digits) == 0 else f"+{text}"


def share(value: float, digits: int = 0) -> str:
    """Write a share as a percentage, as exactly as rounding allows."""
    return percent(value, lang(), digits=digits)


def chance(value: float) -> str:
    """Write a chance; what is nearly nothing or nearly sure is never rounded to never or always."""
    if _is_barely(value):
        return _("moins de %(one)s") % {"one": percent(0.01, lang())}
    if _is_nearly(value):
        return _("plus de %(most)s") % {"most": percent(0.99, lang())}
    return percent(value, lang())


def short_chance(value: float) -> str:
    """Write a chance where there is little room: « < 1 % », « > 99 % »."""
    if _is_barely(value):
        return f"<{NO_BREAK_SPACE}{percent(0.01, lang())}"
    if _is_nearly(value):
        return f">{NO_BREAK_SPACE}{percent(0.99, lang())}"
    return percent(value, lang())


def _is_barely(value: float) -> bool:
    return value > 0 and f"{100 * value:.0f}" == "0"


def _is_nearly(value: float) -> bool:
    return value < 1 and f"{100 * value:.0f}" == "100"


def ordinal(rank: int) -> str:
    """Write a rank: « 1er », « 12e », “1st”, “12th”."""
    if lang() == "fr":
        return "1er" if rank == 1 else f"{number(rank, 'fr')}e"
    teens = {11, 12, 13}
    ending = {1: "st", 2: "nd", 3: "rd"}.get(rank % 10, "th") if rank % 100 not in teens else "th"
    return f"{number(rank, 'en')}{ending}"


def day(value: date | str) -> str:
    """Write a date in words; what is not a date is returned as it stands."""
    if not isinstance(value, date):
        try:
            value = date.fromisoformat(str(value)[:10])
        except ValueError:
            return str(value)
    if lang() == "fr":
        first = "1er" if value.day == 1 else str(value.day)
        return f"{first}{NO_BREAK_SPACE}{dateformat.format(value, 'F')} {value.year}"
    return f"{value.day}{NO_BREAK_SPACE}{dateformat.format(value, 'F')} {value.year}"


def moment(value: datetime) -> str:
    """Write a day and an hour, as clocks show them in the programme's time zone."""
    local = timezone.localtime(value)
    return _("%(day)s à %(hour)s") % {"day": day(local.date()), "hour": hour(value)}


def hour(value: datetime) -> str:
    """Write an hour: « 23 h 59 », “23:59”."""
    local = timezone.localtime(value)
    if lang() == "en":
        return f"{local:%H:%M}"
    minutes = f"{NO_BREAK_SPACE}{local:%M}" if local.minute else ""
    return f"{local.hour}{NO_BREAK_SPACE}h{minutes}"


def month(value: str) -> str:
    """Write a month given as « 2019-11 » in words."""
    first = date.fromisoformat(f"{value}-01")
    return f"{dateformat.format(first, 'F')} {first.year}"


def with_unit(text: str, unit: str) -> str:
    """Join a number and its unit without a break between them."""
    if not unit:
        return text
    if unit == "%":
        return f"{text}%" if lang() == "en" else f"{text}{NARROW_NO_BREAK_SPACE}%"
    return f"{text}{NO_BREAK_SPACE}{unit}"


def between(low: str, high: str) -> str:
    """Write an interval in words."""
    return pgettext("intervalle", "de %(low)s à %(high)s") % {"low": low, "high": high}
