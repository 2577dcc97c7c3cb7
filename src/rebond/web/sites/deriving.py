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
COMMUNES = "communes"
"""Field of the extension that names every commune of a site, codes joined by a vertical bar."""
LARGEST_LOT = "largest_lot_ha"
BROWNFIELD = "is_brownfield"
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
_CENT = Decimal("0.01")


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


def bounds(shape: bytes | None) -> dict[str, float | None]:
    """Return the box of a shape as the columns of a record."""
    if not shape:
        return {"west": None, "south": None, "east": None, "north": None}
    west, south, east, north = shapely.from_wkb(bytes(shape)).bounds
    return {"west": west, "south": south, "east": east, "north": north}


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
    shape: bytes | None,
    *,
    lots: Sequence[tuple[Decimal | None, bool | None]] = (),
    public_pages: Mapping[str, Any] | None = None,
    has_brownfield: bool = False,
) -> Derived:
    """Return what is derived of a site; `lots` are pairs of area and whether the lot is free."""
    pages = public_pages or {}
    found = [commune_places(code) for code in communes_of(values, extension, pages)]
    communes = [one for one in found if one is not None]
    columns: dict[str, Any] = {
        "name": str(values.get("site_nom") or pages.get("name") or "")[:200],
        "gross_ha": hectares(values.get("site_surf_brute")),
        "sellable_ha": hectares(values.get("site_surf_utile")),
        "free_ha": _free(values, lots),
        "largest_lot_ha": _largest(extension, lots),
        "is_brownfield": True if has_brownfield else _brownfield(values, extension),
    }
    columns |= _place(communes, pages)
    columns |= _point(values, shape, communes)
    return Derived(columns, _places(communes, pages))


def derive(site: Site, now: datetime) -> None:
    """Write the derived columns and the places of one site, and tell searches."""
    lots = list(site.lots.values_list("gross_ha", "is_free"))
    found = derived(
        site.values,
        site.extension,
        bytes(site.shape) if site.shape else None,
        lots=lots,
        public_pages=site.public_pages,
        has_brownfield=site.brownfields.exists(),
    )
    for column, value in found.columns.items():
        setattr(site, column, value)
    for column, value in bounds(bytes(site.shape) if site.shape else None).items():
        setattr(site, column, value)
    site.save(update_fields=[*COLUMNS, "west", "south", "east", "north"])
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


def derive_lot(lot: Lot) -> None:
    """Set the derived columns of a lot; the caller saves it."""
    lot.gross_ha = hectares(lot.values.get("terr_surf_brute"))
    lot.is_free = is_free(lot.values)
    for column, value in bounds(bytes(lot.shape) if lot.shape else None).items():
        setattr(lot, column, value)


def _free(
    values: Mapping[str, Any], lots: Sequence[tuple[Decimal | None, bool | None]]
) -> Decimal | None:
    """Return the area free now: as stated, else the sum of lots when the state of each is known."""
    stated = hectares(values.get("site_surf_comm_dispo"))
    if stated is not None or not lots:
        return stated
    if any(free is None or (free and area is None) for area, free in lots):
        return None
    return sum((area for area, free in lots if free and area is not None), Decimal("0.00"))


def _largest(
    extension: Mapping[str, Any], lots: Sequence[tuple[Decimal | None, bool | None]]
) -> Decimal | None:
    """Return the largest free lot: of the lots known, else as stated; 0 only when every lot is taken."""
    free = [area for area, is_open in lots if is_open and area is not None]
    if free:
        return max(free)
    if lots and all(is_open is False for _area, is_open in lots):
        return Decimal("0.00")
    return hectares(extension.get(LARGEST_LOT))


def _brownfield(values: Mapping[str, Any], extension: Mapping[str, Any]) -> bool | None:
    stated = extension.get(BROWNFIELD)
    if stated in {"oui", "non"}:
        return bool(stated == "oui")
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
    values: Mapping[str, Any], shape: bytes | None, communes: Sequence[CommunePlaces]
) -> dict[str, Any]:
    """Return the site's point: inside its shape, else as written, else its main commune's centre."""
    if shape:
        point = shapely.from_wkb(bytes(shape)).representative_point()
        return _located(point.x, point.y, is_commune=False)
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
