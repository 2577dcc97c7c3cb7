"""Names and codes that communes no longer have, and the days that are established of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from rebond.territory.columns import Columns, TableSource
from rebond.territory.errors import BrokenDate, BrokenReference
from rebond.texts import Text, day_text

TABLE = "former_names"
STILL_A_COMMUNE: Final = frozenset({"renamed", "recoded", "split"})
"""Ends of a name or a code after which the commune itself went on."""

_DATES = ("since", "until", "gone_on", "absent_until", "resumed_on")
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class FormerName:
    """A time during which a code and a name were those of a commune, and which is over.

    Parameters
    ----------
    code, name : str
    since : date, optional
        First day established; None when it was so before the history begins, in 1943.
    until, gone_on : date
        Last day on which it is established that it was so, and first day on which it is established that
        it was so no more. Where the day of the change is known the second follows the first.
    ended_by : str
        ``merged``, ``associated``, ``delegated``, ``absorbed``, ``recoded``, ``renamed``, ``split`` or
        ``suppressed``; empty where the source does not state it.
    commune_code : str
        Commune of today.
    status : str
        ``delegated`` or ``associated`` where there is such a part of this code and name today.
    absent_until, resumed_on : date, optional
        Where the code was that of a commune again: last day on which it is established that it was not, and
        first day on which it is established that it was.
    """

    code: str
    name: str
    since: dt.date | None
    until: dt.date
    gone_on: dt.date
    ended_by: str
    commune_code: str
    status: str
    absent_until: dt.date | None = None
    resumed_on: dt.date | None = None

    @property
    def has_day(self) -> bool:
        """Whether the day of the change is known."""
        return self.gone_on - self.until == _DAY

    @property
    def went_on(self) -> bool:
        """Whether the commune itself went on, under another name or code."""
        return self.ended_by in STILL_A_COMMUNE

    def was(self, day: dt.date) -> bool | None:
        """Return whether it was so on a day; None where that is not established.

        Examples
        --------
        >>> year = [dt.date(year, 1, 1) for year in range(2018, 2022)]
        >>> gone = FormerName("45287", "Gone", None, year[1], year[3], "", "45307", "")
        >>> [gone.was(day) for day in year]
        [True, True, None, False]
        """
        if day >= self.gone_on:
            return False
        if day > self.until or (self.since is not None and day < self.since):
            return None
        return True

    def was_gone(self, day: dt.date) -> bool:
        """Return whether it is established that the code was that of no commune on a day after this."""
        return day >= self.gone_on and (self.absent_until is None or day <= self.absent_until)

    @property
    def when(self) -> Text:
        """Return in words until when it was so; never a day that is not established."""
        if self.has_day:
            words = Text("jusqu’au {until}", "until {until}")
        else:
            words = Text("encore au {until}, plus au {gone}", "still on {until}, no more on {gone}")
        return words.filled(until=day_text(self.until), gone=day_text(self.gone_on))

    @property
    def how(self) -> Text | None:
        """Return in words what ended it; None where the source does not state it."""
        return _HOW.get(self.ended_by)


_HOW: Mapping[str, Text] = {
    "merged": Text("fusion", "merger"),
    "associated": Text(
        "fusion-association\u00a0: elle est devenue commune associée",
        "merger by association: it became an associated commune",
    ),
    "delegated": Text(
        "commune nouvelle\u00a0: elle est devenue commune déléguée",
        "new commune: it became a delegated commune",
    ),
    "absorbed": Text(
        "commune nouvelle, sans devenir commune déléguée",
        "new commune, without becoming a delegated commune",
    ),
    "recoded": Text(
        "changement de code (de département ou de chef-lieu)\u00a0: la commune est restée",
        "another code (of département or seat): the commune went on",
    ),
    "renamed": Text(
        "changement de nom\u00a0: la commune est restée", "another name: the commune went on"
    ),
    "split": Text(
        "séparation\u00a0: une commune en est sortie", "split: a commune was taken out of it"
    ),
    "suppressed": Text("suppression de la commune", "the commune was suppressed"),
}


@dataclass(frozen=True, eq=False)
class FormerNames:
    """All former names and codes, by code and then by day.

    Parameters
    ----------
    rows : tuple of FormerName
    vintage : Text
        What the table describes.
    """

    rows: tuple[FormerName, ...]
    vintage: Text

    @classmethod
    def from_source(cls, source: TableSource, present: Collection[str]) -> FormerNames:
        """Read the table ``former_names``.

        Raises
        ------
        MissingColumn, WrongColumnType, BrokenDate
        BrokenReference
            When a row leads to a commune that the register does not have.
        """
        table = Columns(source, TABLE)
        codes, names = table.texts("code"), table.texts("name")
        since, until, gone, absent, resumed = (table.dates(column, codes) for column in _DATES)
        ends, communes, statuses = (
            table.texts(column) for column in ("ended_by", "commune_code", "status")
        )
        rows = []
        for row, code in enumerate(codes):
            last, first_without = until[row], gone[row]
            if last is None or first_without is None or first_without <= last:
                raise BrokenDate(TABLE, code, "gone_on", str(first_without))
            if communes[row] not in present:
                raise BrokenReference(TABLE, code, "commune_code", communes[row])
            rows.append(
                FormerName(
                    code,
                    names[row],
                    since[row],
                    last,
                    first_without,
                    ends[row],
                    communes[row],
                    statuses[row],
                    absent[row],
                    resumed[row],
                )
            )
        rows.sort(key=lambda one: (one.code, one.until))
        return cls(tuple(rows), source.dataset(TABLE).vintage)

    @cached_property
    def by_code(self) -> Mapping[str, tuple[FormerName, ...]]:
        """Return what each code was, the latest last."""
        return _grouped((one.code, one) for one in self.rows)

    @cached_property
    def by_commune(self) -> Mapping[str, tuple[FormerName, ...]]:
        """Return what each commune of today was, or took in."""
        return _grouped((one.commune_code, one) for one in self.rows)


def _grouped(pairs: Iterable[tuple[str, FormerName]]) -> dict[str, tuple[FormerName, ...]]:
    found: dict[str, list[FormerName]] = {}
    for key, one in pairs:
        found.setdefault(key, []).append(one)
    return {key: tuple(ones) for key, ones in found.items()}
