"""Tables of the registry as files of the standard: whole for those who manage, the consented part for everyone."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from rebond.sitefiles.notes import Row
from rebond.sitefiles.tables import SOURCE_SUFFIX, TABLES, Field
from rebond.web.sites import changes, tables
from rebond.web.sites.models import Brownfield, Establishment, Lot, Pole, Record, Site
from rebond.web.sites.queries import is_public_field, public_groups, with_public

PERSONAL = frozenset({"etab_contact_mail", "etab_contact_tel", "source_contact"})
"""Fields that may name a person: they never leave to the public."""
MIDDLE, LATE = 9, 15
"""Places, among the nineteen days of a plan, of 50 % and 80 %."""
CHUNK = 1_000
Keep = Callable[[Site | None, Record, Field], bool]


def rows_of(table: str, sites: QuerySet[Site], *, is_public: bool) -> Iterator[Row]:
    """Yield the rows of a table that stand on some sites, by identifier."""
    keep: Keep = _public if is_public else _everything
    declared = TABLES[table]
    for site, record, values in _records(table, sites):
        kept = {
            one.name: values[one.name]
            for one in declared.by_name.values()
            if one.name in values and keep(site, record, one)
        }
        shape = bytes(record.shape) if record.shape and table != tables.EXTENSION else None
        shown = next((one for one in declared.fields if one.name == declared.shape_field), None)
        if shown is not None and not keep(site, record, shown):
            shape = None
        yield Row(0, record.identifier, kept, shape)


def missing(table: str, row: Row) -> list[str]:
    """Return the fields that the standard requires and that a row does not give."""
    declared = TABLES[table]
    return [
        one.name
        for one in declared.fields
        if one.required
        and one.when_empty is None
        and one.name not in row.values
        and not (one.name == declared.shape_field and row.shape)
    ]


def write_file(table: str, rows: Iterator[Row], path: Path, *, form: str) -> int:
    """Write the rows that the standard takes; return how many are left out."""
    from rebond.sitefiles import write  # noqa: PLC0415

    left_out = 0

    def complete() -> Iterator[Row]:
        nonlocal left_out
        for row in rows:
            if missing(table, row):
                left_out += 1
            else:
                yield row

    write(table, complete(), path, format=form)
    return left_out


def write_left_out(table: str, rows: Iterator[Row], path: Path) -> None:
    """Write which rows are left out, and the required fields that each lacks."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        lines = csv.writer(stream, lineterminator="\n")
        lines.writerow(("identifier", "missing"))
        for row in rows:
            if lacking := missing(table, row):
                lines.writerow((row.identifier, "|".join(lacking)))


def public_file(table: str, form: str) -> Path:
    """Return the public file of a table, made once for each state of the registry."""
    folder = Path(settings.FILES_FOLDER) / "exports"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    number = changes.number()
    path = folder / f"{number}-{table}.{form}"
    if not path.is_file():
        fresh = folder / f"neuf-{number}-{table}.{form}"
        rows = rows_of(table, public_sites(), is_public=True)
        if form == LEFT_OUT:
            write_left_out(table, rows, fresh)
        else:
            write_file(table, rows, fresh, form=form)
        fresh.replace(path)
        for old in folder.glob(f"*-{table}.{form}"):
            if old.name.split("-", 1)[0].isdigit() and int(old.name.split("-", 1)[0]) < number:
                old.unlink(missing_ok=True)
    return path


LEFT_OUT = "ecartes.csv"


def public_sites() -> QuerySet[Site]:
    """Return every public site; those of demonstrations, which do not exist, are never exported."""
    return Site.objects.filter(visibility=Site.Visibility.PUBLIC, is_fictitious=False)


def _everything(_site: Site | None, _record: Record, _field: Field) -> bool:
    return True


def _public(site: Site | None, record: Record, field: Field) -> bool:
    if field.name in PERSONAL:
        return False
    if site is None:
        return isinstance(record, Pole)
    groups = public_groups(site)
    if isinstance(record, Site) and not field.name.endswith(SOURCE_SUFFIX):
        return field.group in groups or is_public_field(site, field.name, groups)
    return field.group in groups or field.name == "site_id"


def _records(
    table: str, sites: QuerySet[Site]
) -> Iterator[tuple[Site | None, Record, Mapping[str, Any]]]:
    if table in {tables.SITES, tables.EXTENSION}:
        for site in with_public(sites).order_by("identifier").iterator(chunk_size=CHUNK):
            values = site.values if table == tables.SITES else extension_values(site)
            if len(values) > 1:
                yield site, site, values
        return
    if table == tables.POLES:
        for pole in Pole.objects.filter(sites__in=sites).distinct().order_by("identifier"):
            yield None, pole, pole.values
        return
    model: Any = {
        tables.LOTS: Lot,
        tables.ESTABLISHMENTS: Establishment,
        tables.BROWNFIELDS: Brownfield,
    }[table]
    by_key: dict[int, Site] = {}
    found = model.objects.filter(site__in=sites).order_by("identifier")
    chunk: list[Any] = []
    for record in found.iterator(chunk_size=CHUNK):
        chunk.append(record)
        if len(chunk) == CHUNK:
            yield from _with_sites(chunk, by_key)
            chunk = []
    yield from _with_sites(chunk, by_key)


def _with_sites(
    records: list[Any], known: dict[int, Site]
) -> Iterator[tuple[Site, Record, Mapping[str, Any]]]:
    wanted = {one.site_id for one in records} - set(known)
    known |= {one.pk: one for one in with_public(Site.objects.filter(pk__in=wanted))}
    for one in records:
        yield known[one.site_id], one, one.values


def extension_values(site: Site) -> dict[str, Any]:
    """Return a site's row of our extension: as given, with what its plan tells and the sources."""
    values: dict[str, Any] = {"site_id": site.identifier, **site.extension}
    if site.tier is not None:
        values["maturity_tier"] = site.tier
    if site.ready_on:
        values["ready_p50_on"] = site.ready_on[MIDDLE]
        values["ready_p80_on"] = site.ready_on[LATE]
    for name in list(values):
        source = site.provenance.get(name, {}).get("source")
        if source and name in site.extension:
            values[name + SOURCE_SUFFIX] = source
    return values
