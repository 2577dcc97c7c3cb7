from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from rebond.opendata.errors import MirrorMissing, MirrorValueWrong
from rebond.opendata.mirror import Mirror
from rebond.opendata.tables import sites
from rebond.opendata.tables.sources import Sources
from tests.opendata.tinymirror import FILES, write_mirror


def test_a_site_is_named_by_wave_and_name_or_commune(sources: Sources) -> None:
    rows = {row["id"]: row for row in sites.labelled_sites(sources)}
    assert list(rows) == ["v2-parc-d-alpha", "v3-gamma", "v3-site-sans-commune"]
    assert rows["v2-parc-d-alpha"]["announced_on"] == dt.date(2020, 7, 20)
    assert rows["v2-parc-d-alpha"]["commune_codes"] == "99001;99002"
    assert rows["v3-gamma"]["name"] is None
    assert rows["v3-site-sans-commune"]["commune_codes"] is None


def test_an_area_keeps_its_kind_and_is_missing_when_none_is_published(sources: Sources) -> None:
    areas = [(row["area_ha"], row["area_kind"]) for row in sites.labelled_sites(sources)]
    assert areas == [(12.5, "gross"), (None, None), (None, None)]


@pytest.mark.parametrize(
    ("found", "wrong", "field"),
    [
        ("99001;99002", "99001;99101", "communes"),
        ("2020-07-20", "20/07/2020", "announced"),
        (",12.5,", ",inf,", "area_ha"),
    ],
)
def test_a_wrong_value_is_refused_with_its_place(
    tmp_path: Path, found: str, wrong: str, field: str
) -> None:
    text = FILES["domain/sites_cles_en_main.csv"].replace(found, wrong)
    sources = Sources.of(Mirror(write_mirror(tmp_path, sites_cles_en_main=text)))
    with pytest.raises(MirrorValueWrong) as caught:
        list(sites.labelled_sites(sources))
    assert (caught.value.row, caught.value.field) == (2, field)


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Pôle d'activité Haute-Picardie", "pole-d-activite-haute-picardie"),
        ("  Étupes ; Exincourt ", "etupes-exincourt"),
        ("Sénart : Parc du Levant + site 4.0", "senart-parc-du-levant-site-4-0"),
    ],
)
def test_slug(label: str, expected: str) -> None:
    assert sites.slug(label) == expected


def test_the_sites_may_lie_beside_the_mirror(tmp_path: Path) -> None:
    mirror = write_mirror(tmp_path / "data")
    (mirror / "domain").rename(tmp_path / "domain")
    assert len(list(sites.labelled_sites(Sources.of(Mirror(mirror))))) == 3


def test_other_files_beside_the_mirror_are_not_taken(tmp_path: Path) -> None:
    mirror = write_mirror(tmp_path / "data")
    (mirror / "sites_cles_en_main").rename(tmp_path / "sites_cles_en_main")
    with pytest.raises(MirrorMissing, match="sites_2021_par_region"):
        list(sites.labelled_sites_2021_by_region(Sources.of(Mirror(mirror))))
