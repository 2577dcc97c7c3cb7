"""Writing delivered rows: what is new, what changes and what it said before, what stays as it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from rebond.sitefiles.notes import Row
from rebond.sitefiles.tables import NO_LINK, SOURCE_SUFFIX, TABLES
from rebond.web.accounts.kinds import Kind
from rebond.web.accounts.models import Organisation
from rebond.web.sites import bulk, tables
from rebond.web.sites.deriving import (
    BOX,
    COLUMNS,
    Outline,
    box_columns,
    derive_lot,
    derived,
    outlines,
)
from rebond.web.sites.models import (
    Brownfield,
    Delivery,
    Establishment,
    Lot,
    Pole,
    Record,
    Site,
    SitePlace,
    Superseded,
)
from rebond.web.sites.permissions import CONSENTING

ROW = ("values", "provenance", "delivery", "stated_on", "number", "shape", "changed_at", *BOX)
SOME = 900


@dataclass
class Writer:
    """Writes the rows of one delivery, chunk by chunk, inside the caller's transaction."""

    delivery: Delivery
    now: datetime
    counts: Counter[str] = field(default_factory=Counter)
    touched_sites: set[int] = field(default_factory=set)
    managers: dict[str, int] | None = None
    outlines: dict[str, Outline | None] = field(default_factory=dict)
    taken: list[Site] = field(default_factory=list)
    """Sites of the registry that nobody managed and that now have a manager."""

    def write(self, rows: Sequence[Row]) -> None:
        """Write a chunk."""
        table = self.delivery.table
        if table == tables.EXTENSION:
            self._extensions(rows)
            return
        model = tables.MODELS[table]
        known = records(model, (row.identifier for row in rows))
        fresh, changed = [], []
        found = outlines([row.shape for row in rows])
        self.outlines = dict(zip((row.identifier for row in rows), found, strict=True))
        for row, outline in zip(rows, found, strict=True):
            record = known.get(row.identifier)
            if record is None:
                record = model(identifier=row.identifier, number=1)
                self._fill(record, row, outline)
                fresh.append(record)
            elif record.values == dict(row.values) and _same(record.shape, row.shape):
                self.counts["unchanged"] += 1
            else:
                changed.append((superseded(table, record, self.delivery, self.now), record))
                record.number += 1
                self._fill(record, row, outline)
        bulk.insert(Superseded, [before for before, _record in changed])
        records_changed = [record for _before, record in changed]
        _AFTER[table](self, model, fresh, records_changed)
        self.counts["created"] += len(fresh)
        self.counts["changed"] += len(changed)

    def finish(self) -> None:
        """Derive again the sites whose lots or brownfields were written."""
        keys = sorted(self.touched_sites)
        for start in range(0, len(keys), SOME):
            self._derive(list(Site.objects.filter(pk__in=keys[start : start + SOME])))

    def _fill(self, record: Record, row: Row, outline: Outline | None) -> None:
        record.values = dict(row.values)
        record.provenance = {
            name: said
            for name, said in record.provenance.items()
            if isinstance(record, Site) and name in record.extension
        }
        record.delivery = self.delivery
        record.stated_on = stated_on(self.delivery.table, row.values) or self.delivery.stated_on
        record.shape = row.shape
        record.changed_at = self.now
        for name, value in box_columns(outline).items():
            setattr(record, name, value)
        if isinstance(record, Lot):
            derive_lot(record, outline)

    def _take(self, site: Site, *, is_fresh: bool = False) -> None:
        """Give a site that nobody manages its manager."""
        if site.manager_id is not None:
            return
        site.manager_id = self._manager(site.values)
        if site.manager_id is not None and not is_fresh:
            self.taken.append(site)

    def _manager(self, values: Mapping[str, Any]) -> int | None:
        """Return who manages a site: who delivers it, or its EPCI when the national team does."""
        organisation = self.delivery.organisation
        if organisation is None or organisation.kind != Kind.NATIONAL_TEAM:
            return organisation.pk if organisation else None
        if self.managers is None:
            found = Organisation.objects.filter(kind__in=CONSENTING, closed_at=None)
            self.managers = dict(found.exclude(siren="").values_list("siren", "pk"))
        return self.managers.get(str(values.get("site_epci_siren", "")))

    def _extensions(self, rows: Sequence[Row]) -> None:
        known = records(Site, (row.identifier for row in rows))
        changed: list[tuple[Superseded, Site]] = []
        for row in rows:
            site = known[row.identifier]
            extension, provenance = split_extension(row.values, self.delivery)
            if extension == site.extension:
                self.counts["unchanged"] += 1
                continue
            changed.append((superseded(tables.SITES, site, self.delivery, self.now), site))
            site.number += 1
            kept = {k: v for k, v in site.provenance.items() if k in site.values}
            site.extension, site.provenance = extension, kept | provenance
            site.changed_at = self.now
            self._take(site)
        bulk.insert(Superseded, [before for before, _site in changed])
        sites = [site for _before, site in changed]
        bulk.update(Site, sites, ("extension", "provenance", "number", "changed_at", "manager"))
        self._derive(sites)
        self.counts["changed"] += len(changed)

    def _derive(self, sites: Sequence[Site]) -> None:
        """Write the derived columns and places of sites that have a key."""
        lots: dict[int, list[tuple[Decimal | None, bool | None]]] = {}
        keys = [site.pk for site in sites]
        for key, area, is_free in Lot.objects.filter(site__in=keys).values_list(
            "site_id", "gross_ha", "is_free"
        ):
            lots.setdefault(key, []).append((area, is_free))
        brown = set(Brownfield.objects.filter(site__in=keys).values_list("site_id", flat=True))
        places: dict[int, set[tuple[str, str]]] = {}
        for key, kind, code in SitePlace.objects.filter(site__in=keys).values_list(
            "site_id", "kind", "code"
        ):
            places.setdefault(key, set()).add((kind, code))
        moved = []
        for site, outline in zip(sites, outlines([s.shape for s in sites]), strict=True):
            found = derived(
                site.values,
                site.extension,
                outline,
                lots=lots.get(site.pk, ()),
                public_pages=site.public_pages,
                has_brownfield=site.pk in brown,
            )
            for name, value in found.columns.items():
                setattr(site, name, value)
            if set(found.places) != places.get(site.pk, set()):
                moved.append((site.pk, found.places))
        bulk.update(Site, sites, COLUMNS)
        SitePlace.objects.filter(site__in=[key for key, _places in moved]).delete()
        insert_places(moved)

    def _sites(self, _model: Any, fresh: Sequence[Any], changed: Sequence[Any]) -> None:
        poles = keys_of(Pole, (str(one.values.get("pole_id", "")) for one in (*fresh, *changed)))
        for site in (*fresh, *changed):
            site.pole_id = poles.get(str(site.values.get("pole_id", "")))
            self._take(site, is_fresh=site.pk is None)
        places = {}
        organisation = self.delivery.organisation
        for site in fresh:
            site.is_fictitious = organisation is not None and organisation.is_fictitious
            found = derived(site.values, site.extension, self.outlines[site.identifier])
            for name, value in found.columns.items():
                setattr(site, name, value)
            places[site.identifier] = found.places
        bulk.insert(Site, fresh)
        keys = keys_of(Site, places)
        insert_places((keys[name], found) for name, found in places.items())
        bulk.update(Site, changed, (*ROW, "pole", "manager"))
        self._derive(changed)

    def _lots(self, _model: Any, fresh: Sequence[Any], changed: Sequence[Any]) -> None:
        sites = keys_of(Site, (str(one.values["site_id"]) for one in (*fresh, *changed)))
        for lot in (*fresh, *changed):
            lot.site_id = sites[str(lot.values["site_id"])]
            self.touched_sites.add(lot.site_id)
        bulk.insert(Lot, fresh)
        bulk.update(Lot, changed, (*ROW, "site", "gross_ha", "is_free"))

    def _establishments(self, _model: Any, fresh: Sequence[Any], changed: Sequence[Any]) -> None:
        link = TABLES[tables.ESTABLISHMENTS].links[0]
        named = {one.identifier: link.targets(one.values) for one in (*fresh, *changed)}
        lots: dict[str, int] = {}
        wanted = sorted({name for names in named.values() for name in names})
        for start in range(0, len(wanted), SOME):
            part = Lot.objects.filter(identifier__in=wanted[start : start + SOME])
            lots |= dict(part.values_list("identifier", "site_id"))
        for one in (*fresh, *changed):
            one.site_id = next((lots[n] for n in named[one.identifier] if n in lots), None)
        bulk.insert(Establishment, fresh)
        bulk.update(Establishment, changed, (*ROW, "site"))

    def _brownfields(self, _model: Any, fresh: Sequence[Any], changed: Sequence[Any]) -> None:
        sites = keys_of(Site, (one.identifier for one in fresh))
        for one in (*fresh, *changed):
            one.commune_code = str(one.values.get("comm_insee", ""))[:5]
        for one in fresh:
            # A site of the same identifier is the same land; any other link is made by hand.
            one.site_id = sites.get(one.identifier)
            self.touched_sites |= {one.site_id} if one.site_id else set()
        bulk.insert(Brownfield, fresh)
        bulk.update(Brownfield, changed, (*ROW, "commune_code"))

    def _poles(self, _model: Any, fresh: Sequence[Any], changed: Sequence[Any]) -> None:
        bulk.insert(Pole, fresh)
        bulk.update(Pole, changed, ROW)


_AFTER: Mapping[str, Any] = {
    tables.SITES: Writer._sites,
    tables.LOTS: Writer._lots,
    tables.ESTABLISHMENTS: Writer._establishments,
    tables.BROWNFIELDS: Writer._brownfields,
    tables.POLES: Writer._poles,
}


def lock(table: str, rows: Sequence[Row]) -> None:
    """Lock the records that rows write, and the sites that they stand on, until the transaction ends.

    Always in the same order, sites first, so that two deliveries wait for each other and never both.
    """
    model = tables.MODELS[table]
    sites = {row.identifier for row in rows} | {
        str(row.values["site_id"]) for row in rows if "site_id" in row.values
    }
    _lock(Site, sites)
    if model is not Site:
        _lock(model, {row.identifier for row in rows})


def _lock(model: Any, identifiers: Iterable[str]) -> None:
    wanted = sorted(identifiers)
    for start in range(0, len(wanted), SOME):
        part = model.objects.select_for_update().filter(identifier__in=wanted[start : start + SOME])
        list(part.order_by("identifier").values_list("pk"))


def records(model: Any, identifiers: Iterable[str]) -> dict[str, Any]:
    """Return the records of some identifiers, locked until the transaction ends."""
    wanted, found = list(identifiers), {}
    for start in range(0, len(wanted), SOME):
        part = model.objects.select_for_update().filter(identifier__in=wanted[start : start + SOME])
        part = part.order_by("identifier")
        found |= {one.identifier: one for one in part}
    return found


def keys_of(model: Any, identifiers: Iterable[str]) -> dict[str, int]:
    """Return the keys of the records of some identifiers."""
    wanted = sorted({one for one in identifiers if one and one not in NO_LINK})
    found: dict[str, int] = {}
    for start in range(0, len(wanted), SOME):
        part = model.objects.filter(identifier__in=wanted[start : start + SOME])
        found |= dict(part.values_list("identifier", "pk"))
    return found


def insert_places(pairs: Iterable[tuple[int, Iterable[tuple[str, str]]]]) -> None:
    """Insert the places of sites that have none."""
    values = [(key, kind, code) for key, places in pairs for kind, code in places]
    bulk.insert_values(SitePlace, ("site", "kind", "code"), values)


def superseded(table: str, record: Record, delivery: Delivery, now: datetime) -> Superseded:
    """Return what a record says, before it is written again."""
    return Superseded(
        table=table,
        identifier=record.identifier,
        number=record.number,
        values=record.values,
        extension=getattr(record, "extension", {}),
        provenance=record.provenance,
        plan=getattr(record, "plan", None),
        public_pages=getattr(record, "public_pages", {}),
        shape=bytes(record.shape) if record.shape else None,
        delivery_id=record.delivery_id,
        stated_on=record.stated_on,
        superseded_at=now,
        superseded_by=delivery,
    )


def split_extension(
    values: Mapping[str, Any], delivery: Delivery
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the values of a row of the extension, and the provenance of each."""
    extension = {
        name: value
        for name, value in values.items()
        if name != "site_id" and not name.endswith(SOURCE_SUFFIX)
    }
    vouched_by = delivery.organisation.slug if delivery.organisation else ""
    provenance = {
        name: {
            "source": str(values.get(name + SOURCE_SUFFIX, "")) or delivery.source,
            "url": "",
            "stated_on": delivery.stated_on.isoformat() if delivery.stated_on else "",
            "vouched_by": vouched_by,
        }
        for name in extension
    }
    return extension, provenance


def stated_on(table: str, values: Mapping[str, Any]) -> date | None:
    """Return the day on which a row was last brought up to date, as it says."""
    try:
        return date.fromisoformat(str(values.get(tables.DATES.get(table, ""), "")))
    except ValueError:
        return None


def _same(before: Any, after: bytes | None) -> bool:
    return (bytes(before) if before else None) == after
