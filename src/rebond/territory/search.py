"""Look-up of places by key, code and name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from rebond.territory.columns import BoolArray, IntArray
from rebond.territory.communes import Communes, Via
from rebond.territory.errors import EmptyQuery, QueryTooLong
from rebond.territory.former import FormerName
from rebond.territory.formersearch import FormerIndex
from rebond.territory.found import Found, Match, Rank, best_ranks
from rebond.territory.gazetteer import Gazetteer
from rebond.territory.keys import (
    ADMINISTRATIVE_KINDS,
    ARRONDISSEMENT,
    COMMUNE,
    DEPARTEMENT,
    EPCI,
    EPT,
    REGION,
    ZONE_EMPLOI,
    PlaceKey,
)
from rebond.territory.nameindex import NameIndex
from rebond.territory.names import comparable, comparable_all, without_articles
from rebond.territory.perimeters import Perimeter
from rebond.territory.query import (
    KIND_WORDS,
    LONGEST_QUERY,
    Narrowed,
    Narrowing,
    code_in,
    key_in,
    likely_key,
)
from rebond.territory.registers import Register

LIMIT: Final = 20
"""Matches shown unless asked otherwise."""

_Groups = Sequence[tuple[Rank, IntArray]]
"""Entries by rank; the entries of one rank in the order in which they are shown."""

_Formers = Mapping[Rank, Mapping[int, FormerName]]
"""The former name that each entry was found by, in the ranks of former names."""


@dataclass(frozen=True, slots=True)
class Classes:
    """A column of few distinct values, as numbers.

    Parameters
    ----------
    number_of : mapping of str to int
    numbers : array, int64
    """

    number_of: Mapping[str, int]
    numbers: IntArray

    @classmethod
    def of(cls, values: Sequence[str]) -> Classes:
        """Return the classes of a column, numbered in the order in which they come."""
        number_of = {value: number for number, value in enumerate(dict.fromkeys(values))}
        numbers = np.fromiter((number_of[value] for value in values), dtype=np.int64)
        return cls(number_of, numbers)

    def among(self, values: Collection[str]) -> BoolArray:
        """Return which rows have one of these values."""
        chosen = np.zeros(len(self.number_of) + 1, dtype=np.bool_)
        chosen[[self.number_of.get(value, -1) for value in values]] = True
        chosen[-1] = False
        return chosen[self.numbers]


@dataclass(frozen=True, slots=True)
class _Entries:
    """All places as columns, in the order in which matches of one rank are shown."""

    kind: list[str]
    phase: list[str]
    code: list[str]
    name: list[str]

    @property
    def first_perimeter(self) -> int:
        """Return where the perimeters, which alone have a phase, begin."""
        return next((entry for entry, phase in enumerate(self.phase) if phase), len(self.phase))


@dataclass(frozen=True)
class Search:
    """Finds places; its indexes are built when they are first needed.

    Parameters
    ----------
    gazetteer : Gazetteer
    """

    gazetteer: Gazetteer

    @cached_property
    def _entries(self) -> _Entries:
        """Return communes, EPCI, EPT, arrondissements, perimeters, départements, régions, in order."""
        kinds: list[str] = []
        columns: tuple[list[str], list[str], list[str]] = ([], [], [])
        for kind in (COMMUNE, EPCI, EPT, ARRONDISSEMENT):
            self._add_register(kind, kinds, columns)
        for key, perimeter in self.gazetteer.compositions.perimeters.items():
            kinds.append(key.kind)
            for column, value in zip(columns, (key.phase, key.code, perimeter.name), strict=True):
                column.append(value)
        for kind in (DEPARTEMENT, REGION, ZONE_EMPLOI):
            self._add_register(kind, kinds, columns)
        return _Entries(kinds, *columns)

    def _add_register(
        self, kind: str, kinds: list[str], columns: tuple[list[str], list[str], list[str]]
    ) -> None:
        """Add the places of one kind, by falling population where the register gives one."""
        register: Communes | Register = self.gazetteer.communes
        if kind != COMMUNE:
            register = self.gazetteer.registers[kind]
        falling = -np.nan_to_num(register.population, nan=-1.0)
        order = np.argsort(falling, kind="stable").tolist()
        kinds += [kind] * len(order)
        columns[0].extend([""] * len(order))
        columns[1].extend(register.code[order].tolist())
        columns[2].extend(register.name[row] for row in order)

    def _key(self, entry: int) -> PlaceKey:
        entries = self._entries
        return PlaceKey(entries.kind[entry], entries.code[entry], entries.phase[entry])

    @cached_property
    def _names(self) -> NameIndex:
        """Return the index of all names, those that a perimeter had in dated lists included."""
        names, entries = list(self._entries.name), list(range(len(self._entries.name)))
        for entry, perimeter in self._perimeters:
            names += perimeter.other_names
            entries += [entry] * len(perimeter.other_names)
        return NameIndex(comparable_all(names), entries)

    @cached_property
    def _former(self) -> FormerIndex:
        """Return the index of the names that communes had, or that those they took in had."""
        codes = self.gazetteer.compositions.codes
        entries = enumerate(self._entries.code[: len(codes.communes)])  # communes come first
        return FormerIndex(codes.names.rows, {code: entry for entry, code in entries})

    @cached_property
    def _perimeters(self) -> list[tuple[int, Perimeter]]:
        """Return the perimeters with their entries."""
        perimeters = self.gazetteer.compositions.perimeters.values()
        return list(enumerate(perimeters, start=self._entries.first_perimeter))

    @cached_property
    def _departements(self) -> Classes:
        """Return the main département of each entry; empty for régions and where it is not told."""
        gazetteer, entries = self.gazetteer, self._entries
        of_communes, rows = gazetteer.communes.departement, gazetteer.communes.rows
        codes = []
        for entry, (kind, code) in enumerate(zip(entries.kind, entries.code, strict=True)):
            if kind == COMMUNE:
                codes.append(str(of_communes[rows[code]]))
            elif kind == REGION:
                codes.append("")
            else:
                held = gazetteer.compositions.of(self._key(entry), None).rows
                codes.append(gazetteer.largest(held, of_communes) or "")
        return Classes.of(codes)

    @cached_property
    def _codes(self) -> dict[str, list[int]]:
        """Return the entries of each code in comparable form."""
        groups: dict[str, list[int]] = {}
        for entry, form in enumerate(comparable_all(self._entries.code)):
            groups.setdefault(form, []).append(entry)
        return groups

    @cached_property
    def _phases(self) -> Classes:
        return Classes.of(comparable_all(self._entries.phase))

    @cached_property
    def _kinds(self) -> Classes:
        return Classes.of(self._entries.kind)

    @cached_property
    def _narrowing(self) -> Narrowing:
        kinds = dict(KIND_WORDS)
        for kind in self.gazetteer.phases:
            kinds[without_articles(comparable(kind))] = kind
        found: dict[str, set[str]] = {}
        departements = self.gazetteer.registers[DEPARTEMENT]
        regions = self.gazetteer.registers[REGION]
        for row, code in enumerate(departements.code.tolist()):
            found.setdefault(comparable(code), set()).add(code)
            found.setdefault(_plain(departements.name[row]), set()).add(code)
            region = regions.rows.get(departements.parent[row])
            if region is not None:
                found.setdefault(_plain(regions.name[region]), set()).add(code)
        places = {form: frozenset(codes) for form, codes in found.items()}
        phases = {comparable(phase) for known in self.gazetteer.phases.values() for phase in known}
        return Narrowing(kinds, places, phases, self._codes)

    def find(
        self,
        query: str,
        *,
        kinds: Collection[str] | None,
        as_of: dt.date | None,
        limit: int,
    ) -> Found:
        """Return the places that a query can mean (see `Atlas.find`)."""
        if len(query) > LONGEST_QUERY:
            raise QueryTooLong(len(query), LONGEST_QUERY)
        form = comparable(query)
        if not form:
            raise EmptyQuery(query)
        for kind in kinds or ():
            self.gazetteer.check_kind(kind)
        coded = self._by_code(query, kinds, as_of)
        if coded is not None:
            return coded
        groups, formers = self._ranked(form, self._allowed(kinds, as_of))
        ranked = [(rank, entry) for rank, entries in groups for entry in entries[:limit].tolist()]
        alike = dict(self._names.alike(form)) if ranked and ranked[0][0] == Rank.APPROXIMATE else {}
        matches = tuple(
            self._match(rank, entry, query, alike.get(entry), formers.get(rank, {}).get(entry))
            for rank, entry in ranked[:limit]
        )
        best = best_ranks(groups[0][0]) if groups else ()
        is_ambiguous = sum(len(entries) for rank, entries in groups if rank in best) > 1
        total = sum(len(entries) for _, entries in groups)
        return Found(query, matches, is_ambiguous, total)

    def _match(
        self,
        rank: Rank,
        entry: int,
        query: str,
        similarity: float | None,
        former: FormerName | None,
    ) -> Match:
        key = self._key(entry)
        via: Via = "current"
        if former is not None:
            via = "former_name" if former.code == key.code else "former_commune"
        return Match(self.gazetteer.place(key), rank, via, query, similarity, former=former)

    def named(
        self, name: str, *, kinds: Collection[str] | None, as_of: dt.date | None
    ) -> tuple[PlaceKey, ...]:
        """Return the places of exactly this name (see `Atlas.named`)."""
        form = comparable(name)
        if not form or len(name) > LONGEST_QUERY:
            return ()
        groups = self._exact(form, self._allowed(kinds, as_of))
        return tuple(self._key(entry) for entry in groups[0][1].tolist()) if groups else ()

    def _by_code(
        self, query: str, kinds: Collection[str] | None, as_of: dt.date | None
    ) -> Found | None:
        """Return what a key or code finds, or None when the query is neither."""
        key = key_in(query)
        code = code_in(query)
        if key is not None:
            self.gazetteer.check_kind(key.kind)
            keys = [key] if self.gazetteer.compositions.knows(key) else []
        else:
            keys = list(self._keys_of_code(code, query, kinds))
        kept = [k for k in keys if self._is_kept(k, kinds, as_of)]
        if not keys and key is None and code is None:
            return None
        matches = tuple(self._coded_match(k) for k in kept)
        likely = key if key is not None else likely_key(code) if code else None
        near = self.gazetteer.nearest(likely) if likely is not None and not keys else ()
        return Found(query, matches, len(matches) > 1, len(matches), near)

    def _keys_of_code(
        self, code: str | None, query: str, kinds: Collection[str] | None
    ) -> Iterator[PlaceKey]:
        knows = self.gazetteer.compositions.knows
        if code is not None:
            asked = [kind for kind in ADMINISTRATIVE_KINDS if kind != ZONE_EMPLOI or kinds]
            candidates = [PlaceKey(kind, code) for kind in asked]
            yield from (key for key in candidates if knows(key))
        identifier = query.strip().lower()
        for key in self.gazetteer.compositions.perimeters:
            if key.code.lower() == identifier:
                yield key

    def _is_kept(self, key: PlaceKey, kinds: Collection[str] | None, as_of: dt.date | None) -> bool:
        if kinds is not None and key.kind not in kinds:
            return False
        perimeter = self.gazetteer.compositions.perimeters.get(key)
        return perimeter is None or perimeter.in_force(as_of) is not False

    def _coded_match(self, key: PlaceKey) -> Match:
        place = self.gazetteer.place(self.gazetteer.require(key))
        if key.kind not in (COMMUNE, ARRONDISSEMENT):
            return Match(place, Rank.CODE, asked=key.code)
        codes = self.gazetteer.compositions.codes
        via = codes.resolve(key.code).via
        known = codes.names.by_code.get(key.code, ()) if via == "former_commune" else ()
        former = known[-1] if known else None
        return Match(place, Rank.CODE, via=via, asked=key.code, former=former)

    def _allowed(self, kinds: Collection[str] | None, as_of: dt.date | None) -> BoolArray:
        """Return which entries the look-up may answer with."""
        searched = set(self.gazetteer.kinds) - {ZONE_EMPLOI} if kinds is None else set(kinds)
        allowed = self._kinds.among(searched)
        if as_of is not None:
            for entry, perimeter in self._perimeters:
                if perimeter.in_force(as_of) is False:
                    allowed[entry] = False
        return allowed

    def _ranked(self, form: str, allowed: BoolArray) -> tuple[_Groups, _Formers]:
        """Return the matches by rank, best first, no group empty and no entry twice.

        A name of today comes before the same name of former times, and that before part of a name.
        """
        if self._exact(form, allowed):
            return self._with_former(form, allowed, self._partial(form, allowed))
        readings = [Narrowed(form), *self._narrowing.readings(form)]
        asked = [(one.form, self._narrowed(one, allowed)) for one in readings]
        for name, among in asked[1:]:
            if self._exact(name, among):
                return self._with_former(name, among, self._partial(name, among))
        for name, among in asked:
            if self._former.exact(name, among):
                return self._with_former(name, among, self._partial(name, among))
        for name, among in asked:
            if partial := self._partial(name, among):
                return self._with_former(name, among, partial)
        for name, among in asked:
            if self._former.partial(name, among):
                return self._with_former(name, among, ())
        close = np.array([entry for entry, _ in self._names.alike(form)], dtype=np.int64)
        return _allowed_groups([(Rank.APPROXIMATE, close)], allowed), {}

    def _with_former(
        self, form: str, allowed: BoolArray, partial: _Groups
    ) -> tuple[_Groups, _Formers]:
        """Return all matches of one reading, those by a former name with it."""
        former = {
            Rank.FORMER_NAME: self._former.exact(form, allowed),
            Rank.FORMER_WORDS: self._former.partial(form, allowed),
        }
        groups = [
            *self._exact(form, allowed),
            *partial,
            *((rank, np.array(list(found), dtype=np.int64)) for rank, found in former.items()),
        ]
        return _distinct(sorted(groups, key=lambda group: group[0])), former

    def _exact(self, form: str, allowed: BoolArray) -> _Groups:
        names = self._names
        groups = [
            (Rank.NAME, np.array(names.exact(form), dtype=np.int64)),
            (
                Rank.NAME_WITHOUT_ARTICLES,
                np.array(names.exact_without_articles(form), dtype=np.int64),
            ),
        ]
        return _allowed_groups(groups, allowed)

    def _partial(self, form: str, allowed: BoolArray) -> _Groups:
        groups = [
            (Rank.PREFIX, self._names.starting_with(form)),
            (Rank.WORDS, self._names.with_words(form)),
        ]
        return _allowed_groups(groups, allowed)

    def _narrowed(self, reading: Narrowed, allowed: BoolArray) -> BoolArray:
        """Return which of the allowed entries also have what the reading says."""
        kept = allowed
        if reading.kind is not None:
            kept = kept & self._kinds.among([reading.kind])
        if reading.phase is not None:
            kept = kept & self._phases.among([reading.phase])
        if reading.departements is not None:
            kept = kept & self._departements.among(reading.departements)
        if reading.code is not None:
            coded = np.zeros(len(kept), dtype=np.bool_)
            coded[self._codes[reading.code]] = True
            kept = kept & coded
        return kept


def _allowed_groups(groups: _Groups, allowed: BoolArray) -> _Groups:
    kept = [(rank, entries[allowed[entries]]) for rank, entries in groups]
    return [(rank, entries) for rank, entries in kept if len(entries)]


def _distinct(groups: _Groups) -> _Groups:
    """Keep each entry in its best rank only."""
    seen = np.empty(0, dtype=np.int64)
    kept = []
    for rank, entries in groups:
        fresh = entries[~np.isin(entries, seen)]
        seen = np.concatenate([seen, fresh])
        kept.append((rank, fresh))
    return [(rank, entries) for rank, entries in kept if len(entries)]


def _plain(name: str) -> str:
    return without_articles(comparable(name))
