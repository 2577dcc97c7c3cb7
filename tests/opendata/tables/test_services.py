from __future__ import annotations

from pathlib import Path

import pytest

from rebond.opendata.errors import MirrorValueWrong
from rebond.opendata.mirror import Mirror
from rebond.opendata.tables import services
from rebond.opendata.tables.sources import Sources
from tests.opendata.tinymirror import FILES, write_mirror


def test_premises_are_dwellings_and_establishments_of_all_merged_communes(sources: Sources) -> None:
    rows = {row["commune_code"]: row for row in services.fibre_2018t1(sources)}
    assert (rows["99001"]["premises"], rows["99001"]["connectable"]) == (135, 50)


def test_premises_are_missing_when_a_part_is(sources: Sources) -> None:
    rows = {row["commune_code"]: row for row in services.fibre_2018t1(sources)}
    assert (rows["99002"]["premises"], rows["99002"]["connectable"]) == (None, 10)


def test_an_institution_without_a_code_is_kept(sources: Sources) -> None:
    assert [row["uai"] for row in services.higher_education(sources)] == ["0999999X", None]


def test_an_institution_without_a_place_is_refused(tmp_path: Path) -> None:
    name = "formation/esr_principaux_etablissements_2025.csv"
    text = FILES[name].replace("École,2.0,48.0", "École,NaN,48.0")
    mirror = write_mirror(tmp_path, esr_principaux_etablissements_2025=text)
    with pytest.raises(MirrorValueWrong, match="NaN") as caught:
        list(services.higher_education(Sources.of(Mirror(mirror))))
    assert (caught.value.row, caught.value.field) == (2, "lon")


def test_a_seat_resolves_to_a_present_commune_and_an_unknown_one_stays_empty(
    sources: Sources,
) -> None:
    seats = {row["name"]: row["seat_commune_code"] for row in services.clusters(sources)}
    assert seats == {"Pôle Un": "99001", "Pôle Deux": None}
