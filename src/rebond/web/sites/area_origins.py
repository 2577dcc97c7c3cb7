"""Where each of the four areas comes from: the field that states it, or the lots that it is counted from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rebond.web.sites.deriving import stated_area
from rebond.web.sites.models import Lot, Site
from rebond.web.sites.provenance import Provenance, provenance_of

STATE, LOT_AREA = "terr_stade_comm", "terr_surf_brute"
LARGEST = "largest_lot_ha"


@dataclass(frozen=True, slots=True)
class AreaOrigin:
    """What stands behind one area.

    `field` is the field of the site that states it, or the derived column where lots make it.
    """

    field: str
    provenance: Provenance
    is_from_lots: bool


def area_origin(site: Site, column: str, lots: Sequence[Lot]) -> AreaOrigin | None:
    """Return where the value of a column comes from; None while it is not established.

    A sum of lots, and the statement that none is free, are as old as the oldest lot; the largest lot is as old
    as itself.
    """
    value = getattr(site, column)
    if value is None:
        return None
    field, stated = stated_area(column, {**site.values, **site.extension})
    counted = _counted(column, value, lots)
    if counted and (column == LARGEST or stated is None):
        found = (provenance_of(lot, STATE) for lot in counted)
        return AreaOrigin(column, min(found, key=_oldest), is_from_lots=True)
    return AreaOrigin(field or column, provenance_of(site, field or column), is_from_lots=False)


def _counted(column: str, value: object, lots: Sequence[Lot]) -> list[Lot]:
    """Return the lots that make a value; none when it is not theirs."""
    if column not in {"free_ha", LARGEST}:
        return []
    if column == LARGEST and value:
        return [lot for lot in lots if lot.is_free and lot.gross_ha == value]
    return list(lots) if all(lot.is_free is not None for lot in lots) else []


def _oldest(said: Provenance) -> date:
    return said.stated_on or date.min
