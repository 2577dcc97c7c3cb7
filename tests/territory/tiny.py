"""A fictitious country of eight communes, as tables in memory. Its codes belong to no real place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from rebond.texts import Text

Rows = Sequence[Mapping[str, Any]]

COMMUNES = """
code  |name                |departement_code|region_code|zone |epci_code|employment_zone_code|population|area_km2|lon |lat
00001 |Saint-Denis         |00              |96         |metro|999000002|9602                |20000     |30.0    |3.0 |47.0
00002 |Le Val-d'Aune       |00              |96         |metro|999000002|9602                |          |10.0    |3.1 |47.1
00003 |Île-Seule           |00              |96         |metro|         |                    |200       |        |1.0 |46.0
96001 |L'Œuvre-Saint-Éloi  |96              |96         |metro|999000001|9601                |12000     |20.0    |2.0 |47.0
96002 |Saint-Denis         |96              |96         |metro|999000001|9601                |800       |15.0    |2.2 |47.0
96003 |Lizeux              |96              |96         |metro|999000001|9601                |5000      |12.0    |2.0 |47.2
99001 |Port-Lointain       |99              |97         |drom |999000003|                    |300       |9000.0  |-60 |15.0
99056 |Ville-Capitale      |99              |97         |drom |999000003|                    |100000    |100.0   |    |
"""
EPCI = """
code     |name                          |type |population|lon|lat
999000001|CA Lizeux Essaie              |CA   |17800     |2.05|47.05
999000002|CC du Val-d'Aune              |CC   |          |   |
999000003|Métropole de Ville-Capitale   |METRO|100300    |   |
"""
PERIMETERS = """
perimeter       |phase|id   |name              |valid_from|valid_to  |source_note
territoire_essai|1    |te-01|Lizeux Industrie  |2018-11-22|2022-12-31|Liste d'essai
territoire_essai|1    |te-02|Aune et Capitale  |          |          |Dates non établies
territoire_essai|2    |te-01|Aune              |2023-11-09|          |Liste d'essai
territoire_essai|2    |te-02|Lizeux            |2023-11-09|          |Liste d'essai
"""
MEMBERS = """
perimeter       |phase|id   |member_type|member_code|member_name
territoire_essai|1    |te-01|epci       |999000001  |CA Lizeux Essaie
territoire_essai|1    |te-02|commune    |00900      |Vieux-Val
territoire_essai|1    |te-02|ept        |999100001  |Est Commun
territoire_essai|2    |te-01|epci       |999000002  |CC du Val-d'Aune
territoire_essai|2    |te-02|commune    |96003      |Lizeux
"""
LISTS = """
perimeter       |phase|id   |commune_code|vintage
territoire_essai|1    |te-01|96002       |2020
territoire_essai|1    |te-01|96900       |2020
"""
NAMES = """
perimeter       |phase|id   |vintage|name
territoire_essai|1    |te-01|2020   |Pays de Lizeux
"""
FORMER_NAMES = """
code |name         |since     |until     |gone_on   |ended_by  |commune_code|status|absent_until|resumed_on
96900|Vieille-Œuvre|          |1972-12-31|1973-01-01|associated|96001       |associated|1979-12-31|1980-01-01
96900|Œuvre-la-Neuve|1980-01-01|2019-01-01|2021-01-01|        |96001       |||
00900|Vieux-Val    |          |2015-12-31|2016-01-01|delegated |00002       |||
96003|Lizeux-Bourg |          |1959-12-31|1960-01-01|renamed   |96003       |||
96002|Vieux-Val    |          |1949-12-31|1950-01-01|merged    |96002       |||
99056|Port         |          |1949-12-31|1950-01-01|renamed   |99056       |||
99056|Île-Seule    |1950-01-01|1959-12-31|1960-01-01|renamed   |99056       |||
"""
TABLES = {
    "communes": COMMUNES,
    "former_names": FORMER_NAMES,
    "former_communes": "former_code|code\n96900|96001\n00900|00002",
    "arrondissements": "code|commune_code|name\n"
    "99101|99056|Ville-Capitale 1er Arrondissement\n99102|99056|Ville-Capitale 2e Arrondissement",
    "epci": EPCI,
    "ept": "code|name|lon|lat\n999100001|Est Commun||",
    "ept_communes": "ept_code|commune_code\n999100001|99056",
    "departements": "code|name|region_code|chef_lieu\n"
    "00|Basse-Essaie|96|00001\n96|Haute-Essaie|96|96001\n99|La Lointaine|97|99056",
    "regions": "code|name|zone\n96|Essaie|metro\n97|La Lointaine|drom",
    "employment_zones": "code|name\n9601|Lizeux\n9602|Aune",
    "perimeters": PERIMETERS,
    "perimeter_members": MEMBERS,
    "perimeter_communes": LISTS,
    "perimeter_lists": NAMES,
}
NUMBERS = ("population", "area_km2", "lon", "lat")
DATES = ("valid_from", "valid_to", "since", "until", "gone_on", "absent_until", "resumed_on")


def rows_of(text: str) -> list[dict[str, Any]]:
    lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    return [
        {name: _value(name, cell) for name, cell in zip(lines[0], line, strict=True)}
        for line in lines[1:]
    ]


def _value(name: str, cell: str) -> object:
    if cell == "":
        return None
    if name in NUMBERS:
        return float(cell)
    return dt.date.fromisoformat(cell) if name in DATES else cell


def table_of(rows: Rows) -> pa.Table:
    types = dict.fromkeys(NUMBERS, pa.float64()) | dict.fromkeys(DATES, pa.date32())
    fields = [pa.field(name, types.get(name, pa.string())) for name in rows[0]]
    return pa.Table.from_pylist(list(rows), schema=pa.schema(fields))


@dataclass(frozen=True)
class TinyDataset:
    vintage: Text


class TinySource:
    """The tables of the fictitious country, some of them replaced."""

    def __init__(self, **replaced: pa.Table | None) -> None:
        tables = {name: table_of(rows_of(text)) for name, text in TABLES.items()}
        self._tables = {
            name: table for name, table in (tables | replaced).items() if table is not None
        }

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._tables)

    def table(self, name: str) -> pa.Table:
        return self._tables[name]

    def dataset(self, name: str) -> TinyDataset:
        return TinyDataset(Text(f"essai {name}", f"trial {name}"))


def with_rows(name: str, *rows: Mapping[str, Any]) -> dict[str, pa.Table]:
    """Return table `name` with more rows; a column that a row does not name is missing."""
    known = rows_of(TABLES[name])
    empty = dict.fromkeys(known[0])
    return {name: table_of([*known, *({**empty, **row} for row in rows)])}
