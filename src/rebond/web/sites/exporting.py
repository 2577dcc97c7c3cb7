"""Tables of the registry as files of the standard: whole for those who manage, the consented part for everyone."""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, Q, QuerySet

from rebond.sitefiles.notes import Row
from rebond.sitefiles.tables import SOURCE_SUFFIX, TABLES, Field
from rebond.web.jobs import services as jobs
from rebond.web.sites import changes, tables
from rebond.web.sites.groups import IDENTITY, PERSONAL, group_in
from rebond.web.sites.models import Brownfield, Delivery, Establishment, Lot, Pole, Record, Site
from rebond.web.sites.queries import public_groups, public_values, with_public

MIDDLE, LATE = 9, 15
"""Places, among the nineteen days of a plan, of 50 % and 80 %."""
CHUNK = 1_000
EXPORT = "sites.export"
AT_ONCE = 20_000
"""Public sites up to which a file is made while the person waits; beyond, a job makes it."""
Progress = Callable[[int, int], None]


def rows_of(
    table: str,
    sites: QuerySet[Site],
    *,
    is_public: bool,
    deliveries: QuerySet[Delivery] | None = None,
) -> Iterator[Row]:
    """Yield the rows of a table that stand on some sites, by identifier.

    With `deliveries`, those that stand on no site and come from one of them too.
    """
    declared = TABLES[table]
    for site, record, values in _records(table, sites, deliveries, is_public=is_public):
        opened = _opened(site, record) if is_public else None
        kept = {
            one.name: values[one.name]
            for one in declared.by_name.values()
            if one.name in values and (opened is None or _is_public(table, site, one, opened))
        }
        shape = bytes(record.shape) if record.shape and table != tables.EXTENSION else None
        shown = next((one for one in declared.fields if one.name == declared.shape_field), None)
        if shape and shown and opened is not None and group_in(table, shown) not in opened:
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


def public_file(table: str, form: str, now: datetime) -> Path | None:
    """Return the public file of a table, made once for each state of the registry.

    None while a large registry's is being made: a job makes it, and nobody's page waits for it.
    """
    path = _path(table, form)
    if path.is_file():
        return path
    if public_sites().count() <= AT_ONCE:
        return make_public_file(table, form)
    state = path.name.rsplit(f"-{table}.", 1)[0]
    jobs.ask(EXPORT, {"table": table, "form": form, "state": state}, now=now)
    return None


def make_public_file(
    table: str, form: str, on_progress: Progress = lambda _done, _total: None
) -> Path:
    """Write the public file of a table as the registry stands; the others of the table go."""
    path = _path(table, form)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix="neuf-", suffix=f"-{table}.{form}")
    os.close(handle)
    fresh = Path(name)
    try:
        rows = _told(rows_of(table, public_sites(), is_public=True), on_progress)
        if form == LEFT_OUT:
            write_left_out(table, rows, fresh)
        else:
            write_file(table, rows, fresh, form=form)
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
    for old in path.parent.glob(f"[0-9]*-{table}.{form}"):
        if old != path:
            old.unlink(missing_ok=True)
    return path


def _told(rows: Iterator[Row], on_progress: Progress) -> Iterator[Row]:
    """Yield rows, telling how many every thousand, so that the job keeps its place."""
    for number, row in enumerate(rows, start=1):
        yield row
        if number % CHUNK == 0:
            on_progress(number, 0)


def _path(table: str, form: str) -> Path:
    """Return where the file of the present state stands.

    A number alone does not name a state: a database put back to an earlier day counts the same numbers again.
    """
    folder = Path(settings.FILES_FOLDER) / "exports"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    number, changed_at = changes.state()
    moment = f"{changed_at:%Y%m%dT%H%M%S%f}" if changed_at else "jamais"
    return folder / f"{number}-{moment}-{table}.{form}"


LEFT_OUT = "ecartes.csv"


def public_sites() -> QuerySet[Site]:
    """Return every public site; those of demonstrations, which do not exist, are never exported."""
    return Site.objects.filter(visibility=Site.Visibility.PUBLIC, is_fictitious=False)


def _opened(site: Site | None, record: Record) -> frozenset[str]:
    """Return the groups of a record that everyone may read."""
    if site is not None:
        return public_groups(site)
    assert isinstance(record, Pole)  # noqa: S101 - only poles stand on several sites
    return pole_groups(record)


def _is_public(table: str, site: Site | None, field: Field, opened: frozenset[str]) -> bool:
    if field.name in PERSONAL:
        return False
    if table == tables.SITES:
        return True  # `public_values` has chosen
    return group_in(table, field) in opened or (site is not None and field.name == "site_id")


def pole_groups(pole: Pole) -> frozenset[str]:
    """Return the groups of a pole that everyone may read: those that every consent of its manager opens.

    A pole has no consent of its own. Who delivered it manages it, and consents by the sites of the pole that
    this organisation manages, or for which it consented.
    """
    owner = pole.delivery.organisation_id
    consents = [
        frozenset(one.groups)
        for site in pole.sites.all()
        for one in site.consents.all()
        if one.withdrawn_at is None and owner in {site.manager_id, one.organisation_id}
    ]
    return frozenset.intersection(*consents) if consents else frozenset()


def _records(
    table: str, sites: QuerySet[Site], deliveries: QuerySet[Delivery] | None, *, is_public: bool
) -> Iterator[tuple[Site | None, Record, Mapping[str, Any]]]:
    if table in {tables.SITES, tables.EXTENSION}:
        for site in with_public(sites).order_by("identifier").iterator(chunk_size=CHUNK):
            if table == tables.EXTENSION:
                values = extension_values(site)
            else:
                values = public_values(site) if is_public else site.values
            if len(values) > 1:
                yield site, site, values
        return
    if table == tables.POLES:
        standing = Q(sites__in=sites)
        if deliveries is not None:
            standing |= Q(sites=None, delivery__in=deliveries)
        poles = Pole.objects.filter(standing).distinct().order_by("identifier")
        on = poles.select_related("delivery").prefetch_related(
            Prefetch("sites", queryset=sites.prefetch_related("consents"))
        )
        for pole in on.iterator(chunk_size=CHUNK):
            if not is_public or IDENTITY in pole_groups(pole):
                yield None, pole, pole.values
        return
    model: Any = {
        tables.LOTS: Lot,
        tables.ESTABLISHMENTS: Establishment,
        tables.BROWNFIELDS: Brownfield,
    }[table]
    by_key: dict[int, Site] = {}
    standing = Q(site__in=sites)
    if deliveries is not None:
        standing |= Q(site=None, delivery__in=deliveries)
    found = model.objects.filter(standing).order_by("identifier")
    chunk: list[Any] = []
    for record in found.iterator(chunk_size=CHUNK):
        chunk.append(record)
        if len(chunk) == CHUNK:
            yield from _with_sites(chunk, by_key)
            chunk = []
    yield from _with_sites(chunk, by_key)


def _with_sites(
    records: list[Any], known: dict[int, Site]
) -> Iterator[tuple[Site | None, Record, Mapping[str, Any]]]:
    wanted = {one.site_id for one in records if one.site_id} - set(known)
    known |= {one.pk: one for one in with_public(Site.objects.filter(pk__in=wanted))}
    for one in records:
        yield known.get(one.site_id), one, one.values


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
