from __future__ import annotations

from pathlib import Path

import pytest

from rebond.opendata.errors import MirrorValueWrong
from rebond.opendata.mirror import Mirror
from rebond.opendata.tables import transport
from rebond.opendata.tables.sources import Sources
from tests.opendata.tinymirror import FILES, write_mirror


def test_a_station_without_a_place_or_traffic_keeps_its_row(sources: Sources) -> None:
    rows = list(transport.stations_passenger(sources))
    assert [row["passengers_2019"] for row in rows] == [1200, None]
    assert rows[1]["lon"] is None


def test_a_freight_station_is_one_row_at_the_mean_of_its_distinct_points(sources: Sources) -> None:
    rows = list(transport.stations_freight(sources))
    assert [row["uic"] for row in rows] == ["99000001"]
    assert rows[0]["lon"] == pytest.approx(2.05)
    assert rows[0]["lat"] == pytest.approx(48.1)


def test_a_station_neither_open_nor_closed_to_freight_is_refused(tmp_path: Path) -> None:
    text = FILES["transport/gares_rfn_fret_voyageurs.csv.gz"].replace(",N,", ",oui,")
    sources = Sources.of(Mirror(write_mirror(tmp_path, gares_rfn_fret_voyageurs=text)))
    with pytest.raises(MirrorValueWrong, match="oui"):
        list(transport.stations_freight(sources))


def test_an_airport_of_france_with_a_foreign_code_is_left_out(sources: Sources) -> None:
    rows = {row["icao"]: row for row in transport.airports(sources)}
    assert set(rows) == {"LFXA", "EBXA"}
    assert rows["LFXA"]["iata"] is None
    assert rows["LFXA"]["destinations_2014"] == 0


def test_ports_of_one_name_are_two_ports(sources: Sources) -> None:
    assert [(row["name"], row["scalerank"]) for row in transport.ports(sources)] == [
        ("Port-Alpha", 4),
        ("Port-Alpha", 8),
    ]


def test_road_edges_are_directed(sources: Sources) -> None:
    lengths = {
        (row["from_node"], row["to_node"]): row["distance_km"]
        for row in transport.road_axis_edges(sources)
    }
    assert lengths == {("10", "11"): 13.2004, ("11", "10"): 13.5}
    assert [row["node"] for row in transport.road_axis_nodes(sources)] == ["10", "11"]
