"""What places stand on."""

import pytest

from rebond.evidence import Point
from rebond.evidence.errors import PlaceWithoutCommune
from rebond.evidence.layout import lay_out
from rebond.evidence.places import Frame
from rebond.territory import Atlas, PlaceKey
from tests.evidence.world import BASE, DECISION, Tables


def laid_out(*places, tables=None):
    atlas = Atlas.from_snapshot(Tables() if tables is None else tables)
    return lay_out(places, Frame.of(atlas.communes), atlas, DECISION)


def test_places_are_sorted_by_what_they_stand_on():
    found = laid_out(
        PlaceKey("epci", "200000001"),
        Point(2.0, 47.0, "P"),
        PlaceKey("commune", "90002"),
        PlaceKey("essai", "e2", "1"),
    )
    assert found.perimeter_rows.tolist() == [0, 3]
    assert found.point_rows.tolist() == [1]
    assert found.commune_rows.tolist() == [2]
    assert found.members.tolist() == [3, 0, 0, 2]
    assert found.groups.weight.tolist() == [10, 20, 70, 40, 70]
    assert found.needs_communes


def test_points_alone_need_no_commune():
    assert not laid_out(Point(2.0, 47.0, "P")).needs_communes


def test_a_former_commune_is_read_at_the_one_that_took_it_over_and_says_so():
    found = laid_out(PlaceKey("commune", "90009"), PlaceKey("commune", "90001"))
    assert found.communes.tolist() == [1, 1]
    assert "90009" in found.remarks[0].fr
    assert "Avant" in found.remarks[0].en
    assert found.remarks[1].fr == ""


def test_an_arrondissement_says_of_which_commune_it_is():
    found = laid_out(PlaceKey("arrondissement", "90101"))
    assert found.communes.tolist() == [1]
    assert "Arrondissement" in found.remarks[0].en


def test_a_place_without_commune_is_refused():
    regions = (*BASE["regions"], {"code": "28", "name": "Vide", "zone": "metro"})
    with pytest.raises(PlaceWithoutCommune) as caught:
        laid_out(PlaceKey("region", "28"), tables=Tables({"regions": regions}))
    assert caught.value.place == "region:28"
