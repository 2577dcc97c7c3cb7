"""Outlines made canonical."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from rebond.sitefiles.repairing import areas_m2, rounded, settle
from rebond.sitefiles.shape_texts import Parsed


def settled(wkt: str) -> Parsed:
    parsed = Parsed(np.array([shapely.from_wkt(wkt)], dtype=object))
    settle(parsed)
    return parsed


def test_coordinates_have_seven_decimals_and_no_negative_zero() -> None:
    shapes = rounded(np.array([shapely.Point(-0.00000001, 49.123456789), None], dtype=object))
    assert str(shapely.get_coordinates(shapes[0]).tolist()) == "[[0.0, 49.1234568]]"
    assert shapes[1] is None


def test_areas_are_within_half_a_per_cent() -> None:
    side = 1000 / 111_195
    square = shapely.box(2, 48, 2 + side / np.cos(np.radians(48)), 48 + side)
    assert areas_m2(np.array([square, None], dtype=object)) == pytest.approx([1e6, 0], rel=5e-3)


def test_a_spike_is_cut_because_the_area_is_kept() -> None:
    parsed = settled("POLYGON((0 49,0.01 49,0.01 49.01,0.01 49.02,0.01 49.01,0 49.01,0 49))")
    assert parsed.faults == {}
    assert [one.code for one in parsed.remarks[0]] == ["shape-repaired"]
    assert parsed.shapes[0].is_valid


def test_a_bow_tie_is_dropped_because_its_area_would_change() -> None:
    parsed = settled("POLYGON((0 49,0.01 49.01,0.01 49,0 49.01,0 49))")
    assert parsed.shapes[0] is None
    assert "ha" in parsed.faults[0].fr


def test_an_outline_without_area_is_dropped() -> None:
    assert 0 in settled("POLYGON((0 49,0.01 49.01,0.02 49.02,0 49))").faults
    assert 0 in settled("POLYGON((0 49,0.00000001 49,0.00000001 49.00000001,0 49))").faults


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.tuples(st.integers(0, 400), st.integers(0, 400)), min_size=3, max_size=9, unique=True
    )
)
def test_what_is_settled_stays_as_it_is(corners: list[tuple[int, int]]) -> None:
    ring = [(0.2 + x / 1e7 * 7.3, 49 + y / 1e7 * 7.3) for x, y in corners]
    parsed = Parsed(np.array([shapely.Polygon(ring)], dtype=object))
    settle(parsed)
    if parsed.faults:
        return
    again = Parsed(parsed.shapes.copy())
    settle(again)
    assert again.remarks == {}
    assert shapely.to_wkb(again.shapes[0]) == shapely.to_wkb(parsed.shapes[0])
