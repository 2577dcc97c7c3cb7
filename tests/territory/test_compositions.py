from __future__ import annotations

import datetime as dt

import pytest

from rebond.territory import Atlas
from rebond.territory.errors import BrokenReference
from rebond.territory.keys import PlaceKey
from tests.territory.tiny import TinySource, with_rows

IN_2020 = dt.date(2020, 7, 20)
IN_2021 = dt.date(2021, 7, 20)


def codes_of(atlas: Atlas, key: str, as_of: dt.date | None = None) -> list[str]:
    rows = atlas.communes_of(PlaceKey.parse(key), as_of=as_of)
    return atlas.communes.code[rows].tolist()


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("commune:96003", ["96003"]),
        ("commune:96900", ["96001"]),
        ("arrondissement:99102", ["99056"]),
        ("epci:999000002", ["00001", "00002"]),
        ("ept:999100001", ["99056"]),
        ("departement:00", ["00001", "00002", "00003"]),
        ("region:97", ["99001", "99056"]),
        ("zone_emploi:9601", ["96001", "96002", "96003"]),
        ("territoire_essai:1:te-01", ["96001", "96002", "96003"]),
        ("territoire_essai:1:te-02", ["00002", "99056"]),
        ("territoire_essai:2:te-01", ["00001", "00002"]),
        ("territoire_essai:2:te-02", ["96003"]),
    ],
)
def test_a_place_is_made_of_its_communes(tiny: Atlas, key: str, expected: list[str]) -> None:
    assert codes_of(tiny, key) == expected


def test_a_commune_member_never_spreads_to_its_epci(tiny: Atlas) -> None:
    # 00900 is today 00002, whose EPCI also holds 00001
    assert "00001" not in codes_of(tiny, "territoire_essai:1:te-02")


def test_in_2020_the_list_of_2020_holds_and_says_so(tiny: Atlas) -> None:
    key = PlaceKey.parse("territoire_essai:1:te-01")
    composition = tiny.composition(key, as_of=IN_2020)
    assert codes_of(tiny, str(key), IN_2020) == ["96001", "96002"]
    assert composition.source == "dated_list"
    assert composition.vintage.en == "trial perimeter_communes"
    assert composition.in_force is True


def test_later_or_without_a_list_the_members_hold_and_say_so(tiny: Atlas) -> None:
    listed = tiny.composition(PlaceKey.parse("territoire_essai:1:te-01"), as_of=IN_2021)
    unlisted = tiny.composition(PlaceKey.parse("territoire_essai:1:te-02"), as_of=IN_2020)
    assert listed.source == unlisted.source == "members"
    assert len(listed.rows) == 3
    assert unlisted.vintage.en == "trial communes"
    assert unlisted.in_force is None


def test_a_composition_before_its_perimeter_says_it_is_not_in_force(tiny: Atlas) -> None:
    composition = tiny.composition(PlaceKey.parse("territoire_essai:2:te-02"), as_of=IN_2020)
    assert composition.in_force is False
    assert len(composition.rows) == 1


def test_a_composition_cannot_be_written_to(tiny: Atlas) -> None:
    for key in ("epci:999000001", "territoire_essai:1:te-01", "commune:96001", "ept:999100001"):
        with pytest.raises(ValueError, match="read-only"):
            tiny.communes_of(PlaceKey.parse(key))[0] = 0


def test_perimeters_of_a_commune_respect_dates(tiny: Atlas) -> None:
    def keys(code: str, as_of: dt.date | None = None) -> list[str]:
        return [str(place.key) for place in tiny.perimeters_of(code, as_of)]

    assert keys("96003") == ["territoire_essai:1:te-01", "territoire_essai:2:te-02"]
    assert keys("96003", IN_2020) == []  # not in the list of 2020; phase 2 is not yet there
    assert keys("96001", IN_2020) == ["territoire_essai:1:te-01"]
    assert keys("96900", IN_2020) == ["territoire_essai:1:te-01"]
    assert keys("96003", dt.date(2024, 1, 1)) == ["territoire_essai:2:te-02"]
    assert keys("00003") == []


def test_a_perimeter_without_dates_stays_and_says_so(tiny: Atlas) -> None:
    (place,) = tiny.perimeters_of("99056", IN_2020)
    assert str(place.key) == "territoire_essai:1:te-02"
    assert place.in_force(IN_2020) is None


def test_population_shares_leave_missing_communes_out_and_count_them(tiny: Atlas) -> None:
    shares = tiny.shares_of(PlaceKey.parse("territoire_essai:1:te-02"), "departement")
    assert shares.codes == ("99", "00")
    assert shares.shares == (1.0, 0.0)
    assert shares.communes_without_population == 1


def test_shares_fall_and_sum_to_one(tiny: Atlas) -> None:
    shares = tiny.shares_of(PlaceKey.parse("region:96"), "departement")
    assert shares.codes == ("00", "96")
    assert shares.shares == pytest.approx((20200 / 38000, 17800 / 38000))
    assert shares.communes_without_population == 1


def test_equal_shares_are_told_apart_by_code() -> None:
    twin = {"code": "96004", "name": "Jumelle", "departement_code": "00", "population": 12000.0}
    atlas = Atlas.from_snapshot(TinySource(**with_rows("communes", twin)))
    rows = atlas.communes.indices_of(["96001", "96004"])
    shares = atlas.gazetteer.shares(rows, atlas.communes.departement)
    assert (shares.codes, shares.shares) == (("00", "96"), (0.5, 0.5))


def test_a_member_that_does_not_exist_is_broken_data() -> None:
    member = {
        "perimeter": "territoire_essai",
        "phase": "1",
        "id": "te-01",
        "member_type": "epci",
        "member_code": "999999999",
        "member_name": "CC Perdue",
    }
    with pytest.raises(BrokenReference, match="epci:999999999"):
        Atlas.from_snapshot(TinySource(**with_rows("perimeter_members", member)))


def test_an_ept_of_an_unknown_commune_is_broken_data() -> None:
    lost = with_rows("ept_communes", {"ept_code": "999100001", "commune_code": "99999"})
    with pytest.raises(BrokenReference, match="99999"):
        Atlas.from_snapshot(TinySource(**lost))
