"""The snapshot: tables that are read with their declared types once their digest is checked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pyarrow as pa

import rebond.snapshot
from rebond.canonical import digest, digest_bytes
from rebond.opendata.catalogue import CATALOGUE_FILE, Catalogue, Dataset, load_catalogue
from rebond.opendata.csvtable import parse_table
from rebond.opendata.errors import (
    DigestMismatch,
    ManifestBroken,
    SnapshotFileMissing,
    TableUnknown,
)

MANIFEST_FILE = "manifest.json"
BASEMAP_FILE = "basemap.json"
MANIFEST_FORMAT = "rebond-snapshot/1"
OTHER_TABLES = "other_tables"
"""Where the manifest lists the tables that no result depends on."""


@dataclass(frozen=True, slots=True)
class TableEntry:
    """What the manifest says of one table: digest, number of rows, columns."""

    sha256: str
    rows: int
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Manifest:
    """The content of ``manifest.json``.

    Parameters
    ----------
    tables : mapping of str to TableEntry
    basemap : str
        Digest of ``basemap.json``.
    digest : str
        Digest of what the manifest says of the tables that a result can depend on: the name of the whole
        snapshot. The basemap is a drawing that no result depends on, so it is checked but not part of it;
        nor are the documents and the tables that only name and date things for readers.
    documents : mapping of str to str
        Digest of each document.
    """

    tables: Mapping[str, TableEntry]
    basemap: str
    digest: str
    documents: Mapping[str, str] = field(default_factory=dict)


def packaged_folder() -> Path:
    """Return the folder of the snapshot that is installed with the package."""
    return Path(rebond.snapshot.__file__).parent


class Snapshot:
    """A folder of tables with a catalogue and a manifest.

    Nothing is read before it is asked for; a table is checked against its digest each time it is read,
    then kept, so that one run reads and checks a table once.

    Examples
    --------
    >>> snapshot = Snapshot.open()
    >>> snapshot.table("regions").column("name").to_pylist()[:2]
    ['Guadeloupe', 'Martinique']
    """

    __slots__ = ("_catalogue", "_folder", "_manifest", "_tables")

    def __init__(self, folder: Path, catalogue: Catalogue, manifest: Manifest) -> None:
        self._folder = folder
        self._catalogue = catalogue
        self._manifest = manifest
        self._tables: dict[str, pa.Table] = {}

    @classmethod
    def open(cls, folder: Path | None = None) -> Snapshot:
        """Open a snapshot.

        Parameters
        ----------
        folder : Path, optional
            The packaged snapshot when not given.

        Returns
        -------
        Snapshot

        Raises
        ------
        SnapshotFileMissing
            When the catalogue or the manifest is not there.
        CatalogueBroken, ManifestBroken
            When one of them cannot be used, or when they do not speak of the same tables.
        """
        folder = packaged_folder() if folder is None else folder
        if not (folder / CATALOGUE_FILE).is_file():
            raise SnapshotFileMissing(str(folder / CATALOGUE_FILE), "no such file")
        catalogue = load_catalogue(folder / CATALOGUE_FILE)
        return cls(folder, catalogue, read_manifest(folder, catalogue))

    @staticmethod
    def shared() -> Snapshot:
        """Return the packaged snapshot, opened once: its tables, and what is computed from them, are kept with it."""
        return _packaged()

    @property
    def folder(self) -> Path:
        """Return the folder of the snapshot."""
        return self._folder

    @property
    def catalogue(self) -> Catalogue:
        """Return the catalogue."""
        return self._catalogue

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the tables, in the order of the catalogue."""
        return self._catalogue.names

    @property
    def digest(self) -> str:
        """Return the digest that names the whole snapshot (the tables that decide, and their last days)."""
        return self._manifest.digest

    @property
    def digests(self) -> dict[str, str]:
        """Return the digest of each table that a result can depend on."""
        return {
            dataset.id: self._manifest.tables[dataset.id].sha256
            for dataset in self._catalogue
            if dataset.can_decide
        }

    def dataset(self, name: str) -> Dataset:
        """Return what the table `name` is.

        Raises
        ------
        TableUnknown
        """
        try:
            return self._catalogue[name]
        except KeyError:
            raise TableUnknown(name, self.names) from None

    def entry(self, name: str) -> TableEntry:
        """Return what the manifest says of the table `name`."""
        return self._manifest.tables[self.dataset(name).id]

    def table(self, name: str) -> pa.Table:
        """Return the table `name`, checked and typed; a missing value is null.

        Parameters
        ----------
        name : str

        Returns
        -------
        pyarrow.Table
            ``code``, ``codes``, ``text``, ``url`` and ``quarter`` columns are strings, ``integer``
            int64, ``number`` float64 (finite), ``date`` date32.

        Raises
        ------
        TableUnknown
            When there is no such table.
        SnapshotFileMissing, DigestMismatch, TableColumnsWrong, TableValueWrong
            When its file is absent, changed or not what the catalogue says.
        """
        if name not in self._tables:
            dataset = self.dataset(name)
            content = self._checked(dataset.file, self._manifest.tables[name].sha256)
            self._tables[name] = parse_table(content, dataset)
        return self._tables[name]

    def basemap(self) -> dict[str, Any]:
        """Return the light basemap: layers of outlines in longitude and latitude.

        Raises
        ------
        SnapshotFileMissing, DigestMismatch
        """
        content: dict[str, Any] = json.loads(self._checked(BASEMAP_FILE, self._manifest.basemap))
        return content

    def document(self, name: str) -> bytes:
        """Return a document of the snapshot, checked.

        Raises
        ------
        TableUnknown
            When there is no such document.
        SnapshotFileMissing, DigestMismatch
        """
        try:
            file = self._catalogue.documents[name].file
        except KeyError:
            raise TableUnknown(name, tuple(self._catalogue.documents)) from None
        return self._checked(file, self._manifest.documents[name])

    def found_digest(self, name: str) -> str | None:
        """Return the digest of the table's file as it is now, or None when it cannot be read."""
        try:
            return digest_bytes((self._folder / self.dataset(name).file).read_bytes())
        except OSError:
            return None

    def _checked(self, file: str, expected: str) -> bytes:
        try:
            content = (self._folder / file).read_bytes()
        except OSError as error:
            raise SnapshotFileMissing(
                str(self._folder / file), error.strerror or str(error)
            ) from error
        found = digest_bytes(content)
        if found != expected:
            raise DigestMismatch(str(self._folder / file), expected, found)
        return content


@cache
def _packaged() -> Snapshot:
    return Snapshot.open()


def read_manifest(folder: Path, catalogue: Catalogue) -> Manifest:
    """Read ``manifest.json`` and check that it speaks of the tables of `catalogue`.

    Raises
    ------
    SnapshotFileMissing, ManifestBroken
    """
    path = folder / MANIFEST_FILE
    try:
        content = path.read_bytes()
    except OSError as error:
        raise SnapshotFileMissing(str(path), error.strerror or str(error)) from error
    try:
        document = json.loads(content)
        if document["format"] != MANIFEST_FORMAT:
            raise ManifestBroken(str(path), f"format {document['format']!r} ≠ {MANIFEST_FORMAT!r}")
        deciding, others = document["tables"], document.get(OTHER_TABLES, {})
        entries = {**others, **deciding}
        tables = {
            str(name): TableEntry(
                str(entry["sha256"]), int(entry["rows"]), tuple(map(str, entry["columns"]))
            )
            for name, entry in entries.items()
        }
        basemap = str(document["basemap"]["sha256"])
        documents = {
            str(name): str(entry["sha256"]) for name, entry in document.get("documents", {}).items()
        }
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ManifestBroken(str(path), f"{type(error).__name__} {error}") from error
    if set(tables) != set(catalogue.names):
        differing = ", ".join(sorted(set(tables) ^ set(catalogue.names)))
        raise ManifestBroken(str(path), f"not the tables of the catalogue: {differing}")
    if set(documents) != set(catalogue.documents):
        differing = ", ".join(sorted(set(documents) ^ set(catalogue.documents)))
        raise ManifestBroken(str(path), f"not the documents of the catalogue: {differing}")
    for dataset in catalogue:
        if (dataset.id in deciding) != dataset.can_decide or (
            dataset.id in others
        ) == dataset.can_decide:
            raise ManifestBroken(
                str(path), f"{dataset.id}: can_decide is not that of the catalogue"
            )
        recorded = entries[dataset.id].get("observed_until")
        if recorded != dataset.observed_until.isoformat():
            raise ManifestBroken(
                str(path),
                f"{dataset.id}: observed_until {recorded} ≠ {dataset.observed_until} (catalogue)",
            )
    return Manifest(
        MappingProxyType(tables),
        basemap,
        digest(deciding),
        MappingProxyType(documents),
    )
