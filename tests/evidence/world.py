"""A small invented country with few communes, whose values can be computed by hand."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa

from rebond.evidence import EvidenceEngine
from rebond.evidence.distances import EARTH_RADIUS_KM
from rebond.opendata import Dataset, Snapshot
from rebond.opendata.csvtable import ARROW_TYPES
from rebond.territory import Atlas

KM = 180.0 / (np.pi * EARTH_RADIUS_KM)
"""Degrees of latitude in one kilometre."""

DECISION = date(2020, 7, 20)
Row = Mapping[str, Any]

COMMUNES: tuple[Row, ...] = (
    {"code": "90001", "name": "Avant", "lat": 47.0, "population": 10, "employment_zone_code": "Z1"},
    {
        "code": "90002",
        "name": "Bois",
        "lat": 47.0 + 6 * KM,
        "population": 20,
        "employment_zone_code": "Z1",
    },
    {
        "code": "90003",
        "name": "Champ",
        "lat": 47.0 + 15 * KM,
        "population": 70,
        "employment_zone_code": "Z2",
    },
    {
        "code": "2A900",
        "name": "Dune",
        "lon": 9.0,
        "lat": 42.0,
        "departement_code": "2A",
        "epci_code": None,
        "population": 40,
    },
    {
        "code": "97600",
        "name": "Est",
        "lon": 45.1,
        "lat": -12.8,
        "departement_code": "976",
        "zone": "drom",
        "epci_code": None,
        "population": 30,
    },
    {
        "code": "98700",
        "name": "Fin",
        "lon": None,
        "lat": None,
        "departement_code": "987",
        "zone": "com",
        "epci_code": None,
        "population": None,
    },
)
DEFAULTS: Row = {
    "departement_code": "90",
    "region_code": "27",
    "zone": "metro",
    "epci_code": "200000001",
    "employment_zone_code": None,
    "area_km2": 10.0,
    "lon": 2.0,
}
BASE: Mapping[str, tuple[Row, ...]] = {
    "communes": tuple({**DEFAULTS, **row} for row in COMMUNES),
    "former_communes": ({"former_code": "90009", "code": "90001"},),
    "former_names": (
        {
            "code": "90009",
            "name": "Jadis",
            "since": None,
            "until": date(1972, 12, 31),
            "gone_on": date(1973, 1, 1),
            "ended_by": "merged",
            "commune_code": "90001",
            "status": None,
            "absent_until": None,
            "resumed_on": None,
        },
    ),
    "arrondissements": (
        {"code": "90101", "commune_code": "90001", "name": "Avant 1er arrondissement"},
    ),
    "epci": ({"code": "200000001", "name": "Les Trois", "type": "CC", "population": 100},),
    "departements": tuple(
        {"code": code, "name": name, "region_code": "27"}
        for code, name in (
            ("90", "Pays"),
            ("2A", "Dunes"),
            ("976", "Loin"),
            ("987", "Plus loin"),
        )
    ),
    "regions": ({"code": "27", "name": "Partout", "zone": "metro"},),
    "employment_zones": ({"code": "Z1", "name": "Une"}, {"code": "Z2", "name": "Deux"}),
    "establishments_2014": (
        {"commune_code": "90001", "total": 10, "size_50_99": 1},
        {"commune_code": "90002", "total": 20, "size_200_499": 2},
        {"commune_code": "90003", "total": 40, "size_100_199": 3, "size_500_plus": 1},
        {"commune_code": "97600", "total": 5},
    ),
    "jobs_2020": (
        {"commune_code": "90001", "jobs": 100.0},
        {"commune_code": "90002", "jobs": 200.0},
        {"commune_code": "90003", "jobs": 400.0},
    ),
    "unemployment": tuple(
        {"employment_zone_code": zone, "quarter": quarter, "rate_percent": rate}
        for zone, quarter, rate in (
            ("Z1", "2020-T1", 7.0),
            ("Z1", "2020-T2", 6.5),
            ("Z1", "2020-T3", 8.0),
            ("Z2", "2020-T1", 9.0),
            ("Z2", "2020-T3", 9.5),
        )
    ),
    "stations_freight": (
        {"uic": "1", "name": "Halte", "lon": 2.0, "lat": 47.0 - 4 * KM},
        {"uic": "2", "name": "Triage", "lon": 2.0, "lat": 47.0 + 20 * KM},
    ),
    "stations_passenger": ({"uic": "1", "name": "Halte", "lon": 2.0, "lat": 47.0},),
    "airports": (
        {
            "icao": "XAAA",
            "name": "Club",
            "country": "X",
            "lon": 2.0,
            "lat": 47.0,
            "destinations_2014": 0,
        },
        {
            "icao": "XBBB",
            "name": "Ligne",
            "country": "X",
            "lon": 2.0,
            "lat": 47.0 - 30 * KM,
            "destinations_2014": 1,
        },
    ),
    "ports": ({"name": "Rade", "scalerank": 5, "lon": 2.0, "lat": 47.0 - 100 * KM},),
    "road_axis_nodes": (
        {"node": "1", "lon": 2.0, "lat": 47.0 + 10 * KM},
        {"node": "2", "lon": 2.0, "lat": 47.0 + 12 * KM},
    ),
    "road_axis_edges": (
        {"from_node": "1", "to_node": "2", "distance_km": 2.0},
        {"from_node": "2", "to_node": "1", "distance_km": 2.0},
    ),
    "fibre_2018t1": (
        {"commune_code": "90001", "premises": 8, "connectable": 2},
        {"commune_code": "90002", "premises": 0, "connectable": 0},
        {"commune_code": "90003", "premises": 10, "connectable": 12},
        {"commune_code": "2A900", "premises": None, "connectable": 3},
    ),
    "higher_education": (
        {"uai": "1", "name": "École", "type": "école", "lon": 2.0, "lat": 47.0},
        {"uai": "2", "name": "Institut", "type": "institut", "lon": 2.0, "lat": 47.0 + 25 * KM},
    ),
    "clusters": (
        {"name": "Pôle connu", "seat_commune_code": "90002"},
        {"name": "Pôle sans siège", "seat_commune_code": None},
    ),
    "perimeters": (
        {"perimeter": "essai", "phase": "1", "id": "e1", "name": "Essai", "source_note": "inventé"},
        {"perimeter": "essai", "phase": "1", "id": "e2", "name": "Large", "source_note": "inventé"},
    ),
    "perimeter_members": (
        {
            "perimeter": "essai",
            "phase": "1",
            "id": "e1",
            "member_type": "epci",
            "member_code": "200000001",
            "member_name": "Les Trois",
        },
        *(
            {
                "perimeter": "essai",
                "phase": "1",
                "id": "e2",
                "member_type": "commune",
                "member_code": code,
                "member_name": code,
            }
            for code in ("90003", "2A900")
        ),
    ),
}
SCHEMA = Snapshot.open().catalogue


class Tables:
    """Tables in memory with the columns and descriptions of the shipped catalogue."""

    def __init__(
        self,
        rows: Mapping[str, Iterable[Row]] | None = None,
        *,
        without: Iterable[str] = (),
        described: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> None:
        self._rows = {**BASE, **(rows or {})}
        self._without = set(without)
        self._described = described or {}
        self._tables: dict[str, pa.Table] = {}

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for name in SCHEMA.names if name not in self._without)

    def dataset(self, name: str) -> Dataset:
        return dataclasses.replace(SCHEMA[name], **self._described.get(name, {}))

    def table(self, name: str) -> pa.Table:
        if name not in self._tables:
            rows = list(self._rows.get(name, ()))
            columns = [c for c in SCHEMA[name].columns if f"{name}.{c.name}" not in self._without]
            self._tables[name] = pa.table(
                {
                    column.name: pa.array(
                        [_filled(name, column.name, row) for row in rows], ARROW_TYPES[column.type]
                    )
                    for column in columns
                }
            )
        return self._tables[name]


def _filled(table: str, column: str, row: Row) -> Any:
    """Sizes that an establishment row does not name are zero; all else is missing."""
    if table == "establishments_2014" and column.startswith("size_"):
        return row.get(column, 0)
    return row.get(column)


def engine(tables: Tables | None = None) -> EvidenceEngine:
    source = Tables() if tables is None else tables
    return EvidenceEngine(source, Atlas.from_snapshot(source))
