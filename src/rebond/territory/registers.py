"""Administrative places above and below the commune, read from their tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

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
from rebond.territory.keys import (
    ARRONDISSEMENT,
    DEPARTEMENT,
    EPCI,
    EPT,
    REGION,
    ZONE_EMPLOI,
)

_TABLES = {
    ARRONDISSEMENT: "arrondissements",
    EPCI: "epci",
    EPT: "ept",
    DEPARTEMENT: "departements",
    REGION: "regions",
    ZONE_EMPLOI: "employment_zones",
}
_PARENT_COLUMNS = {ARRONDISSEMENT: "commune_code", DEPARTEMENT: "region_code"}


@dataclass(frozen=True)
class Register:
    """The places of one administrative kind, sorted by code. Arrays are read-only.

    Parameters
    ----------
    kind : str
    code : array, shape (places,), str
    name : array, shape (places,), of str objects
    nature : tuple of str
        Legal type of an EPCI as its producer writes it; empty elsewhere.
    parent : tuple of str
        Commune of an arrondissement, région of a département; empty elsewhere.
    population : array, shape (places,), float64
        Inhabitants; NaN where the table gives none.
    lon, lat : array, shape (places,), float64
        WGS84 degrees; NaN where the table gives none.
    """

    kind: str
    code: CodeArray
    name: NameArray
    nature: tuple[str, ...]
    parent: tuple[str, ...]
    population: FloatArray
    lon: FloatArray
    lat: FloatArray

    def __len__(self) -> int:
        return len(self.code)

    @cached_property
    def rows(self) -> Mapping[str, int]:
        """Return the row of each code."""
        return {code: row for row, code in enumerate(self.code.tolist())}

    @classmethod
    def from_source(cls, source: TableSource, kind: str) -> Register:
        """Read the table of one administrative kind.

        Raises
        ------
        MissingColumn, WrongColumnType, DuplicateCode
        """
        table = Columns(source, _TABLES[kind])
        code = table.codes("code")
        refuse_duplicates(table.name, code)
        order = np.argsort(code, kind="stable")
        empty = [""] * len(code)
        nature = table.texts("type") if kind == EPCI else empty
        parent = table.texts(_PARENT_COLUMNS[kind]) if kind in _PARENT_COLUMNS else empty
        has_point = kind in (EPCI, EPT)
        nan = np.full(len(code), np.nan)
        return cls(
            kind=kind,
            code=frozen(code[order]),
            name=frozen(table.names("name")[order]),
            nature=tuple(nature[row] for row in order.tolist()),
            parent=tuple(parent[row] for row in order.tolist()),
            population=frozen((table.numbers("population") if kind == EPCI else nan)[order]),
            lon=frozen((table.numbers("lon") if has_point else nan)[order]),
            lat=frozen((table.numbers("lat") if has_point else nan)[order]),
        )


def read_registers(source: TableSource) -> Mapping[str, Register]:
    """Read the register of each administrative kind other than the commune."""
    return {kind: Register.from_source(source, kind) for kind in _TABLES}


@dataclass(frozen=True)
class Grouping:
    """Rows of the communes grouped by a code.

    Parameters
    ----------
    rows : mapping of str to array, int64
        Ascending rows of each group, read-only; communes without a code are in none.
    """

    rows: Mapping[str, IntArray]

    @classmethod
    def of(cls, codes: CodeArray) -> Grouping:
        """Group the positions of `codes` by value, the empty code left out."""
        order = np.argsort(codes, kind="stable").astype(np.int64)
        found, starts = np.unique(codes[order], return_index=True)
        parts = np.split(order, starts[1:].tolist()) if len(codes) else []
        pairs = zip(found.tolist(), parts, strict=True)
        return cls({code: frozen(part) for code, part in pairs if code})

    def of_code(self, code: str) -> IntArray:
        """Return the rows of one group; empty when the code has no commune."""
        rows = self.rows.get(code)
        return frozen(np.empty(0, dtype=np.int64)) if rows is None else rows
