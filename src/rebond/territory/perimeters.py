"""Programme perimeters: dated, by phase, made of EPCI, EPT and communes, or listed by commune."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from rebond.territory.columns import Columns, IntArray, TableSource, frozen, refuse_duplicates
from rebond.territory.errors import BrokenDate, BrokenReference
from rebond.territory.keys import COMMUNE, EPCI, EPT, PlaceKey
from rebond.territory.places import Member, in_force

_TABLE = "perimeters"
_MEMBERS = "perimeter_members"
_LISTS = "perimeter_communes"
_NAMES = "perimeter_lists"
MEMBER_KINDS = (EPCI, COMMUNE, EPT)


@dataclass(frozen=True, slots=True)
class Perimeter:
    """One perimeter of one phase.

    Parameters
    ----------
    key : PlaceKey
    name : str
    valid_from, valid_to : date, optional
        First and last day; None when not established.
    source_note : str
    members : tuple of Member
    lists : mapping of int to array, int64
        By year of the list, the rows of the communes named in it.
    other_names : tuple of str
        Names that the perimeter has in dated lists and that are not its name.
    """

    key: PlaceKey
    name: str
    valid_from: dt.date | None
    valid_to: dt.date | None
    source_note: str
    members: tuple[Member, ...] = ()
    lists: Mapping[int, IntArray] = field(default_factory=dict)
    other_names: tuple[str, ...] = ()

    def in_force(self, as_of: dt.date | None) -> bool | None:
        """Return whether the perimeter is in force on a day; None when not established."""
        return None if as_of is None else in_force(self.valid_from, self.valid_to, as_of)

    def list_year(self, as_of: dt.date | None) -> int | None:
        """Return the year of the list that holds on a day, or None when the members hold.

        A list of one year holds until the end of that year. Later, the members are the better
        source; before the first list, that list is the nearest known state.
        """
        if as_of is None:
            return None
        return min((year for year in self.lists if as_of.year <= year), default=None)


Resolver = Callable[[str], int]
"""Takes any commune code to a row of the communes; raises KeyError when it knows none."""


def read_perimeters(source: TableSource, resolve: Resolver) -> Mapping[PlaceKey, Perimeter]:
    """Read the perimeters with their members and their dated lists.

    Parameters
    ----------
    source : TableSource
    resolve : Resolver

    Returns
    -------
    mapping of PlaceKey to Perimeter, sorted by perimeter, phase and id

    Raises
    ------
    MissingColumn, WrongColumnType, DuplicateCode, BrokenDate, BrokenReference
    """
    table = Columns(source, _TABLE)
    texts = _key_texts(table)
    refuse_duplicates(_TABLE, texts)
    first = table.dates("valid_from", texts)
    last = table.dates("valid_to", texts)
    for text, begins, ends in zip(texts, first, last, strict=True):
        if begins is not None and ends is not None and ends < begins:
            raise BrokenDate(_TABLE, text, "valid_to", ends.isoformat())
    members = _members(source)
    lists = _lists(source, resolve)
    names, notes = table.texts("name"), table.texts("source_note")
    listed = _names_in_lists(source)
    found = {}
    for row in sorted(range(len(texts)), key=texts.__getitem__):
        key = PlaceKey.parse(texts[row])
        found[key] = Perimeter(
            key=key,
            name=names[row],
            valid_from=first[row],
            valid_to=last[row],
            source_note=notes[row],
            members=tuple(members.get(texts[row], ())),
            lists=lists.get(texts[row], {}),
            other_names=tuple(sorted(listed.get(texts[row], set()) - {names[row]})),
        )
    return found


def _key_texts(table: Columns) -> list[str]:
    parts = (table.texts("perimeter"), table.texts("phase"), table.texts("id"))
    return [":".join(part) for part in zip(*parts, strict=True)]


def _members(source: TableSource) -> dict[str, list[Member]]:
    table = Columns(source, _MEMBERS)
    kinds, codes = table.texts("member_type"), table.texts("member_code")
    found: dict[str, list[Member]] = {}
    rows = zip(_key_texts(table), kinds, codes, table.texts("member_name"), strict=True)
    for text, kind, code, name in rows:
        if kind not in MEMBER_KINDS:
            raise BrokenReference(_MEMBERS, text, "member_type", kind)
        found.setdefault(text, []).append(Member(PlaceKey(kind, code), name))
    return found


def _lists(source: TableSource, resolve: Resolver) -> dict[str, dict[int, IntArray]]:
    table = Columns(source, _LISTS)
    gathered: dict[str, dict[int, set[int]]] = {}
    rows = zip(_key_texts(table), table.texts("commune_code"), table.years("vintage"), strict=True)
    for text, code, year in rows:
        try:
            row = resolve(code)
        except KeyError:
            raise BrokenReference(_LISTS, text, "commune_code", code) from None
        gathered.setdefault(text, {}).setdefault(year, set()).add(row)
    return {
        text: {year: sorted_rows(communes) for year, communes in by_year.items()}
        for text, by_year in gathered.items()
    }


def _names_in_lists(source: TableSource) -> dict[str, set[str]]:
    """Return the names that dated lists give; a snapshot without that table gives none."""
    if _NAMES not in source.names:
        return {}
    table = Columns(source, _NAMES)
    found: dict[str, set[str]] = {}
    for text, name in zip(_key_texts(table), table.texts("name"), strict=True):
        found.setdefault(text, set()).add(name)
    return found


def sorted_rows(rows: Iterable[int]) -> IntArray:
    """Return distinct rows in ascending order, read-only."""
    return frozen(np.unique(np.fromiter(rows, dtype=np.int64)))
