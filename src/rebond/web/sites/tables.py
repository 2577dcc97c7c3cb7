"""The tables of the registry: which model holds the rows of each, and which file names them."""

from __future__ import annotations

from rebond.web.sites.models import Brownfield, Establishment, Lot, Pole, Record, Site

POLES, SITES, LOTS, ESTABLISHMENTS = "pole-eco", "site-eco", "terrain-eco", "etablissement"
BROWNFIELDS, EXTENSION = "friches", "rebond-extension"

MODELS: dict[str, type[Record]] = {
    POLES: Pole,
    SITES: Site,
    LOTS: Lot,
    ESTABLISHMENTS: Establishment,
    BROWNFIELDS: Brownfield,
    EXTENSION: Site,
}
"""The extension's rows stand beside those of sites, on the same record."""

DATES = {
    POLES: "pole_actu_date",
    SITES: "site_actu_date",
    LOTS: "terr_actu_date",
    ESTABLISHMENTS: "etab_actu_date",
    BROWNFIELDS: "site_actu_date",
}
"""The field that says when a row was last brought up to date."""
FORMATS = ("csv", "geojson", "gpkg")
EVERY = tuple(MODELS)
