"""Distances on the sphere."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebond.evidence.distances import (
    EARTH_RADIUS_KM,
    chord_to_km,
    great_circle_km,
    km_to_chord,
    unit_vectors,
)

LON = st.floats(-180, 180)
LAT = st.floats(-90, 90)


def chord_km(lon_a: float, lat_a: float, lon_b: float, lat_b: float) -> float:
    a, b = unit_vectors(np.array([lon_a, lon_b]), np.array([lat_a, lat_b]))
    return float(chord_to_km(np.linalg.norm(a - b)))


def test_a_quarter_of_the_equator_is_a_quarter_of_the_circumference():
    assert chord_km(0, 0, 90, 0) == pytest.approx(math.pi / 2 * EARTH_RADIUS_KM, rel=1e-15)


def test_one_degree_of_latitude_is_about_111_km():
    assert chord_km(2, 48, 2, 49) == pytest.approx(EARTH_RADIUS_KM * math.pi / 180, rel=1e-12)


def test_the_dateline_is_no_barrier():
    assert chord_km(179.9, -14, -179.9, -14) == pytest.approx(chord_km(-0.1, -14, 0.1, -14))


@given(LON, LAT, LON, LAT)
def test_the_chord_and_the_haversine_agree(lon_a, lat_a, lon_b, lat_b):
    by_haversine = float(great_circle_km(*(np.array(v) for v in (lon_a, lat_a, lon_b, lat_b))))
    # near the antipode both lose digits: a metre in 20 000 km
    assert chord_km(lon_a, lat_a, lon_b, lat_b) == pytest.approx(by_haversine, rel=1e-9, abs=1e-3)


@given(st.floats(0, 20_000))
def test_kilometres_and_chords_are_inverse(km):
    assert float(chord_to_km(km_to_chord(km))) == pytest.approx(km, rel=1e-6, abs=1e-9)


@pytest.mark.parametrize(("first", "last", "limit"), [(-22, 52, 0.0057), (41, 52, 0.0033)])
def test_the_sphere_is_within_the_stated_error_of_the_ellipsoid(first, last, limit):
    """A short distance is stretched by at most the larger of two ratios: those of the sphere's
    radius to the two radii of curvature of WGS 84 at that latitude."""
    phi = np.radians(np.linspace(first, last, 200))
    a, e2 = 6378.137, 0.00669437999014
    along_meridian = a * (1 - e2) / (1 - e2 * np.sin(phi) ** 2) ** 1.5
    across = a / np.sqrt(1 - e2 * np.sin(phi) ** 2)
    for radius in (along_meridian, across):
        assert np.abs(EARTH_RADIUS_KM / radius - 1).max() < limit


def test_unknown_coordinates_give_unknown_vectors():
    vectors = unit_vectors(np.array([np.nan, 2.0]), np.array([48.0, np.nan]))
    assert np.isnan(vectors[0]).any()
    assert np.isnan(vectors[1]).any()
