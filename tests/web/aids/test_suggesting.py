"""Offers and profiles held against each other: who is compared, and where places are."""

from __future__ import annotations

import pytest

from rebond.web.aids import measures, suggesting
from rebond.web.aids.models import Recruitment
from tests.web import aids_world
from tests.web.world import NOW, YOUNG, World, make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> World:
    made = make_cast(NOW)
    aids_world.fill(made, NOW)
    return made


def test_one_offer_and_one_profile_are_held_against_each_other(world: World) -> None:
    found = suggesting.compare(world.offers["open"], world.profiles["young"])
    assert found.fits is False  # one of two skills
    assert not found.is_against
    assert found.shared
    world.profiles["young"].skills = list(world.offers["open"].skills)
    assert suggesting.compare(world.offers["open"], world.profiles["young"]).fits


def test_offers_come_best_first_and_those_already_met_are_left_out_of_profiles(
    world: World,
) -> None:
    near, far = world.offers["open"], world.offers["proposed"]
    far.commune_code = "62498"
    seeker = suggesting.seeker_of(world.profiles["young"])
    rows, kept = suggesting.offers_for(seeker, [far, near], 1, lambda _one: True)
    assert ([offer for offer, _match in rows], kept) == ([near], 2)
    assert suggesting.profiles_for(near, NOW).compared == 1
    Recruitment.objects.create(
        reference="R-ICI", offer=near, person=world.users[YOUNG], created_at=NOW
    )
    assert suggesting.profiles_for(near, NOW).compared == 0


def test_a_place_is_its_centre_or_its_whole_area_and_one_unknown_has_only_its_code() -> None:
    here = suggesting.spot("commune", "14366")
    assert here.name == "Lisieux"
    assert "departement:14" in here.areas
    assert suggesting.wanted("departement", "14").areas == {"departement:14"}
    assert suggesting.wanted("commune", "14366").areas == frozenset()
    nowhere = suggesting.spot("commune", "99999")
    assert (nowhere.name, nowhere.longitude) == ("99999", None)
    assert suggesting.vocabulary(measures.offered()[0]).levels
