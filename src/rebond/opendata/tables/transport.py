"""Stations, airports, ports and the long-distance road axes."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import fmean

from rebond.opendata.csvtable import Row
from rebond.opendata.tables.sources import Sources
from rebond.texts import Text

PASSENGER_STATIONS = "transport/gares_voyageurs_2026.csv"
RAIL_STATIONS = "transport/gares_rfn_fret_voyageurs.csv.gz"
AIRPORTS = "transport/aeroports_openflights.csv"
PORTS = "transport/ports_natural_earth.csv"
ROAD_NODES = "transport/route_france_grands_axes_nodes.csv"
ROAD_EDGES = "transport/route_france_grands_axes_edges.csv"

# ICAO regions of the airports of France: the mainland and the territories of each ocean.
FRENCH_ICAO = ("LF", "TF", "SO", "FM")


def stations_passenger(sources: Sources) -> Iterator[Row]:
    """Yield the rows of ``stations_passenger``."""
    for row in sources.mirror.read(
        PASSENGER_STATIONS, ("uic", "nom", "lon", "lat", "voyageurs_2019")
    ):
        yield {
            "uic": row.code("uic"),
            "name": row.required_text("nom"),
            "lon": row.number("lon"),
            "lat": row.number("lat"),
            "passengers_2019": row.count("voyageurs_2019"),
        }


def stations_freight(sources: Sources) -> Iterator[Row]:
    """Yield the rows of ``stations_freight``: one for each code, at the mean of its distinct points."""
    points: dict[str, set[tuple[float, float]]] = {}
    names: dict[str, str] = {}
    for row in sources.mirror.read(RAIL_STATIONS, ("uic", "nom", "fret", "lon", "lat")):
        is_open = row.code("fret")
        if is_open not in {"O", "N"}:
            raise row.wrong("fret", Text("O ou N", "O or N"))
        if is_open == "O":
            code = row.code("uic")
            point = (row.required_number("lon"), row.required_number("lat"))
            points.setdefault(code, set()).add(point)
            names.setdefault(code, row.required_text("nom"))
    for code, places in points.items():
        ordered = sorted(places)
        yield {
            "uic": code,
            "name": names[code],
            "lon": fmean(lon for lon, _ in ordered),
            "lat": fmean(lat for _, lat in ordered),
        }


def airports(sources: Sources) -> Iterator[Row]:
    """Yield the rows of ``airports``, without those that a foreign ICAO code puts outside France."""
    columns = ("icao", "iata", "nom", "pays", "lon", "lat", "destinations_2014")
    for row in sources.mirror.read(AIRPORTS, columns):
        code, country = row.code("icao"), row.required_text("pays")
        if country == "France" and not code.startswith(FRENCH_ICAO):
            continue
        yield {
            "icao": code,
            "iata": row.optional_code("iata"),
            "name": row.required_text("nom"),
            "country": country,
            "lon": row.required_number("lon"),
            "lat": row.required_number("lat"),
            "destinations_2014": row.count("destinations_2014"),
        }


def ports(sources: Sources) -> Iterator[Row]:
    """Yield the rows of ``ports``."""
    for row in sources.mirror.read(PORTS, ("nom", "scalerank", "lon", "lat")):
        yield {
            "name": row.required_text("nom"),
            "scalerank": row.count("scalerank"),
            "lon": row.required_number("lon"),
            "lat": row.required_number("lat"),
        }


def road_axis_nodes(sources: Sources) -> Iterator[Row]:
    """Yield the rows of ``road_axis_nodes``."""
    for row in sources.mirror.read(ROAD_NODES, ("node", "lon", "lat")):
        yield {
            "node": row.code("node"),
            "lon": row.required_number("lon"),
            "lat": row.required_number("lat"),
        }


def road_axis_edges(sources: Sources) -> Iterator[Row]:
    """Yield the rows of ``road_axis_edges``; the graph is directed."""
    for row in sources.mirror.read(ROAD_EDGES, ("from_node", "to_node", "distance_km")):
        yield {
            "from_node": row.code("from_node"),
            "to_node": row.code("to_node"),
            "distance_km": row.required_number("distance_km"),
        }
