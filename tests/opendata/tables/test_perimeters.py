from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from rebond.opendata.errors import MirrorValueWrong
from rebond.opendata.mirror import Mirror
from rebond.opendata.tables import perimeters
from rebond.opendata.tables.sources import Sources
from tests.opendata.tinymirror import FILES, write_mirror


def by_key(sources: Sources) -> dict[tuple[object, object, object], dict[str, object]]:
    return {
        (row["perimeter"], row["phase"], row["id"]): dict(row)
        for row in perimeters.perimeters(sources)
    }


def test_one_identifier_in_two_phases_is_two_perimeters(sources: Sources) -> None:
    rows = by_key(sources)
    assert rows["territoire_industrie", "1", "ti-9902"]["name"] == "Territoire deux"
    assert rows["territoire_industrie", "2", "ti-9902"]["name"] == "Territoire un"


def test_only_an_established_day_is_written(sources: Sources) -> None:
    rows = by_key(sources)
    assert rows["territoire_industrie", "1", "ti-9901"]["valid_from"] is None
    assert rows["territoire_industrie", "2", "ti-9902"]["valid_from"] == dt.date(2023, 11, 9)
    assert rows["action_coeur_de_ville", "2025", "ACV901"]["valid_from"] is None


def test_the_note_says_whether_the_list_of_2020_holds_the_territory(sources: Sources) -> None:
    rows = by_key(sources)
    listed = rows["territoire_industrie", "1", "ti-9901"]["source_note"]
    absent = rows["territoire_industrie", "1", "ti-9902"]["source_note"]
    assert str(listed).startswith("Dans la liste")
    assert str(absent).startswith("Absent de la liste")


def test_a_day_established_for_one_territory_is_used(tmp_path: Path) -> None:
    text = FILES["ti/ti_membres.csv"].replace("ti-9901", "ti-2805")
    rows = by_key(Sources.of(Mirror(write_mirror(tmp_path, ti_membres=text))))
    found = rows["territoire_industrie", "1", "ti-2805"]
    assert found["valid_from"] == dt.date(2018, 11, 30)
    assert "novembre 2018" in str(found["source_note"])


def test_towns_under_one_identifier_make_one_perimeter(sources: Sources) -> None:
    assert by_key(sources)["action_coeur_de_ville", "2025", "ACV901"]["name"] == "Alpha - Beta"


def test_a_territory_with_two_names_in_one_phase_is_refused(tmp_path: Path) -> None:
    text = FILES["ti/ti_membres.csv"].replace(
        "1,ti-9902,Territoire deux", "1,ti-9901,Territoire deux"
    )
    with pytest.raises(MirrorValueWrong, match="Territoire deux"):
        by_key(Sources.of(Mirror(write_mirror(tmp_path, ti_membres=text))))


def test_a_commune_that_is_a_member_is_not_spread_to_its_epci(sources: Sources) -> None:
    members = [
        (row["member_type"], row["member_code"])
        for row in perimeters.perimeter_members(sources)
        if row["id"] == "ti-9902" and row["phase"] == "1"
    ]
    assert members == [("commune", "99004")]


def test_a_member_that_the_list_does_not_name_gets_its_official_name(sources: Sources) -> None:
    names = [
        row["member_name"] for row in perimeters.perimeter_members(sources) if row["phase"] == "2"
    ]
    assert names == ["CC Une"]


def test_a_member_of_another_kind_is_refused(tmp_path: Path) -> None:
    text = FILES["ti/ti_membres.csv"].replace(",ept,", ",syndicat,")
    sources = Sources.of(Mirror(write_mirror(tmp_path, ti_membres=text)))
    with pytest.raises(MirrorValueWrong, match="syndicat"):
        list(perimeters.perimeter_members(sources))


def test_the_list_of_2020_is_brought_to_present_communes_once_each(sources: Sources) -> None:
    rows = {
        (row["id"], row["commune_code"], row["vintage"])
        for row in perimeters.perimeter_communes(sources)
    }
    assert rows == {
        ("ti-9901", "99001", "2020"),
        ("ti-9901", "99002", "2020"),
        ("ti-9999", "99003", "2020"),
    }


def test_the_names_of_the_list_of_2020_are_kept_even_of_territories_gone_since(
    sources: Sources,
) -> None:
    names = {row["id"]: row["name"] for row in perimeters.perimeter_lists(sources)}
    assert names == {"ti-9901": "Territoire ancien", "ti-9999": "Territoire disparu"}


def test_an_ept_gets_the_communes_of_the_territory_it_is_the_only_ept_of(sources: Sources) -> None:
    assert list(perimeters.ept_communes(sources)) == [
        {"ept_code": "900000011", "commune_code": "99003"}
    ]


def test_two_ept_in_one_territory_tell_nothing_of_either(tmp_path: Path) -> None:
    second = "1,ti-9903,Territoire trois,EPT Loin,900000012,ept,\n"
    mirror = write_mirror(tmp_path, ti_membres=FILES["ti/ti_membres.csv"] + second)
    assert list(perimeters.ept_communes(Sources.of(Mirror(mirror)))) == []
