"""Opening a file of sites: what it is, which table it holds, which column is which field; then its rows."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rebond.sitefiles.cells import Habits
from rebond.sitefiles.checking import Checker
from rebond.sitefiles.communes import CommuneBook
from rebond.sitefiles.csv_reading import CsvSource
from rebond.sitefiles.errors import (
    ColumnRepeated,
    ColumnsMissing,
    FileBroken,
    FormatRefused,
    LayerNotChosen,
    TableNotRecognised,
)
from rebond.sitefiles.gpkg_reading import GpkgSource
from rebond.sitefiles.json_reading import GeoJsonSource
from rebond.sitefiles.notes import Note, Remark, Row
from rebond.sitefiles.projections import SYSTEMS, WGS84
from rebond.sitefiles.sources import Format, Limits, Progress, Source
from rebond.sitefiles.tables import TABLES, Table
from rebond.sitefiles.tables import table as table_of
from rebond.territory import Atlas
from rebond.texts import Text

FEWEST_KNOWN = 0.5
"""Share of the required fields that the columns must have for a table to be recognised."""
_SQLITE = b"SQLite format 3\x00"
_IGNORED = frozenset({"fid", "ogc_fid", "gid", "id", "geom", "geometry", "the_geom"})
"""Columns that software adds to every file; nobody needs to hear that they are not read."""


@dataclass
class Opened:
    """A file whose table is known; iterate over it for its rows.

    Parameters
    ----------
    path : Path
    table : Table
    format : {"csv", "geojson", "gpkg"}
    encoding, separator : str or None
    crs : str or None
        Coordinate system that the file declares, ``EPSG:…``.
    count : int or None
        Rows, where the format tells.
    notes : tuple of Note
        Remarks on the file, their row being 0.
    """

    path: Path
    table: Table
    format: Format
    encoding: str | None
    separator: str | None
    crs: str | None
    count: int | None
    notes: tuple[Note, ...]
    _source: Source = field(repr=False)
    _checker: Checker = field(repr=False)
    _progress: Progress | None = field(default=None, repr=False)

    def __iter__(self) -> Iterator[Row]:
        """Yield the rows, once; a file that breaks on the way raises `FileBroken` or `FileTooLarge`."""
        progress = self._progress or (lambda _done, _total: None)
        try:
            for chunk in self._source.chunks(progress):
                yield from self._checker.rows(chunk)
        except UnicodeDecodeError as error:
            why = Text("son codage change en route.", "its encoding changes on the way.")
            raise FileBroken(self.path, why) from error


def open_rows(
    path: Path,
    *,
    table: str | None = None,
    communes: Atlas,
    on_progress: Progress | None = None,
    limits: Limits | None = None,
) -> Opened:
    """Open a file of sites.

    Parameters
    ----------
    path : Path
        CSV, GeoJSON or GeoPackage, told by its content and not by its name.
    table : str, optional
        Id of the table; told by the columns by default.
    communes : Atlas
        Communes of today and former ones.
    on_progress : callable, optional
        Called with the work done and the whole while rows are read.
    limits : Limits, optional

    Returns
    -------
    Opened

    Raises
    ------
    UnknownTable, TableNotRecognised, ColumnsMissing, ColumnRepeated, LayerNotChosen
    FormatRefused, FileTooLarge, FileBroken
        A bad row never raises: its notes say what is wrong with it.
    """
    limits = limits or Limits()
    wanted = None if table is None else table_of(table)
    source = _source(path, wanted, limits)
    found = wanted or _recognised(path, source.names)
    names, notes = _bound(path, found, source)
    declared = None
    if source.declared is not None:
        declared = SYSTEMS.get(source.declared)
        if declared is None:
            notes.append(Remark("warning", "system-unknown", source.declared).at(0, ""))
        elif source.declared != WGS84:
            notes.append(Remark("corrected", "system-declared", declared.name).at(0, ""))
    habits = Habits(
        is_csv=source.format == "csv",
        has_decimal_comma=source.format == "csv" and source.separator != ",",
    )
    checker = Checker(found, names, CommuneBook(communes), habits, declared)
    return Opened(
        path=path,
        table=found,
        format=source.format,
        encoding=source.encoding,
        separator=source.separator,
        crs=source.declared,
        count=source.count,
        notes=tuple(notes),
        _source=source,
        _checker=checker,
        _progress=on_progress,
    )


def _source(path: Path, wanted: Table | None, limits: Limits) -> Source:
    """Return the reader of a file, by its first bytes."""
    with path.open("rb") as stream:
        head = stream.read(4096)
    if not head:
        raise FormatRefused(path, Text("il est vide.", "it is empty."))
    if head.startswith(_SQLITE):
        return GpkgSource(path, lambda layers: _layer(path, layers, wanted), limits)
    if head.startswith(b"PK") or zipfile.is_zipfile(path):
        raise FormatRefused(
            path,
            Text(
                "c’est une archive ou un classeur, qui n’est pas ouvert ici.",
                "this is an archive or a workbook, which is not opened here.",
            ),
            Text(
                "Extrayez-en le fichier, ou enregistrez la feuille en CSV UTF-8.",
                "Extract the file, or save the sheet as CSV UTF-8.",
            ),
        )
    text = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if text.startswith(b"{"):
        return GeoJsonSource(path, limits)
    if text[:1] in {b"<", b"["} or text.startswith(b"%PDF"):
        raise FormatRefused(path, Text("ce n’est pas un tableau.", "this is not a table."))
    return CsvSource(path, _all_names(wanted), limits)


def _all_names(wanted: Table | None) -> list[str]:
    tables = TABLES.values() if wanted is None else (wanted,)
    return [name.lower() for one in tables for name in one.by_name]


def _layer(path: Path, layers: Sequence[tuple[str, tuple[str, ...]]], wanted: Table | None) -> str:
    """Return the layer to read: the only one, that named like the table, or the only one that fits."""
    if len(layers) == 1:
        return layers[0][0]
    fitting = []
    for name, columns in layers:
        table = _best(columns)
        if table is not None and (wanted is None or table.id == wanted.id):
            fitting.append(name)
    if wanted is not None and wanted.id in fitting:
        return wanted.id
    if len(fitting) != 1:
        raise LayerNotChosen(path, fitting or [name for name, _ in layers])
    return fitting[0]


def _recognised(path: Path, names: Sequence[str]) -> Table:
    table = _best(names)
    if table is None:
        raise TableNotRecognised(path, names)
    return table


def _best(names: Sequence[str]) -> Table | None:
    """Return the table whose identifier and most required fields are among the columns."""
    present = {name.strip().lower() for name in names}
    scores = []
    for table in TABLES.values():
        known = {field.name.lower() for field in table.fields}
        if table.identifier.lower() not in present:
            continue
        required = {f.name.lower() for f in table.fields if f.required and not f.is_geometry}
        share = len(required & present) / len(required)
        if share >= FEWEST_KNOWN and len(known & present) > 1:
            scores.append((len(known & present), table.id))
    scores.sort(reverse=True)
    if not scores or (len(scores) > 1 and scores[0][0] == scores[1][0]):
        return None
    return TABLES[scores[0][1]]


def _bound(path: Path, table: Table, source: Source) -> tuple[dict[str, str], list[Note]]:
    """Return the name in the file of each field, with the remarks on the file."""
    fields = {name.lower(): name for name in table.by_name}
    names: dict[str, str] = {}
    notes = [remark.at(0, "") for remark in source.remarks]
    if len(set(source.names)) != len(source.names):
        twice = next(name for name in source.names if source.names.count(name) > 1)
        raise ColumnRepeated(path, twice)
    for name in source.names:
        own = fields.get(name.strip().lower())
        if own is None:
            if name.strip().lower() not in _IGNORED:
                notes.append(Remark("warning", "column-unknown", name).at(0, ""))
            continue
        if own in names:
            raise ColumnRepeated(path, own)
        names[own] = name
        if name != own:
            notes.append(Remark("corrected", "column-name", name, own).at(0, own))
    missing = []
    for one in table.fields:
        if one.name in names or not one.required:
            continue
        filler = one.when_absent or one.when_empty
        if filler is not None:
            notes.append(Remark("corrected", "column-absent", "", filler).at(0, one.name))
        elif one.name != table.shape_field or source.format == "csv":
            missing.append(one.name)
    if missing and source.names:  # a collection without features has no property
        raise ColumnsMissing(path, table.id, missing)
    later = source.also(tuple(name for name in table.by_name if name not in names))
    names |= dict(zip(later, later, strict=True))
    return names, notes
