"""Fibre, higher education and competitiveness clusters."""

from __future__ import annotations

from collections.abc import Iterator

from rebond.opendata.csvtable import Row
from rebond.opendata.tables.economy import added
from rebond.opendata.tables.sources import Sources

FIBRE = "telecom/ftth_communes_2018t1.csv.gz"
HIGHER_EDUCATION = "formation/esr_principaux_etablissements_2025.csv"
CLUSTERS = "poles/poles_competitivite_phase5_partiel.csv"


def fibre_2018t1(sources: Sources) -> Iterator[Row]:
    """Yield the rows of ``fibre_2018t1``: premises are dwellings and establishments together."""
    premises: dict[str, int | None] = {}
    connectable: dict[str, int | None] = {}
    columns = ("insee", "logements", "etablissements", "locaux_raccordables_2018t1")
    for row in sources.mirror.read(FIBRE, columns):
        commune = sources.succession.resolve(row, "insee")
        own = added(row.count("logements"), row.count("etablissements"))
        premises[commune] = added(premises.get(commune, 0), own)
        connectable[commune] = added(
            connectable.get(commune, 0), row.count("locaux_raccordables_2018t1")
        )
    for commune, count in premises.items():
        yield {"commune_code": commune, "premises": count, "connectable": connectable[commune]}


def higher_education(sources: Sources) -> Iterator[Row]:
    """Yield the rows of ``higher_education``; places are by coordinates, not by commune code."""
    for row in sources.mirror.read(HIGHER_EDUCATION, ("uai", "nom", "type", "lon", "lat")):
        yield {
            "uai": row.optional_code("uai"),
            "name": row.required_text("nom"),
            "type": row.required_text("type"),
            "lon": row.required_number("lon"),
            "lat": row.required_number("lat"),
        }


def clusters(sources: Sources) -> Iterator[Row]:
    """Yield the rows of ``clusters``; the seat is empty where no page gives it."""
    columns = ("pole", "statut_2023", "siege_insee", "siege_source", "source_url")
    for row in sources.mirror.read(CLUSTERS, columns):
        has_seat = row.optional_code("siege_insee") is not None
        yield {
            "name": row.required_text("pole"),
            "status_2023": row.required_text("statut_2023"),
            "seat_commune_code": sources.succession.resolve(row, "siege_insee")
            if has_seat
            else None,
            "source_url": row.required_text("source_url"),
            "seat_source_url": row.text("siege_source"),
        }
