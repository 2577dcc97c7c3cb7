"""In which system and order a place is written."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from rebond.sitefiles.communes import CommuneBook
from rebond.sitefiles.locating import READINGS, locate
from rebond.sitefiles.projections import SYSTEMS
from rebond.sitefiles.shape_texts import Parsed


def located(
    book: CommuneBook,
    x: float,
    y: float,
    code: str | None = None,
    declared: str | None = None,
) -> tuple[Parsed, list[str]]:
    parsed = Parsed(np.array([shapely.Point(x, y)], dtype=object))
    locate(parsed, [code], book, SYSTEMS[declared] if declared else None)
    return parsed, [remark.code for remark in parsed.remarks.get(0, [])]


@pytest.mark.parametrize(
    ("x", "y", "lon", "lat", "said"),
    [
        (0.22, 49.14, 0.22, 49.14, []),
        (49.14, 0.22, 0.22, 49.14, ["axes-swapped"]),
        (-61.5, 16.2, -61.5, 16.2, []),
        (-21.1, 55.5, 55.5, -21.1, ["axes-swapped"]),
        (145709.78894982, 6837422.08261436, -4.5, 48.4, ["system"]),
        (6837422.08261436, 145709.78894982, -4.5, 48.4, ["axes-swapped", "system"]),
        (344197.5754098, 7666050.71104201, 55.5, -21.1, ["system"]),
        (660342.31238886, 1791644.13149472, -61.5, 16.2, ["system"]),
    ],
)
def test_a_place_is_read_in_the_only_way_that_falls_into_france(
    book: CommuneBook, x: float, y: float, lon: float, lat: float, said: list[str]
) -> None:
    parsed, remarks = located(book, x, y)
    assert remarks == said
    assert parsed.faults == {}
    point = parsed.shapes[0]
    assert (point.x, point.y) == pytest.approx((lon, lat), abs=1e-7)


@pytest.mark.parametrize(("x", "y"), [(30, 10), (0, 0), (1e7, 1e7), (500_000, 500_000_000)])
def test_a_place_outside_france_is_dropped_with_the_reason(
    book: CommuneBook, x: float, y: float
) -> None:
    parsed, _ = located(book, x, y)
    assert parsed.shapes[0] is None
    assert "hors de France" in parsed.faults[0].fr


def test_two_readings_are_settled_by_the_commune_or_refused(book: CommuneBook) -> None:
    x, y = 355_855.4, 441_750.2  # Guyane: both orders fall into it
    parsed, _ = located(book, x, y)
    assert "plusieurs lectures" in parsed.faults[0].fr
    assert "RGFG95" in parsed.faults[0].en
    settled, said = located(book, x, y, code="97314")
    assert settled.faults == {}
    assert said == ["system"]


def test_a_declared_system_is_obeyed_without_a_word(book: CommuneBook) -> None:
    parsed, said = located(book, 1664229.80543018, 9211241.62349331, declared="EPSG:3950")
    assert said == []
    assert (parsed.shapes[0].x, parsed.shapes[0].y) == pytest.approx((2.5, 50.1), abs=1e-7)
    _, swapped = located(book, 9211241.62349331, 1664229.80543018, declared="EPSG:3950")
    assert swapped == ["axes-swapped"]


def test_a_system_that_the_values_deny_is_not_obeyed(book: CommuneBook) -> None:
    parsed, said = located(book, 0.22, 49.14, declared="EPSG:2154")
    assert (parsed.shapes[0].x, said) == (0.22, [])
    _, metres = located(book, 145709.8, 6837422.1, declared="EPSG:4326")
    assert metres == ["system"]


def test_vertices_in_both_orders_are_refused(book: CommuneBook) -> None:
    mixed = shapely.LineString([(0.22, 49.14), (49.15, 0.23)])
    parsed = Parsed(np.array([mixed], dtype=object))
    locate(parsed, [None], book, None)
    assert 0 in parsed.faults


def test_each_plane_system_of_a_zone_is_known() -> None:
    assert {reading.system.code for reading in READINGS} <= set(SYSTEMS)
