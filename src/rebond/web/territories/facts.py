"""Facts of open data about a place, and where each stands among all places of its kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from rebond.evidence import KNOWN, Evidence, Fact, Indicator
from rebond.evidence.catalogue import KnownSeats
from rebond.territory import PlaceKey
from rebond.texts import Text
from rebond.web.dossiers.evidence import engine
from rebond.web.territories.ground import ARRONDISSEMENT, COMMUNE, Ground
from rebond.web.territories.places import atlas
from rebond.web.theme import writing
from rebond.web.theme.datasets import catalogue_titles, snapshot

KEPT_IN_MEMORY = 24
DAYS_KEPT = 512
WHOLE_FROM = 1000
"""A value this large is written without decimals: they would say more than is known."""
MOST_TOLD, MIDDLE = 3, 0.5
MANY_EQUAL = 0.05
"""Share of the known places from which an equal value is told: there it stands where a twentieth stand."""
LOCAL = frozenset({COMMUNE, ARRONDISSEMENT})
NO_PEERS = frozenset(
    {
        (kind, code)
        for kind in ("region", "departement")
        for code in ("975", "977", "978", "984", "986", "987", "988", "989")
    }
)
"""Overseas collectivities and lands without inhabitants: the official code lists them among régions and départements,
which they are not."""


@dataclass(frozen=True, slots=True)
class Rank:
    """Where a value stands among the known values of places of the same kind."""

    below: float
    """Share of the known places, this one among them, with a smaller value, in [0, 1); equals are not below."""
    equal: float
    """Share of the known places with the same value, this one among them, in (0, 1]."""
    known: int
    """Places of the kind whose value is known, this one too."""
    missing: int
    """Places of the kind left out: their value is missing, or has no meaning there."""
    median: float

    @property
    def middle(self) -> float:
        """Where the place stands, equals shared between below and above: half of one's equals are not farther."""
        return self.below + self.equal / 2

    @property
    def is_last(self) -> bool:
        """Whether no known place has a larger value."""
        return round(self.known * (self.below + self.equal)) == self.known


@dataclass(frozen=True, slots=True)
class FactRow:
    """One fact of a place with its origin, and its rank among places of the same kind."""

    indicator: Indicator
    fact: Fact
    rank: Rank | None
    source: Text
    known_of: tuple[int, int] | None = None
    """Entries of that list that are known and entries in all, where they are counted."""

    @property
    def is_known(self) -> bool:
        """Whether there is a value."""
        return self.fact.value is not None

    @property
    def is_bound(self) -> bool:
        """Whether the value is only the largest that it can be: no rank."""
        return self.fact.is_upper_bound

    @property
    def at(self) -> str:
        """Where the dot stands on a scale of 100."""
        return "" if self.rank is None else f"{100 * self.rank.middle:.1f}"


@dataclass(frozen=True, slots=True)
class Facts:
    """What open data say of a place as of a day."""

    of: PlaceKey
    """The place whose values these are: the commune of an arrondissement."""
    as_of: date
    rows: tuple[FactRow, ...]
    """With data on that day, known here or not."""
    absent: tuple[FactRow, ...]
    """Without any data on that day; the note of each says what would fill it."""
    peers: int
    """Places of the same kind that it is compared with; 0 where it has none."""

    @property
    def telling(self) -> tuple[FactRow, ...]:
        """The facts whose rank is farthest from the middle of the peers, in either direction.

        The rank is the middle of those who have the same value. A value equal to the median is the middle, however
        few have less: half of the peers may have zero.
        """
        ranked = [
            (one, one.rank.middle)
            for one in self.rows
            if one.rank is not None and one.fact.value != one.rank.median
        ]
        ranked.sort(key=lambda pair: -abs(pair[1] - MIDDLE))
        return tuple(one for one, _share in ranked[:MOST_TOLD])

    @property
    def alone(self) -> Text | None:
        """Why it is compared with none; None where it is."""
        if self.peers:
            return None
        return _NOT_THAT_KIND if _is_alone(self.of) else _NO_COMMUNES

    @property
    def is_summed(self) -> bool:
        """Whether values are medians over several communes."""
        return self.of.kind not in LOCAL


_NOT_THAT_KIND = Text(
    "Ni région ni département, bien que le code officiel l’y range : comparé à aucun autre lieu.",
    "Neither a région nor a département, though the official code lists it there: compared with no other place.",
)
_NO_COMMUNES = Text(
    "Aucune table à notre disposition ne dit quelles communes en font partie : aucun fait n’en est établi.",
    "No table at hand says which communes are part of it: no fact of it is established.",
)


def facts_of(ground: Ground, day: date) -> Facts:
    """Return the facts of a place and their national rank, as of a day.

    Notes
    -----
    A place of several communes has the median of its communes weighted by population, and is compared
    with places of its own kind (and phase) only. Missing values are left out of the comparison and counted.
    An arrondissement has the values of its commune: no table at hand goes below the commune.
    """
    key = ground.key
    if key.kind == ARRONDISSEMENT:
        key = PlaceKey(COMMUNE, ground.communes[0])
    listing = day.year if key.is_perimeter else 0
    everyone = _everyone(key.kind, key.phase, _vintages(day), listing, _Asked(day))
    row = everyone.rows.get(key)
    if row is None:
        return Facts(of=key, as_of=day, rows=(), absent=(), peers=0)
    found = [_row(everyone, row, column) for column in range(len(everyone.known))]
    return Facts(
        of=key,
        as_of=day,
        rows=tuple(one for one, has_data in found if has_data),
        absent=tuple(one for one, has_data in found if not has_data),
        peers=0 if _is_alone(key) else int(everyone.is_peer.sum()),
    )


@dataclass(frozen=True, slots=True)
class _Everyone:
    evidence: Evidence
    rows: Mapping[PlaceKey, int]
    is_peer: NDArray[np.bool_]
    """Which places are compared with one another."""
    known: tuple[NDArray[np.float64], ...]
    """The known values of each indicator among those compared, ascending."""


def _is_alone(key: PlaceKey) -> bool:
    return (key.kind, key.code) in NO_PEERS


class _Asked:
    """The day of the evidence; equal to any other, so that the vintages alone are the key."""

    def __init__(self, day: date) -> None:
        self.day = day

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Asked)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=DAYS_KEPT)
def _vintages(day: date) -> tuple[str, ...]:
    """Return what tells apart the data of two days: the vintage of each indicator."""
    known = engine()
    choices = ((one.id, known.choice(one.id, as_of=day)) for one in known.catalogue)
    return tuple(
        f"{name}:{choice.state}:{choice.dataset}:{choice.period}" for name, choice in choices
    )


@lru_cache(maxsize=KEPT_IN_MEMORY)
def _everyone(
    kind: str, phase: str, _chosen: tuple[str, ...], _listing: int, asked: _Asked
) -> _Everyone:
    """Return the values of every place of a kind, once a process and a state of the data."""
    known = engine()
    if kind == COMMUNE:
        keys = known.communes()
    else:
        every = atlas().keys(kind, phase)
        keys = tuple(key for key in every if len(atlas().communes_of(key, as_of=asked.day)))
    evidence = known.evaluate(keys, [one.id for one in known.catalogue], as_of=asked.day)
    is_peer = np.array([not _is_alone(key) for key in keys], dtype=np.bool_)
    values = tuple(
        np.sort(evidence.value[is_peer & (evidence.status[:, column] == KNOWN), column])
        for column in range(len(evidence.indicators))
    )
    return _Everyone(evidence, {key: row for row, key in enumerate(keys)}, is_peer, values)


def _row(everyone: _Everyone, row: int, column: int) -> tuple[FactRow, bool]:
    evidence = everyone.evidence
    fact = evidence.fact(row, column)
    values = everyone.known[column]
    rank = None
    indicator = evidence.indicators[column]
    is_ranked = everyone.is_peer[row] and not fact.is_upper_bound and len(values) > 1
    if fact.value is not None and is_ranked:
        below = int(np.searchsorted(values, fact.value, side="left"))
        rank = Rank(
            below=below / len(values),
            equal=(int(np.searchsorted(values, fact.value, side="right")) - below) / len(values),
            known=len(values),
            missing=int(everyone.is_peer.sum()) - len(values),
            median=_median(values),
        )
    titles = catalogue_titles()
    named = [titles.get(one, Text(one, one)) for one in fact.dataset.split(" + ") if one]
    source = Text(", ".join(one.fr for one in named), ", ".join(one.en for one in named))
    found = FactRow(indicator, fact, rank, source, entries_known(indicator))
    return found, evidence.choices[column].is_usable


def entries_known(indicator: Indicator) -> tuple[int, int] | None:
    """Return how many entries of a list are known among how many; None where all are, or nobody counted."""
    how = indicator.compute
    if not isinstance(how, KnownSeats):
        return None
    known = _filled(how.table, how.seat_column)
    return (known, how.entries) if known < how.entries else None


@cache
def _filled(table: str, column: str) -> int:
    return sum(bool(one) for one in snapshot().table(table).column(column).to_pylist())


def _median(ascending: NDArray[np.float64]) -> float:
    """Return the median of values that stand in order: nothing is sorted again for each page."""
    half = len(ascending) // 2
    middle = ascending[half : half + 1] if len(ascending) % 2 else ascending[half - 1 : half + 1]
    return float(middle.mean())


def spread_text(row: FactRow) -> str:
    """Write the bounds of a fact, or how little is known of what it is measured to; empty when it is exact."""
    if row.is_bound:
        if row.known_of is None:
            return _("liste incomplète, sans rang")
        known, every = row.known_of
        return _("%(known)s connus sur %(every)s, sans rang") % {"known": known, "every": every}
    if row.fact.low == row.fact.high:
        return ""
    bounds = {
        "low": fact_text(row, row.fact.low, is_bare=True),
        "high": fact_text(row, row.fact.high, is_bare=True),
    }
    return _("de %(low)s à %(high)s") % bounds


def rank_text(row: FactRow, *, is_short: bool = False) -> str:
    """Write where a value stands among the known ones; in short where their number is written beside it.

    A place is never above all of them, being one; where many have its value, that is said.
    """
    rank = row.rank
    if rank is None:
        return ""
    is_shared = rank.equal >= MANY_EQUAL and round(rank.equal * rank.known) > 1
    if rank.below == 0 or rank.is_last:
        said = _("la plus petite valeur") if rank.below == 0 else _("la plus grande valeur")
        tied = _("%(said)s, celle de %(tied)s") if is_shared else "%(said)s"
    else:
        said = _("au-dessus de %(share)s") % {"share": writing.chance(rank.below)}
        tied = _("%(said)s, à égalité avec %(tied)s") if is_shared else "%(said)s"
    said = tied % {"said": said, "tied": writing.chance(rank.equal)}
    if is_short:
        return said
    return _("%(said)s des %(known)s connus") % {
        "said": said,
        "known": writing.written(rank.known),
    }


def value_text(row: FactRow, *, is_bare: bool = False) -> str:
    """Write the value of a fact; one that is only a bound says so."""
    written = fact_text(row, row.fact.value, is_bare=is_bare)
    return _("au plus %(value)s") % {"value": written} if row.is_bound and written else written


def fact_text(row: FactRow, value: float | None, *, is_bare: bool = False) -> str:
    """Write a value of a fact in the language of the page, a share as a percentage, with its unit unless bare."""
    if value is None:
        return ""
    if row.indicator.unit == "share":
        return writing.share(value, max(0, row.indicator.digits - 2))
    digits = 0 if abs(value) >= WHOLE_FROM else row.indicator.digits
    written = writing.written(value, digits)
    return (
        written if is_bare else writing.with_unit(written, writing.words(row.indicator.unit_text))
    )
