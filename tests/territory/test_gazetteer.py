from __future__ import annotations

import pytest

from rebond.territory import Atlas, PlaceKey
from rebond.territory.errors import ShareUnknown, UnknownKind, UnknownPlace
from rebond.territory.gazetteer import one_edit_away
from tests.territory.tiny import TinySource, with_rows


def test_a_commune_knows_the_places_it_belongs_to(tiny: Atlas) -> None:
    place = tiny.place(PlaceKey("commune", "96003"))
    assert (place.departement_code, place.departement_name) == ("96", "Haute-Essaie")
    assert (place.region_code, place.region_name) == ("96", "Essaie")
    assert place.population == 5000
    assert [str(key) for key in place.parents] == [
        "epci:999000001",
        "departement:96",
        "region:96",
        "zone_emploi:9601",
    ]


def test_what_is_missing_is_none(tiny: Atlas) -> None:
    island = tiny.place(PlaceKey("commune", "00003"))
    assert "epci" not in {key.kind for key in island.parents}
    assert tiny.place(PlaceKey("commune", "00002")).population is None
    capital = tiny.place(PlaceKey("commune", "99056"))
    assert (capital.lon, capital.lat) == (None, None)


def test_a_population_with_a_missing_part_is_missing(tiny: Atlas) -> None:
    assert tiny.place(PlaceKey("departement", "00")).population is None
    assert tiny.place(PlaceKey("departement", "96")).population == 17800
    assert tiny.place(PlaceKey("epci", "999000002")).population is None
    assert tiny.place(PlaceKey.parse("territoire_essai:1:te-02")).population is None


def test_the_key_of_a_former_commune_gives_its_successor(tiny: Atlas) -> None:
    assert tiny.place(PlaceKey("commune", "96900")).key == PlaceKey("commune", "96001")


def test_an_arrondissement_belongs_to_its_commune(tiny: Atlas) -> None:
    place = tiny.place(PlaceKey("arrondissement", "99101"))
    assert place.parents[0] == PlaceKey("commune", "99056")
    assert place.departement_name == "La Lointaine"
    assert place.population is None


def test_a_centre_is_weighted_by_population(tiny: Atlas) -> None:
    place = tiny.place(PlaceKey("departement", "96"))
    assert place.lon == pytest.approx((12000 * 2.0 + 800 * 2.2 + 5000 * 2.0) / 17800, abs=1e-4)
    assert place.lat == pytest.approx((12800 * 47.0 + 5000 * 47.2) / 17800, abs=1e-4)
    epci = tiny.place(PlaceKey("epci", "999000001"))
    assert (epci.lon, epci.lat) == (2.05, 47.05)  # its own, from its table
    assert tiny.place(PlaceKey("ept", "999100001")).lon is None  # its commune has no centre


def test_the_main_departement_and_region_follow_population(tiny: Atlas) -> None:
    key = PlaceKey.parse("territoire_essai:1:te-02")
    assert tiny.departement_of(key).key == PlaceKey("departement", "99")
    assert tiny.region_of(key).name == "La Lointaine"
    assert tiny.departement_of(PlaceKey("region", "96")).name == "Basse-Essaie"
    assert tiny.region_of(PlaceKey("departement", "00")).key == PlaceKey("region", "96")


def test_without_any_population_the_main_departement_is_not_told() -> None:
    member = {
        "perimeter": "territoire_essai",
        "phase": "3",
        "id": "te-01",
        "member_type": "commune",
    }
    extra = with_rows("communes", {"code": "96004", "name": "Vide", "departement_code": "96"})
    extra |= with_rows("perimeters", member | {"name": "Vide"})
    extra |= with_rows(
        "perimeter_members",
        member | {"member_code": "96004", "member_name": "Vide"},
        member | {"member_code": "00002", "member_name": "Le Val-d'Aune"},
    )
    atlas = Atlas.from_snapshot(TinySource(**extra))
    key = PlaceKey("territoire_essai", "te-01", "3")
    assert atlas.place(key).departement_code is None
    with pytest.raises(ShareUnknown) as caught:
        atlas.departement_of(key)
    assert caught.value.codes == ("00", "96")
    assert "00, 96" in caught.value.message("fr")


def test_a_place_without_commune_has_no_main_region() -> None:
    empty = {"code": "999000009", "name": "CC Vide", "type": "CC"}
    atlas = Atlas.from_snapshot(TinySource(**with_rows("epci", empty)))
    assert atlas.place(PlaceKey("epci", "999000009")).lon is None
    with pytest.raises(ShareUnknown, match="No commune is attached"):
        atlas.region_of(PlaceKey("epci", "999000009"))


def test_an_unknown_kind_is_answered_with_those_that_exist(tiny: Atlas) -> None:
    with pytest.raises(UnknownKind) as caught:
        tiny.place(PlaceKey("territoire_essay", "te-01", "1"))
    assert "territoire_essai" in caught.value.message("fr")
    with pytest.raises(UnknownKind):
        tiny.places("canton")


@pytest.mark.parametrize(
    ("key", "proposed"),
    [
        ("commune:96030", "commune:96003 (Lizeux)"),  # two figures swapped
        ("commune:96009", "commune:96001 (L'Œuvre-Saint-Éloi)"),
        ("commune:3", None),
        ("commune:0001", "commune:00001 (Saint-Denis)"),  # a zero that a spreadsheet dropped
        ("commune:999000001", "epci:999000001 (CA Lizeux Essaie)"),
        ("territoire_essai:3:te-02", "territoire_essai:1:te-02 (Aune et Capitale)"),
        ("territoire_essai:1:te-03", "territoire_essai:1:te-01 (Lizeux Industrie)"),
    ],
)
def test_an_unknown_code_is_answered_with_the_nearest_known(
    tiny: Atlas, key: str, proposed: str | None
) -> None:
    with pytest.raises(UnknownPlace) as caught:
        tiny.place(PlaceKey.parse(key))
    if proposed is None:
        assert caught.value.suggestions == ()
        assert "territory find" in caught.value.message("en")
    else:
        assert proposed in caught.value.suggestions
        assert proposed in caught.value.message("fr")
    assert "trial communes" in caught.value.message("en")


def test_one_edit_reaches_every_usual_slip() -> None:
    near = set(one_edit_away("14366"))
    assert {"41366", "14466", "1366", "014366", "1A366"} <= near
    assert "41663" not in near
