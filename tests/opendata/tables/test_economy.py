from __future__ import annotations

from pathlib import Path

import pytest

from rebond.opendata.errors import MirrorColumnMissing, MirrorValueWrong
from rebond.opendata.mirror import Mirror
from rebond.opendata.tables import economy
from rebond.opendata.tables.sources import Sources
from tests.opendata.tinymirror import FILES, write_mirror


def test_counts_of_merged_communes_are_summed(sources: Sources) -> None:
    rows = {row["commune_code"]: row for row in economy.establishments_2014(sources)}
    assert set(rows) == {"99001", "99002"}
    assert rows["99001"]["total"] == 20
    assert rows["99001"]["size_500_plus"] == 1
    assert rows["99002"]["total"] == 2


def test_a_sum_with_a_missing_term_is_missing_and_zero_is_not(sources: Sources) -> None:
    rows = {row["commune_code"]: row for row in economy.jobs_2020(sources)}
    assert rows["99001"]["jobs"] == 120
    assert rows["99001"]["employer_establishments_2021"] is None
    assert rows["99002"]["jobs"] == 0


@pytest.mark.parametrize(
    ("first", "second", "total"), [(2, 3, 5), (0, 0, 0), (None, 3, None), (3, None, None)]
)
def test_added_counts(first: int | None, second: int | None, total: int | None) -> None:
    assert economy.added(first, second) == total


def test_a_quarter_without_a_rate_has_no_row(sources: Sources) -> None:
    rows = list(economy.unemployment(sources))
    assert len(rows) == 43
    assert rows[0] == {"employment_zone_code": "9901", "quarter": "2015-T1", "rate_percent": 7.5}
    assert "2025-T4" not in {row["quarter"] for row in rows}


def test_half_an_establishment_is_refused(tmp_path: Path) -> None:
    name = "emploi/etab_tranche_effectif_communes_2014.csv.gz"
    text = FILES[name].replace("99002,2,2", "99002,2.5,2")
    mirror = write_mirror(tmp_path, etab_tranche_effectif_communes_2014=text)
    with pytest.raises(MirrorValueWrong, match=r"2\.5") as caught:
        list(economy.establishments_2014(Sources.of(Mirror(mirror))))
    assert (caught.value.row, caught.value.field) == (5, "etab_total")


def test_a_missing_quarter_is_named(tmp_path: Path) -> None:
    text = FILES["emploi/chomage_localise_ze2020.csv"].replace("2020-T2", "2020T2")
    mirror = write_mirror(tmp_path, chomage_localise_ze2020=text)
    with pytest.raises(MirrorColumnMissing, match="2020-T2"):
        list(economy.unemployment(Sources.of(Mirror(mirror))))
