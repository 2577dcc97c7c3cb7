"""Tables as CSV: UTF-8, comma, line feed, sorted by key, an empty field for a missing value.

Writing is deterministic (the same rows give the same bytes); reading enforces the declared types and
names the row and the field of a value that does not fit.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import math
import re
from collections.abc import Iterable, Mapping

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as pa_csv

from rebond.opendata.catalogue import Column, ColumnType, Dataset
from rebond.opendata.errors import TableColumnsWrong, TableRefused, TableValueWrong
from rebond.texts import Text

Value = str | int | float | dt.date | None
Row = Mapping[str, Value]

ARROW_TYPES: Mapping[ColumnType, pa.DataType] = {
    "code": pa.string(),
    "codes": pa.string(),
    "text": pa.string(),
    "url": pa.string(),
    "quarter": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "date": pa.date32(),
}
EXPECTED: Mapping[ColumnType, Text] = {
    "code": Text("un code", "a code"),
    "codes": Text("des codes séparés par « ; »", "codes separated by “;”"),
    "text": Text("un texte", "a text"),
    "url": Text("une adresse http(s)", "an http(s) address"),
    "quarter": Text("un trimestre AAAA-Tn", "a quarter YYYY-Tn"),
    "integer": Text("un nombre entier", "an integer"),
    "number": Text("un nombre fini", "a finite number"),
    "date": Text("une date AAAA-MM-JJ", "a date YYYY-MM-DD"),
}
_REQUIRED = Text("une valeur (colonne obligatoire)", "a value (required column)")
_PATTERNS: Mapping[ColumnType, re.Pattern[str]] = {
    "code": re.compile(r"[0-9A-Za-z_;-]+"),
    "codes": re.compile(r"[0-9A-Z]+(;[0-9A-Z]+)*"),
    "url": re.compile(r"https?://\S+"),
    "quarter": re.compile(r"\d{4}-T[1-4]"),
}
_FIGURES: Mapping[ColumnType, re.Pattern[str]] = {
    "integer": re.compile(r"-?\d+"),
    "number": re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?"),
    "date": re.compile(r"\d{4}-\d{2}-\d{2}"),
}
_LARGEST_INTEGER = 2**63 - 1
REPLACEMENT = "\ufffd"


def write_table(dataset: Dataset, rows: Iterable[Row]) -> bytes:
    """Return the CSV of `rows`, checked, rounded and sorted by key.

    Parameters
    ----------
    dataset : Dataset
    rows : iterable of mappings
        One value a column; None for a missing value.

    Returns
    -------
    bytes

    Raises
    ------
    TableRefused
        When two rows have the same key, a required value is missing, or a value is not of its type.
    """
    written = [_written(dataset, row) for row in rows]
    positions = [dataset.column_names.index(name) for name in dataset.key]
    written.sort(key=lambda fields: [fields[position] for position in positions])
    previous: list[str] | None = None
    for fields in written:
        key = [fields[position] for position in positions]
        if key == previous:
            raise TableRefused(
                dataset.id, ", ".join(key), Text("clé en double", "the key appears twice")
            )
        previous = key
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(dataset.column_names)
    writer.writerows(written)
    return stream.getvalue().encode("utf-8")


def _written(dataset: Dataset, row: Row) -> list[str]:
    if set(row) != set(dataset.column_names):
        differing = ", ".join(sorted(set(row) ^ set(dataset.column_names)))
        raise TableRefused(
            dataset.id,
            "",
            Text(f"colonnes différentes : {differing}", f"columns differ: {differing}"),
        )
    fields = []
    for column in dataset.columns:
        field = _field(column, row[column.name])
        if field is None:
            key = ", ".join(str(row[name]) for name in dataset.key)
            problem = Text("{c} vaut {v}, attendu : {e}", "{c} is {v}, expected: {e}").filled(
                c=column.name, v=repr(row[column.name]), e=_expected(column)
            )
            raise TableRefused(dataset.id, key, problem)
        fields.append(field)
    return fields


def _field(column: Column, value: Value) -> str | None:
    """Return the field of `value`, or None when the value does not fit the column."""
    if value is None:
        return None if column.required else ""
    if column.type in {"number", "integer", "date"}:
        return _figure(column, value)
    if not isinstance(value, str) or value != value.strip() or not value or "\n" in value:
        return None
    pattern = _PATTERNS.get(column.type)
    return value if pattern is None or pattern.fullmatch(value) else None


def _figure(column: Column, value: Value) -> str | None:
    """Return the field of a number, an integer or a date, or None when `value` is not one."""
    if column.type == "date":
        return value.isoformat() if isinstance(value, dt.date) else None
    if not isinstance(value, (int, float)) or isinstance(value, bool) or not math.isfinite(value):
        return None
    if column.type == "integer":
        return str(value) if isinstance(value, int) else None
    return _decimal(float(value), column.digits)


def _decimal(value: float, digits: int) -> str:
    """Write `value` with at most `digits` decimals, without trailing zeros and never as “-0”."""
    text = f"{value:.{digits}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _expected(column: Column) -> Text:
    return _REQUIRED if column.required else EXPECTED[column.type]


def parse_table(content: bytes, dataset: Dataset) -> pa.Table:
    """Return the table of a CSV with the types that the catalogue declares.

    Parameters
    ----------
    content : bytes
    dataset : Dataset

    Returns
    -------
    pyarrow.Table

    Raises
    ------
    TableColumnsWrong
        When the header is not that of the catalogue.
    TableValueWrong
        When a value does not fit, with its row (the header is row 1) and its field.
    """
    header = content[: content.find(b"\n")].decode("utf-8", errors="replace").rstrip("\r")
    found = tuple(next(csv.reader([header]), []))
    if found != dataset.column_names:
        raise TableColumnsWrong(dataset.file, dataset.column_names, found)
    types = {column.name: ARROW_TYPES[column.type] for column in dataset.columns}
    try:
        table = pa_csv.read_csv(
            pa.BufferReader(content),
            # Threads of the reader may outlive a short command and abort it on its way out.
            read_options=pa_csv.ReadOptions(use_threads=False),
            parse_options=pa_csv.ParseOptions(newlines_in_values=False),
            convert_options=pa_csv.ConvertOptions(
                column_types=types, null_values=[""], strings_can_be_null=True, check_utf8=True
            ),
        )
    except pa.ArrowInvalid as error:
        raise _first_wrong(content, dataset, str(error)) from error
    for column in dataset.columns:
        values = table.column(column.name)
        wrong = column.required and values.null_count
        wrong = wrong or (column.type == "number" and pc.all(pc.is_finite(values)).as_py() is False)
        if wrong:
            raise _first_wrong(content, dataset, column.name)
    return table


def _first_wrong(content: bytes, dataset: Dataset, reason: str) -> TableValueWrong:
    """Return the error of the first value that does not fit, found by reading slowly."""
    lines = csv.reader(io.StringIO(content.decode("utf-8", errors="replace")))
    next(lines)
    for number, fields in enumerate(lines, start=2):
        if len(fields) != len(dataset.columns):
            expected = Text(f"{len(dataset.columns)} champs", f"{len(dataset.columns)} fields")
            return TableValueWrong(dataset.file, number, "*", ",".join(fields), expected)
        for column, field in zip(dataset.columns, fields, strict=True):
            if not _fits(column, field):
                return TableValueWrong(dataset.file, number, column.name, field, _expected(column))
    return TableValueWrong(dataset.file, 0, "*", reason, Text("un CSV lisible", "a readable CSV"))


def _fits(column: Column, field: str) -> bool:
    if field == "":
        return not column.required
    pattern = _FIGURES.get(column.type)
    if pattern is None:
        return REPLACEMENT not in field
    return pattern.fullmatch(field) is not None and _in_range(column.type, field)


def _in_range(kind: ColumnType, field: str) -> bool:
    """Return whether a well-written figure is a value: 64 bits, finite, a day of the calendar."""
    if kind == "integer":
        return -_LARGEST_INTEGER <= int(field) <= _LARGEST_INTEGER
    if kind == "number":
        return math.isfinite(float(field))
    try:
        dt.date.fromisoformat(field)
    except ValueError:
        return False
    return True
