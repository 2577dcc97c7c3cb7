"""Writing rows canonically: the same content gives the same bytes (CSV, GeoJSON) or the same rows (GeoPackage)."""

from __future__ import annotations

import csv
import io
import json
import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import shapely

from rebond.sitefiles.cells import NEUTRALISED_OR_DANGEROUS
from rebond.sitefiles.notes import Row, Value
from rebond.sitefiles.numbers import number_text
from rebond.sitefiles.repairing import rounded
from rebond.sitefiles.shape_texts import Shapes, geojson_value, shape_text
from rebond.sitefiles.sources import Format
from rebond.sitefiles.tables import Field, Table
from rebond.sitefiles.tables import table as table_of

POINT = 0
"""Type id of a point in shapely."""


def write(
    table: Table | str,
    rows: Iterable[Row],
    target: Path | BinaryIO,
    *,
    format: Format,  # noqa: A002 - the word of the contract
) -> int:
    """Write rows in the canonical form of a table.

    Rows are sorted by identifier, fields stand in the standard's order, texts are UTF-8, CSV has commas and
    line feeds, places are WGS 84 with 7 decimals, longitude first. A field of a source is written only when
    some row has it.

    Parameters
    ----------
    table : Table or str
    rows : iterable of Row
        Only `Row.identifier`, `Row.values` and `Row.shape` are read. A row of a Point where the table has
        polygons is written with that point as its centre.
    target : Path or binary stream
        A path is written aside and put in place at the end.
    format : {"csv", "geojson", "gpkg"}

    Returns
    -------
    int
        How many rows were written.

    Raises
    ------
    UnknownTable
    """
    found = table_of(table) if isinstance(table, str) else table
    ordered = sorted(rows, key=lambda row: row.identifier)
    shapes = _shapes(ordered)
    fields = _fields(found, ordered)
    if isinstance(target, Path):
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".", delete=False) as aside:
            temporary = Path(aside.name)
            try:
                _WRITERS[format](found, fields, ordered, shapes, aside)  # type: ignore[arg-type]
                aside.flush()
                temporary.chmod(0o666 & ~_umask())
                temporary.replace(target)
            except BaseException:
                temporary.unlink(missing_ok=True)
                raise
    else:
        _WRITERS[format](found, fields, ordered, shapes, target)
    return len(ordered)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def neutralised(text: str) -> str:
    """Return a text that no spreadsheet runs; reading takes the apostrophe away again.

    Examples
    --------
    >>> neutralised("=1+1"), neutralised("'=1+1"), neutralised("L'Isle")
    ("'=1+1", "''=1+1", "L'Isle")
    """
    return "'" + text if NEUTRALISED_OR_DANGEROUS.match(text) else text


def _fields(table: Table, rows: Sequence[Row]) -> list[Field]:
    """Return the fields to write, each with its source after it where a row has one."""
    used = {name for row in rows for name in row.values} if table.has_sources else set()
    sources = {one.name: one for one in table.source_fields if one.name in used}
    fields = []
    for one in table.fields:
        fields.append(one)
        source = sources.get(f"{one.name}_source")
        if source is not None:
            fields.append(source)
    return fields


def _shapes(rows: Sequence[Row]) -> Shapes:
    blobs = np.full(len(rows), None, dtype=object)
    blobs[:] = [None if row.shape is None else bytes(row.shape) for row in rows]
    return rounded(shapely.from_wkb(blobs))


def _value(table: Table, one: Field, row: Row, shape: Any) -> Value | None:
    """Return the value of a field that holds no shape of the row's own."""
    value = row.values.get(one.name)
    is_centre = value is None and one.name == table.point_field and shape is not None
    if is_centre and shapely.get_type_id(shape) == POINT:
        return shape_text(shape, one.type)
    return value


def _csv(
    table: Table, fields: Sequence[Field], rows: Sequence[Row], shapes: Shapes, target: BinaryIO
) -> None:
    stream = io.TextIOWrapper(
        target, encoding="utf-8", errors="replace", newline="", write_through=True
    )
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([one.name for one in fields])
    for row, shape in zip(rows, shapes, strict=True):
        cells = []
        for one in fields:
            if one.name == table.shape_field:
                cells.append(_own_shape(table, one, shape))
            else:
                cells.append(_cell(one, _value(table, one, row, shape)))
        writer.writerow(cells)
    stream.flush()
    stream.detach()


def _own_shape(table: Table, one: Field, shape: Any) -> str:
    """Return the shape as a cell; a point that stands for missing polygons is in the field of the centre."""
    if shape is None or (table.point_field is not None and shapely.get_type_id(shape) == POINT):
        return ""
    return shape_text(shape, one.type)


def _cell(one: Field, value: Value | None) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        return number_text(value)
    return neutralised(value) if one.type == "string" else value


def _geojson(
    table: Table, fields: Sequence[Field], rows: Sequence[Row], shapes: Shapes, target: BinaryIO
) -> None:
    named = [one for one in fields if one.name != table.shape_field]
    target.write(f'{{"type":"FeatureCollection","name":"{table.id}","features":['.encode())
    for place, (row, shape) in enumerate(zip(rows, shapes, strict=True)):
        properties = {one.name: _number(_value(table, one, row, shape)) for one in named}
        feature: Mapping[str, Any] = {
            "type": "Feature",
            "id": row.identifier,
            "properties": properties,
            "geometry": None if shape is None else geojson_value(shape),
        }
        line = json.dumps(feature, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        target.write(("\n" if place == 0 else ",\n").encode() + line.encode("utf-8", "replace"))
    target.write(b"\n]}\n")


def _number(value: Value | None) -> Value | None:
    """Return a whole number without decimals, as every other format writes it."""
    return json.loads(number_text(value)) if isinstance(value, float) else value


def _gpkg(
    table: Table, fields: Sequence[Field], rows: Sequence[Row], shapes: Shapes, target: BinaryIO
) -> None:
    from pyogrio import raw  # noqa: PLC0415 - heavy, and of no use to the other formats

    named = [one for one in fields if one.name != table.shape_field]
    columns, masks = [], []
    for one in named:
        values = [_value(table, one, row, shape) for row, shape in zip(rows, shapes, strict=True)]
        column, mask = _column(one, values)
        columns.append(column)
        masks.append(mask)
    has_places = table.shape_field is not None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "rows.gpkg")
        raw.write(
            path,
            geometry=shapely.to_wkb(shapes, byte_order=1) if has_places else None,
            field_data=columns,
            fields=[one.name for one in named],
            field_mask=masks,
            layer=table.id,
            driver="GPKG",
            geometry_type="Unknown" if has_places else None,
            crs="EPSG:4326" if has_places else None,
            layer_options={"IDENTIFIER": table.id},
        )
        with path.open("rb") as stream:
            while block := stream.read(1024 * 1024):
                target.write(block)


def _column(one: Field, values: Sequence[Value | None]) -> tuple[Any, Any]:
    """Return a column for pyogrio, and which of it is missing."""
    missing = np.array([value is None for value in values], dtype=bool)
    if one.type == "integer":
        return np.array([0 if v is None else int(v) for v in values], dtype=np.int64), missing
    if one.type == "number":
        return np.array([np.nan if v is None else float(v) for v in values]), missing
    texts = np.full(len(values), None, dtype=object)
    texts[:] = [None if v is None else str(v) for v in values]
    return texts, None


_WRITERS = {"csv": _csv, "geojson": _geojson, "gpkg": _gpkg}
