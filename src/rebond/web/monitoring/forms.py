"""What the form of results holds, read without trust."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from rebond.texts import Text
from rebond.web.monitoring.errors import SourceMissing, YearUnfit
from rebond.web.monitoring.quantities import LABELS, read
from rebond.web.monitoring.services import Said, years

LONGEST_SOURCE = 300
LONGEST_PAGE = 5
LONGEST_ADDRESS = 500
LONGEST_REASON = 2000


def said(posted: Mapping[str, Any], now: datetime) -> Said:
    """Return what a form says.

    Raises
    ------
    YearUnfit, NotAnAmount, SourceMissing
    """
    values = {}
    for quantity in LABELS:
        value = read(quantity, str(posted.get(quantity, ""))[:40])
        if value is not None:
            values[str(quantity)] = value
    return Said(
        year=_year(str(posted.get("year", "")), now),
        values=values,
        source=str(posted.get("source", "")).strip()[:LONGEST_SOURCE],
        source_url=_address(str(posted.get("source_url", "")).strip()),
        stated_on=_day(str(posted.get("stated_on", ""))),
        reason=str(posted.get("reason", "")).strip()[:LONGEST_REASON],
    )


def _year(written: str, now: datetime) -> int:
    allowed = years(now)
    if written.isascii() and written.isdigit() and int(written[:6]) in allowed:
        return int(written)
    raise YearUnfit(written, allowed[0], allowed[-1])


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written.strip())
    except ValueError:
        raise SourceMissing(
            Text("le jour de la source manque.", "the day of the source is missing.")
        ) from None


def _address(written: str) -> str:
    if not written:
        return ""
    try:
        parts = urlsplit(written)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in {"http", "https"} or not parts.netloc or len(written) > LONGEST_ADDRESS:
        raise SourceMissing(
            Text("l’adresse n’est pas celle d’une page.", "the address is not that of a page.")
        )
    return written


def page(written: str) -> int:
    """Return the number of a page; the first for what is none."""
    if written.isascii() and written.isdigit() and len(written) <= LONGEST_PAGE:
        return max(1, int(written))
    return 1
