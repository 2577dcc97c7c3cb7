"""Days as parliamentary pages write them."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from rebond.parliament.errors import DayUnreadable
from rebond.territory.names import comparable
from rebond.texts import MONTHS

_MONTH: Final = {comparable(name): number for number, name in enumerate(MONTHS["fr"], start=1)}
_IN_WORDS: Final = re.compile(
    r"\b(\d{1,2})\s*(?:er)?\s+([^\W\d_]{3,9})\.?\s+(\d{4})\b", re.IGNORECASE
)
_ISO: Final = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})(?!\d)")
_SLASHED: Final = re.compile(r"\b(\d{1,2})/(\d{1,2})/(\d{4})\b")


def find_day(written: str, where: str | None = None) -> date | None:
    """Return the first day that a text holds; None when it holds none.

    Parameters
    ----------
    written : str
        Such as ``Question publiée au JO le : 11 août 2020, page 5370``.
    where : str, optional
        Place, for the message.

    Returns
    -------
    date or None

    Raises
    ------
    DayUnreadable
        When what has the form of a day is not in the calendar.

    Examples
    --------
    >>> find_day("publiée le 1er mai 2021"), find_day("le 2/11/2020"), find_day("sans date")
    (datetime.date(2021, 5, 1), datetime.date(2020, 11, 2), None)
    """
    found: list[tuple[int, str, tuple[int, int, int]]] = []
    for words in _IN_WORDS.finditer(written):
        month = _MONTH.get(comparable(words[2]))
        if month is not None:
            found.append((words.start(), words[0], (int(words[3]), month, int(words[1]))))
            break
    for pattern, order in ((_ISO, (1, 2, 3)), (_SLASHED, (3, 2, 1))):
        match = pattern.search(written)
        if match is not None:
            year, month, day = (int(match[part]) for part in order)
            found.append((match.start(), match[0], (year, month, day)))
    if not found:
        return None
    _start, said, parts = min(found)
    try:
        return date(*parts)
    except ValueError:
        raise DayUnreadable(said, where) from None


def read_day(written: str, where: str | None = None) -> date:
    """Return the day that a text must hold.

    Raises
    ------
    DayUnreadable

    Examples
    --------
    >>> read_day("8 décembre 2020")
    datetime.date(2020, 12, 8)
    """
    found = find_day(written, where)
    if found is None:
        raise DayUnreadable(written.strip(), where)
    return found
