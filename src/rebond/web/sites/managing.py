"""What the page of a site says to who manages it: every value with its source, what is old, what it said before."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from rebond.errors import RebondError
from rebond.procedure.site_model import read_site
from rebond.sitefiles.tables import TABLES, Field
from rebond.texts import Text
from rebond.web.sites import tables
from rebond.web.sites.groups import GROUPS, LOTS, extension_fields, fields_of
from rebond.web.sites.models import Record, Site, Superseded
from rebond.web.sites.provenance import Provenance, provenance_of

LONG = frozenset({"site_description", "constraints"})
KEPT_OUT = frozenset({"site_id", "pole_id"})
"""Fields that stay what they are: the identifier, and the pole, which a delivery links."""
AREAS = (
    ("gross_ha", Text("totale", "gross"), Text("tout le périmètre", "the whole perimeter")),
    (
        "sellable_ha",
        Text("cessible", "sellable"),
        Text(
            "sans voirie, bassins ni espaces verts",
            "without roads, basins or green spaces",
        ),
    ),
    (
        "free_ha",
        Text("libre", "free"),
        Text("à vendre et inoccupée aujourd’hui", "for sale and empty today"),
    ),
    (
        "largest_lot_ha",
        Text("plus grand lot libre", "largest free lot"),
        Text("d’un seul tenant", "in one piece"),
    ),
)
"""The four meanings of «area», each with its name and definition."""


@dataclass(frozen=True, slots=True)
class Line:
    """One field of a site: its value, where it comes from, whether it is old."""

    field: Field
    value: Any
    provenance: Provenance | None
    is_old: bool

    @property
    def is_known(self) -> bool:
        """Whether the registry says something."""
        return self.value is not None


@dataclass(frozen=True, slots=True)
class Section:
    """The fields of a group."""

    group: str
    title: Text
    lines: tuple[Line, ...]

    @property
    def known(self) -> int:
        """How many fields say something."""
        return sum(line.is_known for line in self.lines)

    @property
    def common(self) -> Provenance | None:
        """Return where most values come from, when several come from the same."""
        found = Counter(line.provenance for line in self.lines if line.provenance is not None)
        ((most, times),) = found.most_common(1) or [(None, 0)]
        return most if times > 1 else None

    @property
    def old(self) -> int:
        """How many values are too old."""
        return sum(line.is_old for line in self.lines)


@dataclass(frozen=True, slots=True)
class Change:
    """What a version changed: field, before, after."""

    name: str
    title: Text
    before: Any
    after: Any
    field: Field | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a record, with what it changed from the one before."""

    number: int
    source: str
    organisation: str
    stated_on: date | None
    changes: tuple[Change, ...]


def editable(group: str) -> tuple[Field, ...]:
    """Return the fields of a group that are typed by hand; places come in files."""
    return tuple(
        one for one in fields_of(group) if one.name not in KEPT_OUT and not one.is_geometry
    )


def sections(site: Site, on: date) -> list[Section]:
    """Return every value of a site by group."""
    values = {**site.values, **site.extension}
    found = []
    for group, title in GROUPS.items():
        if group == LOTS:
            continue
        lines = tuple(_line(site, one, values, on) for one in editable(group))
        if lines:
            found.append(Section(group, title, lines))
    return found


def _line(site: Site, one: Field, values: Mapping[str, Any], on: date) -> Line:
    value = values.get(one.name)
    said = provenance_of(site, one.name, is_inside=True) if value is not None else None
    return Line(one, value, said, said is not None and said.is_old(one.name, on))


def area_facts(site: Site) -> list[tuple[Text, Text, Any]]:
    """Return the four areas: name, definition, hectares or None."""
    return [(title, about, getattr(site, column)) for column, title, about in AREAS]


def versions(site: Site) -> list[Version]:
    """Return the versions of a site, the present one first."""
    past = Superseded.objects.filter(table=tables.SITES, identifier=site.identifier)
    before = list(
        past.select_related("delivery__organisation", "superseded_by__organisation").order_by(
            "number"
        )
    )
    said = [{**one.values, **one.extension} for one in before]
    said.append({**site.values, **site.extension})
    found = []
    for place, now in enumerate(said):
        earlier = said[place - 1] if place else {}
        delivery = before[place - 1].superseded_by if place else _first(site, before)
        found.append(
            Version(
                number=place + 1 if place < len(before) else site.number,
                source=delivery.source or delivery.file_name,
                organisation=delivery.organisation.name if delivery.organisation else "",
                stated_on=before[place].stated_on if place < len(before) else site.stated_on,
                changes=differences(earlier, now) if place else (),
            )
        )
    return found[::-1]


def _first(site: Site, before: Sequence[Superseded]) -> Any:
    return before[0].delivery if before else site.delivery


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Change, ...]:
    """Return what differs between two versions, field by field."""
    names = [name for name in (*after, *before) if before.get(name) != after.get(name)]
    return tuple(
        Change(name, title_of(name), before.get(name), after.get(name), field_of(name))
        for name in dict.fromkeys(names)
    )


def field_of(name: str) -> Field | None:
    """Return a field of a site or of its lots; None when no table declares it."""
    found = (TABLES[one].by_name.get(name) for one in (tables.SITES, tables.EXTENSION, tables.LOTS))
    return next((one for one in found if one is not None), None)


def title_of(name: str) -> Text:
    """Return the title of a field of a site; its name when no table declares it."""
    found = field_of(name)
    return found.title if found is not None else Text(name, name)


def plan_fault(site: Site) -> RebondError | None:
    """Return why the description of the procedures no longer reads; None when it does, or there is none."""
    if site.plan is None:
        return None
    try:
        read_site(site.plan)
    except RebondError as fault:
        return fault
    return None


def cells_of(record: Record | None, fields: Sequence[Field], sent: Mapping[str, str]) -> list[Any]:
    """Return each field of a form with what to show in it: what was sent, else what the registry says."""
    values = {}
    if record is not None:
        values = {**record.values, **getattr(record, "extension", {})}
    return [
        {
            "field": one,
            "value": sent.get(one.name, _cell(values.get(one.name))),
            "is_long": one.name in LONG,
            "hint": _hint(one),
            "known": one.name in values,
            "is_ours": one.name in extension_fields(),
        }
        for one in fields
    ]


def _hint(one: Field) -> Text | None:
    """Return what a field's description adds to its title and its unit."""
    said = Text(
        re.sub(r"\s*Unité\s*: [^.]*\.$", "", one.description.fr),
        re.sub(r"\s*Unit: [^.]*\.$", "", one.description.en),
    )
    is_title = said.en.rstrip(".").casefold() == one.title.en.casefold()
    return None if is_title else said


def _cell(value: Any) -> str:
    return "" if value is None else str(value)
