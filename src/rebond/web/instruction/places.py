"""Names of régions and départements for the filters and lists of instruction."""

from __future__ import annotations

from functools import cache

from rebond.web.accounts.actors import Actor
from rebond.web.accounts.kinds import MANAGERS
from rebond.web.territories.places import atlas


@cache
def region_names() -> dict[str, str]:
    """Return the name of each région by its code."""
    return {one.key.code: one.name for one in atlas().places("region")}


@cache
def _all_departements() -> tuple[tuple[str, str, str], ...]:
    found = atlas().places("departement")
    return tuple(sorted((one.key.code, one.name, one.region_code or "") for one in found))


def departements(actor: Actor) -> tuple[tuple[str, str], ...]:
    """Return the départements where the actor examines, by code."""
    codes = actor.codes("region")
    is_everywhere = actor.is_everywhere or actor.kind in MANAGERS
    return tuple(
        (code, name)
        for code, name, region in _all_departements()
        if is_everywhere or region in codes
    )


def region_name(code: str) -> str:
    """Return the name of a région; its code when the register does not know it."""
    return region_names().get(code, code)
