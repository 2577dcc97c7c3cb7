"""Facts, their origin, and values of one's own."""

import math
from datetime import timedelta

import numpy as np
import pytest

from rebond.evidence import KNOWN, MISSING, NOT_APPLICABLE, OWN_DATASET, OwnValue, Point
from rebond.evidence.errors import PlaceNotEvaluated, UnknownIndicator, UnusableValue
from rebond.territory import PlaceKey
from tests.evidence.world import DECISION, engine

A = PlaceKey("commune", "90001")
EPCI = PlaceKey("epci", "200000001")
IDS = ["establishments_30km", "fibre_rate", "industrial_establishments", "unemployment_rate"]


@pytest.fixture(scope="module")
def evidence():
    return engine().evaluate([A, EPCI], IDS, as_of=DECISION)


def test_a_fact_tells_value_unit_dataset_and_vintage(evidence):
    fact = evidence.fact(0, 0)
    assert (fact.status, fact.value, fact.low, fact.high) == ("known", 46.0, 46.0, 46.0)
    assert (fact.unit, fact.dataset) == ("establishments", "establishments_2014")
    assert "2014" in fact.vintage.en
    assert "30 km" in fact.note.fr


def test_a_missing_fact_has_no_number_at_all(evidence):
    fact = evidence.fact(0, 2)
    assert (fact.status, fact.value, fact.low, fact.high) == ("missing", None, None, None)
    assert fact.dataset == ""


def test_the_note_of_a_perimeter_tells_communes_and_bounds_in_each_language(evidence):
    note = evidence.fact(1, 0).note
    assert "3 communes" in note.en
    assert "46.0 and 59.0" in note.en
    assert "46,0 et 59,0" in note.fr
    assert "100" in note.fr


def test_places_are_found_by_themselves_as_text_or_by_row(evidence):
    assert evidence.row(EPCI) == evidence.row("epci:200000001") == evidence.row(1) == 1


@pytest.mark.parametrize("place", ["commune:99999", 2, -1])
def test_a_place_that_was_not_evaluated_is_refused(evidence, place):
    with pytest.raises(PlaceNotEvaluated):
        evidence.row(place)


def test_a_place_evaluated_twice_is_named_by_its_row():
    twice = engine().evaluate([A, A], ["airport_km"], as_of=DECISION)
    with pytest.raises(PlaceNotEvaluated):
        twice.row(A)
    assert twice.row(1) == 1


def test_an_indicator_that_was_not_evaluated_is_refused(evidence):
    with pytest.raises(UnknownIndicator):
        evidence.why(A, "airport_km")


def test_arrays_cannot_be_changed(evidence):
    with pytest.raises(ValueError, match="read-only"):
        evidence.value[0, 0] = 1.0


def test_a_value_of_ones_own_replaces_that_of_the_data(evidence):
    changed = evidence.with_values(
        {0: {"industrial_establishments": OwnValue(12.0, 10.0, 15.0, source="enquête 2020")}}
    )
    fact = changed.fact(0, 2)
    assert (fact.status, fact.low, fact.value, fact.high) == ("known", 10.0, 12.0, 15.0)
    assert fact.dataset == OWN_DATASET
    assert "enquête 2020" in fact.note.fr
    assert changed.status[0, 2] == KNOWN


def test_the_day_of_ones_own_value_is_its_vintage_and_a_later_day_is_said(evidence):
    for day, is_later in ((DECISION, False), (DECISION + timedelta(days=1), True)):
        own = OwnValue(3.0, source="enquête", observed_on=day)
        fact = evidence.with_values({0: {"industrial_establishments": own}}).fact(0, 2)
        assert fact.vintage.en == day.isoformat()
        assert ("after the date" in fact.note.en) == is_later


def test_the_evidence_it_was_made_from_stays_as_it_was(evidence):
    evidence.with_values({0: {"fibre_rate": 0.9}})
    assert evidence.value[0, 1] == 0.25
    assert evidence.fact(0, 1).dataset == "fibre_2018t1"


def test_only_the_named_cell_changes(evidence):
    changed = evidence.with_values({"epci:200000001": {"fibre_rate": 0.9}})
    other = np.ones(changed.value.shape, dtype=bool)
    other[1, 1] = False
    assert np.array_equal(changed.value[other], evidence.value[other], equal_nan=True)
    assert changed.value[1, 1] == 0.9


def test_own_values_add_up_and_the_last_one_holds(evidence):
    changed = evidence.with_values({0: {"fibre_rate": 0.9}}).with_values(
        {0: {"fibre_rate": 0.8, "unemployment_rate": 5.0}}
    )
    assert changed.value[0, [1, 3]].tolist() == [0.8, 5.0]


def test_own_values_are_rounded_like_the_others(evidence):
    assert evidence.with_values({0: {"fibre_rate": 0.123456}}).value[0, 1] == 0.123


def test_one_may_say_that_an_indicator_does_not_apply(evidence):
    changed = evidence.with_values(
        {0: {"fibre_rate": OwnValue(None, not_applicable=True, source="site isolé")}}
    )
    assert changed.status[0, 1] == NOT_APPLICABLE
    assert changed.fact(0, 1).value is None
    assert "site isolé" in changed.fact(0, 1).note.fr


@pytest.mark.parametrize(
    ("indicator", "value"),
    [
        ("fibre_rate", math.nan),
        ("fibre_rate", math.inf),
        ("fibre_rate", 1.01),
        ("fibre_rate", -0.01),
        ("establishments_30km", -1.0),
        ("fibre_rate", OwnValue(None)),
        ("fibre_rate", OwnValue(0.5, low=math.nan)),
        ("fibre_rate", OwnValue(0.5, low=0.6)),
        ("fibre_rate", OwnValue(0.5, high=0.4)),
        ("fibre_rate", OwnValue(0.5, high=1.5)),
        ("fibre_rate", OwnValue(0.5, not_applicable=True)),
    ],
)
def test_an_unusable_value_is_refused_with_its_place_and_indicator(evidence, indicator, value):
    with pytest.raises(UnusableValue) as caught:
        evidence.with_values({0: {indicator: value}})
    for lang in ("fr", "en"):
        assert f"commune:90001, {indicator}" in caught.value.message(lang)
    assert caught.value.exit_code == 2


def test_own_values_for_unknown_places_or_indicators_are_refused(evidence):
    with pytest.raises(PlaceNotEvaluated):
        evidence.with_values({"commune:99999": {"fibre_rate": 0.5}})
    with pytest.raises(UnknownIndicator):
        evidence.with_values({0: {"fiber_rate": 0.5}})


def test_taking_rows_keeps_their_facts(evidence):
    changed = evidence.with_values({1: {"fibre_rate": 0.9}})
    only = changed.take([1])
    assert only.places == (EPCI,)
    assert only.fact(0, 1) == changed.fact(1, 1)
    assert only.fact(0, 0) == changed.fact(1, 0)
    assert only.status.shape == (1, 4)


def test_a_point_tells_its_commune_also_where_it_has_no_value():
    found = engine().evaluate(
        [Point(2.0, 47.0, "P")], ["industrial_establishments"], as_of=DECISION
    )
    assert found.status[0, 0] == MISSING
    assert "Avant" in found.fact(0, 0).note.fr
