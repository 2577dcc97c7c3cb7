"""Where a value of a site comes from: who says it, on which day, from which page or file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from rebond.web.sites.ageing import is_old
from rebond.web.sites.models import Delivery

if TYPE_CHECKING:
    from rebond.web.sites.models import Record

GROSS_AREA = frozenset({"site_surf_brute", "area_gross_ha"})


@dataclass(frozen=True, slots=True)
class Provenance:
    """What stands behind one value.

    `vouched_by` is the slug of an organisation; empty when nobody vouches for what a public page says.
    """

    source: str
    url: str
    stated_on: date | None
    vouched_by: str
    is_from_public_pages: bool

    def is_old(self, field: str, on: date) -> bool:
        """Whether the value is too old to be read as the present."""
        return is_old(field, self.stated_on, on)


def provenance_of(record: Record, field: str, *, is_inside: bool = False) -> Provenance:
    """Return where a field of a record comes from: its own entry, else the whole row's delivery.

    The name of a file may name a person or a project: only those inside the registry read it.
    """
    own: dict[str, Any] | None = record.provenance.get(field)
    if own is not None:
        stated = own.get("stated_on")
        return Provenance(
            source=own.get("source", ""),
            url=own.get("url", ""),
            stated_on=date.fromisoformat(stated) if stated else None,
            vouched_by=own.get("vouched_by", ""),
            is_from_public_pages=False,
        )
    delivery = record.delivery
    is_public = delivery.origin == Delivery.Origin.OPEN_DATA
    pages = getattr(record, "public_pages", {}) if is_public else {}
    # Several pages speak of one site: an area is of the page that gives it, and of its day.
    said = (pages.get("area_said") or {}) if field in GROSS_AREA else {}
    return Provenance(
        source=delivery.source
        or (delivery.file_name if is_inside else "")
        or str(delivery.get_origin_display()),
        url=said.get("url") or (pages.get("source_url") or [""])[0],
        stated_on=date.fromisoformat(said["on"]) if said else record.stated_on,
        vouched_by=delivery.organisation.slug if delivery.organisation else "",
        is_from_public_pages=is_public,
    )
