"""What every format gives to the checks: columns of text, places, and rows that could not be cut into cells."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from rebond.sitefiles.notes import Remark
from rebond.sitefiles.numbers import number_text

Format = Literal["csv", "geojson", "gpkg"]
Progress = Callable[[int, int], None]
"""Called with the work done and the whole: bytes, or features of a GeoPackage."""
OBJECT = "\x00object "
"""Before a list or an object that stands where a single value is needed; no cell starts so."""
CHUNK = 2_000
"""Rows checked at once."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a file may hold.

    Parameters
    ----------
    most_bytes : int
        Of the whole file, by bytes read.
    most_record_bytes : int
        Of one row or feature.
    most_rows : int
    seconds : int
        Of computing that reading a GeoPackage may take.
    """

    most_bytes: int = 500 * 1024**2
    most_record_bytes: int = 16 * 1024**2
    most_rows: int = 2_000_000
    seconds: int = 300


@dataclass
class Chunk:
    """Some rows.

    Parameters
    ----------
    numbers : list of int
    columns : mapping of str to list of str
        Cells by the name that the file gives.
    shapes : list of str, bytes or None, or None
        The format's own geometry; None when the format has none.
    broken : list of (int, Remark)
        Rows that could not be cut into cells.
    """

    numbers: list[int] = field(default_factory=list)
    columns: Mapping[str, Sequence[str]] = field(default_factory=dict)
    shapes: Sequence[str | bytes | None] | None = None
    broken: list[tuple[int, Remark]] = field(default_factory=list)


class Source(Protocol):
    """An opened file of one format."""

    @property
    def format(self) -> Format:
        """Return the format."""
        ...

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of columns, as found."""
        ...

    @property
    def encoding(self) -> str | None:
        """Return the encoding of texts, where the format has several."""
        ...

    @property
    def separator(self) -> str | None:
        """Return what separates cells, where something does."""
        ...

    @property
    def declared(self) -> str | None:
        """Return the coordinate system that the file declares, ``EPSG:…``."""
        ...

    @property
    def count(self) -> int | None:
        """Return how many rows there are, where that is known."""
        ...

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """Return what is said of the file."""
        ...

    def also(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Return which other names rows may have further on, and give their columns from now on."""
        ...

    def chunks(self, progress: Progress) -> Iterator[Chunk]:
        """Yield the rows."""
        ...


def cell_text(value: Any) -> str:
    """Return a value of JSON or of a database as the text that a cell would hold.

    Examples
    --------
    >>> cell_text(37.0), cell_text(None), cell_text(True)
    ('37', '', 'true')
    """
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return number_text(value)
    return OBJECT + json.dumps(value, default=str)
