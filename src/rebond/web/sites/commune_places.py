"""From a commune to the places that hold it, read once a process: imports ask it a hundred thousand times."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

from rebond.errors import RebondError
from rebond.territory import PlaceKey
from rebond.web.territories.places import atlas

ILE_DE_FRANCE = "11"
"""The only région with établissements publics territoriaux (EPT)."""


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
    communes = atlas().communes
    row = communes.rows.get(asked)
    if row is None:
        try:
            row = communes.rows[atlas().resolve_commune(asked).code]
        except RebondError:
            return None
    code, region = str(communes.code[row]), str(communes.region[row])
    departement = str(communes.departement[row])
    parents = [
        ("epci", str(communes.epci[row])),
        *(_ept(code) if region == ILE_DE_FRANCE else ()),
        ("departement", departement),
        ("region", region),
    ]
    longitude, latitude = float(communes.lon[row]), float(communes.lat[row])
    is_placed = not math.isnan(longitude + latitude)
    return CommunePlaces(
        code=code,
        name=str(communes.name[row]),
        departement_code=departement,
        region_code=region,
        longitude=longitude if is_placed else None,
        latitude=latitude if is_placed else None,
        places=(("commune", code), *((kind, one) for kind, one in parents if one)),
    )


def _ept(code: str) -> list[tuple[str, str]]:
    parents = atlas().place(PlaceKey("commune", code)).parents
    return [(one.kind, one.code) for one in parents if one.kind == "ept"]


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
