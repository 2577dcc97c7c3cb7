"""What public pages say of a site, as fields, columns and places: all that is public of it without consent.

Nothing here reads what a manager delivered: a name that a page gives stays public when the manager writes
another, and what the manager writes needs a consent.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rebond.web.sites.commune_places import CommunePlaces, commune_places
from rebond.web.sites.deriving import Pair, communes_of, derived
from rebond.web.sites.groups import DERIVED_GROUPS, IDENTITY

IDENTITY_COLUMNS = tuple(name for name, group in DERIVED_GROUPS.items() if group == IDENTITY)
UNKNOWN: dict[str, Any] = dict.fromkeys(IDENTITY_COLUMNS)


def values_of(identifier: str, pages: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of the standard that public pages fill."""
    values: dict[str, Any] = {"site_id": identifier}
    if pages.get("name"):
        values["site_nom"] = pages["name"]
    if pages.get("communes"):
        values["site_comm_insee"] = pages["communes"][0]
        place = commune_places(pages["communes"][0])
        if place is not None:
            values["site_comm_nom"] = place.name
    if pages.get("area_kind") == "gross":
        values["site_surf_brute"] = pages["area_ha"]
    return values


def identity_of(identifier: str, pages: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields that name and place the site, without its area."""
    values = values_of(identifier, pages)
    values.pop("site_surf_brute", None)
    return values


def columns_of(pages: Mapping[str, Any]) -> dict[str, Any]:
    """Return the derived columns of the identity as pages alone make them; all None without pages."""
    if not pages:
        return dict(UNKNOWN)
    found = derived({}, {}, None, public_pages=pages).columns
    return {name: found[name] for name in IDENTITY_COLUMNS}


def places_of(pages: Mapping[str, Any]) -> tuple[Pair, ...]:
    """Return the places that pages name."""
    return derived({}, {}, None, public_pages=pages).places


def communes_named(
    values: Mapping[str, Any], pages: Mapping[str, Any]
) -> tuple[CommunePlaces, ...]:
    """Return the communes that a site stands in, the main one first, from what may be read of it."""
    found = (commune_places(code) for code in communes_of(values, values, pages))
    return tuple(one for one in found if one is not None)


def departements_named(values: Mapping[str, Any], pages: Mapping[str, Any]) -> tuple[str, ...]:
    """Return every département of those communes; without a commune, those that pages name."""
    found = [one.departement_code for one in communes_named(values, pages)]
    return tuple(dict.fromkeys(found or pages.get("departements") or ()))
