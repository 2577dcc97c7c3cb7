"""The communes of the register as frozen columns, and the codes that lead to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from rebond.territory.columns import (
    CodeArray,
    Columns,
    FloatArray,
    IntArray,
    NameArray,
    TableSource,
    frozen,
    refuse_duplicates,
)

Via = Literal["current", "arrondissement", "former_commune", "former_name"]
"""How a code or a name leads to a commune: it is its own, that of an arrondissement of it, that of a commune
which is no more or a code it once had, or only a name it once had."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """The commune that a code means today.

    Parameters
    ----------
    code : str
        Code of the current commune.
    via : {"current", "arrondissement", "former_commune"}
    asked : str
        The code that was given.
    """

    code: str
    via: Via
    asked: str


@dataclass(frozen=True)
class Communes:
    """All communes, one row each, sorted by code. Arrays are read-only.

    Parameters
    ----------
    code : array, shape (communes,), str
        INSEE codes, ascending.
    name : array, shape (communes,), of str objects
    zone : array, shape (communes,), str
        ``metro``, ``drom`` or ``com``.
    departement, region, epci, employment_zone : array, shape (communes,), str
        Codes; empty where the commune belongs to none (or none is known).
    population : array, shape (communes,), float64
        Inhabitants, ≥ 0; NaN where missing.
    area_km2 : array, shape (communes,), float64
        km², > 0; NaN where missing.
    lon, lat : array, shape (communes,), float64
        Centre of the commune, WGS84 degrees; NaN where missing.
    """

    code: CodeArray
    name: NameArray
    zone: CodeArray
    departement: CodeArray
    region: CodeArray
    epci: CodeArray
    employment_zone: CodeArray
    population: FloatArray
    area_km2: FloatArray
    lon: FloatArray
    lat: FloatArray

    def __len__(self) -> int:
        return len(self.code)

    @classmethod
    def from_source(cls, source: TableSource) -> Communes:
        """Read the table ``communes``.

        Raises
        ------
        MissingColumn, WrongColumnType, DuplicateCode
            When the table is not the one this version reads.
        """
        table = Columns(source, "communes")
        code = table.codes("code")
        refuse_duplicates(table.name, code)
        order = np.argsort(code, kind="stable")
        return cls(
            code=frozen(code[order]),
            name=frozen(table.names("name")[order]),
            zone=frozen(table.codes("zone")[order]),
            departement=frozen(table.codes("departement_code")[order]),
            region=frozen(table.codes("region_code")[order]),
            epci=frozen(table.codes("epci_code")[order]),
            employment_zone=frozen(table.codes("employment_zone_code")[order]),
            population=frozen(table.numbers("population")[order]),
            area_km2=frozen(table.numbers("area_km2")[order]),
            lon=frozen(table.numbers("lon")[order]),
            lat=frozen(table.numbers("lat")[order]),
        )

    @cached_property
    def rows(self) -> Mapping[str, int]:
        """Return the row of each code."""
        return {code: row for row, code in enumerate(self.code.tolist())}

    def index_of(self, code: str) -> int:
        """Return the row of a current commune code.

        Raises
        ------
        KeyError
            When it is not the code of a current commune (`Atlas.resolve_commune` knows the others).
        """
        return self.rows[code]

    def indices_of(self, codes: Iterable[str]) -> IntArray:
        """Return the rows of several current commune codes, in the order given.

        Raises
        ------
        KeyError
            For the first code that is not current.
        """
        rows = self.rows
        return np.fromiter((rows[code] for code in codes), dtype=np.int64)
