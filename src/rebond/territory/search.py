"""Look-up of places by key, code and name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from rebond.territory.columns import BoolArray, CodeArray
from rebond.territory.errors import EmptyQuery, QueryTooLong
from rebond.territory.found import Found, Match, Rank
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
from rebond.territory.query import (
    KIND_WORDS,
    LONGEST_QUERY,
    Narrowed,
    Narrowing,
    code_in,
    key_in,
    likely_key,
)

LIMIT: Final = 20
"""Matches shown unless asked otherwise."""

_Ranked = Sequence[tuple[Rank, int, float | None]]


@dataclass(frozen=True)
class Search:
    """Finds places; its indexes are built when they are first needed.

    Parameters
    ----------
    gazetteer : Gazetteer
    """

    gazetteer: Gazetteer

    @cached_property
    def _keys(self) -> list[PlaceKey]:
        """Return all keys in the order in which matches of one rank are shown."""
        return [key for kind in self._kinds_in_order for key in self._by_population(kind)]

    @cached_property
    def _kinds_in_order(self) -> tuple[str, ...]:
        phased = self.gazetteer.phases
        return (COMMUNE, EPCI, EPT, ARRONDISSEMENT, *phased, DEPARTEMENT, REGION, ZONE_EMPLOI)

    def _by_population(self, kind: str) -> list[PlaceKey]:
        keys = list(self.gazetteer.keys(kind))
        if kind == COMMUNE:
            population = self.gazetteer.communes.population
        elif kind == EPCI:
            population = self.gazetteer.registers[EPCI].population
        else:
            return keys
        order = np.argsort(-np.nan_to_num(population, nan=-1.0), kind="stable")
        return [keys[place] for place in order.tolist()]

    @cached_property
    def _kinds(self) -> CodeArray:
        return np.array([key.kind for key in self._keys], dtype=np.str_)

    @cached_property
    def _entries(self) -> dict[PlaceKey, int]:
        return {key: entry for entry, key in enumerate(self._keys)}

    @cached_property
    def _names(self) -> NameIndex:
        return NameIndex(comparable_all(map(self.gazetteer.name_of, self._keys)))

    @cached_property
    def _departements(self) -> CodeArray:
        """Return the département of each entry; empty where it has none or it cannot be told."""
        communes = self.gazetteer.communes
        codes = []
        for key in self._keys:
            if key.kind in (COMMUNE, ARRONDISSEMENT):
                codes.append(
                    str(communes.departement[self.gazetteer.compositions.codes.row(key.code)])
                )
            else:
                rows = self.gazetteer.compositions.of(key, None).rows
                codes.append(self.gazetteer.largest(rows, communes.departement) or "")
        return np.array(codes, dtype=np.str_)

    @cached_property
    def _codes(self) -> dict[str, list[int]]:
        """Return the entries of each code in comparable form."""
        groups: dict[str, list[int]] = {}
        forms = comparable_all(key.code for key in self._keys)
        for entry, form in enumerate(forms):
            groups.setdefault(form, []).append(entry)
        return groups

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
        return Narrowing(kinds, places, self._codes)

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
        allowed = self._allowed(kinds, as_of)
        ranked = self._ranked(form, allowed)
        best = [entry for rank, entry, _ in ranked if rank == ranked[0][0]]
        matches = tuple(
            Match(self.gazetteer.place(self._keys[entry]), rank, asked=query, similarity=similarity)
            for rank, entry, similarity in ranked[:limit]
        )
        return Found(query, matches, is_ambiguous=len(best) > 1, total=len(ranked))

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
        via = self.gazetteer.compositions.codes.resolve(key.code).via
        return Match(place, Rank.CODE, via=via, asked=key.code)

    def _allowed(self, kinds: Collection[str] | None, as_of: dt.date | None) -> BoolArray:
        """Return which entries the look-up may answer with."""
        searched = set(self._kinds_in_order) - {ZONE_EMPLOI} if kinds is None else set(kinds)
        allowed: BoolArray = np.isin(self._kinds, sorted(searched))
        if as_of is not None:
            for key, perimeter in self.gazetteer.compositions.perimeters.items():
                if perimeter.in_force(as_of) is False:
                    allowed[self._entries[key]] = False
        return allowed

    def _ranked(self, form: str, allowed: BoolArray) -> _Ranked:
        exact = self._exact(form, allowed)
        if exact:
            return _merged(exact, self._partial(form, allowed))
        readings = list(self._narrowing.readings(form))
        for reading in readings:
            narrowed = self._narrowed(reading, allowed)
            if exact := self._exact(reading.form, narrowed):
                return _merged(exact, self._partial(reading.form, narrowed))
        for reading in (Narrowed(form), *readings):
            partial = self._partial(reading.form, self._narrowed(reading, allowed))
            if partial:
                return partial
        close = self._names.alike(form)
        return [(Rank.APPROXIMATE, entry, alike) for entry, alike in close if allowed[entry]]

    def _exact(self, form: str, allowed: BoolArray) -> _Ranked:
        names = [(Rank.NAME, e, None) for e in self._names.exact(form) if allowed[e]]
        loose = self._names.exact_without_articles(form)
        return _merged(names, [(Rank.NAME_WITHOUT_ARTICLES, e, None) for e in loose if allowed[e]])

    def _partial(self, form: str, allowed: BoolArray) -> _Ranked:
        prefix, words = self._names.starting_with(form), self._names.with_words(form)
        found = [(Rank.PREFIX, entry) for entry in prefix[allowed[prefix]].tolist()]
        found += [(Rank.WORDS, entry) for entry in words[allowed[words]].tolist()]
        return _merged([(rank, entry, None) for rank, entry in found], [])

    def _narrowed(self, reading: Narrowed, allowed: BoolArray) -> BoolArray:
        """Return which of the allowed entries also have what the reading says."""
        kept = allowed
        if reading.kind is not None:
            kept = kept & (self._kinds == reading.kind)
        if reading.phase is not None:
            kept = kept & (self._phases == reading.phase)
        if reading.departements is not None:
            kept = kept & np.isin(self._departements, sorted(reading.departements))
        if reading.code is not None:
            coded = np.zeros(len(kept), dtype=np.bool_)
            coded[self._codes[reading.code]] = True
            kept = kept & coded
        return kept

    @cached_property
    def _phases(self) -> CodeArray:
        return np.array(comparable_all(key.phase for key in self._keys), dtype=np.str_)


def _merged(first: _Ranked, second: _Ranked) -> _Ranked:
    """Join two ranked lists; an entry keeps its first rank."""
    kept: dict[int, tuple[Rank, int, float | None]] = {}
    for match in (*first, *second):
        kept.setdefault(match[1], match)
    return list(kept.values())


def _plain(name: str) -> str:
    return without_articles(comparable(name))
