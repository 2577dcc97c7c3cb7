"""From a commune to the places that hold it, read once a process: imports ask it a hundred thousand times."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from rebond.errors import RebondError
from rebond.territory import PlaceKey
from rebond.web.territories.places import atlas

LEVELS = frozenset({"epci", "ept", "departement", "region"})


@dataclass(frozen=True, slots=True)
class CommunePlaces:
    """A commune of today and every place that holds it."""

    code: str
    name: str
    departement_code: str
    region_code: str
    longitude: float | None
    latitude: float | None
    places: tuple[tuple[str, str], ...]


@cache
def commune_places(asked: str) -> CommunePlaces | None:
    """Return the commune that a current, former or arrondissement code means; None for an unknown code."""
    try:
        code = str(atlas().resolve_commune(asked).code)
        place = atlas().place(PlaceKey("commune", code))
    except RebondError:
        return None
    parents = [one for one in place.parents if one.kind in LEVELS]
    return CommunePlaces(
        code=code,
        name=place.name,
        departement_code=place.departement_code or "",
        region_code=place.region_code or "",
        longitude=place.lon,
        latitude=place.lat,
        places=tuple((one.kind, one.code) for one in (place.key, *parents)),
    )


@cache
def region_code(name: str) -> str:
    """Return the code of a région by its published name; empty when there is none."""
    return next((one.key.code for one in atlas().places("region") if one.name == name), "")


@cache
def region_of_departement(code: str) -> str:
    """Return the région of a département; empty when the code is unknown."""
    try:
        return atlas().place(PlaceKey("departement", code)).region_code or ""
    except RebondError:
        return ""
