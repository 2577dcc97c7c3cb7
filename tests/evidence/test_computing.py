"""Each kind of computation on a country of six communes, by hand."""

from dataclasses import replace

import numpy as np
import pytest

from rebond.evidence import MISSING, NOT_APPLICABLE
from rebond.evidence.catalogue import Coverage, Indicator
from rebond.evidence.computing import compute, compute_sums
from rebond.evidence.errors import BrokenNetwork, MissingTable, StrayCommune
from rebond.texts import Text
from tests.evidence.world import BASE, DECISION, KM, Tables, engine


def column(indicator, tables=None, declared=None):
    source = Tables() if tables is None else tables
    one = engine(source)
    choice = one.choice(indicator, as_of=DECISION, allow_later=True)
    how = one.catalogue[indicator] if declared is None else declared
    return compute(how, choice, one.frame.sites, one.frame, source)


def by_code(indicator, tables=None):
    codes = ("2A900", "90001", "90002", "90003", "97600", "98700")
    found = column(indicator, tables)
    return dict(zip(codes, found.value.tolist(), strict=True)), dict(
        zip(codes, (found.reasons[r].en for r in found.reason), strict=True)
    )


def test_establishments_decay_with_distance():
    """B is 6 km and C 15 km from A: 10 + 20 × 0.8 + 40 × 0.5 = 46 around A."""
    values, _ = by_code("establishments_30km")
    assert [values[c] for c in ("90001", "90002", "90003")] == [46.0, 56.0, 59.0]


def test_at_the_radius_nothing_is_added():
    """With R = 15, C weighs nothing at A, which is 15 km away: 10 + 20 × 0.6 = 22."""
    values, _ = by_code("establishments_15km")
    assert [values[c] for c in ("90001", "90002", "90003")] == [22.0, 42.0, 48.0]


def test_large_establishments_are_those_of_fifty_and_more():
    """One in A, two in B, four in C: 1 + 2 × 0.8 + 4 × 0.5 = 4.6 around A."""
    values, _ = by_code("large_establishments_30km")
    assert values["90001"] == 4.6


def test_where_no_size_is_known_large_establishments_are_missing_not_zero():
    values, reasons = by_code("large_establishments_30km")
    assert np.isnan(values["97600"])
    assert "Mayotte" in reasons["97600"]


def test_a_commune_that_the_table_lacks_is_missing_not_zero():
    values, reasons = by_code("establishments_30km")
    assert np.isnan(values["2A900"])
    assert "less than 90%" in reasons["2A900"]


def test_the_sum_stands_while_the_data_cover_nine_tenths_of_the_population_around():
    """Without A (10 of 100 people near), sums at B and C use the others; without C they are missing."""
    kept = {"establishments_2014": BASE["establishments_2014"][1:3]}
    values, _ = by_code("establishments_30km", Tables(kept))
    assert values["90003"] == 54.0  # 40 + 20 × 0.7, A not counted
    kept = {"establishments_2014": BASE["establishments_2014"][:2]}
    values, reasons = by_code("establishments_30km", Tables(kept))
    assert np.isnan(values["90001"])
    assert "less than 90%" in reasons["90001"]


def test_without_a_centre_there_is_no_distance_and_no_sum():
    for indicator in ("establishments_30km", "airport_km", "higher_education_50km"):
        values, reasons = by_code(indicator)
        assert np.isnan(values["98700"])
        assert "centre" in reasons["98700"]


def test_the_nearest_station_is_the_nearest():
    values, _ = by_code("freight_station_km")
    assert [values[c] for c in ("90001", "90002", "90003")] == [4.0, 10.0, 5.0]


def test_the_nearest_station_is_named():
    found = column("freight_station_km")
    rows = engine().frame.row_of
    assert found.owners[found.owner[rows["90001"]]] == "Halte"
    assert found.owners[found.owner[rows["90003"]]] == "Triage"
    assert found.owner[rows["2A900"]] == -1


def test_outside_the_network_that_a_list_covers_the_distance_is_missing():
    values, reasons = by_code("freight_station_km")
    assert np.isnan(values["2A900"])
    assert "Corsica" in reasons["2A900"]
    assert np.isnan(values["97600"])


def test_an_airport_without_destination_does_not_count():
    values, _ = by_code("airport_km")
    assert values["90001"] == 30.0


def test_beyond_its_reach_a_list_says_nothing():
    values, reasons = by_code("port_km")
    assert np.isnan(values["97600"])
    assert "within 500 km" in reasons["97600"]
    assert values["90001"] == 100.0


def test_a_list_where_nothing_is_kept_gives_no_distance():
    none = tuple({**row, "destinations_2014": 0} for row in BASE["airports"])
    values, reasons = by_code("airport_km", Tables({"airports": none}))
    assert np.isnan(values["90001"])
    assert "within 300 km" in reasons["90001"]


def test_an_entry_without_coordinates_is_left_out():
    stations = (*BASE["stations_freight"], {"uic": "3", "name": "Où", "lon": None, "lat": None})
    values, _ = by_code("freight_station_km", Tables({"stations_freight": stations}))
    assert values["90001"] == 4.0


def test_the_road_axis_is_as_near_as_its_nearest_point():
    """The axis goes from 10 to 12 km north of A; C is 15 km north, 3 km past its end."""
    values, _ = by_code("road_axis_km")
    assert [values[c] for c in ("90001", "90002", "90003")] == [10.0, 4.0, 3.0]


def test_on_the_axis_the_distance_is_zero():
    nodes = (
        {"node": "1", "lon": 2.0, "lat": 47.0 - 5 * KM},
        {"node": "2", "lon": 2.0, "lat": 47.0 + 5 * KM},
    )
    values, _ = by_code("road_axis_km", Tables({"road_axis_nodes": nodes}))
    assert values["90001"] == 0.0


def test_an_edge_to_nowhere_is_refused_with_its_line():
    edges = (*BASE["road_axis_edges"], {"from_node": "1", "to_node": "9", "distance_km": 1.0})
    with pytest.raises(BrokenNetwork) as caught:
        column("road_axis_km", Tables({"road_axis_edges": edges}))
    assert (caught.value.table, caught.value.row, caught.value.node) == ("road_axis_edges", 4, "9")


def test_a_known_seat_bounds_the_distance_from_above_only():
    found = column("cluster_seat_km")
    rows = engine().frame.row_of
    assert found.value[rows["90001"]] == 6.0
    assert found.low[rows["90001"]] == 0.0
    assert found.high[rows["90001"]] == 6.0


def test_once_every_seat_is_known_the_distance_is_exact():
    declared = engine().catalogue["cluster_seat_km"]
    every = declared.model_copy(
        update={"compute": declared.compute.model_copy(update={"entries": 1})}
    )
    found = column("cluster_seat_km", declared=every)
    rows = engine().frame.row_of
    assert found.low[rows["90001"]] == 6.0


def test_a_seat_in_an_unknown_commune_is_refused():
    clusters = ({"name": "Ailleurs", "seat_commune_code": "99999"},)
    with pytest.raises(StrayCommune) as caught:
        column("cluster_seat_km", Tables({"clusters": clusters}))
    assert caught.value.code == "99999"


def test_a_share_is_connectable_over_premises_and_at_most_one():
    values, _ = by_code("fibre_rate")
    assert values["90001"] == 0.25
    assert values["90003"] == 1.0


def test_no_premises_is_missing_not_zero():
    values, reasons = by_code("fibre_rate")
    assert np.isnan(values["90002"])
    assert "counts nothing" in reasons["90002"]


def test_unknown_premises_are_missing():
    values, reasons = by_code("fibre_rate")
    assert np.isnan(values["2A900"])
    assert "says nothing" in reasons["2A900"]


def test_unemployment_is_that_of_the_zone_in_the_quarter():
    values, reasons = by_code("unemployment_rate")
    assert values["90001"] == 6.5
    assert np.isnan(values["90003"])  # its zone has no 2020-T2: neither T1 nor T3 stands in for it
    assert "2020-T2" in reasons["90003"]
    assert "no employment zone" in reasons["98700"]


def test_institutions_are_counted_with_decay_and_none_nearby_is_zero():
    """One at A, one 25 km away with R = 50: 1 + 0.5. Far away the list really says none."""
    values, _ = by_code("higher_education_50km")
    assert values["90001"] == 1.5
    assert values["2A900"] == 0.0


def test_what_no_data_say_is_missing_everywhere():
    found = column("vocational_schools")
    assert (found.status == MISSING).all()
    assert np.isnan(found.value).all()


def test_a_list_may_declare_that_it_does_not_apply_elsewhere():
    declared = engine().catalogue["airport_km"]
    inland = declared.model_copy(
        update={
            "coverage": Coverage(
                zones=("metro",), outside="not_applicable", why=Text("hors champ", "out of scope")
            )
        }
    )
    found = column("airport_km", declared=inland)
    rows = engine().frame.row_of
    assert found.status[rows["97600"]] == NOT_APPLICABLE
    assert np.isnan(found.value[rows["97600"]])


def test_values_are_rounded_as_declared():
    declared: Indicator = engine().catalogue["airport_km"]
    coarse = declared.model_copy(update={"digits": 0})
    moved = ({**BASE["airports"][1], "lat": 47.0 - 30.4 * KM},)
    found = column("airport_km", Tables({"airports": moved}), coarse)
    assert found.value[engine().frame.row_of["90001"]] == 30.0


def test_a_table_that_is_not_there_is_named():
    with pytest.raises(MissingTable, match="ports"):
        column("port_km", Tables(without=["ports"]))


def test_a_column_that_is_not_there_is_named():
    with pytest.raises(MissingTable, match=r"establishments_2014\.total"):
        column("establishments_30km", Tables(without=["establishments_2014.total"]))


def test_a_row_of_an_unknown_commune_is_refused_rather_than_dropped():
    rows = (*BASE["establishments_2014"], {"commune_code": "99999", "total": 3})
    with pytest.raises(StrayCommune) as caught:
        column("establishments_30km", Tables({"establishments_2014": rows}))
    assert caught.value.line == 6


def test_the_order_of_rows_does_not_matter():
    names = ("communes", "establishments_2014", "stations_freight", "clusters", "road_axis_edges")
    turned = Tables({name: tuple(reversed(BASE[name])) for name in names})
    for indicator in ("establishments_30km", "freight_station_km", "cluster_seat_km"):
        plain, other = column(indicator), column(indicator, turned)
        assert np.array_equal(plain.value, other.value, equal_nan=True)
        assert np.array_equal(plain.status, other.status)


def test_one_more_station_never_makes_a_distance_longer():
    more = (*BASE["stations_freight"], {"uic": "3", "name": "Plus", "lon": 2.05, "lat": 47.02})
    plain = column("freight_station_km").value
    nearer = column("freight_station_km", Tables({"stations_freight": more})).value
    known = np.isfinite(plain)
    assert (nearer[known] <= plain[known]).all()


def test_sums_computed_together_have_the_bits_of_sums_computed_alone():
    one = engine()
    chosen = [
        (one.catalogue[name], one.choice(name, as_of=DECISION, allow_later=True))
        for name in ("establishments_30km", "large_establishments_30km", "jobs_30km")
    ]
    together = compute_sums(chosen, one.frame.sites, one.frame, Tables())
    for (indicator, _), found in zip(chosen, together, strict=True):
        alone = column(indicator.id)
        assert found.value.tobytes() == alone.value.tobytes()
        assert np.array_equal(found.status, alone.status)
        assert found.reasons == alone.reasons


def test_a_choice_of_another_quarter_gives_that_quarter():
    one = engine()
    choice = one.choice("unemployment_rate", as_of=DECISION)
    earlier = replace(choice, period="2020-T1")
    found = compute(
        one.catalogue["unemployment_rate"], earlier, one.frame.sites, one.frame, Tables()
    )
    assert found.value[one.frame.row_of["90003"]] == 9.0
