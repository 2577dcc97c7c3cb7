from __future__ import annotations

from pathlib import Path

import pytest

from rebond.opendata.errors import MirrorValueWrong
from rebond.opendata.mirror import Mirror
from rebond.opendata.tables.sources import Sources
from tests.opendata.tinymirror import FILES, write_mirror


def first_row(sources: Sources, code: str) -> str:
    """Return what a list of the past that names `code` resolves to."""
    for row in sources.mirror.read("emploi/etab_tranche_effectif_communes_2014.csv.gz", ("insee",)):
        if row.code("insee") == code:
            return sources.succession.resolve(row, "insee")
    raise AssertionError(code)


def test_a_present_code_stands_for_itself(sources: Sources) -> None:
    assert first_row(sources, "99002") == "99002"


def test_a_code_that_no_longer_exists_resolves_to_its_successor(sources: Sources) -> None:
    assert first_row(sources, "99101") == "99001"


def test_a_code_that_nobody_knows_is_refused_with_its_place(tmp_path: Path) -> None:
    unknown = FILES["emploi/etab_tranche_effectif_communes_2014.csv.gz"].replace("99102,", "12345,")
    mirror = write_mirror(tmp_path, etab_tranche_effectif_communes_2014=unknown)
    sources = Sources.of(Mirror(mirror))
    with pytest.raises(MirrorValueWrong, match="12345") as caught:
        first_row(sources, "12345")
    assert (caught.value.row, caught.value.field) == (4, "insee")


@pytest.mark.parametrize("former", ["99001", "99103"], ids=["still present", "two successors"])
def test_a_former_code_must_have_one_successor(tmp_path: Path, former: str) -> None:
    communes = FILES["cog/communes.csv.gz"].replace("99101 99102", f"99101 {former}")
    with pytest.raises(MirrorValueWrong) as caught:
        Sources.of(Mirror(write_mirror(tmp_path, communes=communes)))
    assert caught.value.field == "anciens_codes"
