"""The groups in which fields are consented to, shown and edited; every field stands in exactly one."""

from __future__ import annotations

from functools import cache

from rebond.sitefiles.tables import TABLES, Field
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
ESTABLISHMENTS = "establishments"
"""The whole table of establishments: a name, an address or a SIRET may be a person's."""

UNDECLARED = "undeclared"

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
    ESTABLISHMENTS: Text("établissements", "establishments"),
}
"""Groups in the order of the pages, with their titles."""

PERSONAL = frozenset(
    {
        "etab_contact_mail",
        "etab_contact_tel",
        "proprio_nom",
        "source_contact",
        "terr_acquereur",
    }
)
"""Fields that may name a person: no consent makes them public."""

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


@cache
def field_groups() -> dict[str, str]:
    """Return the group of each field of the standards and of our extension, as the engine declares them."""
    found: dict[str, str] = {}
    for name in ("site-eco", "rebond-extension", "terrain-eco", "pole-eco", "etablissement"):
        for one in TABLES[name].by_name.values():
            found.setdefault(one.name, group_in(name, one))
    return found


def group_in(table: str, field: Field) -> str:
    """Return the group that opens a field of a table."""
    return ESTABLISHMENTS if table == "etablissement" else field.group


@cache
def extension_fields() -> frozenset[str]:
    """Return the fields of our extension, but the identifier that it shares with the standard."""
    return frozenset(one.name for one in TABLES["rebond-extension"].fields) - {"site_id"}


def fields_of(group: str) -> tuple[Field, ...]:
    """Return the fields of a site in a group, the standard's first, then ours."""
    both = (*TABLES["site-eco"].fields, *TABLES["rebond-extension"].fields)
    return tuple({one.name: one for one in reversed(both) if one.group == group}.values())[::-1]


def group_of(field: str) -> str:
    """Return the group of a field or of a derived column; that of an undeclared one is never public."""
    if field in PERSONAL:
        return UNDECLARED
    return DERIVED_GROUPS.get(field) or field_groups().get(field, UNDECLARED)
