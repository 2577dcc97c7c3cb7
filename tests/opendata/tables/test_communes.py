from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from rebond.opendata.errors import MirrorValueWrong
from rebond.opendata.mirror import Mirror
from rebond.opendata.tables import communes
from rebond.opendata.tables.sources import Sources
from tests.opendata.tinymirror import FILES, write_mirror


def test_an_empty_field_is_missing_not_zero(sources: Sources) -> None:
    rows = {row["code"]: row for row in communes.communes(sources)}
    assert rows["99003"]["population"] is None
    assert rows["99004"]["epci_code"] is None
    assert rows["99009"]["lon"] is None
    assert rows["99004"]["employment_zone_code"] is None


def test_codes_stay_text_with_their_leading_zeros(tmp_path: Path) -> None:
    text = FILES["cog/communes.csv.gz"].replace("99002,Beta,99", "01002,Beta,01")
    sources = Sources.of(Mirror(write_mirror(tmp_path, communes=text)))
    found = [row for row in communes.communes(sources) if row["name"] == "Beta"]
    assert (found[0]["code"], found[0]["departement_code"]) == ("01002", "01")


def test_the_area_of_another_extent_is_missing(tmp_path: Path) -> None:
    text = FILES["cog/communes.csv.gz"].replace("99002,Beta", "15141,Beta")
    sources = Sources.of(Mirror(write_mirror(tmp_path, communes=text)))
    areas = {row["code"]: row["area_km2"] for row in communes.communes(sources)}
    assert areas["15141"] is None
    assert areas["99001"] == 10.5


def test_former_communes_name_their_successor(sources: Sources) -> None:
    rows = {row["former_code"]: row["code"] for row in communes.former_communes(sources)}
    assert rows == {
        "99101": "99001",
        "99102": "99001",
        "99103": "99003",
        "99104": "99004",
        "99105": "99003",
    }


def test_arrondissements_follow_the_numbering_rule(sources: Sources) -> None:
    rows = {row["code"]: row for row in communes.arrondissements(sources)}
    assert Counter(row["commune_code"] for row in rows.values()) == {
        "75056": 20,
        "69123": 9,
        "13055": 16,
    }
    assert rows["75116"]["name"] == "Paris 16e Arrondissement"
    assert rows["69381"]["name"] == "Lyon 1er Arrondissement"
    assert rows["13216"]["commune_code"] == "13055"


def test_an_epci_without_a_centre_is_kept(sources: Sources) -> None:
    rows = {row["code"]: row for row in communes.epci(sources)}
    assert (rows["900000001"]["lon"], rows["900000001"]["lat"]) == (2.05, 48.0)
    assert rows["900000003"]["lon"] is None
    assert rows["900000003"]["population"] == 500


def test_an_ept_placed_on_another_continent_loses_its_centre_not_its_row(sources: Sources) -> None:
    rows = {row["name"]: (row["lon"], row["lat"]) for row in communes.ept(sources)}
    assert rows == {"EPT Proche": (2.1, 48.1), "EPT Loin": (None, None)}


def test_distance_tells_tens_of_kilometres_from_thousands() -> None:
    assert communes.distance_km(2.0, 48.0, 2.0, 48.5) == pytest.approx(55.6)
    assert communes.distance_km(2.0, 60.0, 3.0, 60.0) == pytest.approx(55.6)


def test_departements_and_regions_keep_their_seat_and_zone(sources: Sources) -> None:
    assert [row["chef_lieu"] for row in communes.departements(sources)] == ["99001", "99005"]
    assert [row["zone"] for row in communes.regions(sources)] == ["metro", "drom", "com"]


def test_an_employment_zone_with_two_names_is_refused(tmp_path: Path) -> None:
    text = FILES["cog/zonages_communes.csv.gz"].replace(
        "99002,9901,Zone une", "99002,9901,Autre nom"
    )
    sources = Sources.of(Mirror(write_mirror(tmp_path, zonages_communes=text)))
    with pytest.raises(MirrorValueWrong, match="Autre nom"):
        list(communes.employment_zones(sources))


def test_each_employment_zone_is_given_once(sources: Sources) -> None:
    assert [row["code"] for row in communes.employment_zones(sources)] == ["9901", "9902"]
