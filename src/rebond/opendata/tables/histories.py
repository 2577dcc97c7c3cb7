"""Names and codes that communes no longer have: the history of the official code, then its yearly lists.

The history gives the day of each change up to 1 January 2019. From there on only the yearly lists are at
hand: a change lies between the last list that has a commune and the first that has it no more, and no day
is made up.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from rebond.opendata.csvtable import Row
from rebond.opendata.mirror import Mirror, MirrorRow
from rebond.opendata.tables.sources import Sources
from rebond.texts import Text

PACKAGE = "cog/decoupage_administratif"
HISTORY = f"{PACKAGE}/0.8.0/historique-communes.json"
HISTORY_LAST_DAY = dt.date(2019, 1, 1)
LISTS: tuple[tuple[dt.date, str], ...] = tuple(
    (dt.date(year, 1, 1), f"{PACKAGE}/{version}/communes.json")
    for year, version in (
        (2021, "1.1.1"),
        (2022, "2.3.1"),
        (2023, "3.1.1"),
        (2024, "4.1.0"),
        (2025, "5.3.0"),
        (2026, "6.0.0"),
    )
)
FILES = (HISTORY, *(name for _, name in LISTS))

COMMUNE, DELEGATED, ASSOCIATED, PART = "COM", "COMD", "COMA", "COMP"
LISTED = "commune-actuelle"
STATUSES = {"commune-deleguee": "delegated", "commune-associee": "associated"}
_HISTORY_FIELDS = (
    "id",
    "code",
    "nom",
    "type",
    "dateDebut",
    "dateFin",
    "raisonFin",
    "successeur",
)
_DAY = dt.timedelta(days=1)
_ENDS_FIRST = Text("un jour après celui du début", "a day after that of the beginning")


@dataclass(frozen=True, slots=True)
class Span:
    """A time during which a code and a name were those of a commune.

    Parameters
    ----------
    code, name : str
    since : date, optional
        First day established; None when it was so before the history begins.
    until, gone_on : date, optional
        Last day on which it is established, and first day on which it is established no more; both None
        as long as it lasts.
    ended_by : str, optional
        None when the source does not state it.
    absent_until : date, optional
        Last day before `since` on which it is established that it was not yet so.
    """

    code: str
    name: str
    since: dt.date | None
    until: dt.date | None = None
    gone_on: dt.date | None = None
    ended_by: str | None = None
    absent_until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """One yearly list: the communes, and the codes of delegated and associated ones by name."""

    on: dt.date
    names: Mapping[str, str]
    parts: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)

    def status(self, code: str, name: str) -> str | None:
        """Return ``delegated`` or ``associated`` when the list has a part of this code and name."""
        for part, status in self.parts.get(code, ()):
            if plain(part) == plain(name):
                return status
        return None


def former_names(sources: Sources) -> Iterator[Row]:
    """Yield the rows of ``former_names``."""
    lists = [_listing(sources.mirror, on, name) for on, name in LISTS]
    ended, lasting = _from_history(sources.mirror)
    ended += _from_lists(lasting, lists, sources.succession.successors)
    present = sources.succession.present
    ordered = sorted(
        (*ended, *lasting.values()), key=lambda one: (one.code, one.since or dt.date.min)
    )
    for span, following in pairwise((*ordered, None)):
        if span is None or span.gone_on is None:
            continue
        code = span.code
        again = following if _comes_back(span, following) else None
        yield {
            "code": code,
            "name": span.name,
            "since": span.since,
            "until": span.until,
            "gone_on": span.gone_on,
            "absent_until": again.absent_until if again else None,
            "resumed_on": again.since if again else None,
            "ended_by": span.ended_by,
            "commune_code": code if code in present else sources.succession.successors.get(code),
            "status": lists[-1].status(code, span.name),
        }


def _comes_back(span: Span, following: Span | None) -> bool:
    """Return whether the code was that of a commune again after a time when it was none."""
    return (
        following is not None
        and following.code == span.code
        and following.since is not None
        and span.gone_on is not None
        and following.since > span.gone_on
    )


def _from_history(mirror: Mirror) -> tuple[list[Span], dict[str, Span]]:
    """Return the spans that ended by the last day of the history, and those that last, by code."""
    rows = list(mirror.read_json(HISTORY, _HISTORY_FIELDS))
    types = {row.code("id"): row.code("type") for row in rows}
    communes = [row for row in rows if row.code("type") == COMMUNE]
    communes.sort(key=lambda row: (row.code("code"), row.date("dateDebut") or dt.date.min))
    ended: list[Span] = []
    lasting: dict[str, Span] = {}
    last: Span | None = None
    for row in communes:
        span = _span(row, types)
        if last is not None and (last.code, last.name, last.gone_on) == (
            span.code,
            span.name,
            span.since,
        ):
            ended.pop()
            span = replace(span, since=last.since, absent_until=last.absent_until)
        if span.gone_on is None:
            lasting[span.code] = span
            last = None
        else:
            ended.append(span)
            last = span
    return ended, lasting


def _span(row: MirrorRow, types: Mapping[str, str]) -> Span:
    since, gone_on = row.date("dateDebut"), row.date("dateFin")
    absent = None if since is None else since - _DAY
    span = Span(row.code("code"), row.required_text("nom"), since, absent_until=absent)
    if gone_on is None:
        return span
    if since is not None and gone_on <= since:
        raise row.wrong("dateFin", _ENDS_FIRST)
    became = types.get(row.text("successeur") or "", "")
    word = ended_by(row.text("raisonFin") or "", became)
    return replace(span, until=gone_on - _DAY, gone_on=gone_on, ended_by=word)


def ended_by(reason: str, became: str) -> str | None:
    """Return in one word how a span of the history ended; None for a reason that this does not know."""
    if became in (DELEGATED, ASSOCIATED):
        return "delegated" if became == DELEGATED else "associated"
    if reason.startswith("fusion") and became == PART:
        return "merged"
    for beginning, word in _REASONS:
        if reason.startswith(beginning):
            return word
    return None


_REASONS = (
    ("changement de nom", "renamed"),
    ("fusion totale", "renamed"),
    ("changement de département", "recoded"),
    ("changement de chef lieu", "recoded"),
    ("commune absorbée", "absorbed"),
    ("dissolution", "absorbed"),
    ("suppression", "suppressed"),
    ("dé-fusion", "split"),
    ("recomposition", "split"),
    ("renommage suite à création", "split"),
    ("fusion partielle", "split"),
)


def _from_lists(
    lasting: dict[str, Span], lists: Sequence[Listing], successors: Mapping[str, str]
) -> list[Span]:
    """Return the spans that ended between two lists, the first of which is the end of the history."""
    ended: list[Span] = []
    before = HISTORY_LAST_DAY
    for listing in lists:
        appeared = {
            (code[:2], plain(name)) for code, name in listing.names.items() if code not in lasting
        }
        joined = {successors.get(code) for code in lasting if code not in listing.names}
        for code, span in list(lasting.items()):
            name = listing.names.get(code)
            if name is not None and plain(name) == plain(span.name):
                continue
            word = listing.status(code, span.name)
            if name is None and (code[:2], plain(span.name)) in appeared:
                word = "recoded"
            elif name is not None and word is None and code not in joined:
                word = "renamed"
            ended.append(replace(span, until=before, gone_on=listing.on, ended_by=word))
            del lasting[code]
        for code, name in listing.names.items():
            lasting.setdefault(code, Span(code, name, listing.on, absent_until=before))
        before = listing.on
    return ended


def _listing(mirror: Mirror, on: dt.date, file: str) -> Listing:
    names: dict[str, str] = {}
    parts: dict[str, list[tuple[str, str]]] = {}
    for row in mirror.read_json(file, ("code", "nom", "type")):
        code, name, kind = row.code("code"), row.required_text("nom"), row.code("type")
        if kind == LISTED:
            names[code] = name
        elif kind in STATUSES:
            parts.setdefault(code, []).append((name, STATUSES[kind]))
    return Listing(on, names, parts)


def plain(name: str) -> str:
    """Return a name without case, accents, hyphens and blanks, which lists write in several ways.

    Examples
    --------
    >>> plain("Les Hauts Talican") == plain("Les Hauts-Talican")
    True
    """
    spelt = name.replace("œ", "oe").replace("Œ", "OE")
    letters = unicodedata.normalize("NFKD", spelt).casefold()
    return "".join(letter for letter in letters if letter.isalnum())
