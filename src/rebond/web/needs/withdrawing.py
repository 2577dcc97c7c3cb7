"""Fields that the index still holds though the consent to their group was withdrawn since it was read."""

from __future__ import annotations

from functools import cache

from rebond.web.needs import reading
from rebond.web.needs.standing import OWN, Standing
from rebond.web.sites.groups import group_of

COMPUTED = {"rail": "rail_km", "eau": "port_km"}
"""Questions answered from the site's place where the site says nothing itself."""
BEHIND: dict[str, tuple[str, ...]] = {
    "lot": ("largest_lot_ha",),
    "puissance": (reading.POWER,),
    "rail": (*reading.SIDING, reading.STATION),
    "eau": (*reading.QUAY, reading.PORT),
    "autoroute": (reading.JUNCTION,),
    "emplois": ("commune_code",),
    "activite": (reading.SECTIONS,),
    "icpe": (reading.ICPE,),
    "seveso": (reading.SEVESO_FIELD,),
    "pret": ("ready_on",),
    "friche": ("is_brownfield",),
    "region": ("region_code",),
    "departement": ("departement_code",),
}
"""The fields that each answer rests on."""
NOTHING: frozenset[str] = frozenset()


def hidden(standing: Standing, row: int, consented: frozenset[str]) -> frozenset[str]:
    """Return the keys of which nothing may be told of a site any more, its groups consented to now being given."""
    closed = standing.groups[row] - consented
    if not closed:
        return NOTHING
    found = {key for key in BEHIND if not closed.isdisjoint(_groups(key))}
    place = group_of("longitude") in closed
    for key, column in COMPUTED.items():
        if standing.origins[column][row] != OWN:
            found = found | {key} if place else found - {key}
    return frozenset(found)


@cache
def _groups(key: str) -> frozenset[str]:
    return frozenset(group_of(field) for field in BEHIND[key])
