"""Up to five sites side by side: the same facts on the same line, what differs marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

import numpy as np

from rebond.texts import Text
from rebond.web.needs.explaining import Reason, Value, reasons, value_of
from rebond.web.needs.fields import FIELDS
from rebond.web.needs.presenting import name_of, sites_by_key, where
from rebond.web.needs.query import InvestorNeed, pairs
from rebond.web.needs.standing import Standing
from rebond.web.needs.translating import question
from rebond.web.sites.queries import public_values

MOST = 5
LONGEST = 80
WORDS = {
    "met": Text("rempli", "met"),
    "part": Text("rempli en partie", "partly met"),
    "failed": Text("non rempli", "not met"),
    "unknown": Text("à vérifier", "to be checked"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One site compared."""

    identifier: str
    name: str
    where: str
    fit: Text | None
    query: str
    """Address of the comparison without this site."""
    is_fictitious: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """One fact of one site; `reason` when it is asked."""

    value: Value
    reason: Reason | None


@dataclass(frozen=True, slots=True)
class Line:
    """One fact of every site."""

    title: Text
    cells: tuple[Cell, ...]
    is_asked: bool
    differs: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """The table, and the identifiers that name no public site."""

    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    strangers: tuple[str, ...]
    left_out: int


def asked(identifiers: Sequence[str]) -> tuple[str, ...]:
    """Return the identifiers to compare, each once."""
    return tuple(dict.fromkeys(one.strip()[:LONGEST] for one in identifiers if one.strip()))


def address(need: InvestorNeed, identifiers: Sequence[str]) -> str:
    """Return the address of a comparison."""
    return urlencode([*(("site", one) for one in identifiers[:MOST]), *pairs(need)], safe=",")


def compare(identifiers: Sequence[str], need: InvestorNeed, standing: Standing) -> Compared:
    """Hold sites against each other and against the need."""
    chosen = list(identifiers[:MOST])
    known = standing.columns.ids
    rows = {one: int(at[0]) for one in chosen if len(at := np.flatnonzero(known == one))}
    sites = sites_by_key(int(standing.keys[row]) for row in rows.values())
    here = [one for one in chosen if one in rows and int(standing.keys[rows[one]]) in sites]
    asks = question(need, standing)
    held: dict[str, dict[str, Reason]] = {}
    public = {}
    for one in here:
        site = sites[int(standing.keys[rows[one]])]
        found = reasons(need.wanted, asks.conditions, standing, rows[one], site)
        held[one] = {reason.wanted.key: reason for reason in found}
        public[one] = (site, public_values(site))
    lines = []
    wanted = [one.key for one in need.wanted]
    for key in (*wanted, *(one for one in FIELDS if one not in wanted)):
        cells = tuple(
            Cell(held[one][key].value, held[one][key])
            if key in held[one]
            else Cell(value_of(key, standing, rows[one], *public[one]), None)
            for one in here
        )
        lines.append(Line(FIELDS[key].title, cells, key in wanted, _differs(cells)))
    columns = tuple(
        Column(
            one,
            name_of(public[one][0]),
            where(standing, rows[one], public[one][0]),
            _fit(tuple(held[one].values())) if need.wanted else None,
            address(need, [other for other in chosen if other != one]),
            public[one][0].is_fictitious,
        )
        for one in here
    )
    strangers = tuple(one for one in chosen if one not in here)
    return Compared(columns, tuple(lines), strangers, len(identifiers) - len(chosen))


def _differs(cells: Sequence[Cell]) -> bool:
    said = {one.value.words.fr if one.value.words else "" for one in cells}
    return len(said) > 1


def _fit(found: Sequence[Reason]) -> Text:
    """Return in words how a site answers the musts."""
    musts = [one for one in found if one.wanted.is_must]
    met = sum(one.met is True for one in musts)
    unknown = sum(one.met is None for one in musts)
    said = Text(
        f"{met} sur {len(musts)} indispensables remplis",
        f"{met} of {len(musts)} must-haves met",
    )
    if not unknown:
        return said
    return Text(f"{said.fr}, {unknown} à vérifier", f"{said.en}, {unknown} to be checked")
