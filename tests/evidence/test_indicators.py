"""The shipped indicators on the shipped snapshot: invariants, not copied numbers."""

import math
from datetime import date

import numpy as np
import pytest

from rebond.evidence import KNOWN, MISSING, EvidenceEngine, Point, load_indicators
from rebond.evidence.distances import great_circle_km
from rebond.opendata import Snapshot
from rebond.territory import Atlas, PlaceKey

DECISION = date(2020, 7, 20)
IDS = load_indicators().ids
LISIEUX = PlaceKey("commune", "14366")
LISIEUX_INDUSTRIE = PlaceKey("territoire_industrie", "ti-2805", "1")
POINTE_A_PITRE = PlaceKey("commune", "97120")
AJACCIO = PlaceKey("commune", "2A004")
SAINT_DENIS = PlaceKey("commune", "97411")
MAMOUDZOU = PlaceKey("commune", "97611")


@pytest.fixture(scope="module")
def snapshot():
    return Snapshot.shared()


@pytest.fixture(scope="module")
def engine(snapshot):
    return EvidenceEngine.shared(snapshot, Atlas.shared(snapshot))


@pytest.fixture(scope="module")
def everywhere(engine):
    return engine.evaluate(engine.communes(), IDS, as_of=DECISION, allow_later=IDS)


@pytest.fixture(scope="module")
def some(engine):
    places = [LISIEUX, LISIEUX_INDUSTRIE, POINTE_A_PITRE, AJACCIO, SAINT_DENIS, MAMOUDZOU]
    return engine.evaluate(places, IDS, as_of=DECISION, allow_later=IDS)


def value(evidence, place, indicator):
    return evidence.fact(evidence.row(place), evidence.column(indicator)).value


def status(evidence, place, indicator):
    return evidence.fact(evidence.row(place), evidence.column(indicator)).status


def test_the_agreed_indicators_are_declared():
    assert set(IDS) == {
        "establishments_30km",
        "large_establishments_30km",
        "establishments_15km",
        "industrial_establishments",
        "service_establishments",
        "freight_station_km",
        "passenger_station_km",
        "port_km",
        "airport_km",
        "road_axis_km",
        "fibre_rate",
        "jobs_30km",
        "unemployment_rate",
        "higher_education_50km",
        "vocational_schools",
        "cluster_seat_km",
        "cluster_membership",
    }


@pytest.mark.parametrize("indicator", IDS)
def test_an_indicator_reads_tables_and_columns_that_the_snapshot_has(snapshot, indicator):
    declared = load_indicators()[indicator]
    for table, columns in declared.compute.reads.items():
        assert set(columns) <= set(snapshot.dataset(table).column_names)


@pytest.mark.parametrize("indicator", IDS)
def test_french_texts_are_french_and_straight_lines_are_said_to_be_no_travel_times(indicator):
    declared = load_indicators()[indicator]
    for text in (declared.title, declared.definition, declared.limits):
        assert text.fr != text.en
        assert "'" not in text.fr
    if declared.unit == "km" or "vol d’oiseau" in declared.definition.fr:
        assert "straight" in (declared.definition.en + declared.limits.en).lower()
    if indicator.endswith("_km") and indicator != "cluster_seat_km":
        assert "not a travel time" in declared.limits.en


def test_every_value_is_within_the_declared_range(everywhere):
    for column, indicator in enumerate(everywhere.indicators):
        known = everywhere.value[everywhere.status[:, column] == KNOWN, column]
        assert np.array_equal(known, np.round(known, indicator.digits))
        if indicator.minimum is not None and len(known):
            assert known.min() >= indicator.minimum
        if indicator.maximum is not None and len(known):
            assert known.max() <= indicator.maximum


def test_missing_is_nan_and_has_a_reason(everywhere):
    absent = everywhere.status == MISSING
    assert np.isnan(everywhere.value[absent]).all()
    assert (everywhere.reason[absent] > 0).all()


def test_a_wider_radius_reaches_at_least_as_many(everywhere):
    near = everywhere.value[:, everywhere.column("establishments_15km")]
    far = everywhere.value[:, everywhere.column("establishments_30km")]
    large = everywhere.value[:, everywhere.column("large_establishments_30km")]
    known = np.isfinite(near)
    assert (far[known] >= near[known]).all()
    assert (large[np.isfinite(large)] <= far[np.isfinite(large)]).all()


def test_a_sum_is_at_least_what_the_commune_itself_holds(snapshot, everywhere, engine):
    table = snapshot.table("establishments_2014")
    totals = dict(
        zip(
            table.column("commune_code").to_pylist(),
            table.column("total").to_pylist(),
            strict=True,
        )
    )
    found = everywhere.value[:, everywhere.column("establishments_15km")]
    for code, row in engine.frame.row_of.items():
        if np.isfinite(found[row]) and totals.get(code) is not None:
            assert found[row] >= totals[code] - 0.05


def test_sums_over_a_sample_of_communes_are_those_of_brute_force(snapshot, everywhere, engine):
    communes = Atlas.shared(snapshot).communes
    table = snapshot.table("establishments_2014")
    totals = np.zeros(len(communes))
    for code, total in zip(
        table.column("commune_code").to_pylist(), table.column("total").to_pylist(), strict=True
    ):
        totals[communes.index_of(code)] = total or 0
    rows = np.random.default_rng(11).choice(np.flatnonzero(np.isfinite(communes.lon)), 60)
    distance = great_circle_km(
        communes.lon[rows, None], communes.lat[rows, None], communes.lon, communes.lat
    )
    weight = np.nan_to_num(np.maximum(0.0, 1.0 - distance / 30.0))
    found = everywhere.value[rows, everywhere.column("establishments_30km")]
    known = np.isfinite(found)
    assert known.sum() > 50
    assert found[known] == pytest.approx((weight @ totals)[known], abs=0.0501)


def test_distances_over_a_sample_of_communes_are_those_of_brute_force(snapshot, everywhere):
    communes = Atlas.shared(snapshot).communes
    stations = snapshot.table("stations_freight")
    lon, lat = (stations.column(name).to_numpy() for name in ("lon", "lat"))
    rows = np.random.default_rng(12).choice(np.flatnonzero(communes.zone == "metro"), 60)
    distance = great_circle_km(communes.lon[rows, None], communes.lat[rows, None], lon, lat)
    found = everywhere.value[rows, everywhere.column("freight_station_km")]
    known = np.isfinite(found)
    assert known.sum() > 50
    assert found[known] == pytest.approx(distance.min(axis=1)[known], abs=0.0501)


def test_the_road_network_is_the_one_that_its_page_describes(snapshot):
    nodes, edges = snapshot.table("road_axis_nodes"), snapshot.table("road_axis_edges")
    assert nodes.num_rows == 299
    place = dict(
        zip(
            nodes.column("node").to_pylist(),
            zip(nodes.column("lon").to_pylist(), nodes.column("lat").to_pylist(), strict=True),
            strict=True,
        )
    )
    ends = zip(
        edges.column("from_node").to_pylist(), edges.column("to_node").to_pylist(), strict=True
    )
    lengths = [
        float(great_circle_km(*(np.array(v) for v in (*place[a], *place[b])))) for a, b in ends
    ]
    assert 255 < max(lengths) < 265


def test_no_place_is_farther_from_an_axis_than_from_its_nearest_node(snapshot, everywhere):
    communes = Atlas.shared(snapshot).communes
    nodes, edges = snapshot.table("road_axis_nodes"), snapshot.table("road_axis_edges")
    joined = set(edges.column("from_node").to_pylist()) | set(edges.column("to_node").to_pylist())
    kept = np.isin(nodes.column("node").to_pylist(), sorted(joined))
    lon, lat = (nodes.column(name).to_numpy()[kept] for name in ("lon", "lat"))
    found = everywhere.value[:, everywhere.column("road_axis_km")]
    rows = np.flatnonzero(np.isfinite(found))[::50]
    distance = great_circle_km(communes.lon[rows, None], communes.lat[rows, None], lon, lat)
    assert (found[rows] <= distance.min(axis=1) + 0.0501).all()


def test_unemployment_in_july_2020_is_that_of_the_second_quarter(snapshot, everywhere, engine):
    assert everywhere.vintage[everywhere.column("unemployment_rate")].en == "2020-T2"
    table = snapshot.table("unemployment").to_pylist()
    zone = engine.frame.employment_zone[engine.frame.row_of["14366"]]
    [rate] = [
        row["rate_percent"]
        for row in table
        if row["employment_zone_code"] == zone and row["quarter"] == "2020-T2"
    ]
    assert value(everywhere, LISIEUX, "unemployment_rate") == rate


def test_communes_of_one_employment_zone_have_one_rate(everywhere, engine):
    rates = everywhere.value[:, everywhere.column("unemployment_rate")]
    zones = engine.frame.employment_zone
    known = np.isfinite(rates)
    pairs = set(zip(zones[known].tolist(), rates[known].tolist(), strict=True))
    assert len(pairs) == len(set(zones[known].tolist())) > 250


def test_lisieux_has_the_facts_of_a_town_with_a_station_near_the_sea(some):
    assert value(some, LISIEUX, "passenger_station_km") < 3
    assert 10 < value(some, LISIEUX, "port_km") < 60
    assert 0 <= value(some, LISIEUX, "fibre_rate") <= 1
    assert value(some, LISIEUX, "jobs_30km") > 9000  # the town alone has about that many
    assert value(some, LISIEUX, "establishments_15km") > 1000


def test_the_territory_of_lisieux_spreads_around_the_values_of_its_town(some):
    row = some.row(LISIEUX_INDUSTRIE)
    assert some.members[row] > 20
    for indicator in ("freight_station_km", "establishments_30km", "airport_km"):
        column = some.column(indicator)
        assert some.low[row, column] <= value(some, LISIEUX, indicator) <= some.high[row, column]
        assert some.low[row, column] < some.high[row, column]


@pytest.mark.parametrize("place", [POINTE_A_PITRE, AJACCIO, SAINT_DENIS, MAMOUDZOU])
@pytest.mark.parametrize(
    "indicator", ["freight_station_km", "passenger_station_km", "road_axis_km"]
)
def test_mainland_networks_say_nothing_of_islands(some, place, indicator):
    assert status(some, place, indicator) == "missing"
    assert value(some, place, indicator) is None


def test_where_the_list_of_ports_names_none_the_port_is_missing(some):
    assert status(some, SAINT_DENIS, "port_km") == "missing"
    assert value(some, POINTE_A_PITRE, "port_km") < 20


def test_overseas_airports_are_in_the_list(some):
    for place in (POINTE_A_PITRE, SAINT_DENIS, MAMOUDZOU):
        assert value(some, place, "airport_km") < 60


def test_mayotte_has_establishments_but_no_known_size(snapshot, some):
    sizes = [
        name for name in snapshot.dataset("establishments_2014").column_names if "size_" in name
    ]
    for row in snapshot.table("establishments_2014").to_pylist():
        if row["commune_code"].startswith("976"):
            assert sum(row[size] or 0 for size in sizes if size != "size_nd_0") == 0
    assert status(some, MAMOUDZOU, "large_establishments_30km") == "missing"
    assert status(some, MAMOUDZOU, "establishments_30km") == "known"


def test_as_many_cluster_seats_are_known_as_the_texts_say(snapshot):
    seats = snapshot.table("clusters").column("seat_commune_code").to_pylist()
    declared = load_indicators()["cluster_seat_km"]
    assert sum(seat is not None for seat in seats) == 9
    assert "46 seats of 55" in declared.definition.en
    assert declared.compute.entries == 55


def test_the_distance_to_a_cluster_seat_is_an_upper_bound_only(everywhere):
    column = everywhere.column("cluster_seat_km")
    known = everywhere.status[:, column] == KNOWN
    assert (everywhere.low[known, column] == 0.0).all()
    assert np.array_equal(everywhere.high[known, column], everywhere.value[known, column])


def test_the_list_of_ports_lacks_the_two_that_its_limits_name(snapshot):
    names = " ".join(snapshot.table("ports").column("name").to_pylist())
    assert "Nazaire" not in names
    assert "Rouen" not in names


@pytest.mark.parametrize(
    "indicator", ["freight_station_km", "jobs_30km", "higher_education_50km", "cluster_seat_km"]
)
def test_in_2020_the_vintages_of_later_years_stay_out(engine, indicator):
    found = engine.evaluate([LISIEUX, LISIEUX_INDUSTRIE], [indicator], as_of=DECISION)
    assert found.as_of_state == ("later_excluded",)
    assert (found.status == MISSING).all()


@pytest.mark.parametrize(
    "indicator",
    ["establishments_30km", "airport_km", "road_axis_km", "fibre_rate", "unemployment_rate"],
)
def test_in_2020_the_vintages_of_earlier_years_enter(engine, indicator):
    found = engine.evaluate([LISIEUX], [indicator], as_of=DECISION)
    assert found.as_of_state == ("in_time",)
    assert found.status[0, 0] == KNOWN


def test_a_point_in_lisieux_is_much_like_lisieux(engine, some):
    communes = engine.frame
    row = communes.row_of["14366"]
    lon = math.degrees(math.atan2(communes.xyz[row, 1], communes.xyz[row, 0]))
    lat = math.degrees(math.asin(communes.xyz[row, 2]))
    found = engine.evaluate([Point(lon, lat, "centre")], IDS, as_of=DECISION, allow_later=IDS)
    assert np.array_equal(found.value[0], some.value[some.row(LISIEUX)], equal_nan=True)


def test_an_arrondissement_has_a_value(engine):
    found = engine.evaluate(
        [PlaceKey("arrondissement", "75116")], ["establishments_30km"], as_of=DECISION
    )
    assert found.status[0, 0] == KNOWN
    assert "Paris" in found.why(0, "establishments_30km").fr
