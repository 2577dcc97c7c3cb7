"""Evidence for communes, points and perimeters at once."""

from datetime import date

import numpy as np
import pytest

from rebond.evidence import KNOWN, MISSING, NOT_APPLICABLE, EvidenceEngine, Point
from rebond.evidence.catalogue import Coverage, IndicatorCatalogue
from rebond.evidence.errors import MissingTable, PlaceWithoutCommune, UnknownIndicator
from rebond.territory import Atlas, PlaceKey
from rebond.territory.errors import PointTooFar, SwappedCoordinates, UnknownPlace
from rebond.texts import Text
from tests.evidence.world import BASE, DECISION, KM, Tables, engine

A, B, C = (PlaceKey("commune", code) for code in ("90001", "90002", "90003"))
EPCI = PlaceKey("epci", "200000001")
TRIO, WIDE = PlaceKey("essai", "e1", "1"), PlaceKey("essai", "e2", "1")


def evaluate(places, indicators, tables=None, *, as_of=DECISION, allow_later=()):
    return engine(tables).evaluate(places, indicators, as_of=as_of, allow_later=allow_later)


def test_a_commune_has_its_own_value_without_spread():
    found = evaluate([A, C], ["establishments_30km"])
    assert found.value[:, 0].tolist() == [46.0, 59.0]
    assert np.array_equal(found.low, found.value)
    assert np.array_equal(found.high, found.value)


def test_an_arrondissement_is_read_at_its_commune_and_says_so():
    found = evaluate([PlaceKey("arrondissement", "90101")], ["establishments_30km"])
    assert found.value[0, 0] == 46.0
    assert "Avant" in found.why(0, "establishments_30km").en


@pytest.mark.parametrize("place", [EPCI, TRIO])
def test_a_perimeter_has_the_median_weighted_by_population(place):
    """46, 56 and 59 for 10, 20 and 70 people: half of the people are at 59, 5 % at 46."""
    found = evaluate([place], ["establishments_30km"])
    assert (found.low[0, 0], found.value[0, 0], found.high[0, 0]) == (46.0, 59.0, 59.0)
    assert found.members.tolist() == [3]
    assert found.covered[0, 0] == 1.0


def test_a_perimeter_mostly_without_value_is_missing_and_says_for_how_many():
    """Of the 110 people of the wide perimeter, 70 have a station in the list."""
    found = evaluate([WIDE], ["freight_station_km"], allow_later=["freight_station_km"])
    assert found.status[0, 0] == MISSING
    assert np.isnan(found.value[0, 0])
    why = found.why(WIDE, "freight_station_km")
    assert "63%" in why.en
    assert "Corsica" in why.en


def test_a_perimeter_without_any_value_gives_the_reason_of_its_communes():
    found = evaluate([PlaceKey("departement", "987")], ["airport_km"])
    assert found.why(0, "airport_km").en == (
        "The centre of this commune is not known in the table of communes."
    )


def test_a_perimeter_keeps_a_value_while_nine_tenths_of_its_people_have_one():
    communes = [dict(row) for row in BASE["communes"]]
    communes[3]["population"] = 7  # 70 of 77 people have a station: more than nine tenths
    found = evaluate(
        [WIDE],
        ["freight_station_km"],
        Tables({"communes": communes}),
        allow_later=["freight_station_km"],
    )
    assert found.status[0, 0] == KNOWN
    assert found.value[0, 0] == 5.0
    assert "90%" in found.why(0, "freight_station_km").en


def test_bounds_of_members_carry_over_to_the_perimeter():
    found = evaluate([EPCI], ["cluster_seat_km"], allow_later=["cluster_seat_km"])
    assert (found.low[0, 0], found.value[0, 0], found.high[0, 0]) == (0.0, 9.0, 9.0)


def test_what_does_not_apply_to_the_members_does_not_apply_to_the_perimeter():
    one = engine()
    declared = one.catalogue["airport_km"].model_copy(
        update={
            "coverage": Coverage(
                zones=("drom",), outside="not_applicable", why=Text("hors champ", "out of scope")
            )
        }
    )
    source = Tables()
    found = EvidenceEngine(
        source, Atlas.from_snapshot(source), IndicatorCatalogue({"airport_km": declared}, {})
    ).evaluate([EPCI], ["airport_km"], as_of=DECISION)
    assert found.status[0, 0] == NOT_APPLICABLE
    assert "out of scope" in found.why(0, "airport_km").en.lower()


def test_a_point_is_read_where_it_is():
    """3 km north of A: 10 × 0.9 + 20 × 0.9 + 40 × 0.6 = 51; the nearest station is 7 km away."""
    point = Point(2.0, 47.0 + 3 * KM, "Ma zone")
    found = evaluate(
        [point], ["establishments_30km", "freight_station_km"], allow_later=["freight_station_km"]
    )
    assert found.value[0].tolist() == [51.0, 7.0]
    assert np.array_equal(found.low, found.high)


def test_a_point_takes_the_values_of_zones_from_the_commune_it_is_put_in():
    point = Point(2.0, 47.0 + 1 * KM, "Ma zone")
    found = evaluate([point], ["unemployment_rate", "fibre_rate"])
    assert found.value[0].tolist() == [6.5, 0.25]
    assert "Avant" in found.why(0, "fibre_rate").en
    assert "1.0 km" in found.why(0, "fibre_rate").en
    assert "1,0 km" in found.why(0, "fibre_rate").fr


def test_a_point_at_a_centre_has_the_value_of_the_commune():
    ids = engine().catalogue.ids
    found = evaluate([A, Point(2.0, 47.0, "A")], ids, allow_later=ids)
    assert np.array_equal(found.value[0], found.value[1], equal_nan=True)


def test_a_point_far_from_every_commune_is_refused():
    with pytest.raises(PointTooFar):
        evaluate([Point(-30.0, 40.0, "Mer")], ["airport_km"])


def test_a_point_with_its_coordinates_swapped_is_refused():
    with pytest.raises(SwappedCoordinates):
        evaluate([Point(47.0, 2.0, "Tourné")], ["airport_km"])


def test_places_keep_their_order_whatever_their_kinds():
    point = Point(2.0, 47.0, "A")
    places = [EPCI, point, B, TRIO, A, point]
    found = evaluate(places, ["establishments_30km"])
    assert found.places == tuple(places)
    assert found.value[:, 0].tolist() == [59.0, 46.0, 56.0, 59.0, 46.0, 46.0]


def test_the_names_of_what_is_nearest_go_with_their_places():
    point = Point(2.0, 47.0 + 14 * KM, "Nord")
    found = evaluate([C, point, A], ["freight_station_km"], allow_later=["freight_station_km"])
    assert "Triage" in found.why(0, "freight_station_km").en
    assert "Triage" in found.why(1, "freight_station_km").en
    assert "Halte" in found.why(2, "freight_station_km").en


def test_a_later_vintage_stays_out_unless_asked_for():
    """The list of freight stations is of 2025; the decision is of 2020."""
    strict = evaluate([A], ["freight_station_km"])
    assert strict.as_of_state == ("later_excluded",)
    assert strict.status[0, 0] == MISSING
    assert np.isnan(strict.value[0, 0])
    assert "2020-07-20" in strict.why(0, "freight_station_km").en
    lenient = evaluate([A], ["freight_station_km"], allow_later=["freight_station_km"])
    assert lenient.as_of_state == ("later_allowed",)
    assert lenient.value[0, 0] == 4.0
    assert lenient.allow_later == {"freight_station_km"}


def test_a_later_vintage_is_allowed_for_the_named_indicator_only():
    ids = ["freight_station_km", "passenger_station_km"]
    found = evaluate([A], ids, allow_later=["freight_station_km"])
    assert found.as_of_state == ("later_allowed", "later_excluded")


@pytest.mark.parametrize(
    ("until", "state"), [(date(2020, 7, 20), "in_time"), (date(2020, 7, 21), "later_excluded")]
)
def test_the_last_day_described_decides_to_the_day(until, state):
    described = {"ports": {"observed_until": until}}
    found = evaluate([A], ["port_km"], Tables(described=described))
    assert found.as_of_state == (state,)


@pytest.mark.parametrize(
    ("as_of", "expected", "quarter"),
    [
        (date(2020, 7, 20), 6.5, "2020-T2"),
        (date(2020, 7, 1), 6.5, "2020-T2"),
        (date(2020, 6, 30), 7.0, "2020-T1"),
        (date(2020, 10, 1), 8.0, "2020-T3"),
        (date(2026, 1, 1), 8.0, "2020-T3"),
    ],
)
def test_unemployment_is_of_the_last_quarter_that_had_ended(as_of, expected, quarter):
    found = evaluate([A], ["unemployment_rate"], as_of=as_of)
    assert found.value[0, 0] == expected
    assert found.vintage[0].en == quarter
    assert found.as_of_state == ("in_time",)


def test_before_the_first_quarter_unemployment_is_missing_even_when_later_is_allowed():
    found = evaluate(
        [A], ["unemployment_rate"], as_of=date(2020, 3, 31), allow_later=["unemployment_rate"]
    )
    assert found.status[0, 0] == MISSING
    assert "2020-T1" in found.why(0, "unemployment_rate").en


def test_one_engine_serves_several_dates_without_mixing_them():
    one = engine()
    for as_of, expected in ((date(2020, 6, 30), 7.0), (date(2020, 7, 20), 6.5)) * 2:
        found = one.evaluate([A], ["unemployment_rate"], as_of=as_of)
        assert found.value[0, 0] == expected


def test_an_unavailable_indicator_names_what_would_fill_it():
    found = evaluate([A, EPCI, Point(2.0, 47.0, "P")], ["industrial_establishments"])
    assert found.as_of_state == ("unavailable",)
    assert (found.status == MISSING).all()
    for row in range(3):
        assert "SIRENE" in found.why(row, "industrial_establishments").fr


def test_missing_is_never_zero():
    one = engine()
    every = [*one.communes(), EPCI, TRIO, WIDE]
    found = one.evaluate(every, one.catalogue.ids, as_of=DECISION)
    for array in (found.value, found.low, found.high):
        assert np.isnan(array[found.status != KNOWN]).all()
        assert np.isfinite(array[found.status == KNOWN]).all()
    assert (found.low[found.status == KNOWN] <= found.value[found.status == KNOWN]).all()
    assert (found.value[found.status == KNOWN] <= found.high[found.status == KNOWN]).all()


def test_every_absence_has_a_reason_in_both_languages():
    one = engine()
    every = [*one.communes(), EPCI, WIDE, Point(2.0, 47.0, "P")]
    found = one.evaluate(every, one.catalogue.ids, as_of=DECISION)
    for row, column in np.argwhere(found.status != KNOWN).tolist():
        note = found.fact(row, column).note
        assert note.fr.endswith(".")
        assert note.en.endswith(".")
        assert note.fr != note.en


def test_progress_counts_the_indicators():
    seen = []
    engine().evaluate(
        [A],
        ["airport_km", "fibre_rate"],
        as_of=DECISION,
        on_progress=lambda done, of: seen.append((done, of)),
    )
    assert seen == [(1, 2), (2, 2)]


def test_no_place_and_no_indicator_are_fine():
    assert evaluate([], ["airport_km"]).value.shape == (0, 1)
    assert evaluate([A], []).value.shape == (1, 0)


def test_an_unknown_indicator_is_refused():
    with pytest.raises(UnknownIndicator):
        evaluate([A], ["airports_km"])


def test_allowing_a_later_vintage_of_an_unknown_indicator_is_refused():
    with pytest.raises(UnknownIndicator):
        evaluate([A], ["airport_km"], allow_later=["freight"])


def test_an_unknown_place_is_refused():
    with pytest.raises(UnknownPlace):
        evaluate([PlaceKey("commune", "99999")], ["airport_km"])


def test_a_place_without_commune_is_refused():
    regions = (*BASE["regions"], {"code": "28", "name": "Vide", "zone": "metro"})
    with pytest.raises(PlaceWithoutCommune) as caught:
        evaluate([PlaceKey("region", "28")], ["airport_km"], Tables({"regions": regions}))
    assert "region:28" in caught.value.message("fr")


def test_a_missing_table_is_refused_before_anything_is_read():
    with pytest.raises(MissingTable) as caught:
        evaluate([A], ["unemployment_rate"], Tables(without=["unemployment"]))
    assert (caught.value.indicator, caught.value.table) == ("unemployment_rate", "unemployment")


def test_a_missing_period_column_is_refused():
    with pytest.raises(MissingTable, match=r"unemployment\.quarter"):
        evaluate([A], ["unemployment_rate"], Tables(without=["unemployment.quarter"]))


def test_communes_are_listed_by_zone_in_the_order_of_codes():
    one = engine()
    assert [key.code for key in one.communes()] == [
        "2A900",
        "90001",
        "90002",
        "90003",
        "97600",
        "98700",
    ]
    assert [key.code for key in one.communes(("drom",))] == ["97600"]


def test_evaluating_twice_gives_the_same_bits():
    one = engine()
    ids = one.catalogue.ids
    first, second = (
        one.evaluate([*one.communes(), EPCI], ids, as_of=DECISION, allow_later=ids)
        for _ in range(2)
    )
    assert first.value.tobytes() == second.value.tobytes()
    assert first.low.tobytes() == second.low.tobytes()


def test_those_who_ask_with_the_same_objects_share_an_engine_and_no_others_do():
    source = Tables()
    atlas = Atlas.from_snapshot(source)
    shared = EvidenceEngine.shared(source, atlas)
    assert EvidenceEngine.shared(source, atlas) is shared
    assert EvidenceEngine.shared(source, atlas, threads=2) is not shared
    assert EvidenceEngine.shared(source, Atlas.from_snapshot(source)) is not shared
    first, again = (shared.evaluate([EPCI], ["airport_km"], as_of=DECISION) for _ in range(2))
    assert np.array_equal(first.value, again.value)


def test_engines_with_other_numbers_of_threads_find_each_other_s_columns():
    source = Tables()
    atlas = Atlas.from_snapshot(source)
    first = EvidenceEngine.shared(source, atlas).evaluate([EPCI], ["airport_km"], as_of=DECISION)
    source.table = None  # nothing can be read any more
    two = EvidenceEngine.shared(source, atlas, threads=2)
    again = two.evaluate([EPCI], ["airport_km"], as_of=DECISION)
    assert np.array_equal(first.value, again.value)
