"""What the parameters of an address of OGC API Features mean; anything else is refused."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpRequest
from django.utils import timezone

from rebond.texts import Text
from rebond.web.publishing import boxes
from rebond.web.publishing.dataset import Dataset
from rebond.web.publishing.door import negotiated
from rebond.web.publishing.errors import BadParameter, UnknownParameter
from rebond.web.publishing.features import Asked
from rebond.web.publishing.problems import Refused

USUAL, MOST = 10, 1_000
JSON, GEOJSON, HTML = "application/json", "application/geo+json", "text/html"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
F = "f"
LONGEST = 200
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})")
_ENDS = 2
_OPEN = frozenset({"", ".."})
_WHEN = Text(
    "Un jour, un moment RFC 3339, ou un intervalle : 2031-01-01/.. .",
    "A day, an RFC 3339 moment, or an interval: 2031-01-01/.. .",
)


@dataclass(frozen=True, slots=True)
class Question:
    """What `items` was asked."""

    asked: Asked
    limit: int
    cursor: str | None
    said: tuple[tuple[str, str], ...]
    """Parameters that the next page repeats."""


def refuse_unknown(request: HttpRequest, known: Collection[str]) -> None:
    """Refuse a parameter that the address does not have, or that is given twice (400, as the standard asks)."""
    for name in request.GET:
        if name not in known:
            raise Refused(400, UnknownParameter(name, tuple(known)))
        if len(request.GET.getlist(name)) > 1:
            raise BadParameter(
                name,
                ", ".join(request.GET.getlist(name)),
                Text("Il est donné deux fois.", "It is given twice."),
            )


def form_of(request: HttpRequest, main: str = JSON) -> str:
    """Return the media type to answer in: `f` decides, then Accept.

    Raises
    ------
    BadParameter
        For another `f`.
    Refused
        406 when nothing accepted is served.
    """
    written = request.GET.get(F)
    if written is None:
        negotiated(request, (main,) if main == JSON else (main, JSON))
        return main
    if written != "json":
        why = Text("Seul « json » est proposé.", "Only “json” is offered.")
        raise BadParameter(F, written, why)
    return main


def read(request: HttpRequest, dataset: Dataset) -> Question:
    """Return what `items` of a collection is asked.

    Raises
    ------
    BadParameter
    """
    given = request.GET
    said: list[tuple[str, str]] = []
    box = first = last = None
    if (written := given.get("bbox")) is not None:
        box = boxes.read(written)
        said.append(("bbox", written))
    if (written := given.get("datetime")) is not None:
        first, last = _days(written)
        said.append(("datetime", written))
    filters = []
    for name in dataset.filters:
        if (written := given.get(name)) is not None:
            if len(written) > LONGEST:
                raise BadParameter(name, written, Text("Il est trop long.", "It is too long."))
            pattern = dataset.pattern_of(name)
            if pattern and not re.fullmatch(pattern.removesuffix("$"), written):
                why = Text("Aucun code n’a cette forme.", "No code has that form.")
                raise BadParameter(name, written, why)
            filters.append((name, written))
            said.append((name, written))
    asked = Asked(box=box, first_day=first, last_day=last, filters=tuple(filters))
    return Question(asked, _limit(given.get("limit")), given.get("cursor"), tuple(said))


def _limit(written: str | None) -> int:
    """Return the number of features of a page; above the most it is the most, as the standard asks."""
    if written is None:
        return USUAL
    why = Text("Il faut un nombre entier d’au moins 1.", "It must be an integer of at least 1.")
    if not re.fullmatch(r"[0-9]{1,9}", written) or int(written) < 1:
        raise BadParameter("limit", written, why)
    return min(int(written), MOST)


def _days(written: str) -> tuple[int | None, int | None]:
    """Return the first and last day asked for; None is open."""
    parts = written.split("/")
    if len(parts) == 1:
        day = _day(written, written)
        return day, day
    if len(parts) != _ENDS or all(one in _OPEN for one in parts):
        raise BadParameter("datetime", written, _WHEN)
    first, last = (None if one in _OPEN else _day(one, written) for one in parts)
    if first is not None and last is not None and first > last:
        why = Text("L’intervalle finit avant de commencer.", "The interval ends before it begins.")
        raise BadParameter("datetime", written, why)
    return first, last


def _day(part: str, written: str) -> int:
    try:
        if _DAY.fullmatch(part):
            return date.fromisoformat(part).toordinal()
        if _MOMENT.fullmatch(part):
            moment = datetime.fromisoformat(part.upper())
            return timezone.localtime(moment).date().toordinal()
    except (ValueError, OverflowError):
        pass
    raise BadParameter("datetime", written, _WHEN)
