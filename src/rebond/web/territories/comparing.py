"""Chosen territories side by side."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from urllib.parse import urlencode

from rebond.errors import RebondError
from rebond.evidence import Indicator
from rebond.territory import Match, Place, PlaceKey
from rebond.texts import Text
from rebond.web.decisions.rows import Candidate
from rebond.web.territories import queries
from rebond.web.territories.asking import found_for, key_of
from rebond.web.territories.evaluated import Ours
from rebond.web.territories.facts import FactRow, Facts, facts_of
from rebond.web.territories.ground import ground_of
from rebond.web.territories.places import atlas
from rebond.web.territories.standing import standings
from rebond.web.territories.standing_rows import MeasureStanding
from rebond.web.territories.why import why

MOST = 5
LONGEST = 120
FILLED = re.compile(r"^.*\[([a-z_]+:[^\[\]]+)\]$", re.DOTALL)
"""What a suggestion writes in the field: a name, then its key."""
MOST_CHOICES = 12


class TooManyPlaces(RebondError):
    """More territories than a page can show side by side."""

    def __init__(self, asked: int) -> None:
        self.asked = asked
        super().__init__(
            Text(
                "{n} territoires demandés ; on en compare {most} au plus.",
                "{n} territories asked for; at most {most} are compared.",
            ).filled(n=asked, most=MOST),
            why=Text(
                "Au-delà, les colonnes ne se lisent plus.", "Beyond that, columns cannot be read."
            ),
            cure=Text("Retirez-en.", "Take some away."),
        )


@dataclass(frozen=True, slots=True)
class Choice:
    """What was typed and means several places, each with the address that chooses it."""

    typed: str
    options: tuple[tuple[str, str, Text], ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The places asked for, and what could not be settled."""

    keys: tuple[PlaceKey, ...] = ()
    choices: tuple[Choice, ...] = ()
    faults: tuple[RebondError, ...] = ()

    @property
    def is_settled(self) -> bool:
        """Whether everything typed means one place."""
        return not self.choices and not self.faults


@dataclass(frozen=True, slots=True)
class Column:
    """One territory."""

    key: PlaceKey
    place: Place
    kind: Text
    rows: tuple[MeasureStanding, ...]
    ours: Ours
    facts: Facts
    without: str
    """Query of the comparison without it."""

    @property
    def candidate(self) -> Candidate | None:
        """The evaluated territory that it is, or that alone holds it."""
        return self.ours.candidates[0] if len(self.ours.candidates) == 1 else None


@dataclass(frozen=True, slots=True)
class FactLine:
    """One fact across the territories."""

    indicator: Indicator
    cells: tuple[FactRow | None, ...]


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """One measure, or one call, across the territories."""

    title: Text
    call: str
    is_fictitious: bool
    cells: tuple[MeasureStanding | None, ...]
    """None where a row of the demonstration says nothing of a territory."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Territories side by side."""

    columns: tuple[Column, ...] = ()
    measures: tuple[MeasureLine, ...] = ()
    facts: tuple[FactLine, ...] = ()
    near: tuple[tuple[str, str], ...] = field(default=())
    """Places to add: names and queries."""


def chosen(typed: Sequence[str]) -> Chosen:
    """Read the places asked for, each once, in the order given."""
    written = [FILLED.sub(r"\1", one.replace("\x00", "").strip()[:LONGEST]) for one in typed]
    written = list(dict.fromkeys(one for one in written if one))
    keys: dict[PlaceKey, None] = {}
    choices: list[Choice] = []
    faults: list[RebondError] = []
    if len(written) > MOST:
        faults.append(TooManyPlaces(len(written)))
    for one in written[:MOST]:
        try:
            key = key_of(one)
            if key is None:
                found = found_for(one)
                if found.is_ambiguous:
                    choices.append(_choice(one, found.best, written))
                    continue
                key = found.matches[0].place.key
            keys[atlas().place(key).key] = None
        except RebondError as fault:
            faults.append(fault)
    return Chosen(tuple(keys), tuple(choices), tuple(faults))


def _choice(typed: str, matches: Sequence[Match], written: Sequence[str]) -> Choice:
    options = []
    for match in matches[:MOST_CHOICES]:
        place = match.place
        kept = [str(place.key) if one == typed else one for one in written]
        options.append((place.label, query(kept), queries.kind_words(place.key)))
    return Choice(typed, tuple(options))


def query(keys: Sequence[object], day: date | None = None) -> str:
    """Return the query of a comparison."""
    pairs = [("lieu", str(one)) for one in keys]
    if day is not None:
        pairs.append(("date", day.isoformat()))
    return urlencode(pairs)


def compare(keys: Sequence[PlaceKey], now: datetime, day: date | None, on: date) -> Comparison:
    """Put territories side by side, from what everyone may read."""
    columns = tuple(_column(key, keys, now, day, on) for key in keys)
    return Comparison(columns, _measures(columns), _facts(columns), _near(columns, day))


def _column(
    key: PlaceKey, keys: Sequence[PlaceKey], now: datetime, day: date | None, on: date
) -> Column:
    ground = ground_of(key, on if day else None)
    rows = standings(key, None, now, day)
    return Column(
        key=ground.key,
        place=ground.place,
        kind=queries.kind_words(ground.key),
        rows=rows,
        ours=why(key, now, day, rows=rows).ours,
        facts=facts_of(ground, on),
        without=query([one for one in keys if one != key], day),
    )


def _measures(columns: Sequence[Column]) -> tuple[MeasureLine, ...]:
    """Return one line a row that some territory has: rows of the demonstration are not of every place."""
    lines: dict[tuple[str, str, str, bool], MeasureStanding] = {}
    cells: list[dict[tuple[str, str, str, bool], MeasureStanding]] = []
    order: dict[tuple[str, str, str], int] = {}
    for one in columns:
        cells.append({})
        for row in one.rows:
            about = (row.programme, row.measure, row.call)
            order.setdefault(about, len(order))
            cells[-1][(*about, row.is_fictitious)] = row
        lines = cells[-1] | lines
    return tuple(
        MeasureLine(lines[key].title, key[2], key[3], tuple(held.get(key) for held in cells))
        for key in sorted(lines, key=lambda key: (order[key[:3]], key[3]))
    )


def _facts(columns: Sequence[Column]) -> tuple[FactLine, ...]:
    lines: dict[str, Indicator] = {}
    cells: list[dict[str, FactRow]] = []
    for one in columns:
        cells.append({row.indicator.id: row for row in one.facts.rows})
        lines |= {row.indicator.id: row.indicator for row in one.facts.rows}
    return tuple(
        FactLine(indicator, tuple(held.get(name) for held in cells))
        for name, indicator in lines.items()
    )


def _near(columns: Sequence[Column], day: date | None) -> tuple[tuple[str, str], ...]:
    """Return places to add: those that hold the first one, and the evaluated territory nearest to it."""
    if not columns or len(columns) >= MOST:
        return ()
    keys = [one.key for one in columns]
    held = [PlaceKey.parse(one.id) for one in columns[0].ours.shown]
    around = [*columns[0].place.parents, *held, *_neighbour(columns[0].ours)]
    return tuple(
        (atlas().place(key).name, query([*keys, key], day))
        for key in around
        if key not in keys and key.kind != "zone_emploi"
    )


def _neighbour(ours: Ours) -> tuple[PlaceKey, ...]:
    """Return the evaluated territory nearest to one that is itself evaluated."""
    if ours.decision is None or not ours.is_itself:
        return ()
    one = nearest(ours.candidates[0], ours.decision.candidates)
    return () if one is None else (PlaceKey.parse(one.id),)


def nearest(here: Candidate, every: Sequence[Candidate]) -> Candidate | None:
    """Return the other candidate nearest to one, degrees of longitude counted as long as they are there."""
    if here.lon is None or here.lat is None:
        return None
    narrow = math.cos(math.radians(here.lat))
    others = [
        (math.hypot((one.lon - here.lon) * narrow, one.lat - here.lat), one.id, one)
        for one in every
        if one.id != here.id and one.lon is not None and one.lat is not None
    ]
    return min(others, key=lambda found: found[:2])[2] if others else None
