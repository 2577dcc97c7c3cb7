"""The rows of a site's public page: a value in words or that it is unknown, and what stands behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from rebond.sitefiles import Field
from rebond.web.accounts.models import Organisation
from rebond.web.enquiries.naming import public_organisation
from rebond.web.sites import choices
from rebond.web.sites.groups import field_groups, fields_of
from rebond.web.sites.models import Record
from rebond.web.sites.provenance import Provenance, provenance_of
from rebond.web.theme import writing

UNKNOWN = frozenset({"", "inconnu"})
NOT_APPLICABLE = "sans objet"
SAME = {
    "gas": "reseau_gaz",
    "fibre": "reseau_fibre_optique",
    "rail_siding": "reseau_fret_ferroviaire",
    "area_gross_ha": "site_surf_brute",
    "area_sellable_ha": "site_surf_utile",
    "area_free_ha": "site_surf_comm_dispo",
}
"""Fields of the extension that ask what one of the standard asks."""
LEAST_ALIKE = 3
LONGEST = 600
"""Longest free text shown in a row."""


@dataclass(frozen=True, slots=True)
class Behind:
    """Who says a value, when, where; `voucher` is empty when nobody vouches for it."""

    source: str
    url: str
    stated_on: date | None
    voucher: str
    is_old: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One field of the page; `shown` is empty when the value is unknown."""

    field: str
    title: str
    shown: str
    is_applicable: bool
    behind: Behind | None
    is_own_words: bool = False
    """Whether it is shown as its manager wrote it: in French, whatever the language of the page."""

    @property
    def is_known(self) -> bool:
        """Whether there is a value."""
        return bool(self.shown) and self.is_applicable


@dataclass(frozen=True, slots=True)
class Shown:
    """The rows of a group: those that say something, and the titles of those that do not."""

    known: tuple[Row, ...]
    unknown: tuple[str, ...]
    is_published: bool
    """Whether the group may be read at all."""
    common: Behind | None = None
    """What stands behind most rows, told once; None when each row tells its own."""

    @property
    def unknown_words(self) -> str:
        """Return the unknown fields as a list in a sentence."""
        return ", ".join(self.unknown)


@dataclass(frozen=True, slots=True)
class Reading:
    """What is needed to write the rows of a record, read once."""

    record: Record
    values: Mapping[str, Any]
    names: Mapping[str, str]
    """Names of the organisations that vouch, by slug."""
    on: date

    def row(self, field: Field) -> Row:
        """Return one field."""
        value = self.values.get(field.name)
        shown = value_text(field, value)
        is_applicable = value != NOT_APPLICABLE
        behind = self.behind(field.name) if shown or not is_applicable else None
        is_own_words = isinstance(value, str) and value.strip()[:LONGEST] == shown
        title = writing.words(field.title)
        return Row(field.name, title, shown, is_applicable, behind, is_own_words)

    def behind(self, field: str) -> Behind:
        """Return what stands behind a field."""
        return self.told(provenance_of(self.record, field), field)

    def told(self, found: Provenance, field: str) -> Behind:
        """Return what stands behind a value whose provenance is known."""
        return Behind(
            source=found.source,
            url=found.url if found.url.startswith(("https://", "http://")) else "",
            stated_on=found.stated_on,
            voucher=self.names.get(found.vouched_by, ""),
            is_old=found.is_old(field, self.on),
        )

    def shown(self, group: str, groups: frozenset[str], without: Iterable[str] = ()) -> Shown:
        """Return the rows of a group."""
        rows = [self.row(one) for one in fields_of(group) if _is_shown(one, without)]
        known = tuple(one for one in rows if one.shown or not one.is_applicable)
        return Shown(
            known=known,
            unknown=_unknown(rows),
            is_published=group in groups or any(one.is_known for one in rows),
            common=_common(known),
        )


def reading(
    record: Record, values: Mapping[str, Any], on: date, others: Iterable[Record] = ()
) -> Reading:
    """Read the names of those who vouch for a record, and for others that stand on it; one query."""
    slugs = set()
    for each in (record, *others):
        slugs |= {str(one.get("vouched_by", "")) for one in each.provenance.values()}
        if each.delivery.organisation is not None:
            slugs.add(each.delivery.organisation.slug)
    named = Organisation.objects.filter(slug__in=slugs - {""})
    return Reading(record, values, {one.slug: public_organisation(one) for one in named}, on)


def value_text(field: Field, value: Any) -> str:
    """Write a value in the language of the page; empty when it is unknown."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, int | float):
        return number_text(float(value), field.unit or "")
    text = str(value).strip()
    if text.lower() in UNKNOWN or text == NOT_APPLICABLE:
        return ""
    if field.type == "date":
        return writing.day(text)
    if field.name in choices.LISTS:
        return choices.several(text)[:LONGEST]
    return choices.said(text)[:LONGEST]


def number_text(value: float, unit: str) -> str:
    """Write a number with its unit, with as many decimals as it has, two at most."""
    digits = 0 if value.is_integer() else 1 if (10 * value).is_integer() else 2
    if not unit and value >= 1_000 and value.is_integer():  # noqa: PLR2004 - years have four digits
        return writing.written(value)
    words = {"m³/j": _("m³/j")}
    return writing.with_unit(writing.written(value, digits), words.get(unit, unit))


def title_of(field: str) -> str:
    """Return the title of a field of a site in the language of the page."""
    group = field_groups().get(field, "")
    named = next((one for one in fields_of(group) if one.name == field), None)
    return writing.words(named.title) if named is not None else field


def _unknown(rows: Iterable[Row]) -> tuple[str, ...]:
    """Return the titles of what is unknown; what the standard and the extension both ask is told once."""
    told = {SAME.get(one.field, one.field) for one in rows if one.shown or not one.is_applicable}
    titles = []
    for one in rows:
        asked = SAME.get(one.field, one.field)
        if asked not in told:
            told.add(asked)
            titles.append(one.title)
    return tuple(titles)


def _common(rows: Iterable[Row]) -> Behind | None:
    """Return what stands behind at least three rows, the most frequent one."""
    counted = Counter(one.behind for one in rows if one.behind is not None)
    most = counted.most_common(1)
    return most[0][0] if most and most[0][1] >= LEAST_ALIKE else None


def _is_shown(field: Field, without: Iterable[str]) -> bool:
    hidden = {"identifier", "link", "links", "digest", "url"}
    return not field.is_geometry and field.kind not in hidden and field.name not in without
