"""Communes and what they belong to, from the official geographic code."""

from __future__ import annotations

import math
from collections.abc import Iterator

from rebond.opendata.csvtable import Row
from rebond.opendata.tables.sources import COMMUNES, Sources
from rebond.texts import Text

ZONINGS = "cog/zonages_communes.csv.gz"
EPCI = "cog/epci.csv"
CENTRES = "cog/epci_ept_centroides.csv"
DEPARTEMENTS = "cog/departements.csv"
REGIONS = "cog/regions.csv"

# The outline of these communes still holds those that left them in 2024-2026: their area would be that
# of another extent, so it is missing.
AREA_OF_ANOTHER_EXTENT = frozenset({"15141", "85084"})

# Commune, name, code before the first arrondissement, number of arrondissements.
ARRONDISSEMENTS = (
    ("75056", "Paris", 75100, 20),
    ("69123", "Lyon", 69380, 9),
    ("13055", "Marseille", 13200, 16),
)

# A centre farther from every commune of its région is an error of the source (one EPT is placed overseas).
CENTRE_LIMIT_KM = 50.0
ILE_DE_FRANCE = "11"
KM_PER_DEGREE = 111.2


def communes(sources: Sources) -> Iterator[Row]:
    """Yield the rows of ``communes``."""
    zones = {
        row.code("insee"): row.code("ze2020")
        for row in sources.mirror.read(ZONINGS, ("insee", "ze2020"))
    }
    columns = (
        "insee",
        "nom",
        "dep",
        "reg",
        "zone",
        "epci_siren",
        "population",
        "area_km2",
        "lon",
        "lat",
    )
    for row in sources.mirror.read(COMMUNES, columns):
        code = row.code("insee")
        yield {
            "code": code,
            "name": row.required_text("nom"),
            "departement_code": row.code("dep"),
            "region_code": row.code("reg"),
            "zone": row.code("zone"),
            "epci_code": row.optional_code("epci_siren"),
            "employment_zone_code": zones.get(code),
            "population": row.count("population"),
            "area_km2": None if code in AREA_OF_ANOTHER_EXTENT else row.number("area_km2"),
            "lon": row.number("lon"),
            "lat": row.number("lat"),
        }


def former_communes(sources: Sources) -> Iterator[Row]:
    """Yield the rows of ``former_communes``."""
    for former, code in sources.succession.successors.items():
        yield {"former_code": former, "code": code}


def arrondissements(_: Sources) -> Iterator[Row]:
    """Yield the rows of ``arrondissements``, by INSEE's numbering rule."""
    for commune, city, before, count in ARRONDISSEMENTS:
        for number in range(1, count + 1):
            ordinal = "1er" if number == 1 else f"{number}e"
            yield {
                "code": str(before + number),
                "commune_code": commune,
                "name": f"{city} {ordinal} Arrondissement",
            }


def epci(sources: Sources) -> Iterator[Row]:
    """Yield the rows of ``epci``."""
    centres = {
        row.code("siren_epci"): (row.required_number("lon"), row.required_number("lat"))
        for row in sources.mirror.read(CENTRES, ("siren_epci", "type", "lon", "lat"))
        if row.code("type") == "epci"
    }
    for row in sources.mirror.read(EPCI, ("siren", "nom", "type", "population_municipale")):
        lon, lat = centres.get(row.code("siren"), (None, None))
        yield {
            "code": row.code("siren"),
            "name": row.required_text("nom"),
            "type": row.code("type"),
            "population": row.count("population_municipale"),
            "lon": lon,
            "lat": lat,
        }


def ept(sources: Sources) -> Iterator[Row]:
    """Yield the rows of ``ept``; a centre far from Île-de-France is left out."""
    around = [
        (lon, lat)
        for row in sources.mirror.read(COMMUNES, ("reg", "lon", "lat"))
        if row.code("reg") == ILE_DE_FRANCE
        and (lon := row.number("lon")) is not None
        and (lat := row.number("lat")) is not None
    ]
    for row in sources.mirror.read(CENTRES, ("type", "siren_ept", "lib_ept", "lon", "lat")):
        if row.code("type") != "ept":
            continue
        lon, lat = row.required_number("lon"), row.required_number("lat")
        near = any(distance_km(lon, lat, *point) <= CENTRE_LIMIT_KM for point in around)
        yield {
            "code": row.code("siren_ept"),
            "name": row.required_text("lib_ept"),
            "lon": lon if near else None,
            "lat": lat if near else None,
        }


def distance_km(lon_a: float, lat_a: float, lon_b: float, lat_b: float) -> float:
    """Return a rough distance (local plane), enough to tell tens of kilometres from thousands."""
    east = (lon_a - lon_b) * math.cos(math.radians(lat_a))
    return KM_PER_DEGREE * math.hypot(east, lat_a - lat_b)


def departements(sources: Sources) -> Iterator[Row]:
    """Yield the rows of ``departements``."""
    for row in sources.mirror.read(DEPARTEMENTS, ("code", "nom", "region", "chefLieu")):
        yield {
            "code": row.code("code"),
            "name": row.required_text("nom"),
            "region_code": row.code("region"),
            "chef_lieu": row.code("chefLieu"),
        }


def regions(sources: Sources) -> Iterator[Row]:
    """Yield the rows of ``regions``."""
    for row in sources.mirror.read(REGIONS, ("code", "nom", "zone")):
        yield {
            "code": row.code("code"),
            "name": row.required_text("nom"),
            "zone": row.code("zone"),
        }


def employment_zones(sources: Sources) -> Iterator[Row]:
    """Yield the rows of ``employment_zones``."""
    names: dict[str, str] = {}
    for row in sources.mirror.read(ZONINGS, ("ze2020", "lib_ze2020")):
        code, name = row.code("ze2020"), row.required_text("lib_ze2020")
        if names.setdefault(code, name) != name:
            raise row.wrong("lib_ze2020", Text(f"« {names[code]} »", f"“{names[code]}”"))
    for code, name in names.items():
        yield {"code": code, "name": name}
