"""Snapshot tables read as NumPy columns, with the checks that places stand on."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Sequence
from typing import Any, Protocol, TypeVar

import numpy as np
import numpy.typing as npt

from rebond.territory.errors import BrokenDate, DuplicateCode, MissingColumn, WrongColumnType
from rebond.texts import Text

IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
CodeArray = npt.NDArray[np.str_]
NameArray = npt.NDArray[np.object_]

T = TypeVar("T", bound=np.generic)

_TEXT_TYPES = ("string", "large_string")
_YEAR = re.compile(r"[12]\d{3}(?!\d)")
_NUMBER_TYPES = ("int", "uint", "float", "double", "halffloat")


class Described(Protocol):
    """What the atlas needs to know of a data set: the state of the world that it describes."""

    @property
    def vintage(self) -> Text:
        """Return the vintage in both languages."""


class TableSource(Protocol):
    """Anything that hands out the snapshot's tables (`rebond.opendata.Snapshot` does)."""

    @property
    def names(self) -> Collection[str]:
        """Return the names of the tables."""

    def table(self, name: str) -> Any:
        """Return the pyarrow table `name`."""

    def dataset(self, name: str) -> Described:
        """Return what the table `name` is."""


class Columns:
    """The columns of one table, converted on demand.

    Parameters
    ----------
    source : TableSource
    name : str
        Name of the table.
    """

    __slots__ = ("_name", "_table")

    def __init__(self, source: TableSource, name: str) -> None:
        self._name = name
        self._table = source.table(name)

    @property
    def name(self) -> str:
        """Return the name of the table."""
        return self._name

    def __len__(self) -> int:
        return int(self._table.num_rows)

    def _column(self, column: str) -> Any:
        if column not in self._table.column_names:
            raise MissingColumn(self._name, column, self._table.column_names)
        return self._table.column(column)

    def texts(self, column: str) -> list[str]:
        """Return a text column; a missing value is the empty text.

        Raises
        ------
        MissingColumn, WrongColumnType
        """
        values = self._column(column)
        found = str(values.type)
        if found not in _TEXT_TYPES:
            raise WrongColumnType(self._name, column, found, "text")
        # to_pylist, not to_numpy: the latter imports pandas when it is installed
        return ["" if value is None else value for value in values.to_pylist()]

    def codes(self, column: str) -> CodeArray:
        """Return a text column as a read-only array of fixed-width strings.

        Raises
        ------
        MissingColumn, WrongColumnType
        """
        return frozen(np.array(self.texts(column) or [""], dtype=np.str_)[: len(self)])

    def names(self, column: str) -> NameArray:
        """Return a text column as a read-only array of str, of any length.

        Raises
        ------
        MissingColumn, WrongColumnType
        """
        return frozen(np.array([*self.texts(column), None], dtype=np.object_)[:-1])

    def numbers(self, column: str) -> FloatArray:
        """Return a numeric column as read-only float64; a missing value is NaN.

        Raises
        ------
        MissingColumn, WrongColumnType
        """
        values = self._column(column)
        found = str(values.type)
        if not found.startswith(_NUMBER_TYPES):
            raise WrongColumnType(self._name, column, found, "number")
        return frozen(np.array(values.to_pylist(), dtype=np.float64))

    def dates(self, column: str, rows: Sequence[str]) -> tuple[dt.date | None, ...]:
        """Return a column of dates (date or ISO text); an empty one is None, which means unknown.

        Parameters
        ----------
        column : str
        rows : sequence of str
            Name of each row, for the message.

        Raises
        ------
        MissingColumn, BrokenDate
        """
        values = self._column(column).to_pylist()
        return tuple(
            self._date(column, row, value) for row, value in zip(rows, values, strict=True)
        )

    def years(self, column: str) -> list[int]:
        """Return a column of years, written as numbers or as text that begins with the year.

        Raises
        ------
        MissingColumn, BrokenDate
        """
        values = self._column(column).to_pylist()
        years: dict[object, int] = {}
        for value in set(values):
            found = _YEAR.match(str(value))
            if found is None:
                row = f"row {values.index(value) + 1}"
                raise BrokenDate(self._name, row, column, str(value))
            years[value] = int(found.group())
        return [years[value] for value in values]

    def _date(self, column: str, row: str, value: object) -> dt.date | None:
        if value is None or value == "":
            return None
        if isinstance(value, dt.date):
            return value
        try:
            return dt.date.fromisoformat(str(value))
        except ValueError:
            raise BrokenDate(self._name, row, column, str(value)) from None


def frozen(array: npt.NDArray[T]) -> npt.NDArray[T]:
    """Return `array`, which nobody can write to any more."""
    array.setflags(write=False)
    return array


def refuse_duplicates(table: str, codes: Sequence[str] | CodeArray) -> None:
    """Raise `DuplicateCode` when a code stands twice.

    Raises
    ------
    DuplicateCode
    """
    if len(set(map(str, codes))) == len(codes):
        return
    seen: set[str] = set()
    for code in map(str, codes):
        if code in seen:
            raise DuplicateCode(table, code)
        seen.add(code)
