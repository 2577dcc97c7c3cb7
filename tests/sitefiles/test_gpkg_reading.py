"""GeoPackages, through the process that opens them."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import numpy as np
import pytest
import shapely
from pyogrio import raw

from rebond.sitefiles import Limits, open_rows, write
from rebond.sitefiles.errors import FileBroken, FileTooLarge, FormatRefused, LayerNotChosen
from rebond.territory import Atlas
from tests.sitefiles.conftest import SITE, SQUARE, TERRAIN, Read, codes, content, csv_text


def make(
    path: Path, cells: dict[str, str], layer: str, crs: str | None, shape: shapely.Geometry
) -> None:
    names = [name for name in cells if not name.endswith("geomsurf")]
    raw.write(
        path,
        geometry=shapely.to_wkb(np.array([shape], dtype=object)),
        field_data=[np.array([cells[name]], dtype=object) for name in names],
        fields=names,
        layer=layer,
        geometry_type="Polygon",
        crs=crs,
        append=path.exists(),
    )


SHAPE = shapely.from_geojson(SQUARE)


def test_a_layer_written_by_others_is_read(tmp_path: Path, atlas: Atlas) -> None:
    path = tmp_path / "x.gpkg"
    make(path, SITE, "sites", "EPSG:4326", SHAPE)
    opened = open_rows(path, communes=atlas)
    rows = list(opened)
    assert (opened.table.id, opened.count, opened.crs) == ("site-eco", 1, "EPSG:4326")
    assert codes(rows[0]) == []
    assert rows[0].values["site_surf_brute"] == 80.5


def test_the_declared_system_is_converted_and_a_false_one_told(
    tmp_path: Path, atlas: Atlas
) -> None:
    plane = shapely.box(497000, 6895000, 497900, 6895900)
    right, wrong = tmp_path / "a.gpkg", tmp_path / "b.gpkg"
    make(right, SITE, "sites", "EPSG:2154", plane)
    make(wrong, SITE, "sites", "EPSG:4326", plane)
    obeyed = open_rows(right, communes=atlas)
    assert [note.code for note in obeyed.notes] == ["system-declared"]
    told = list(open_rows(wrong, communes=atlas))
    assert ("site_geomsurf", "corrected", "system") in codes(told[0])
    assert next(iter(obeyed)).shape == told[0].shape


def test_the_layer_is_the_one_that_fits_the_table(tmp_path: Path, atlas: Atlas) -> None:
    path = tmp_path / "x.gpkg"
    make(path, SITE, "a", "EPSG:4326", SHAPE)
    make(path, TERRAIN, "b", "EPSG:4326", SHAPE)
    assert open_rows(path, table="terrain-eco", communes=atlas).table.id == "terrain-eco"
    with pytest.raises(LayerNotChosen) as refused:
        open_rows(path, communes=atlas)
    assert refused.value.layers == ("a", "b")


def test_what_we_write_comes_back_the_same(tmp_path: Path, read: Read, atlas: Atlas) -> None:
    _, rows = read(csv_text(SITE))
    path = tmp_path / "x.gpkg"
    write("site-eco", rows, path, format="gpkg")
    assert content(list(open_rows(path, communes=atlas))) == content(rows)


@pytest.mark.parametrize(
    "statement",
    ["CREATE VIEW v AS SELECT 1", "CREATE TRIGGER t AFTER INSERT ON sites BEGIN SELECT 1; END",
     "PRAGMA application_id = 0", "DROP TABLE gpkg_geometry_columns",
     "UPDATE gpkg_contents SET table_name = 'ailleurs'"],
)  # fmt: skip
def test_a_database_that_could_do_more_is_refused(
    tmp_path: Path, atlas: Atlas, statement: str
) -> None:
    path = tmp_path / "x.gpkg"
    make(path, SITE, "sites", "EPSG:4326", SHAPE)
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute(statement)
    connection.commit()
    connection.close()
    with pytest.raises(FormatRefused):
        open_rows(path, communes=atlas)


def test_a_file_cut_short_never_passes_for_whole(tmp_path: Path, atlas: Atlas) -> None:
    path = tmp_path / "x.gpkg"
    make(path, SITE, "sites", "EPSG:4326", SHAPE)
    path.write_bytes(path.read_bytes()[:30_000])
    with pytest.raises((FormatRefused, FileBroken)):
        list(open_rows(path, communes=atlas))


def test_limits_hold(tmp_path: Path, atlas: Atlas) -> None:
    path = tmp_path / "x.gpkg"
    make(path, SITE, "sites", "EPSG:4326", SHAPE)
    make(path, SITE, "sites", "EPSG:4326", SHAPE)
    with pytest.raises(FileTooLarge):
        open_rows(path, communes=atlas, limits=Limits(most_bytes=1000))
    with pytest.raises(FileTooLarge):
        open_rows(path, communes=atlas, limits=Limits(most_rows=1))
