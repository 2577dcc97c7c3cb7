"""What searches and lists read of a site, derived from its values, its lots and its plan; never typed in.

`derived` is pure and cheap, so that imports call it row by row; `derive` writes it for one site.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import shapely

from rebond.web.sites.changes import bump
from rebond.web.sites.commune_places import (
    CommunePlaces,
    commune_places,
    region_code,
    region_of_departement,
)
from rebond.web.sites.models import Lot, Site, SitePlace

Pair = tuple[str, str]
FOR_SALE = frozenset({"en vente", "en vente avec contraintes"})
NOT_FOR_SALE = frozenset(
    {
        "non commercialisé",
        "non commercialisable",
        "vendu, commercialisation achevée",
        "réservé par option de réservation",
        "réservé par une délibération de l'EPCI",
    }
)
EMPTY = frozenset({"inoccupé", "vacant", "friche"})
TAKEN = frozenset({"occupé", "occupation transitoire"})
COMMUNES = "other_communes"
"""Field of the extension that names the other communes of a site, codes joined by a vertical bar."""
COLUMNS = (
    "name",
    "commune_code",
    "departement_code",
    "region_code",
    "longitude",
    "latitude",
    "is_located_by_commune",
    "gross_ha",
    "sellable_ha",
    "free_ha",
    "largest_lot_ha",
    "is_brownfield",
)
STATED = {
    "gross_ha": ("site_surf_brute", "area_gross_ha"),
    "sellable_ha": ("area_sellable_ha", "site_surf_utile"),
    "free_ha": ("area_free_ha", "site_surf_comm_dispo"),
    "largest_lot_ha": ("area_largest_free_lot_ha",),
}
"""Fields of the standard and of the extension that state each area; the first that does is the one read."""
BOX = ("west", "south", "east", "north")
NO_BOX: dict[str, float | None] = dict.fromkeys(BOX)
_CENT = Decimal("0.01")
_ENDLESS = Decimal("Infinity")


@dataclass(frozen=True, slots=True)
class Outline:
    """What is read of a shape: a point inside it, and its box (west, south, east, north)."""

    point: tuple[float, float]
    box: tuple[float, float, float, float]

    @property
    def columns(self) -> dict[str, float | None]:
        """Return the box as the columns of a record."""
        return dict(zip(BOX, self.box, strict=True))


@dataclass(frozen=True, slots=True)
class Derived:
    """The derived columns of one site, and the places that it touches."""

    columns: dict[str, Any]
    places: tuple[Pair, ...]


def hectares(value: object) -> Decimal | None:
    """Return an area as the columns keep it; None for what is no number («inconnu» too)."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return Decimal(repr(value)).quantize(_CENT, ROUND_HALF_UP)


def is_free(values: Mapping[str, Any]) -> bool | None:
    """Return whether a lot is for sale and not occupied; None when the stages do not tell."""
    stage, occupation = values.get("terr_stade_comm"), values.get("terr_etat_occup")
    if stage in NOT_FOR_SALE or occupation in TAKEN:
        return False
    return True if stage in FOR_SALE and occupation in EMPTY else None


@dataclass(frozen=True, slots=True)
class LargestLot:
    """The largest free lot, None when it is not established, and what it is at least by the lots known."""

    value: Decimal | None
    least: Decimal | None


def largest_lot(
    extension: Mapping[str, Any], lots: Sequence[tuple[Decimal | None, bool | None]]
) -> LargestLot:
    """Return the largest free lot, from lots (area, whether free) and from what the manager states.

    Not established while a lot of which the area or the state is unknown could be larger, unless a statement fits
    both; nor when more is stated than the lots leave room for. 0 only when every lot is taken and no more is stated.
    """
    _field, stated = stated_area("largest_lot_ha", extension)
    if not lots:
        return LargestLot(stated, None)
    free = [area for area, is_open in lots if is_open and area is not None]
    least = max(free, default=None)
    known = Decimal("0.00") if least is None else least
    most = known
    for area, is_open in lots:
        if is_open is not False:
            most = max(most, _ENDLESS if area is None else area)
    if stated is not None and known < stated:
        return LargestLot(stated if stated <= most else None, least)
    return LargestLot(known if known in {most, stated} else None, least)


def outlines(shapes: Sequence[bytes | None]) -> list[Outline | None]:
    """Return the outline of each shape, all read at once."""
    found = shapely.from_wkb([bytes(one) if one else None for one in shapes])
    points = shapely.point_on_surface(found)
    xs, ys = shapely.get_x(points).tolist(), shapely.get_y(points).tolist()
    boxes = shapely.bounds(found).tolist()
    return [
        Outline((x, y), (box[0], box[1], box[2], box[3])) if shape else None
        for shape, x, y, box in zip(shapes, xs, ys, boxes, strict=True)
    ]


def box_columns(outline: Outline | None) -> dict[str, float | None]:
    """Return the columns of the box of a record; all None without a shape."""
    return outline.columns if outline else NO_BOX


def communes_of(
    values: Mapping[str, Any], extension: Mapping[str, Any], public_pages: Mapping[str, Any]
) -> list[str]:
    """Return the communes that a site names, the main one first; what public pages say comes last."""
    named = [str(values.get("site_comm_insee") or "")]
    named += str(extension.get(COMMUNES) or "").split("|")
    named += public_pages.get("communes") or []
    return list(dict.fromkeys(code.strip() for code in named if code.strip()))


def derived(
    values: Mapping[str, Any],
    extension: Mapping[str, Any],
    outline: Outline | None,
    *,
    lots: Sequence[tuple[Decimal | None, bool | None]] = (),
    public_pages: Mapping[str, Any] | None = None,
    has_brownfield: bool = False,
) -> Derived:
    """Return what is derived of a site; `lots` are pairs of area and whether the lot is free."""
    pages = public_pages or {}
    said = {**values, **extension}
    found = [commune_places(code) for code in communes_of(values, extension, pages)]
    communes = [one for one in found if one is not None]
    columns: dict[str, Any] = {
        "name": str(values.get("site_nom") or pages.get("name") or "")[:200],
        "gross_ha": stated_area("gross_ha", said)[1],
        "sellable_ha": stated_area("sellable_ha", said)[1],
        "free_ha": _free(said, lots),
        "largest_lot_ha": largest_lot(extension, lots).value,
        "is_brownfield": True if has_brownfield else _brownfield(values),
    }
    columns |= _place(communes, pages)
    columns |= _point(values, outline, communes)
    return Derived(columns, _places(communes, pages))


def derive(site: Site, now: datetime) -> None:
    """Write the derived columns and the places of one site, and tell searches."""
    lots = list(site.lots.values_list("gross_ha", "is_free"))
    outline = outlines([bytes(site.shape) if site.shape else None])[0]
    found = derived(
        site.values,
        site.extension,
        outline,
        lots=lots,
        public_pages=site.public_pages,
        has_brownfield=site.brownfields.exists(),
    )
    for column, value in {**found.columns, **box_columns(outline)}.items():
        setattr(site, column, value)
    site.save(update_fields=[*COLUMNS, *BOX])
    set_places(site, found.places)
    bump(now)


def set_places(site: Site, places: Iterable[Pair]) -> None:
    """Write the places of a site."""
    wanted, known = set(places), set(site.places.values_list("kind", "code"))
    for kind, code in known - wanted:
        site.places.filter(kind=kind, code=code).delete()
    SitePlace.objects.bulk_create(
        SitePlace(site=site, kind=kind, code=code) for kind, code in sorted(wanted - known)
    )


def derive_lot(lot: Lot, outline: Outline | None) -> None:
    """Set the derived columns of a lot; the caller saves it."""
    lot.gross_ha = hectares(lot.values.get("terr_surf_brute"))
    lot.is_free = is_free(lot.values)
    for column, value in box_columns(outline).items():
        setattr(lot, column, value)


def stated_area(column: str, said: Mapping[str, Any]) -> tuple[str, Decimal | None]:
    """Return the field that states an area, and the area; no field when none does."""
    for field in STATED[column]:
        area = hectares(said.get(field))
        if area is not None:
            return field, area
    return "", None


def _free(
    said: Mapping[str, Any], lots: Sequence[tuple[Decimal | None, bool | None]]
) -> Decimal | None:
    """Return the area free now: as stated, else the sum of lots when the state of each is known."""
    _field, stated = stated_area("free_ha", said)
    if stated is not None or not lots:
        return stated
    if any(free is None or (free and area is None) for area, free in lots):
        return None
    return sum((area for area, free in lots if free and area is not None), Decimal("0.00"))


def _brownfield(values: Mapping[str, Any]) -> bool | None:
    return {"renouvellement urbain": True, "extension urbaine": False}.get(
        str(values.get("site_evol_urba", ""))
    )


def _place(communes: Sequence[CommunePlaces], pages: Mapping[str, Any]) -> dict[str, Any]:
    if communes:
        main = communes[0]
        return {
            "commune_code": main.code,
            "departement_code": main.departement_code,
            "region_code": main.region_code,
        }
    departements = pages.get("departements") or [""]
    region = region_of_departement(departements[0]) or region_code(pages.get("region") or "")
    return {"commune_code": "", "departement_code": departements[0], "region_code": region}


def _places(communes: Sequence[CommunePlaces], pages: Mapping[str, Any]) -> tuple[Pair, ...]:
    found = dict.fromkeys(pair for one in communes for pair in one.places)
    if not communes:
        where = _place(communes, pages)
        found |= {("departement", code): None for code in pages.get("departements") or ()}
        if where["region_code"]:
            found[("region", where["region_code"])] = None
    return tuple(found)


def _point(
    values: Mapping[str, Any], outline: Outline | None, communes: Sequence[CommunePlaces]
) -> dict[str, Any]:
    """Return the site's point: inside its shape, else as written, else its main commune's centre."""
    if outline:
        return _located(*outline.point, is_commune=False)
    written = [part for part in str(values.get("site_geompoint") or "").split(",") if part.strip()]
    if len(written) == 2:  # noqa: PLR2004 - longitude and latitude
        try:
            return _located(float(written[0]), float(written[1]), is_commune=False)
        except ValueError:
            pass
    if communes and communes[0].longitude is not None:
        return _located(communes[0].longitude, communes[0].latitude, is_commune=True)
    return _located(None, None, is_commune=False)


def _located(
    longitude: float | None, latitude: float | None, *, is_commune: bool
) -> dict[str, Any]:
    return {"longitude": longitude, "latitude": latitude, "is_located_by_commune": is_commune}
