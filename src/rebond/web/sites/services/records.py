"""Writing sites by hand: entering one, changing a group of values, its lots, its procedures, its brownfields."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from rebond.procedure.site_model import read_site_content
from rebond.sitefiles.tables import TABLES
from rebond.texts import Text
from rebond.web.accounts.actors import Actor
from rebond.web.calls.moments import moment_text
from rebond.web.clock import today
from rebond.web.jobs import services as jobs
from rebond.web.journal import reality
from rebond.web.journal.services import append
from rebond.web.sites import permissions, tables
from rebond.web.sites.changes import bump
from rebond.web.sites.commune_places import commune_places
from rebond.web.sites.deriving import derive, derive_lot, outlines
from rebond.web.sites.errors import (
    IdentifierTaken,
    NothingChanges,
    OutsideTerritory,
    RecordMoved,
    SourceMissing,
    ValuesRefused,
)
from rebond.web.sites.groups import extension_fields
from rebond.web.sites.identifiers import FIXED_WORDS, NEW_LOT
from rebond.web.sites.judging import WORDS
from rebond.web.sites.models import Brownfield, Delivery, Lot, Record, Site, Superseded
from rebond.web.sites.references import new_reference
from rebond.web.sites.typed import read_typed
from rebond.web.sites.writing import superseded

_NO_BROWNFIELD = Text(
    "« {identifier} » n’est pas une friche que votre organisation a livrée.",
    "“{identifier}” is not a brownfield that your organisation delivered.",
)
_OTHER_SITE = Text(
    "« {identifier} » est liée au site d’un autre gestionnaire.",
    "“{identifier}” is linked to another manager’s site.",
)
LEAST_SOURCE, MOST_SOURCE = 3, 300
PLAN = "sites.plan"


@dataclass(frozen=True, slots=True)
class Given:
    """What values typed by hand come from."""

    source: str
    stated_on: date
    url: str = ""
    token: str = ""
    """Reference of the token with which an own system wrote them; the journal tells it."""

    @property
    def by_token(self) -> dict[str, str]:
        """Return what the journal says of the token; nothing when a person wrote."""
        return {"token": self.token} if self.token else {}


@transaction.atomic
def create(actor: Actor, cells: Mapping[str, Any], given: Given, now: datetime) -> Site:
    """Enter a site by hand; the fields that the standard requires and that are not known stay absent.

    Raises
    ------
    ValuesRefused, OutsideTerritory, IdentifierTaken, SourceMissing
    """
    if not permissions.may_import(actor):
        raise PermissionDenied
    source = _source(given, now)
    typed = {name: value for name, value in cells.items() if value not in ("", None)}
    row = read_typed(tables.SITES, typed, {*typed, "site_id", "site_nom", "site_comm_insee"})
    if row.identifier in FIXED_WORDS:
        raise ValuesRefused([("site_id", WORDS["fixed_word"].filled(found=row.identifier))])
    commune = str(row.values.get("site_comm_insee", ""))
    place = commune_places(commune)
    if place is None or not (
        actor.is_everywhere or any(pair in actor.scopes for pair in place.places)
    ):
        raise OutsideTerritory(commune)
    delivery = _by_hand(actor, tables.SITES, source, now)
    site = Site(
        identifier=row.identifier,
        values=dict(row.values),
        delivery=delivery,
        stated_on=given.stated_on,
        shape=row.shape,
        manager_id=None if actor.is_national else actor.organisation_id,
        is_fictitious=reality.is_fictitious(actor),
        changed_at=now,
    )
    try:
        with transaction.atomic():
            site.save(force_insert=True)
    except IntegrityError:
        raise IdentifierTaken(row.identifier) from None
    derive(site, now)
    content = {
        "delivery": delivery.reference,
        "fields": sorted(site.values),
        **given.by_token,
    }
    append(actor, "sites.created", ("site", site.identifier), content, now=now)
    return site


@transaction.atomic
def edit(
    actor: Actor,
    site: Site,
    changes: Mapping[str, Any],
    provenance: Given,
    now: datetime,
    *,
    confirmed: Collection[str] = (),
    seen: int | None = None,
) -> Site:
    """Change values of a site, each with its source and date; an empty value is taken away.

    Only what changes, and what is said to be still true (`confirmed`, among `changes`), has the new source
    and date. `seen` is the number of the record that the person read: one written since is refused.

    Raises
    ------
    ValuesRefused, SourceMissing, NothingChanges, RecordMoved
    """
    held = _held(Site, site.pk)
    if not permissions.may_edit(actor, held):
        raise PermissionDenied
    source = _source(provenance, now)
    refuse_moved(held, seen)
    ours = {name: value for name, value in changes.items() if name in extension_fields()}
    theirs = {name: value for name, value in changes.items() if name not in ours}
    values, shape = _merged(tables.SITES, held, held.values, theirs)
    extension, _none = _merged(
        tables.EXTENSION, held, {**held.extension, "site_id": held.identifier}, ours
    )
    extension.pop("site_id", None)
    before = {**held.values, **held.extension}
    after = {**values, **extension}
    moved, still = _said(before, after, changes, confirmed)
    if not moved and not still and shape == _bytes(held):
        raise NothingChanges
    delivery = _by_hand(actor, tables.SITES, source, now)
    superseded(tables.SITES, held, delivery, now).save(force_insert=True)
    entry = _entry(actor, source, provenance)
    kept = {name: one for name, one in held.provenance.items() if name in after}
    held.values, held.extension, held.shape = values, extension, shape
    held.provenance = kept | {name: entry for name in (*moved, *still) if name in after}
    held.number += 1
    held.changed_at = now
    held.save(update_fields=["values", "extension", "shape", "provenance", "number", "changed_at"])
    derive(held, now)
    content = {
        "delivery": delivery.reference,
        "fields": sorted(moved),
        "confirmed": sorted(still),
        "number": held.number,
        **provenance.by_token,
    }
    append(actor, "sites.edited", ("site", held.identifier), content, now=now)
    return held


@transaction.atomic
def edit_lot(
    actor: Actor,
    site: Site,
    identifier: str,
    cells: Mapping[str, Any],
    given: Given,
    now: datetime,
    *,
    confirmed: Collection[str] = (),
    seen: int | None = None,
) -> Lot:
    """Enter a lot of a site, or change one: what changes and what is still true has the new source and date.

    Raises
    ------
    ValuesRefused, SourceMissing, NothingChanges, IdentifierTaken, RecordMoved
    """
    held = _held(Site, site.pk)
    if not permissions.may_edit(actor, held):
        raise PermissionDenied
    source = _source(given, now)
    if identifier == NEW_LOT:
        raise ValuesRefused([("terr_id", WORDS["fixed_word"].filled(found=identifier))])
    lot = Lot.objects.select_for_update().filter(identifier=identifier).first()
    if lot is not None and (lot.site_id != held.pk or seen is None):
        raise IdentifierTaken(identifier)
    known = lot.values if lot else {"terr_id": identifier, "site_id": held.identifier}
    typed = {**cells, "terr_id": identifier, "site_id": held.identifier}
    if lot is None:
        lot = Lot(identifier=identifier, site=held, number=0, stated_on=given.stated_on)
        values, shape = _merged(tables.LOTS, lot, known, typed)
        delivery = lot.delivery = _by_hand(actor, tables.LOTS, source, now)
    else:
        refuse_moved(lot, seen)
        values, shape = _merged(tables.LOTS, lot, known, typed)
        moved, still = _said(lot.values, values, typed, confirmed)
        if not moved and not still:
            raise NothingChanges
        delivery = _by_hand(actor, tables.LOTS, source, now)
        superseded(tables.LOTS, lot, delivery, now).save(force_insert=True)
        entry = _entry(actor, source, given)
        kept = {name: one for name, one in lot.provenance.items() if name in values}
        lot.provenance = kept | {name: entry for name in (*moved, *still) if name in values}
    lot.values, lot.shape = values, shape
    lot.number, lot.changed_at = lot.number + 1, now
    derive_lot(lot, outlines([_bytes(lot)])[0])
    lot.save()
    derive(held, now)
    content = {"delivery": delivery.reference, "lot": identifier, "number": lot.number}
    append(actor, "sites.lot_edited", ("site", held.identifier), content, now=now)
    return lot


@transaction.atomic
def set_plan(
    actor: Actor,
    site: Site,
    content: bytes,
    name: str,
    now: datetime,
    *,
    seen: int | None = None,
) -> Site:
    """Attach the description of a site's procedures, or replace it; an empty one takes it away.

    Raises
    ------
    RecordMoved
        When somebody wrote the site since the person read it.
    SiteInvalid
        With every problem: line, key, value found, what is allowed, cure.
    """
    held = _held(Site, site.pk)
    if not permissions.may_edit(actor, held):
        raise PermissionDenied
    refuse_moved(held, seen)
    plan = read_site_content(content, name).site.as_json() if content.strip() else None
    if plan == held.plan:
        raise NothingChanges
    held.plan, held.tier, held.ready_on, held.planned_as_of = plan, None, [], None
    held.number += 1
    held.changed_at = now
    delivery = _by_hand(actor, tables.SITES, name[:200], now)
    before = Site.objects.get(pk=held.pk)
    superseded(tables.SITES, before, delivery, now).save(force_insert=True)
    fields = ["plan", "tier", "ready_on", "planned_as_of", "number", "changed_at"]
    held.save(update_fields=fields)
    bump(now)
    said = {"number": held.number, "is_removed": plan is None}
    append(actor, "sites.planned", ("site", held.identifier), said, now=now)
    if plan is not None:
        jobs.ask(PLAN, {"site": held.identifier, "number": held.number}, now=now)
    return held


@transaction.atomic
def link_brownfield(actor: Actor, site: Site, identifier: str, now: datetime) -> Site:
    """Say that a brownfield of the registry is this site, or part of it."""
    held = _held(Site, site.pk)
    if not permissions.may_edit(actor, held):
        raise PermissionDenied
    one = Brownfield.objects.select_for_update().filter(identifier=identifier).first()
    is_own = one is not None and one.delivery.organisation_id in {None, actor.organisation_id}
    if one is None or not (is_own or actor.is_national):
        raise ValuesRefused([("site_id", _NO_BROWNFIELD.filled(identifier=identifier[:80]))])
    left = one.site
    if left is not None and left != held and left.manager_id not in {None, actor.organisation_id}:
        # Another manager's site says it is this brownfield: that manager unlinks it.
        raise ValuesRefused([("site_id", _OTHER_SITE.filled(identifier=identifier[:80]))])
    if left is not None:
        reality.refuse(actor, ("site", left.identifier))
    one.site = held
    one.save(update_fields=["site"])
    derive(held, now)
    if left is not None and left != held:
        derive(left, now)
    content = {"brownfield": identifier}
    append(actor, "sites.edited", ("site", held.identifier), content, now=now)
    return held


def refuse_moved(record: Record, seen: int | None) -> None:
    """Refuse to write over what somebody wrote since the person read the record."""
    if seen is not None and seen != record.number:
        table = tables.LOTS if isinstance(record, Lot) else tables.SITES
        past = Superseded.objects.filter(table=table, identifier=record.identifier)
        last = past.select_related("superseded_by__organisation").order_by("number").last()
        who = (last.superseded_by if last else record.delivery).organisation
        name = who.name if who else "—"
        raise RecordMoved(record.identifier, name, moment_text(record.changed_at))


def _held(model: Any, key: int) -> Any:
    return model.objects.select_for_update().get(pk=key)


def _merged(
    table: str, record: Record, known: Mapping[str, Any], changes: Mapping[str, Any]
) -> tuple[dict[str, Any], bytes | None]:
    """Return known values with changes read by the engine, and the shape when one is given."""
    if not changes:
        return dict(known), _bytes(record)
    row = read_typed(table, {**known, **changes}, set(changes))
    values = dict(known)
    for name in changes:
        if name in row.values:
            values[name] = row.values[name]
        else:
            values.pop(name, None)
    # The engine makes a point of the coordinates that stand in the row: it is no outline, and was not typed.
    is_placed = any(TABLES[table].by_name[name].is_geometry for name in changes)
    return values, (row.shape if is_placed else None) or _bytes(record)


def _said(
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    changes: Mapping[str, Any],
    confirmed: Collection[str],
) -> tuple[list[str], list[str]]:
    """Return the fields that change, and those that are said to be still true."""
    moved = [name for name in changes if before.get(name) != after.get(name)]
    still = [name for name in changes if name in confirmed and name in after and name not in moved]
    return moved, still


def _entry(actor: Actor, source: str, given: Given) -> dict[str, str]:
    return {
        "source": source,
        "url": given.url.strip()[:500],
        "stated_on": given.stated_on.isoformat(),
        "vouched_by": actor.organisation,
    }


def _bytes(record: Record) -> bytes | None:
    return bytes(record.shape) if record.shape else None


def _source(given: Given, now: datetime) -> str:
    source = given.source.strip()
    if not LEAST_SOURCE <= len(source) <= MOST_SOURCE or given.stated_on > today(now):
        raise SourceMissing
    return source


def _by_hand(actor: Actor, table: str, source: str, now: datetime) -> Delivery:
    return Delivery.objects.create(
        reference=new_reference(Delivery, "L"),
        origin=Delivery.Origin.HAND,
        table=table,
        organisation_id=actor.organisation_id,
        received_by_id=actor.membership_id,
        source=source,
        state=Delivery.State.APPLIED,
        received_at=now,
        applied_at=now,
    )
