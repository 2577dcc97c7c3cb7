"""What a dataset is: typed columns, a licence, rows that come one by one, and perhaps a place for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from rebond.texts import Text

Type = Literal["string", "integer", "number", "boolean", "date", "datetime"]
Geometry = Literal["Point", "Geometry"]
MISSING = ("",)
TABLE_SCHEMA = "https://specs.frictionlessdata.io/schemas/table-schema.json"


@dataclass(frozen=True, slots=True)
class Licence:
    """Under which terms a dataset may be used again."""

    id: str
    """As SPDX writes it."""
    title: Text
    url: str
    eu: str
    """The same in the European list of licences, for the catalogue."""


_EU = "http://publications.europa.eu/resource/authority/licence/"
OPEN_LICENCE = Licence(
    "etalab-2.0",
    Text("Licence Ouverte 2.0", "Open Licence 2.0 (Etalab)"),
    "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
    f"{_EU}ETALAB_2_0",
)
ODBL = Licence(
    "ODbL-1.0",
    Text("Open Database License 1.0 (ODbL)", "Open Database License 1.0 (ODbL)"),
    "https://opendatacommons.org/licenses/odbl/1-0/",
    f"{_EU}ODC_BL",
)


@dataclass(frozen=True, slots=True)
class Column:
    """One column, as its Table Schema describes it."""

    name: str
    type: Type
    title: Text
    description: Text | None = None
    required: bool = False
    choices: tuple[str, ...] = ()
    pattern: str = ""
    unit: str = ""

    def as_schema(self) -> dict[str, Any]:
        """Return the field of the Table Schema; `title` and `description` are French, those of `en` English."""
        said: dict[str, Any] = {"name": self.name, "type": self.type, "title": self.title.fr}
        said["en"] = {"title": self.title.en}
        if self.description is not None:
            said["description"] = self.description.fr
            said["en"]["description"] = self.description.en
        if self.unit:
            said["unit"] = self.unit
        bounds: dict[str, Any] = {}
        if self.required:
            bounds["required"] = True
        if self.choices:
            bounds["enum"] = list(self.choices)
        if self.pattern:
            bounds["pattern"] = self.pattern
        if bounds:
            said["constraints"] = bounds
        return said


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its identifier, what its columns hold, its place, and the days in which it stands.

    A column that is absent from `values`, or None there, is unknown; it is never written as zero.
    """

    id: str
    values: Mapping[str, Any]
    shape: bytes | None = None
    """WKB, WGS 84 longitude and latitude."""
    starts_on: date | None = None
    ends_on: date | None = None


PLACE_COLUMNS = (
    Column(
        "longitude", "number", Text("longitude du point, WGS 84", "longitude of the point, WGS 84")
    ),
    Column(
        "latitude", "number", Text("latitude du point, WGS 84", "latitude of the point, WGS 84")
    ),
)
FORMS = ("csv", "xlsx", "jsonl", "geojson", "gpkg", "parquet")
GEO_FORMS = frozenset({"geojson", "gpkg"})
Rows = Callable[[datetime], Iterator[Row]]
_COMMUNE, _DEPARTEMENT = "[0-9][0-9AB][0-9]{3}", "[0-9][0-9AB][0-9]?"
CODES: Mapping[str, str] = {
    "commune_code": _COMMUNE,
    "commune_codes": _COMMUNE,
    "departement_code": _DEPARTEMENT,
    "departement_codes": _DEPARTEMENT,
    "region_code": "[0-9]{2,3}",
    "epci_code": "[0-9]{9}",
    "territories": "[a-z_]+:[0-9A-Za-z@.:_-]+",
}
"""The form of the national codes and keys by which rows are asked for; anything else cannot be one."""


@dataclass(frozen=True)
class Dataset:
    """One dataset; every format, the catalogue, the pages and the API derive from it.

    Parameters
    ----------
    id : str
        Stands in addresses; never changes.
    title, description : Text
    licence : Licence
    frequency : str
        Code of the European list of frequencies, such as ``IRREG``.
    columns : tuple of Column
        In the order of files.
    key : str
        Column that names a row.
    rows : callable
        Rows that may be read at a moment, by increasing identifier, in constant memory.
    stamp : callable
        What changes whenever the rows do.
    changed : callable
        When the rows last changed; None when that is not established.
    geometry : {"Point", "Geometry"} or None
    secrecy : Text, optional
        What is kept back, and why.
    attribution : str
    withheld : callable, optional
        Identifiers of rows that changed after a moment: prepared features of them are not served any more.
    """

    id: str
    title: Text
    description: Text
    licence: Licence
    frequency: str
    columns: tuple[Column, ...]
    key: str
    rows: Rows
    stamp: Callable[[datetime], str]
    changed: Callable[[datetime], datetime | None]
    geometry: Geometry | None = None
    secrecy: Text | None = None
    attribution: str = "Rebond"
    sources: tuple[str, ...] = ()
    """Tables of open data that the rows rest on."""
    withheld: Callable[[datetime], frozenset[str]] | None = None
    has_time: bool = False
    filters: tuple[str, ...] = ()
    """Columns by whose value the rows may be asked for."""
    joined: frozenset[str] = frozenset()
    """Those of `filters` that join several values by a bar: a row answers for each of them."""
    is_large: Callable[[], bool] = field(default=lambda: False)
    """Whether files are made by a job, nobody's page waiting for them."""

    @property
    def every_column(self) -> tuple[Column, ...]:
        """Return the columns of every format: those of the rows, and where each row lies."""
        return self.columns if self.geometry is None else (*self.columns, *PLACE_COLUMNS)

    def pattern_of(self, name: str) -> str:
        """Return the form of what one of `filters` takes; empty for any text. Nothing asks for the unknown ones."""
        return f"^(?:{CODES[name]})?$" if name in CODES else ""

    @property
    def forms(self) -> tuple[str, ...]:
        """Return the formats it comes in."""
        return (
            FORMS
            if self.geometry is not None
            else tuple(one for one in FORMS if one not in GEO_FORMS)
        )

    def table_schema(self) -> dict[str, Any]:
        """Return the Table Schema of the columns."""
        return {
            "$schema": TABLE_SCHEMA,
            "name": self.id,
            "title": self.title.fr,
            "description": self.description.fr,
            "en": {"title": self.title.en, "description": self.description.en},
            "missingValues": list(MISSING),
            "primaryKey": self.key,
            "fields": [one.as_schema() for one in self.every_column],
        }
