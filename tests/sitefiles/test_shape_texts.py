"""Places as text, and back."""

from __future__ import annotations

import pytest
import shapely

from rebond.sitefiles.shape_texts import check_kinds, geojson_text, parse, shape_text
from rebond.sitefiles.tables import Type


@pytest.mark.parametrize(
    ("cell", "form", "said"),
    [
        ("3.9815, 49.2527", "geopoint", []),
        ("[3.9815,49.2527]", "geopoint", []),
        ("3.9815;49.2527", "geopoint", []),
        ("3,9815, 49,2527", "geopoint", ["decimal-comma"]),
        ('{"lon": 3.9815, "lat": 49.2527}', "geopoint", ["shape-form"]),
        ("POINT(3.9815 49.2527)", "wkt", []),
        ("SRID=4326;POINT(3.9815 49.2527)", "wkt", []),
        ('{"type":"Feature","geometry":{"type":"Point","coordinates":[3.9815,49.2527]}}', "geojson", []),
        ('{"type":"Point","coordinates":[3.9815,49.2527]}', "wkt", ["shape-form"]),
        ("POINT(3.9815 49.2527)", "geojson", ["shape-form"]),
    ],
)  # fmt: skip
def test_points_are_read(cell: str, form: Type, said: list[str]) -> None:
    parsed = parse([None, cell], form)
    assert [remark.code for remark in parsed.remarks.get(1, [])] == said
    assert parsed.shapes[1] == shapely.Point(3.9815, 49.2527)
    assert parsed.shapes[0] is None
    assert 0 not in parsed.faults


@pytest.mark.parametrize(
    "cell", ["POLYGON((49.33 3.95, ...))", "{", "[", "3.98", "{}", '{"type":"Polygon"}']
)
def test_what_cannot_be_read_has_a_reason(cell: str) -> None:
    for form in ("geojson", "wkt", "geopoint"):
        parsed = parse([cell], form)
        assert parsed.shapes[0] is None
        assert parsed.faults[0].fr != parsed.faults[0].en


def test_a_ring_that_nearly_closes_ends_where_it_starts() -> None:
    ring = "[[0,0],[100,0],[100,100],[0.001,0.002]]"
    shape = parse([f'{{"type":"Polygon","coordinates":[{ring}]}}'], "geojson").shapes[0]
    assert len(shape.exterior.coords) == 4
    open_ring = "[[0,0],[100,0],[100,100]]"
    shape = parse([f'{{"type":"Polygon","coordinates":[{open_ring}]}}'], "geojson").shapes[0]
    assert shape.area == 5000


def test_damaged_wkb_has_a_reason() -> None:
    parsed = parse([b"\x01\x03", shapely.to_wkb(shapely.Point(1, 2))], "geojson")
    assert list(parsed.faults) == [0]
    assert parsed.shapes[1] == shapely.Point(1, 2)


def test_a_collection_of_polygons_is_polygons_and_other_kinds_are_dropped() -> None:
    square = shapely.box(0, 0, 1, 1)
    cells = [
        shapely.to_wkb(shapely.GeometryCollection([square])),
        shapely.to_wkb(shapely.GeometryCollection([square, shapely.box(2, 2, 3, 3)])),
        shapely.to_wkb(shapely.GeometryCollection([square, shapely.Point(0, 0)])),
        shapely.to_wkb(shapely.LineString([(0, 0), (1, 1)])),
    ]
    parsed = parse(cells, "geojson")
    check_kinds(parsed, ("Polygon", "MultiPolygon"))
    kinds = [None if one is None else one.geom_type for one in parsed.shapes]
    assert kinds == ["Polygon", "MultiPolygon", None, None]
    assert sorted(parsed.faults) == [2, 3]


@pytest.mark.parametrize("form", ["geojson", "wkt"])
@pytest.mark.parametrize(
    "wkt",
    [
        "POINT (2.3 48.1234567)",
        "MULTIPOINT (2.3 48.1, 2.4 48.2)",
        "POLYGON ((0 0, 4 0, 4 4, 0 4, 0 0), (1 1, 2 1, 2 2, 1 1))",
        "MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)), ((5 5, 6 5, 6 6, 5 5)))",
    ],
)
def test_a_place_written_is_read_back_the_same(wkt: str, form: Type) -> None:
    shape = shapely.from_wkt(wkt)
    parsed = parse([shape_text(shape, form)], form)
    assert parsed.shapes[0] == shape
    assert parsed.remarks == {}


def test_geojson_is_written_without_spaces() -> None:
    assert " " not in geojson_text(shapely.box(0, 0, 1, 1))
