"""When a value is too old to be read as the present: it is then shown with a flag, never hidden."""

from __future__ import annotations

from datetime import date

from dateutil.relativedelta import relativedelta

AVAILABILITY = frozenset(
    {
        "site_surf_comm_dispo",
        "site_surf_projet",
        "site_uf_vacant_nbre",
        "site_taux_vacance",
        "terr_stade_comm",
        "terr_etat_occup",
        "terr_m2_prix",
        "free_ha",
        "largest_lot_ha",
        "area_free_ha",
        "area_largest_free_lot_ha",
        "power_mva",
    }
)
"""Fields that say what is free now."""
AVAILABILITY_MONTHS, OTHER_MONTHS = 6, 24


def months_of(field: str) -> int:
    """Return for how many months a value of a field is read as the present."""
    return AVAILABILITY_MONTHS if field in AVAILABILITY else OTHER_MONTHS


def is_old(field: str, stated_on: date | None, on: date) -> bool:
    """Whether a value stated on a day is too old on another; one without a date always is."""
    if stated_on is None:
        return True
    return stated_on + relativedelta(months=months_of(field)) < on
