"""Where a candidate stands: parents of a commune or of a point, and perimeters on the day of the run."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from rebond.evidence import Point
from rebond.pipeline.candidates import Candidate
from rebond.pipeline.plan import Plan, Request, make_plan
from rebond.pipeline.standing import Standing, homes, programme_perimeters, standing
from rebond.territory import Atlas, PlaceKey


def at(place: PlaceKey | Point) -> Candidate:
    return Candidate("own:1", "A", "own", "candidate", place)


@pytest.fixture(scope="module")
def plan(atlas: Atlas) -> Plan:
    return make_plan(Request("pack_rebond_2020"), atlas)


def test_a_commune_stands_in_its_departement_and_region(atlas: Atlas, plan: Plan) -> None:
    found = standing(at(PlaceKey("commune", "14366")), atlas, plan)
    assert (found.departement_code, found.region_code, found.region) == ("14", "28", "Normandie")
    assert found.population == atlas.place(PlaceKey("commune", "14366")).population


def test_a_point_stands_in_the_nearest_commune_at_its_own_coordinates(
    atlas: Atlas, plan: Plan
) -> None:
    found = standing(at(Point(0.22641, 49.14664, "A")), atlas, plan)
    assert found == Standing("28", "Normandie", "14", 0.2264, 49.1466, None, found.composed)
    assert (found.composed.source, found.composed.vintage) == (None, None)


def test_a_territory_is_shown_with_the_communes_of_the_day_of_the_run(
    atlas: Atlas, plan: Plan
) -> None:
    differing = 0
    for place in atlas.places("territoire_industrie", "1"):
        shown = standing(at(place.key), atlas, plan)
        rows = atlas.communes_of(place.key, as_of=plan.as_of)
        people = atlas.communes.population[rows]
        assert shown.population == people.sum()
        assert shown.lon == pytest.approx(
            (atlas.communes.lon[rows] * people).sum() / people.sum(), abs=1e-3
        )
        differing += shown.population != place.population
    # The members of today and the list of the time are not the same communes everywhere.
    assert differing > 0


def test_a_composition_that_no_list_of_the_time_holds_says_so(atlas: Atlas, plan: Plan) -> None:
    dated = standing(at(PlaceKey("territoire_industrie", "ti-2805", "1")), atlas, plan)
    undated = standing(at(PlaceKey("territoire_industrie", "ti-3214", "1")), atlas, plan)
    assert (dated.composed.source, undated.composed.source) == ("dated_list", "members")


def test_a_point_stands_in_the_commune_that_its_row_names(atlas: Atlas, plan: Plan) -> None:
    near = atlas.find_point(0.22641, 49.14664).matches[1].place
    named = replace(at(Point(0.22641, 49.14664, "A")), asked_code=near.key.code)
    assert standing(named, atlas, plan).departement_code == near.departement_code


def test_perimeters_are_those_that_hold_the_place(plan: Plan, atlas: Atlas) -> None:
    lisieux = atlas.place(PlaceKey("commune", "14366"))
    assert lisieux.lon is not None
    assert lisieux.lat is not None
    by_commune = programme_perimeters(plan, at(lisieux.key), atlas)
    by_point = programme_perimeters(plan, at(Point(lisieux.lon, lisieux.lat, "A")), atlas)
    assert by_commune == by_point
    assert by_commune
    assert by_commune <= {one.id for one in plan.programme.perimeters}


def test_a_perimeter_is_in_itself_and_in_no_other(plan: Plan, atlas: Atlas) -> None:
    key = PlaceKey("territoire_industrie", "ti-2805", "1")
    held = programme_perimeters(plan, at(key), atlas)
    assert held is not None
    named = [one for one in plan.programme.perimeters if one.id in held]
    assert {(one.perimeter, one.phase) for one in named} == {("territoire_industrie", "1")}


def test_a_place_that_a_perimeter_may_hold_in_part_has_no_answer(plan: Plan, atlas: Atlas) -> None:
    assert programme_perimeters(plan, at(PlaceKey("epci", "200069532")), atlas) is None


def test_the_day_of_the_run_decides_which_perimeters_hold(plan: Plan, atlas: Atlas) -> None:
    dated = {one.id for one in plan.programme.perimeters if one.perimeter == "territoire_industrie"}
    lisieux = at(PlaceKey("commune", "14366"))
    held = programme_perimeters(plan, lisieux, atlas)
    before = programme_perimeters(replace(plan, as_of=dt.date(2010, 1, 1)), lisieux, atlas)
    assert held is not None
    assert before is not None
    assert held & dated
    assert not before & dated


def test_a_labelled_site_belongs_to_the_perimeters_of_all_its_communes(
    plan: Plan, atlas: Atlas
) -> None:
    site = replace(at(PlaceKey("commune", "14366")), label={"commune_codes": ["14366", "76351"]})
    found = homes(site, atlas, plan)
    assert "territoire_industrie:1:ti-2805" in found
    alone = homes(replace(site, label={"commune_codes": ["14366"]}), atlas, plan)
    assert alone < found
    assert homes(at(PlaceKey("commune", "14366")), atlas, plan) == frozenset()
