from __future__ import annotations

import json
from typing import Any

import pytest
import shapely

from rebond.opendata import Snapshot
from rebond.opendata.basemap.layers import DRAWN, basemap_bytes, located_places

LARGEST_BYTES = 900_000


@pytest.fixture(scope="module")
def shipped() -> dict[str, Any]:
    return Snapshot.open().basemap()


def shapes(basemap: dict[str, Any], layer: str, zone: str = "metro") -> dict[str, Any]:
    return {
        entry["code"]: shapely.multipolygons(
            [shapely.Polygon(rings[0], rings[1:]) for rings in entry["coordinates"]]
        )
        for entry in basemap["layers"][layer]
        if entry["zone"] == zone
    }


def test_places_without_a_centre_are_not_drawn(tiny_snapshot: Snapshot) -> None:
    places = located_places({name: tiny_snapshot.table(name) for name in DRAWN})
    assert places.codes == ("99001", "99002", "99003", "99004", "99005", "99006")
    assert places.zones == ("metro", "metro", "metro", "metro", "98", "98")


def test_a_member_commune_is_drawn_alone_and_an_epci_with_all_its_communes(
    tiny_snapshot: Snapshot,
) -> None:
    places = located_places({name: tiny_snapshot.table(name) for name in DRAWN})
    units = dict(zip(places.codes, places.units, strict=True))
    territory = ("territoire_industrie:1", "ti-9901")
    assert [code for code, own in units.items() if territory in own] == ["99001", "99002"]
    alone = ("territoire_industrie:1", "ti-9902")
    assert [code for code, own in units.items() if alone in own] == ["99004"]
    body = ("territoire_industrie:1", "ti-9903")
    assert [code for code, own in units.items() if body in own] == ["99003"]


def test_the_same_tables_give_the_same_drawing(tiny_snapshot: Snapshot) -> None:
    tables = {name: tiny_snapshot.table(name) for name in DRAWN}
    assert basemap_bytes(tables) == basemap_bytes(tables)
    assert json.loads(basemap_bytes(tables)) == tiny_snapshot.basemap()


def test_tables_without_a_single_centre_give_an_empty_drawing(tiny_snapshot: Snapshot) -> None:
    tables = {name: tiny_snapshot.table(name) for name in DRAWN}
    tables["communes"] = tables["communes"].slice(6)
    assert json.loads(basemap_bytes(tables))["layers"] == {}


def test_the_shipped_drawing_is_light(shipped: dict[str, Any]) -> None:
    content = json.dumps(shipped, ensure_ascii=False, separators=(",", ":")).encode()
    assert len(content) < LARGEST_BYTES


def test_every_unit_is_drawn_once(shipped: dict[str, Any]) -> None:
    counts = {layer: len(entries) for layer, entries in shipped["layers"].items()}
    assert counts == {
        "region": 18,
        "departement": 101,
        "territoire_industrie:1": 149,
        "territoire_industrie:2": 183,
    }
    for layer, entries in shipped["layers"].items():
        assert len({entry["code"] for entry in entries}) == counts[layer]


def test_overseas_zones_are_apart(shipped: dict[str, Any]) -> None:
    assert [zone["code"] for zone in shipped["zones"]] == ["metro", "01", "02", "03", "04", "06"]
    for zone in shipped["zones"]:
        west, south, east, north = zone["bounds"]
        for entry in shipped["layers"]["region"]:
            if entry["zone"] == zone["code"]:
                for polygon in entry["coordinates"]:
                    assert all(west <= lon <= east for lon, _ in polygon[0])
                    assert all(south <= lat <= north for _, lat in polygon[0])


def test_regions_meet_without_overlap(shipped: dict[str, Any]) -> None:
    regions = list(shapes(shipped, "region").values())
    total = sum(shapely.area(shapely.make_valid(shape)) for shape in regions)
    union = shapely.union_all([shapely.make_valid(shape) for shape in regions])
    assert total == pytest.approx(union.area, rel=1e-4)


def test_departements_share_the_borders_of_their_region(shipped: dict[str, Any]) -> None:
    regions = shapely.union_all(
        [shapely.make_valid(shape) for shape in shapes(shipped, "region").values()]
    )
    departements = shapely.union_all(
        [shapely.make_valid(shape) for shape in shapes(shipped, "departement").values()]
    )
    assert regions.symmetric_difference(departements).area < 1e-3 * regions.area


def test_towns_lie_in_their_region_and_the_sea_in_none(shipped: dict[str, Any]) -> None:
    regions = shapes(shipped, "region")
    towns = {"28": (0.2257, 49.1466), "53": (-1.6778, 48.1173), "94": (8.7369, 41.9192)}
    for code, point in towns.items():
        inside = [name for name, shape in regions.items() if shapely.contains_xy(shape, *point)]
        assert inside == [code]
    for point in ((-6.0, 46.0), (5.0, 42.5), (-3.5, 50.0)):
        assert not any(shapely.contains_xy(shape, *point) for shape in regions.values())


def test_rings_are_closed_and_have_an_inside(shipped: dict[str, Any]) -> None:
    for entries in shipped["layers"].values():
        for entry in entries:
            for polygon in entry["coordinates"]:
                for ring in polygon:
                    assert ring[0] == ring[-1]
                    assert len(ring) >= 4
