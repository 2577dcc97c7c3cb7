"""What each column holds, checked against its declared type, as each family of formats writes it."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any

import numpy as np
import shapely

from rebond.web.desk.exports import harmless
from rebond.web.publishing.dataset import Column, Dataset, Row
from rebond.web.publishing.errors import RowFailed

DIGITS = 7
"""Decimals of a degree: a centimetre."""
TOGETHER = 256
"""Rows whose geometries are read at once: one by one, each call costs more than its point."""


def typed(column: Column, value: Any) -> Any:  # noqa: PLR0911 - one answer a type
    """Return a value as its column declares it; None when it is unknown.

    Raises
    ------
    ValueError
        When the value is of another type.
    """
    if value is None or value == "":
        return None
    if column.type == "string":
        return _text(str(value))
    if column.type == "boolean":
        if isinstance(value, bool | np.bool_):
            return bool(value)
    elif column.type == "integer":
        if not isinstance(value, bool) and int(value) == float(value):
            return int(value)
    elif column.type == "number":
        found = float(value)
        if math.isfinite(found) and not isinstance(value, bool):
            return found
    elif column.type == "date":
        if isinstance(value, datetime):
            raise ValueError(value)
        return value if isinstance(value, date) else date.fromisoformat(str(value))
    else:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
        if moment.tzinfo is not None:
            return moment.astimezone(UTC).replace(microsecond=0)
    raise ValueError(value)


def _text(value: str) -> str:
    """Return a text that every format can hold."""
    value.encode()  # a lone surrogate is refused here, with its row
    return value.replace("\x00", "")


def checked(dataset: Dataset, rows: Iterator[Row]) -> Iterator[tuple[Row, list[Any], Any]]:
    """Yield each row with its typed cells, those of its place among them, and its geometry.

    Raises
    ------
    RowFailed
        A row whose cell is not what its column declares, or that cannot be read: nothing is left out silently.
    """
    number, identifier = 0, ""
    names = frozenset(one.name for one in dataset.columns)
    given = enumerate(rows, start=1)
    is_over = False
    try:
        while not is_over:
            some: list[tuple[Row, list[Any]]] = []
            for number, row in islice(given, TOGETHER):  # noqa: B007 - told when a row fails
                identifier = row.id
                if unknown := row.values.keys() - names:
                    raise ValueError(f"{min(unknown)} is not a column")  # noqa: TRY301
                some.append((row, _cells(dataset, row)))
            is_over = len(some) < TOGETHER
            if dataset.geometry is None:
                yield from ((row, cells, None) for row, cells in some)
                continue
            number -= len(some)
            for (row, cells), shape in zip(some, _shapes(some), strict=True):
                number, identifier = number + 1, row.id
                if isinstance(shape, bytes):
                    raise ValueError("the geometry cannot be read")  # noqa: TRY004, TRY301
                yield row, [*cells, *_point(shape)], shape
    except (ValueError, TypeError, ArithmeticError, KeyError, shapely.GEOSException) as fault:
        raise RowFailed(dataset.id, number, identifier, str(fault)[:200]) from fault


def _cells(dataset: Dataset, row: Row) -> list[Any]:
    cells = []
    for column in dataset.columns:
        cell = typed(column, row.values.get(column.name))
        if cell is None and column.required:
            raise ValueError(f"{column.name} is required")
        cells.append(cell)
    return cells


def _shapes(some: list[tuple[Row, list[Any]]]) -> list[Any]:
    """Return the geometries of rows, rounded, many at once; the bytes of one that cannot be read."""
    written = np.array([row.shape for row, _cells in some], dtype=object)
    shapes = shapely.from_wkb(written, on_invalid="ignore")
    rounded: list[Any] = shapely.transform(shapes, lambda at: np.round(at, DIGITS)).tolist()
    return [
        bytes(wkb) if shape is None and wkb is not None else shape
        for wkb, shape in zip(written.tolist(), rounded, strict=True)
    ]


def _point(shape: Any) -> list[float | None]:
    if shape is None or shape.is_empty:
        return [None, None]
    point = shape if shape.geom_type == "Point" else shape.representative_point()
    return [round(point.x, DIGITS), round(point.y, DIGITS)]


def as_json(cells: list[Any], columns: tuple[Column, ...]) -> dict[str, Any]:
    """Return cells as JSON holds them; an unknown one is null."""
    return {one.name: plain(cell) for one, cell in zip(columns, cells, strict=True)}


def plain(cell: Any) -> Any:
    """Return a cell as JSON holds it."""
    if isinstance(cell, datetime):
        return cell.isoformat().replace("+00:00", "Z")
    return cell.isoformat() if isinstance(cell, date) else cell


def as_text(cell: Any) -> str:
    """Return a cell as CSV holds it; a text that a spreadsheet would take for a formula is made harmless."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, str):
        return harmless(cell)
    return str(plain(cell))


def feature(dataset: Dataset, row: Row, cells: list[Any], shape: Any) -> tuple[bytes, int, int]:
    """Return a row as a GeoJSON feature, and where its properties begin and end in it."""
    place = "null" if shape is None else shapely.to_geojson(shape)
    head = f'{{"type":"Feature","id":{_dumped(row.id)},"geometry":{place},"properties":'.encode()
    told = _dumped(as_json(cells, dataset.every_column)).encode()
    return head + told + b"}", len(head), len(head) + len(told)


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
