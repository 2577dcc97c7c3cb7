from __future__ import annotations

import datetime as dt

import pytest

from rebond.territory.codes import CommuneCodes
from rebond.territory.communes import Communes
from rebond.territory.errors import BrokenDate, BrokenReference, DuplicateCode
from rebond.territory.keys import PlaceKey
from rebond.territory.perimeters import Perimeter, read_perimeters
from tests.territory.tiny import TinySource, with_rows

PHASE_1 = PlaceKey("territoire_essai", "te-01", "1")
PHASE_2 = PlaceKey("territoire_essai", "te-01", "2")
ROW = {"perimeter": "territoire_essai", "phase": "1", "id": "te-01"}


def perimeters(**tables: object) -> dict[PlaceKey, Perimeter]:
    source = TinySource(**tables)
    codes = CommuneCodes.from_source(source, Communes.from_source(source))
    return dict(read_perimeters(source, codes.row))


def test_one_id_is_two_perimeters_in_two_phases() -> None:
    found = perimeters()
    assert found[PHASE_1].name == "Lizeux Industrie"
    assert found[PHASE_2].name == "Aune"
    assert list(map(str, found)) == sorted(map(str, found))


def test_members_keep_their_kind() -> None:
    members = perimeters()[PlaceKey("territoire_essai", "te-02", "1")].members
    assert [str(member.key) for member in members] == ["commune:00900", "ept:999100001"]
    assert members[0].name == "Vieux-Val"


def test_a_dated_list_is_carried_to_the_communes_of_today() -> None:
    lists = perimeters()[PHASE_1].lists
    assert {year: rows.tolist() for year, rows in lists.items()} == {2020: [3, 4]}


def test_a_name_in_a_dated_list_is_kept_beside_the_name() -> None:
    assert perimeters()[PHASE_1].other_names == ("Pays de Lizeux",)
    assert perimeters(perimeter_lists=None)[PHASE_1].other_names == ()


@pytest.mark.parametrize(
    ("as_of", "year"),
    [
        (None, None),
        (dt.date(2019, 1, 1), 2020),
        (dt.date(2020, 7, 20), 2020),
        (dt.date(2020, 12, 31), 2020),
        (dt.date(2021, 1, 1), None),
    ],
)
def test_a_list_holds_until_the_end_of_its_year(as_of: dt.date | None, year: int | None) -> None:
    assert perimeters()[PHASE_1].list_year(as_of) == year
    assert perimeters()[PHASE_2].list_year(as_of) is None


def test_a_perimeter_listed_twice_is_refused() -> None:
    with pytest.raises(DuplicateCode, match="te-01"):
        perimeters(**with_rows("perimeters", ROW | {"name": "Encore"}))


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    dates = {"valid_from": dt.date(2021, 1, 1), "valid_to": dt.date(2020, 1, 1)}
    with pytest.raises(BrokenDate, match="2020-01-01"):
        perimeters(**with_rows("perimeters", ROW | dates | {"id": "te-09", "name": "Court"}))


def test_a_member_of_an_unknown_kind_is_refused() -> None:
    member = ROW | {"member_type": "canton", "member_code": "9601", "member_name": "X"}
    with pytest.raises(BrokenReference, match="canton"):
        perimeters(**with_rows("perimeter_members", member))


def test_a_list_that_names_an_unknown_commune_is_refused() -> None:
    with pytest.raises(BrokenReference) as caught:
        perimeters(
            **with_rows("perimeter_communes", ROW | {"commune_code": "1", "vintage": "2020"})
        )
    assert caught.value.table == "perimeter_communes"
