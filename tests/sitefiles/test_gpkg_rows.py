"""What the reading process says, line by line."""

from __future__ import annotations

from pathlib import Path

import shapely

from rebond.sitefiles.gpkg_rows import answer, cell_of, place_of, quoted
from tests.sitefiles.conftest import SITE
from tests.sitefiles.test_gpkg_reading import SHAPE, make


def test_layers_come_first_then_rows_then_the_end(tmp_path: Path) -> None:
    path = tmp_path / "x.gpkg"
    make(path, SITE, "une couche", "EPSG:4326", SHAPE)
    first, rows, end = answer(path, "une couche")
    layer = first["layers"][0]
    assert (layer["name"], layer["system"], layer["count"]) == ("une couche", "EPSG:4326", 1)
    assert "site_nom" in layer["columns"]
    assert shapely.from_wkb(bytes.fromhex(rows[0][0])).equals(SHAPE)
    assert end == {"end": True}


def test_what_is_no_geopackage_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "x.gpkg"
    path.write_bytes(b"SQLite format 3\0" + bytes(200))
    (fault,) = answer(path, None)
    assert set(fault["fault"]) == {"fr", "en"}


def test_places_are_taken_out_of_their_header() -> None:
    wkb = shapely.to_wkb(shapely.Point(1, 2))
    head = b"GP" + bytes([0, 0b0000_0011]) + bytes(4) + bytes(32)
    assert place_of(head + wkb) == wkb.hex()
    assert place_of(None) is None
    assert place_of(b"GP" + bytes([0, 0x10]) + bytes(40)) is None
    assert place_of(b"XX" + wkb) == ""
    assert place_of(b"GP" + bytes([0, 0x0E]) + bytes(90)) == ""


def test_bytes_are_no_cell_and_names_are_quoted() -> None:
    assert cell_of(b"x") is None
    assert quoted('a"b') == '"a""b"'
