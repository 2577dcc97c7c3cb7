"""Which communes a place is made of, on which day, and from which source."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from rebond.territory.codes import CommuneCodes
from rebond.territory.columns import CodeArray, Columns, IntArray, TableSource, frozen
from rebond.territory.errors import BrokenReference
from rebond.territory.keys import (
    ARRONDISSEMENT,
    COMMUNE,
    DEPARTEMENT,
    EPCI,
    EPT,
    REGION,
    ZONE_EMPLOI,
    PlaceKey,
)
from rebond.territory.perimeters import Perimeter, sorted_rows
from rebond.territory.places import Composition, Member, Shares
from rebond.territory.registers import Grouping, Register
from rebond.texts import Text

ObjectArray = NDArray[np.object_]


@dataclass(frozen=True)
class Compositions:
    """The arithmetic of belonging: places to communes, communes to perimeters.

    Parameters
    ----------
    codes : CommuneCodes
    registers : mapping of str to Register
    perimeters : mapping of PlaceKey to Perimeter
    groupings : mapping of str to Grouping
        For each administrative kind but the commune and the arrondissement.
    register_vintage, list_vintage : Text
        State of the world of the register of communes, and of the dated lists of communes.
    """

    codes: CommuneCodes
    registers: Mapping[str, Register]
    perimeters: Mapping[PlaceKey, Perimeter]
    groupings: Mapping[str, Grouping]
    register_vintage: Text
    list_vintage: Text
    _held: dict[int | None, tuple[IntArray, ObjectArray]] = field(
        default_factory=dict, repr=False, compare=False
    )

    @classmethod
    def build(
        cls,
        source: TableSource,
        codes: CommuneCodes,
        registers: Mapping[str, Register],
        perimeters: Mapping[PlaceKey, Perimeter],
    ) -> Compositions:
        """Group the communes and check that each member of a perimeter is a known place.

        Raises
        ------
        MissingColumn, WrongColumnType, BrokenReference
        """
        communes = codes.communes
        groupings = {
            EPCI: Grouping.of(communes.epci),
            DEPARTEMENT: Grouping.of(communes.departement),
            REGION: Grouping.of(communes.region),
            ZONE_EMPLOI: Grouping.of(communes.employment_zone),
            EPT: _ept(source, codes),
        }
        of_register = source.dataset("communes").vintage
        of_lists = source.dataset("perimeter_communes").vintage
        built = cls(codes, registers, perimeters, groupings, of_register, of_lists)
        for perimeter in perimeters.values():
            for member in perimeter.members:
                if not built.knows(member.key):
                    raise BrokenReference(
                        "perimeter_members", str(perimeter.key), "member_code", str(member.key)
                    )
        return built

    def knows(self, key: PlaceKey) -> bool:
        """Return whether a place is known under this key, former commune codes included."""
        if key.is_perimeter:
            return key in self.perimeters
        if key.kind != COMMUNE:
            return key.code in self.registers[key.kind].rows
        return key.code in self.codes.communes.rows or key.code in self.codes.former

    def of(self, key: PlaceKey, as_of: dt.date | None) -> Composition:
        """Return the communes of a known place (see `Atlas.composition`)."""
        if not key.is_perimeter:
            return Composition(key, self._rows(key), "register", self.register_vintage, as_of, None)
        perimeter = self.perimeters[key]
        state = perimeter.in_force(as_of)
        year = perimeter.list_year(as_of)
        if year is not None:
            rows = perimeter.lists[year]
            return Composition(key, rows, "dated_list", self.list_vintage, as_of, state)
        rows = self._members_rows(perimeter)
        return Composition(key, rows, "members", self.register_vintage, as_of, state)

    def _rows(self, key: PlaceKey) -> IntArray:
        if key.kind in (COMMUNE, ARRONDISSEMENT):
            return sorted_rows([self.codes.row(key.code)])
        return self.groupings[key.kind].of_code(key.code)

    def _members_rows(self, perimeter: Perimeter) -> IntArray:
        parts = [self._rows(member.key) for member in perimeter.members]
        joined = np.concatenate(parts) if parts else np.empty(0, dtype=np.int64)
        return frozen(np.unique(joined))

    def members(self, key: PlaceKey) -> tuple[Member, ...]:
        """Return the members of a perimeter, or the communes of another place."""
        if key.is_perimeter:
            return self.perimeters[key].members
        communes = self.codes.communes
        rows = self._rows(key).tolist()
        codes = communes.code[rows].tolist()
        return tuple(
            Member(PlaceKey(COMMUNE, code), communes.name[row])
            for code, row in zip(codes, rows, strict=True)
        )

    def perimeters_of(self, row: int, as_of: dt.date | None) -> tuple[PlaceKey, ...]:
        """Return the perimeters that hold a commune, whatever their dates, by key."""
        year = None if as_of is None else self._list_year(as_of)
        if year not in self._held:
            self._held[year] = self._by_commune(as_of)
        rows, holders = self._held[year]
        first, last = np.searchsorted(rows, (row, row + 1)).tolist()
        return tuple(holders[first:last].tolist())

    def _list_year(self, as_of: dt.date) -> int | None:
        """Return the first year of a list not over on a day: between two of them, no composition changes."""
        years = {year for perimeter in self.perimeters.values() for year in perimeter.lists}
        return min((year for year in years if as_of.year <= year), default=None)

    def _by_commune(self, as_of: dt.date | None) -> tuple[IntArray, ObjectArray]:
        """Index the compositions, which depend on the lists that hold on a day only (see `_list_year`).

        Rows of communes, rising, and beside each the key of a perimeter that holds it, in their order.
        """
        found = [self.of(key, as_of).rows for key in self.perimeters]
        counts = np.array([len(one) for one in found], dtype=np.int64)
        rows = np.concatenate(found) if found else np.empty(0, dtype=np.int64)
        order = np.argsort(rows, kind="stable")
        keys = np.empty(len(found), dtype=object)
        keys[:] = list(self.perimeters)
        return rows[order], np.repeat(keys, counts)[order]

    def shares(self, rows: IntArray, codes: CodeArray) -> Shares:
        """Divide the known population of some communes by the code that each has.

        Parameters
        ----------
        rows : array, int64
            Rows of the communes.
        codes : array, shape (all communes,), str

        Returns
        -------
        Shares
            Without any share when no population is known, but with the codes; a single code has
            the share 1 whatever the population.
        """
        population = self.codes.communes.population[rows]
        known = ~np.isnan(population)
        missing = int(np.count_nonzero(~known))
        held = codes[rows]
        if len(held) and bool((held == held[0]).all()):
            return Shares((str(held[0]),), (1.0,), missing)
        found, group = np.unique(held, return_inverse=True)
        listed = [str(code) for code in found]
        sums = np.bincount(group[known], weights=population[known], minlength=len(listed))
        total = float(sums.sum())
        if total <= 0:
            return Shares(tuple(listed), (), missing)
        order = sorted(range(len(listed)), key=lambda place: (-sums[place], listed[place]))
        shares = tuple(float(sums[place] / total) for place in order)
        return Shares(tuple(listed[place] for place in order), shares, missing)


def _ept(source: TableSource, codes: CommuneCodes) -> Grouping:
    table = Columns(source, "ept_communes")
    gathered: dict[str, list[int]] = {}
    pairs = zip(table.texts("ept_code"), table.texts("commune_code"), strict=True)
    for ept, code in pairs:
        try:
            gathered.setdefault(ept, []).append(codes.row(code))
        except KeyError:
            raise BrokenReference("ept_communes", ept, "commune_code", code) from None
    return Grouping({ept: sorted_rows(rows) for ept, rows in gathered.items()})
