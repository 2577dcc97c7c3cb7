"""Writing a dataset as a file, row by row, in a memory that does not grow with it."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import shapely
import xlsxwriter

from rebond.web.publishing.cells import as_json, as_text, checked, feature
from rebond.web.publishing.dataset import Dataset, Row
from rebond.web.publishing.errors import RowFailed, TooManyRows

MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jsonl": "application/jsonl; charset=utf-8",
    "geojson": "application/geo+json",
    "gpkg": "application/geopackage+sqlite3",
    "parquet": "application/vnd.apache.parquet",
}
MOST_ROWS = 1_048_575
MOST_CHARACTERS = 32_767
FIRST_YEAR = 1900
Progress = Callable[[int, int], None]


def quiet(_done: int, _total: int) -> None:
    """Tell nobody how far it is."""


def write(
    dataset: Dataset, rows: Iterator[Row], path: Path, form: str, on_progress: Progress = quiet
) -> int:
    """Write every row as a file of one format; return how many there are.

    Raises
    ------
    RowFailed
        When one row cannot be written; the file is then worth nothing.
    TooManyRows
    """
    from rebond.web.publishing import arrow_files  # noqa: PLC0415 - heavy, of no use to the others

    writers = {
        "csv": _csv,
        "xlsx": _xlsx,
        "jsonl": _jsonl,
        "geojson": _geojson,
        "gpkg": arrow_files.write_gpkg,
        "parquet": arrow_files.write_parquet,
    }
    return writers[form](dataset, _told(rows, on_progress), path)


def _told(rows: Iterator[Row], on_progress: Progress) -> Iterator[Row]:
    for number, row in enumerate(rows, start=1):
        yield row
        if number % 1_000 == 0:
            on_progress(number, 0)


def _csv(dataset: Dataset, rows: Iterator[Row], path: Path) -> int:
    count = 0
    with path.open("w", encoding="utf-8", newline="") as stream:
        lines = csv.writer(stream, lineterminator="\n")
        lines.writerow([one.name for one in dataset.every_column])
        for _row, cells, _shape in checked(dataset, rows):
            lines.writerow([as_text(cell) for cell in cells])
            count += 1
    return count


def _jsonl(dataset: Dataset, rows: Iterator[Row], path: Path) -> int:
    count = 0
    with path.open("w", encoding="utf-8") as stream:
        for _row, cells, shape in checked(dataset, rows):
            told = as_json(cells, dataset.every_column)
            if dataset.geometry is not None:
                told["geometry"] = None if shape is None else json.loads(shapely.to_geojson(shape))
            stream.write(json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n")
            count += 1
    return count


def _geojson(dataset: Dataset, rows: Iterator[Row], path: Path) -> int:
    count = 0
    name = json.dumps(dataset.id)
    with path.open("wb") as stream:
        stream.write(f'{{"type":"FeatureCollection","name":{name},"features":['.encode())
        for row, cells, shape in checked(dataset, rows):
            stream.write(b",\n" if count else b"\n")
            stream.write(feature(dataset, row, cells, shape)[0])
            count += 1
        stream.write(b"\n]}\n")
    return count


def _xlsx(dataset: Dataset, rows: Iterator[Row], path: Path) -> int:
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(path, options)
    sheet = book.add_worksheet(dataset.id[:31])
    bold = book.add_format({"bold": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for at, column in enumerate(dataset.every_column):
        sheet.write_string(0, at, column.name, bold)
    sheet.freeze_panes(1, 0)
    count = 0
    try:
        for row, cells, _shape in checked(dataset, rows):
            count += 1
            if count > MOST_ROWS:
                raise TooManyRows(dataset.id, MOST_ROWS)
            for at, cell in enumerate(cells):
                if cell is not None and not _written(sheet, count, at, cell, day):
                    reason = f"{dataset.every_column[at].name} > {MOST_CHARACTERS}"
                    raise RowFailed(dataset.id, count, row.id, reason)
    finally:
        book.close()
    return count


def _written(sheet: Any, row: int, at: int, cell: Any, day: Any) -> bool:
    """Write a cell; whether a workbook can hold it whole."""
    if isinstance(cell, bool):
        done = sheet.write_boolean(row, at, cell)
    elif isinstance(cell, int | float):
        done = sheet.write_number(row, at, cell)
    elif isinstance(cell, date) and not isinstance(cell, datetime) and cell.year > FIRST_YEAR:
        done = sheet.write_datetime(row, at, datetime(cell.year, cell.month, cell.day), day)  # noqa: DTZ001
    else:
        text = as_json([cell], _ANY)["any"] if not isinstance(cell, str) else cell
        if len(text) > MOST_CHARACTERS:
            return False
        done = sheet.write_string(row, at, text)
    return bool(done == 0)


class _Any:
    name = "any"


_ANY: Any = (_Any,)
