"""Rows: places located, fields held against each other, duplicates, refusals with row and field."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import shapely

from rebond.sitefiles import Row
from tests.sitefiles.conftest import SITE, SQUARE, TERRAIN, Read, codes, csv_text

One = Callable[..., Row]


def test_a_conformant_row_is_taken_without_a_note(one: One) -> None:
    row = one()
    assert row.notes == ()
    assert not row.is_refused
    assert (row.number, row.identifier) == (2, "14366_SITE-ECO_00001")
    assert row.values["site_surf_brute"] == 80.5
    assert "site_geomsurf" not in row.values
    assert "site_description" not in row.values
    assert shapely.from_wkb(row.shape).equals(shapely.from_geojson(SQUARE))


def test_a_refused_row_names_row_and_field_in_both_languages(one: One) -> None:
    row = one(site_comm_insee="99999", site_surf_utile="beaucoup")
    refused = [note for note in row.notes if note.severity == "refused"]
    assert [(note.row, note.field, note.found) for note in refused] == [
        (2, "site_surf_utile", "beaucoup"),
        (2, "site_comm_insee", "99999"),
    ]
    assert all(note.words.fr != note.words.en for note in refused)


def test_the_second_row_of_an_identifier_is_refused_and_names_the_first(read: Read) -> None:
    _, rows = read(csv_text(SITE, SITE | {"site_id": "B"}, SITE))
    assert [row.is_refused for row in rows] == [False, False, True]
    note = rows[2].notes[0]
    assert (note.field, note.code, note.used) == ("site_id", "duplicate", "2")


def test_duplicates_are_found_across_chunks(read: Read) -> None:
    many = [SITE | {"site_id": f"S{number % 2100}"} for number in range(2101)]
    _, rows = read(csv_text(*many))
    assert [row.number for row in rows if row.is_refused] == [2102]


@pytest.mark.parametrize(
    ("outline", "said"),
    [
        ('{"type":"Polygon","coordinates":[[[49.14,0.22],[49.14,0.23],[49.15,0.23],[49.15,0.22],[49.14,0.22]]]}',
         [("corrected", "axes-swapped")]),
        ('{"type":"Polygon","coordinates":[[[0.22,49.14],[0.23,49.14],[0.23,49.15],[0.22,49.15]]]}',
         [("corrected", "ring-closed")]),
        ("POLYGON((0.22 49.14,0.23 49.14,0.23 49.15,0.22 49.15,0.22 49.14))",
         [("corrected", "shape-form")]),
        ('{"type":"Polygon","coordinates":[[[0.22,49.14,5],[0.23,49.14,5],[0.23,49.15,5],[0.22,49.15,5],[0.22,49.14,5]]]}',
         [("corrected", "shape-height")]),
    ],
)  # fmt: skip
def test_outlines_are_repaired_where_that_is_safe_and_it_is_said(
    one: One, outline: str, said: list[tuple[str, str]]
) -> None:
    row = one(site_geomsurf=outline)
    assert [(note.severity, note.code) for note in row.notes] == said
    assert shapely.from_wkb(row.shape).equals(shapely.from_geojson(SQUARE))


@pytest.mark.parametrize(
    "outline",
    [
        '{"type":"Point","coordinates":[0.22,49.14]}',
        '{"type":"Polygon","coordinates":[[[0.22,49.14],[0.23,49.15],[0.23,49.14],[0.22,49.15],[0.22,49.14]]]}',
        '{"type":"Polygon","coordinates":[[[30,10],[40,40],[20,40],[10,20],[30,10]]]}',
        "POLYGON((49.33 3.95, 49.38 3.89, ...))",
        "n’importe quoi",
        '{"type":"Polygon","coordinates":[[["a","b"],[0.23,49.15]]]}',
        '{"type":"Polygon","coordinates":[[[1e999,49],[0.23,49.15],[0.2,49],[1e999,49]]]}',
        "",
    ],
)
def test_an_outline_that_cannot_be_used_refuses_the_row_where_it_is_required(
    one: One, outline: str
) -> None:
    row = one(site_geomsurf=outline)
    assert row.is_refused
    assert {note.field for note in row.notes if note.severity == "refused"} == {"site_geomsurf"}


def test_a_place_far_from_its_commune_is_doubted(one: One) -> None:
    row = one(site_comm_insee="62498", site_comm_nom="Lens")
    assert codes(row) == [("site_geomsurf", "warning", "far-from-commune")]
    assert "Lens" in row.notes[0].words.fr


def test_a_name_that_is_not_that_of_the_code_is_doubted(one: One) -> None:
    assert codes(one(site_comm_nom="Caen")) == [("site_comm_nom", "warning", "commune-name")]


def test_an_area_in_the_other_unit_is_put_right_when_the_outline_proves_it(one: One) -> None:
    row = one(site_surf_brute="805000")
    assert row.values["site_surf_brute"] == 80.5
    assert codes(row) == [("site_surf_brute", "corrected", "area-unit")]
    doubted = one(site_surf_brute="8050")
    assert doubted.values["site_surf_brute"] == 8050
    assert codes(doubted) == [("site_surf_brute", "warning", "area-differs")]


def test_a_centre_far_from_the_outline_is_doubted_and_kept(one: One) -> None:
    row = one(site_geompoint="2.83, 50.43")
    assert row.values["site_geompoint"] == "2.83, 50.43"
    assert ("site_geompoint", "warning", "point-far") in codes(row)


def test_an_optional_centre_that_cannot_be_read_is_left_out(one: One) -> None:
    row = one(site_geompoint="au centre")
    assert codes(row) == [("site_geompoint", "warning", "shape-left-out")]
    assert "site_geompoint" not in row.values


def test_a_table_without_communes_is_located_by_values(read: Read) -> None:
    plane = '{"type":"Polygon","coordinates":[[[500000,6900000],[500900,6900000],[500900,6900900],[500000,6900900],[500000,6900000]]]}'
    opened, rows = read(csv_text(TERRAIN | {"terr_geomsurf": plane}))
    assert opened.table.id == "terrain-eco"
    assert codes(rows[0]) == [("terr_geomsurf", "corrected", "system")]
    west, south, _, _ = shapely.from_wkb(rows[0].shape).bounds
    assert 0 < west < 1
    assert 49 < south < 50


def test_a_corrected_row_says_nothing_when_it_comes_back(read: Read) -> None:
    from io import BytesIO

    from rebond.sitefiles import write

    changed = SITE | {
        "site_nom": " =x ",
        "site_comm_insee": "14366.0",
        "site_surf_brute": "805 000,0",
        "site_actu_date": "04/03/2025",
        "site_etat": "EN PROJET",
        "pole_id": "",
    }
    opened, rows = read(csv_text(changed, separator=";"))
    assert {note.severity for note in rows[0].notes} == {"corrected", "warning"}
    stream = BytesIO()
    write(opened.table, rows, stream, format="csv")
    _, again = read(stream.getvalue())
    assert again[0].notes == ()
    assert again[0].values == rows[0].values
