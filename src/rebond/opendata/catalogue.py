"""The catalogue: what each table of a snapshot is, where it comes from and under which licence.

``catalogue.yaml`` is written by hand and is the one source of these facts: readers take the column
types from it, the build its rounding and keys, the pages and the reference documentation its texts.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, Literal, get_args

import yaml

from rebond.opendata.errors import CatalogueBroken
from rebond.texts import Text

CATALOGUE_FILE = "catalogue.yaml"
UNKNOWN = "unknown"

ColumnType = Literal["code", "codes", "text", "url", "quarter", "integer", "number", "date"]
"""How a column is read: every type up to ``quarter`` is a string, ``codes`` joins several with ``;``."""

COLUMN_TYPES: tuple[ColumnType, ...] = get_args(ColumnType)

_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Parameters
    ----------
    name : str
    type : ColumnType
    description : Text
    unit : str, optional
        Unit of a number, in plain words.
    digits : int
        Decimals kept of a ``number``.
    required : bool
        Whether a row without a value is an error; elsewhere an empty field is a missing value.
    observed_until : date, optional
        Last day described, where it is not that of the table.
    """

    name: str
    type: ColumnType
    description: Text
    unit: str | None = None
    digits: int = 0
    required: bool = False
    observed_until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class OfficialFile:
    """A file that a producer publishes at a stable address.

    Parameters
    ----------
    url : str
    name : str
        Name of the file once pulled, relative to the cache: that of the mirror file that it stands for.
    sha256 : str, optional
        ``sha256:…`` of the file; None when the producer replaces it in place, and the digest seen at
        the first pull is then the one that later pulls are compared with.
    """

    url: str
    name: str
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Dataset:
    """What one table of the snapshot is.

    Parameters
    ----------
    id : str
        Name of the table; its file is ``<id>.csv``.
    title, description, known_defects : Text
    producer : str
    copy_of : str
        Public repository and commit, or package and version, that the mirror was copied from.
    licence : str
        SPDX identifier (or ``LicenseRef-…``, explained in LICENCES.md).
    attribution : str
        Words that a reuser must keep.
    vintage : Text
        State of the world that the values describe.
    observed_until : date
        Last day described. Where only a month or a year is established, its last day.
    published_on : date, optional
        None when not established.
    mirror_files : tuple of str
        Files of the mirror that the table is built from.
    official_page : str, optional
        Public page of the data set; None when not established.
    official_file : OfficialFile, optional
        None when no stable address of the file is established.
    key : tuple of str
        Columns that name a row; rows are sorted by them.
    columns : tuple of Column
    can_decide : bool
        Whether a result can depend on it. A table that only names and dates things for readers is checked
        like the others, and is no part of the digest that names the snapshot.
    """

    id: str
    title: Text
    description: Text
    producer: str
    copy_of: str
    licence: str
    attribution: str
    vintage: Text
    observed_until: dt.date
    published_on: dt.date | None
    mirror_files: tuple[str, ...]
    official_page: str | None
    official_file: OfficialFile | None
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    known_defects: Text
    can_decide: bool = True

    @property
    def file(self) -> str:
        """Return the name of the table's file."""
        return f"{self.id}.csv"

    @property
    def column_names(self) -> tuple[str, ...]:
        """Return the names of the columns, in order."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """Return the column `name`.

        Raises
        ------
        KeyError
            When the table has no such column.
        """
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    def observed_until_of(self, column: str) -> dt.date:
        """Return the last day that `column` describes (the table's, unless the column has its own)."""
        return self.column(column).observed_until or self.observed_until


@dataclass(frozen=True, slots=True)
class Document:
    """A published text that the snapshot holds beside its tables, written down by hand.

    Parameters
    ----------
    id : str
        Its file is ``<id>.json``.
    title, description, known_defects : Text
    producer, copy_of, licence, attribution : str
        As those of a `Dataset`.
    observed_until : date
        Last day that it describes.
    official_page : str, optional
        Public page of the text; None when not established.
    """

    id: str
    title: Text
    description: Text
    producer: str
    copy_of: str
    licence: str
    attribution: str
    observed_until: dt.date
    official_page: str | None
    known_defects: Text

    @property
    def file(self) -> str:
        """Return the name of its file."""
        return f"{self.id}.json"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All data sets of a snapshot, by id, in the order of the file, and its documents."""

    datasets: Mapping[str, Dataset]
    documents: Mapping[str, Document] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Dataset]:
        return iter(self.datasets.values())

    def __getitem__(self, name: str) -> Dataset:
        return self.datasets[name]

    @property
    def names(self) -> tuple[str, ...]:
        """Return the ids of the data sets."""
        return tuple(self.datasets)


def load_catalogue(path: Path) -> Catalogue:
    """Read and check ``catalogue.yaml``.

    Parameters
    ----------
    path : Path

    Returns
    -------
    Catalogue

    Raises
    ------
    CatalogueBroken
        When the file cannot be read, or an entry lacks a field or holds a value that is not allowed.
    """
    try:
        document = yaml.load(path.read_bytes(), Loader=_Loader)  # noqa: S506 - a safe loader in C
    except (OSError, yaml.YAMLError) as error:
        raise CatalogueBroken(path.name, "", str(error).replace("\n", " ")) from error
    entries = document.get("tables") if isinstance(document, dict) else None
    if not isinstance(entries, list):
        raise CatalogueBroken(path.name, "tables", "a list of data sets is expected")
    datasets: dict[str, Dataset] = {}
    for number, entry in enumerate(entries):
        reader = _Entry(path.name, f"tables[{number}]", entry)
        dataset = _dataset(reader)
        if dataset.id in datasets:
            raise reader.refused("id", f"{dataset.id!r} is declared twice")
        datasets[dataset.id] = dataset
    return Catalogue(datasets, _documents(path.name, document.get("documents", [])))


def _documents(file: str, entries: object) -> dict[str, Document]:
    if not isinstance(entries, list):
        raise CatalogueBroken(file, "documents", "a list of documents is expected")
    found: dict[str, Document] = {}
    for number, content in enumerate(entries):
        entry = _Entry(file, f"documents[{number}]", content)
        one = Document(
            id=entry.string("id"),
            title=entry.text("title"),
            description=entry.text("description"),
            producer=entry.string("producer"),
            copy_of=entry.string("copy_of"),
            licence=entry.string("licence"),
            attribution=entry.string("attribution"),
            observed_until=entry.date("observed_until"),
            official_page=entry.optional("official_url"),
            known_defects=entry.text("known_defects"),
        )
        if one.id in found:
            raise entry.refused("id", f"{one.id!r} is declared twice")
        found[one.id] = one
    return found


class _Entry:
    """One mapping of the catalogue, read field by field with its place."""

    def __init__(self, file: str, place: str, content: object) -> None:
        self._file = file
        self._place = place
        if not isinstance(content, dict):
            raise CatalogueBroken(file, place, f"a mapping is expected, found {content!r}")
        self._content = content

    def refused(self, field: str, problem: str) -> CatalogueBroken:
        return CatalogueBroken(self._file, f"{self._place}.{field}", problem)

    def has(self, field: str) -> bool:
        return field in self._content

    def value(self, field: str) -> object:
        if field not in self._content:
            raise self.refused(field, "the field is missing")
        return self._content[field]

    def string(self, field: str) -> str:
        value = self.value(field)
        if not isinstance(value, str) or not value.strip():
            raise self.refused(field, f"a text is expected, found {value!r}")
        return value.strip()

    def optional(self, field: str) -> str | None:
        """Return a text, or None where the catalogue says ``unknown``."""
        value = self.string(field)
        return None if value == UNKNOWN else value

    def date(self, field: str) -> dt.date:
        value = self.value(field)
        if type(value) is not dt.date:
            raise self.refused(field, f"a date (YYYY-MM-DD) is expected, found {value!r}")
        return value

    def text(self, field: str) -> Text:
        part = self.entry(field)
        return Text(fr=part.string("fr"), en=part.string("en"))

    def entry(self, field: str) -> _Entry:
        return _Entry(self._file, f"{self._place}.{field}", self.value(field))

    def flag(self, field: str, *, default: bool) -> bool:
        value = self.value(field) if self.has(field) else default
        if not isinstance(value, bool):
            raise self.refused(field, f"true or false is expected, found {value!r}")
        return value

    def names(self, field: str) -> tuple[str, ...]:
        value = self.value(field)
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.refused(field, f"a list of texts is expected, found {value!r}")
        return tuple(value)

    def fields(self) -> tuple[str, ...]:
        return tuple(str(key) for key in self._content)


def _dataset(entry: _Entry) -> Dataset:
    columns_entry = entry.entry("columns")
    key = entry.names("key")
    columns = tuple(
        _column(columns_entry.entry(name), name, is_key=name in key)
        for name in columns_entry.fields()
    )
    unknown_keys = set(key) - {column.name for column in columns}
    if unknown_keys or not key:
        raise entry.refused("key", f"{sorted(unknown_keys)} are not columns of the table")
    return Dataset(
        id=entry.string("id"),
        title=entry.text("title"),
        description=entry.text("description"),
        producer=entry.string("producer"),
        copy_of=entry.string("copy_of"),
        licence=entry.string("licence"),
        attribution=entry.string("attribution"),
        vintage=entry.text("vintage"),
        observed_until=entry.date("observed_until"),
        published_on=None if entry.value("published_on") == UNKNOWN else entry.date("published_on"),
        mirror_files=entry.names("mirror_files"),
        official_page=entry.optional("official_url"),
        official_file=_official_file(entry),
        key=key,
        columns=columns,
        known_defects=entry.text("known_defects"),
        can_decide=entry.flag("can_decide", default=True),
    )


def _official_file(entry: _Entry) -> OfficialFile | None:
    if entry.value("official_file") == UNKNOWN:
        return None
    part = entry.entry("official_file")
    url, name, pinned = part.string("url"), part.string("name"), part.optional("sha256")
    if not url.startswith(("https://", "http://")):
        raise part.refused("url", f"an http(s) address is expected, found {url!r}")
    if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
        raise part.refused("name", f"a path below the cache is expected, found {name!r}")
    if pinned is not None and not _DIGEST.fullmatch(pinned):
        raise part.refused(
            "sha256", f"sha256:<64 hexadecimal digits> is expected, found {pinned!r}"
        )
    return OfficialFile(url=url, name=name, sha256=pinned)


def _column(entry: _Entry, name: str, *, is_key: bool) -> Column:
    kind = entry.string("type")
    if kind not in COLUMN_TYPES:
        raise entry.refused("type", f"{kind!r} is not one of {', '.join(COLUMN_TYPES)}")
    digits = entry.value("digits") if entry.has("digits") else 0
    if type(digits) is not int or digits < 0:
        raise entry.refused("digits", f"a number of decimals is expected, found {digits!r}")
    return Column(
        name=name,
        type=kind,
        description=entry.text("description"),
        unit=entry.string("unit") if entry.has("unit") else None,
        digits=digits,
        required=entry.flag("required", default=is_key),
        observed_until=entry.date("observed_until") if entry.has("observed_until") else None,
    )
