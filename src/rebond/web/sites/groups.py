"""The groups in which fields are consented to, shown and edited; every field stands in exactly one."""

from __future__ import annotations

from functools import cache
from types import SimpleNamespace

from rebond import sitefiles
from rebond.texts import Text

IDENTITY, AREAS, UTILITIES, ACCESS, ACTIVITIES = (
    "identity",
    "areas",
    "utilities",
    "access",
    "activities",
)
CONSTRAINTS, PROCEDURES, LOTS, PRICES, CONTACT = (
    "constraints",
    "procedures",
    "lots",
    "prices",
    "contact",
)

GROUPS: dict[str, Text] = {
    IDENTITY: Text("identité et lieu", "identity and place"),
    AREAS: Text("superficies", "areas"),
    UTILITIES: Text("réseaux", "utilities"),
    ACCESS: Text("accès", "access"),
    ACTIVITIES: Text("activités et emploi", "activities and jobs"),
    CONSTRAINTS: Text("urbanisme et contraintes", "planning and constraints"),
    PROCEDURES: Text("procédures et maturité", "procedures and maturity"),
    LOTS: Text("lots", "lots"),
    PRICES: Text("prix et ventes", "prices and sales"),
    CONTACT: Text("contact", "contact"),
}
"""Groups in the order of the pages, with their titles."""

_PREFIXES = (
    ("site_surf_", AREAS),
    ("site_uf_", AREAS),
    ("site_taux_", AREAS),
    ("reseau_", UTILITIES),
    ("desserte_", ACCESS),
    ("autoroute_", ACCESS),
    ("gare_", ACCESS),
    ("aeroport_", ACCESS),
    ("port_", ACCESS),
    ("site_voca_", ACTIVITIES),
    ("site_nb_", ACTIVITIES),
    ("site_moa_nom", CONTACT),
    ("site_moa_amngt", CONTACT),
    ("site_moa_comm", CONTACT),
    ("terr_vente_", PRICES),
    ("terr_m2_", PRICES),
    ("terr_acquereur", PRICES),
    ("terr_cession_", PRICES),
    ("terr_", LOTS),
    ("etab_contact_", CONTACT),
)
DERIVED_GROUPS: dict[str, str] = {
    "name": IDENTITY,
    "commune_code": IDENTITY,
    "departement_code": IDENTITY,
    "region_code": IDENTITY,
    "longitude": IDENTITY,
    "latitude": IDENTITY,
    "is_located_by_commune": IDENTITY,
    "is_brownfield": IDENTITY,
    "gross_ha": AREAS,
    "sellable_ha": AREAS,
    "free_ha": AREAS,
    "largest_lot_ha": AREAS,
    "tier": PROCEDURES,
    "ready_on": PROCEDURES,
    "planned_as_of": PROCEDURES,
    "plan": PROCEDURES,
}
"""The group of each derived column: it is public when its group is."""


_NONE = {"rebond-extension": SimpleNamespace(fields=())}


@cache
def extension_groups() -> dict[str, str]:
    """Return the group of each field of our extension, as the engine declares it."""
    fields = getattr(sitefiles, "TABLES", _NONE)["rebond-extension"].fields
    return {one.name: one.group if one.group in GROUPS else IDENTITY for one in fields}


def group_of(field: str) -> str:
    """Return the group of a field of the standard, of the extension, or of a derived column."""
    if field in DERIVED_GROUPS:
        return DERIVED_GROUPS[field]
    for prefix, group in _PREFIXES:
        if field.startswith(prefix):
            return group
    return extension_groups().get(field, IDENTITY)
