"""The tables of the standards and our extension, declared once in ``tables/*.yaml``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal

import yaml

from rebond.sitefiles.errors import UnknownTable
from rebond.texts import Text

FOLDER = Path(__file__).parent / "tables"
IDS = ("pole-eco", "site-eco", "terrain-eco", "etablissement", "friches", "rebond-extension")
MISSING_VALUES = ("", "NA", "NaN", "N/A")
"""Cells that say that nothing is documented, in every table."""
NO_LINK = frozenset({"sans objet", "inconnu", "autre"})
"""What stands in the place of an identifier when there is none."""
SOURCE_SUFFIX = "_source"
MOST = 10**12
MOST_OF_UNIT = {"ha": 99_999_999}
"""Beyond it a number is a slip of the keyboard, whatever it counts; no country has as many hectares."""
TABLE_SCHEMA = "https://specs.frictionlessdata.io/schemas/table-schema.json"

Type = Literal["string", "number", "integer", "date", "year", "geopoint", "geojson", "wkt"]
GEOMETRIES = frozenset({"geopoint", "geojson", "wkt"})


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a table.

    Parameters
    ----------
    name : str
        As the standard writes it.
    type : {"string", "number", "integer", "date", "year", "geopoint", "geojson", "wkt"}
    required : bool
        Whether the standard refuses an empty cell.
    choices : tuple of str
        Values of the standard's list, in its order; empty without a list.
    pattern : str or None
        Regular expression of the whole cell.
    unit : str or None
    title, description : Text
    group : str
        Group of fields that a consent opens together.
    kind : str or None
        What else the cell is: identifier, link, links, list, commune, communes, siren, siret, parcels…
    is_enforced : bool
        Whether the standard's own validation enforces `choices`; where it does not, another value is
        kept as it is, with a warning.
    minimum, maximum : float or None
    when_empty : str or None
        What the standard's own words allow in place of an empty cell that it refuses.
    when_absent : str or None
        What holds when the whole column is absent, because an older version did not have it.
    format : str or None
        Format of the Table Schema for a string (email, uri).
    """

    name: str
    type: Type
    required: bool
    choices: tuple[str, ...]
    pattern: str | None
    unit: str | None
    title: Text
    description: Text
    group: str
    kind: str | None = None
    is_enforced: bool = True
    minimum: float | None = None
    maximum: float | None = None
    when_empty: str | None = None
    when_absent: str | None = None
    format: str | None = None

    @property
    def is_geometry(self) -> bool:
        """Return whether the cell holds a place."""
        return self.type in GEOMETRIES


@dataclass(frozen=True, slots=True)
class Link:
    """A field that holds identifiers of another table.

    Parameters
    ----------
    field : str
    table : str
        Id of the table whose identifiers the field holds.
    is_list : bool
        Whether several identifiers stand in it, joined by a vertical bar.
    """

    field: str
    table: str
    is_list: bool = False

    def targets(self, values: Mapping[str, Any]) -> tuple[str, ...]:
        """Return the identifiers that a row points at; none for «sans objet» or an empty cell.

        Examples
        --------
        >>> Link("terr_id", "terrain-eco", is_list=True).targets({"terr_id": "a|b"})
        ('a', 'b')
        >>> Link("pole_id", "pole-eco").targets({"pole_id": "sans objet"})
        ()
        """
        cell = str(values.get(self.field, ""))
        parts = cell.split("|") if self.is_list else [cell]
        return tuple(part.strip() for part in parts if part.strip() and part not in NO_LINK)


@dataclass(frozen=True)
class Table:
    """One table.

    Parameters
    ----------
    id : str
    standard, version : str
    title : Text
    row : Text
        What a row is.
    identifier : str
        Field that names a row.
    fields : tuple of Field
        In the order of the standard.
    shape_field : str or None
        Field whose place is the row's shape.
    point_field : str or None
        Field of a second place, a centre.
    commune_field, commune_name_field : str or None
        Fields of the main commune, to be held against the shape.
    area_field : str or None
        Field whose area the shape should have.
    links : tuple of Link
    has_sources : bool
        Whether each field may have another, ``<field>_source``, that says where its value comes from.
    """

    id: str
    standard: str
    version: str
    title: Text
    row: Text
    identifier: str
    fields: tuple[Field, ...]
    shape_field: str | None = None
    point_field: str | None = None
    commune_field: str | None = None
    commune_name_field: str | None = None
    area_field: str | None = None
    links: tuple[Link, ...] = ()
    has_sources: bool = False

    @cached_property
    def by_name(self) -> Mapping[str, Field]:
        """Return the fields by name, those of sources among them."""
        return {field.name: field for field in (*self.fields, *self.source_fields)}

    @cached_property
    def source_fields(self) -> tuple[Field, ...]:
        """Return the fields that say where each other one comes from."""
        if not self.has_sources:
            return ()
        return tuple(_source_of(one) for one in self.fields if one.name != self.identifier)

    def field(self, name: str) -> Field:
        """Return the field of a name.

        Raises
        ------
        KeyError
        """
        return self.by_name[name]


class _Tables(Mapping[str, Table]):
    """The tables by id, each read when first asked for."""

    def __getitem__(self, key: str) -> Table:
        if key not in IDS:
            raise KeyError(key)
        return _read(key)

    def __iter__(self) -> Iterator[str]:
        return iter(IDS)

    def __len__(self) -> int:
        return len(IDS)


TABLES: Mapping[str, Table] = _Tables()


def table(table_id: str) -> Table:
    """Return the table of an id.

    Raises
    ------
    UnknownTable

    Examples
    --------
    >>> table("pole-eco").identifier
    'pole_id'
    """
    if table_id not in IDS:
        raise UnknownTable(table_id, IDS)
    return TABLES[table_id]


def links(table_id: str) -> tuple[Link, ...]:
    """Return what a table points at.

    Raises
    ------
    UnknownTable

    Examples
    --------
    >>> [(link.field, link.table) for link in links("terrain-eco")]
    [('site_id', 'site-eco')]
    """
    return table(table_id).links


def table_schema(table_id: str) -> dict[str, Any]:
    """Return a table as a Table Schema of ours: lists stand inside constraints, where validators look.

    Parameters
    ----------
    table_id : str

    Returns
    -------
    dict
        JSON of the Frictionless *Table Schema*; a list that the standard does not enforce is given as
        ``rebond:choices``, since files in use depart from it. Fields of sources are left out.

    Raises
    ------
    UnknownTable
    """
    found = table(table_id)
    return {
        "$schema": TABLE_SCHEMA,
        "name": f"rebond-{found.id}",
        "title": found.title.fr,
        "description": found.row.fr,
        "version": found.version,
        "fields": [_schema_of(field) for field in found.fields],
        "missingValues": list(MISSING_VALUES),
        "primaryKey": found.identifier,
    }


def _schema_of(field: Field) -> dict[str, Any]:
    kinds: dict[str, tuple[str, str | None]] = {
        "year": ("date", "%Y"),
        "date": ("date", "%Y-%m-%d"),
        "geopoint": ("geopoint", "default"),
        "wkt": ("string", None),
    }
    kind, form = kinds.get(field.type, (field.type, field.format))
    constraints: dict[str, Any] = {"required": field.required}
    if field.choices and field.is_enforced:
        constraints["enum"] = list(field.choices)
    if field.pattern:
        constraints["pattern"] = field.pattern
    if field.minimum is not None:
        constraints["minimum"] = field.minimum
    if field.maximum is not None:
        constraints["maximum"] = field.maximum
    schema: dict[str, Any] = {
        "name": field.name,
        "title": field.title.fr,
        "description": field.description.fr,
        "type": kind,
        "constraints": constraints,
        "rebond:group": field.group,
    }
    if form:
        schema["format"] = form
    if field.unit:
        schema["rebond:unit"] = field.unit
    if field.choices and not field.is_enforced:
        schema["rebond:choices"] = list(field.choices)
    return schema


def _source_of(field: Field) -> Field:
    about = Text("Source de « {of} ».", "Source of “{of}”.").filled(of=field.title)
    return Field(
        name=field.name + SOURCE_SUFFIX,
        type="string",
        required=False,
        choices=(),
        pattern=None,
        unit=None,
        title=Text(f"source : {field.title.fr}", f"source: {field.title.en}"),
        description=about,
        group=field.group,
    )


@cache
def _read(table_id: str) -> Table:
    raw = yaml.safe_load((FOLDER / f"{table_id}.yaml").read_text(encoding="utf-8"))
    return Table(
        id=raw["id"],
        standard=raw["standard"],
        version=raw["version"],
        title=Text(**raw["title"]),
        row=Text(**raw["row"]),
        identifier=raw["identifier"],
        fields=tuple(_field(one) for one in raw["fields"]),
        shape_field=raw.get("shape"),
        point_field=raw.get("point"),
        commune_field=raw.get("commune"),
        commune_name_field=raw.get("commune_name"),
        area_field=raw.get("area"),
        links=tuple(Link(**one) for one in raw.get("links", ())),
        has_sources=raw.get("has_sources", False),
    )


def _field(raw: dict[str, Any]) -> Field:
    raw = dict(raw)
    title = Text(raw.pop("fr"), raw.pop("en"))
    about = raw.pop("about", None)
    unit = raw.pop("unit", None)
    if raw["type"] in {"number", "integer"}:
        raw.setdefault("maximum", MOST_OF_UNIT.get(unit, MOST))
    written = Text(**about) if about else Text(_sentence(title.fr), _sentence(title.en))
    if unit:
        written = Text(f"{written.fr} Unité : {unit}.", f"{written.en} Unit: {unit}.")
    return Field(
        name=raw.pop("name"),
        type=raw.pop("type"),
        required=raw.pop("required", False),
        choices=tuple(raw.pop("choices", ())),
        pattern=raw.pop("pattern", None),
        unit=unit,
        title=title,
        description=written,
        group=raw.pop("group"),
        **raw,
    )


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:] + "."
