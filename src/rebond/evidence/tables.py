"""Reading the columns that an indicator needs, and saying which are not there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from rebond.evidence.distances import FloatArray, unit_vectors
from rebond.evidence.errors import MissingTable, StrayCommune

if TYPE_CHECKING:
    from rebond.evidence.places import Frame


class Tables(Protocol):
    """Where tables are read: the snapshot, or small tables of one's own."""

    @property
    def names(self) -> Any:
        """Names of the tables."""

    def table(self, name: str) -> Any:
        """Return a pyarrow table."""

    def dataset(self, name: str) -> Any:
        """Return what is known of a table: title, vintage, last day described."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads columns and says which indicator lacks them."""

    indicator: str
    tables: Tables

    def _column(self, table: str, column: str) -> Any:
        if table not in self.tables.names:
            raise MissingTable(self.indicator, table)
        content = self.tables.table(table)
        if column not in content.column_names:
            raise MissingTable(self.indicator, table, column)
        return content.column(column)

    def texts(self, table: str, column: str) -> list[str]:
        """Return a column of text; a missing value is the empty text."""
        return ["" if one is None else str(one) for one in self._column(table, column).to_pylist()]

    def numbers(self, table: str, column: str) -> FloatArray:
        """Return a column of numbers; a missing value is NaN."""
        # to_pylist, not to_numpy: the latter imports pandas when it is installed
        values = self._column(table, column).to_pylist()
        return np.array([np.nan if one is None else one for one in values], dtype=np.float64)

    def points(self, table: str) -> FloatArray:
        """Return the unit vectors of a list of points; NaN rows without coordinates."""
        return unit_vectors(self.numbers(table, "lon"), self.numbers(table, "lat"))

    def by_commune(
        self, table: str, code_column: str, columns: tuple[str, ...], frame: Frame
    ) -> FloatArray:
        """Sum of columns by commune row; NaN where a cell or the whole row is not there."""
        codes = self.texts(table, code_column)
        stray = next((code for code in codes if code not in frame.row_of), None)
        if stray is not None:
            raise StrayCommune(table, codes.index(stray) + 2, stray)
        rows = np.array([frame.row_of[code] for code in codes], dtype=np.int64)
        result = np.full(len(frame.code), np.nan)
        result[rows] = np.sum([self.numbers(table, column) for column in columns], axis=0)
        return result
