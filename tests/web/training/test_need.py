"""A territory's need: what is at hand with its method, the rest missing and never zero."""

from __future__ import annotations

import pytest

from rebond.errors import RebondError
from rebond.evidence.distances import great_circle_km
from rebond.opendata import Snapshot
from rebond.territory import PlaceKey
from rebond.web.aids.models import Offer
from rebond.web.territories.places import atlas
from rebond.web.training import history, need
from tests.web.world import DAY, NOW, World

LISIEUX = PlaceKey("territoire_industrie", "ti-2805", "1")


def test_what_is_within_reach_is_what_great_circles_say() -> None:
    found = need.within(LISIEUX)
    rows = atlas().communes_of(LISIEUX)
    communes = atlas().communes
    expected = {}
    for row in Snapshot.open().table("higher_education").to_pylist():
        km = great_circle_km(row["lon"], row["lat"], communes.lon[rows], communes.lat[rows])
        if km.min() <= 50:
            expected[row["name"]] = round(float(km.min()), 6)
    assert {one.name: round(one.km, 6) for one in found} == expected
    assert "Université de Caen Normandie" in expected
    assert [one.km for one in found] == sorted(one.km for one in found)
    assert need.radius() == 50


@pytest.mark.django_db
def test_skills_are_those_of_open_offers_inside_and_the_rest_is_missing(world: World) -> None:
    history.load(NOW)
    Offer.objects.exclude(reference__in=("O-OPEN", "O-PROPOSED")).update(state=Offer.State.DRAFT)
    Offer.objects.filter(reference="O-PROPOSED").update(skills=["usinage"], is_fictitious=False)
    found = need.need(LISIEUX, NOW)
    assert (found.offers, found.fictitious) == (2, 1)
    asked = {one.title.fr: one.offers for one in found.skills}
    assert asked == {"maintenance industrielle": 1, "automatismes": 1, "usinage": 1}
    assert need.need(LISIEUX, NOW + 90 * DAY).skills == ()
    assert need.need(PlaceKey("commune", "62498"), NOW).offers == 0
    missing = [one.indicator for one in found.facts if not one.said.fr]
    assert missing == ["industrial_establishments", "vocational_schools"]
    assert all(one.note.fr for one in found.facts if not one.said.fr)


@pytest.mark.django_db
def test_a_laureate_is_near_by_its_place_and_never_without_one(world: World) -> None:
    history.load(NOW)
    near = need.need(PlaceKey("commune", "68297"), NOW).near
    names = [one.row.laureate.name for one in near]
    assert "Colmar" not in names or near[0].km > 0
    assert "Saint-Louis" not in names
    dole = need.need(PlaceKey("commune", "39198"), NOW).near
    assert (dole[0].row.laureate.name, round(dole[0].km, 3)) == ("Dole", 0)


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["region:28", "departement:62", "commune:97608", "epci:200069532"])
def test_every_kind_of_place_has_its_page(world: World, key: str) -> None:
    assert need.need(PlaceKey.parse(key), NOW).place.name


def test_a_place_that_is_none_is_refused() -> None:
    with pytest.raises(RebondError):
        need.need(PlaceKey("commune", "99999"), NOW)
