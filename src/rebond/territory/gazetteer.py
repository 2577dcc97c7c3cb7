"""From a key to a place with its attributes, and the keys nearest to a wrong one."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from rebond.territory.columns import CodeArray, IntArray
from rebond.territory.communes import Communes
from rebond.territory.compositions import Compositions
from rebond.territory.errors import MalformedKey, UnknownKind, UnknownPlace
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
    kind_text,
)
from rebond.territory.places import Place, Shares
from rebond.territory.registers import Register

_PROPOSED = 3
_CODE_LETTERS = "0123456789AB"


@dataclass(frozen=True)
class Gazetteer:
    """All places by key.

    Parameters
    ----------
    compositions : Compositions
    """

    compositions: Compositions

    @property
    def communes(self) -> Communes:
        """Return the register of communes."""
        return self.compositions.codes.communes

    @property
    def registers(self) -> Mapping[str, Register]:
        """Return the registers of the other administrative kinds."""
        return self.compositions.registers

    @cached_property
    def phases(self) -> Mapping[str, tuple[str, ...]]:
        """Return the phases of each kind of perimeter, in order."""
        found: dict[str, list[str]] = {}
        for key in self.compositions.perimeters:
            if key.phase not in found.setdefault(key.kind, []):
                found[key.kind].append(key.phase)
        return {kind: tuple(phases) for kind, phases in found.items()}

    @property
    def kinds(self) -> tuple[str, ...]:
        """Return all kinds of places: the administrative ones, then the perimeters."""
        return (*ADMINISTRATIVE_KINDS, *self.phases)

    def check_kind(self, kind: str) -> None:
        """Raise `UnknownKind` when there is no such kind."""
        if kind not in self.kinds:
            raise UnknownKind(kind, self.kinds)

    def keys(self, kind: str, phase: str = "") -> Iterator[PlaceKey]:
        """Yield the keys of one kind, by code; of all phases when none is given."""
        if kind == COMMUNE:
            yield from (PlaceKey(kind, code) for code in self.communes.code.tolist())
        elif kind in self.registers:
            yield from (PlaceKey(kind, code) for code in self.registers[kind].code.tolist())
        else:
            for key in self.compositions.perimeters:
                if key.kind == kind and phase in ("", key.phase):
                    yield key

    def require(self, key: PlaceKey) -> PlaceKey:
        """Return the key under which the place is stored: a former commune's is its successor's.

        Raises
        ------
        UnknownKind, UnknownPlace
        """
        if not self.compositions.knows(key):
            self.check_kind(key.kind)
            raise self.unknown(key)
        if key.kind == COMMUNE:
            return PlaceKey(COMMUNE, self.compositions.codes.resolve(key.code).code)
        return key

    def unknown(self, key: PlaceKey) -> UnknownPlace:
        """Return the error for a key that nobody has, with the nearest known keys."""
        shown = str(key) if key.is_perimeter else key.code
        kind = kind_text(key.kind)
        vintage = self.compositions.register_vintage
        return UnknownPlace(shown, kind, vintage, self.nearest(key))

    def unknown_commune(self, code: str) -> UnknownPlace:
        """Return the error for a commune code that nobody has; the code may be any text."""
        vintage = self.compositions.register_vintage
        try:
            key = PlaceKey(COMMUNE, code)
        except MalformedKey:
            return UnknownPlace(code, kind_text(COMMUNE), vintage)
        return self.unknown(key)

    def nearest(self, key: PlaceKey) -> tuple[str, ...]:
        """Return the keys nearest to a wrong one, with names.

        These are the places that have this code under another kind or phase, or once the zero that a
        spreadsheet has dropped is put back; then those whose code differs by one character.
        """
        found = dict.fromkeys(other for other in self._same_code(key) if other != key)
        for code in one_edit_away(key.code):
            other = _with_code(key, code)
            if other is not None and self.compositions.knows(other):
                found.setdefault(other)
        return tuple(f"{other} ({self.name_of(other)})" for other in list(found)[:_PROPOSED])

    def _same_code(self, key: PlaceKey) -> Iterator[PlaceKey]:
        for code in (key.code, f"0{key.code}"):
            candidates = [PlaceKey(kind, code) for kind in ADMINISTRATIVE_KINDS]
            yield from (other for other in candidates if self.compositions.knows(other))
        for other in self.compositions.perimeters:
            if other.code.lower() == key.code.lower():
                yield other

    def name_of(self, key: PlaceKey) -> str:
        """Return the name of a known place."""
        if key.is_perimeter:
            return self.compositions.perimeters[key].name
        if key.kind == COMMUNE:
            return str(self.communes.name[self.compositions.codes.row(key.code)])
        register = self.registers[key.kind]
        return str(register.name[register.rows[key.code]])

    def place(self, key: PlaceKey) -> Place:
        """Return the place of a key that `require` has passed."""
        if key.kind == COMMUNE:
            return self._commune(key)
        if key.kind == ARRONDISSEMENT:
            return self._arrondissement(key)
        if key not in self._made:
            self._made[key] = self._composed(key)
        return self._made[key]

    @cached_property
    def _made(self) -> dict[PlaceKey, Place]:
        """Return the composed places made so far: each costs a sum over its communes."""
        return {}

    def _commune(self, key: PlaceKey) -> Place:
        communes, row = self.communes, self.communes.rows[key.code]
        departement, region = str(communes.departement[row]), str(communes.region[row])
        parents = (
            (EPCI, communes.epci[row]),
            (DEPARTEMENT, departement),
            (REGION, region),
            (ZONE_EMPLOI, communes.employment_zone[row]),
        )
        return Place(
            key=key,
            name=communes.name[row],
            departement_code=departement or None,
            departement_name=self._name(DEPARTEMENT, departement),
            region_code=region or None,
            region_name=self._name(REGION, region),
            population=_known(communes.population[row]),
            lon=_known(communes.lon[row]),
            lat=_known(communes.lat[row]),
            parents=tuple(PlaceKey(kind, str(code)) for kind, code in parents if code),
        )

    def _arrondissement(self, key: PlaceKey) -> Place:
        register = self.registers[ARRONDISSEMENT]
        row = register.rows[key.code]
        commune = self._commune(PlaceKey(COMMUNE, register.parent[row]))
        return Place(
            key=key,
            name=register.name[row],
            departement_code=commune.departement_code,
            departement_name=commune.departement_name,
            region_code=commune.region_code,
            region_name=commune.region_name,
            parents=(commune.key, *commune.parents),
        )

    def _composed(self, key: PlaceKey) -> Place:
        rows = self.compositions.of(key, None).rows
        perimeter = self.compositions.perimeters.get(key)
        register = None if perimeter else self.registers[key.kind]
        place = -1 if register is None else register.rows[key.code]
        departement = None if key.kind == REGION else self.largest(rows, self.communes.departement)
        region = key.code if key.kind == REGION else self.largest(rows, self.communes.region)
        lon, lat = self._centre(rows)
        population = _total(self.communes.population[rows])
        if register is not None and key.kind in (EPCI, EPT) and not math.isnan(register.lon[place]):
            lon, lat = float(register.lon[place]), float(register.lat[place])
        if register is not None and key.kind == EPCI:
            population = _known(register.population[place])
        return Place(
            key=key,
            name=self.name_of(key),
            nature=register.nature[place] if register else "",
            departement_code=departement,
            departement_name=self._name(DEPARTEMENT, departement),
            region_code=region,
            region_name=self._name(REGION, region),
            population=population,
            lon=lon,
            lat=lat,
            valid_from=perimeter.valid_from if perimeter else None,
            valid_to=perimeter.valid_to if perimeter else None,
            source_note=perimeter.source_note if perimeter else "",
            other_names=perimeter.other_names if perimeter else (),
        )

    def _name(self, kind: str, code: str | None) -> str | None:
        register = self.registers[kind]
        row = register.rows.get(code or "")
        return None if row is None else str(register.name[row])

    def largest(self, rows: IntArray, codes: CodeArray) -> str | None:
        """Return the code with the largest share of population; None when it cannot be told."""
        shares = self.shares(rows, codes)
        return shares.codes[0] or None if shares.shares else None

    def shares(self, rows: IntArray, codes: CodeArray) -> Shares:
        """Divide the known population of some communes by code."""
        return self.compositions.shares(rows, codes)

    def _centre(self, rows: IntArray) -> tuple[float | None, float | None]:
        """Return the mean of the communes' centres, weighted by known population."""
        communes = self.communes
        located = rows[~np.isnan(communes.lon[rows])]
        if len(located) == 0:
            return None, None
        weights = np.nan_to_num(communes.population[located], nan=0.0)
        if weights.sum() <= 0:
            weights = np.ones(len(located))
        lon = float(np.average(communes.lon[located], weights=weights))
        lat = float(np.average(communes.lat[located], weights=weights))
        return round(lon, 4), round(lat, 4)


def _known(value: float) -> float | None:
    return None if math.isnan(value) else float(value)


def _total(values: np.typing.NDArray[np.float64]) -> float | None:
    """Return the sum; None when one of the values is missing or there is none."""
    return _known(float(values.sum())) if len(values) else None


def one_edit_away(code: str) -> Iterator[str]:
    """Yield the codes that differ by one swap, one other digit, one digit more or one fewer.

    Examples
    --------
    >>> "14366" in set(one_edit_away("14336")), "14366" in set(one_edit_away("1436"))
    (True, True)
    """
    parts = [(code[:place], code[place:]) for place in range(len(code) + 1)]
    yield from (a + b[1] + b[0] + b[2:] for a, b in reversed(parts) if len(b) > 1)
    for a, b in reversed(parts):
        yield from (a + other + b[1:] for other in _CODE_LETTERS if b)
    for a, b in reversed(parts):
        yield from (a + other + b for other in _CODE_LETTERS)
    yield from (a + b[1:] for a, b in parts if b)


def _with_code(key: PlaceKey, code: str) -> PlaceKey | None:
    try:
        return PlaceKey(key.kind, code, key.phase)
    except MalformedKey:
        return None
