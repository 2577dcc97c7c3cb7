"""Sums with linear decay."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebond.evidence.decay import LARGEST_RADIUS_KM, decay_sums
from rebond.evidence.distances import EARTH_RADIUS_KM, great_circle_km, unit_vectors

DEGREE_KM = EARTH_RADIUS_KM * np.pi / 180


def brute_force(sites, targets, values, radius):
    (lon, lat), (to_lon, to_lat) = sites, targets
    distance = great_circle_km(lon[:, None], lat[:, None], to_lon, to_lat)
    return np.maximum(0.0, 1.0 - distance / radius) @ values


def test_three_communes_by_hand():
    """A at 0, B 6 km and C 15 km north of it; R = 30: A counts 10 + 20 × 0.8 + 40 × 0.5 = 46."""
    lat = np.array([0.0, 6.0, 15.0]) / DEGREE_KM
    places = unit_vectors(np.zeros(3), lat)
    sums = decay_sums(places, places, np.array([[10.0], [20.0], [40.0]]), 30.0)[:, 0]
    # B: 20 + 10 × 0.8 + 40 × 0.7 = 56 ; C: 40 + 10 × 0.5 + 20 × 0.7 = 59
    assert sums == pytest.approx([46.0, 56.0, 59.0], rel=1e-12)


def test_at_the_radius_a_target_weighs_nothing():
    site = unit_vectors(np.zeros(1), np.zeros(1))
    target = unit_vectors(np.zeros(1), np.array([30.0 / DEGREE_KM]))
    assert decay_sums(site, target, np.ones((1, 1)), 30.0)[0, 0] == pytest.approx(0.0, abs=1e-12)


@pytest.mark.parametrize("radius", [15.0, 30.0, 50.0, LARGEST_RADIUS_KM])
def test_sums_are_those_of_brute_force(radius):
    rng = np.random.default_rng(7)
    lon, lat = rng.uniform(0, 4, 250), rng.uniform(45, 49, 250)
    to_lon, to_lat = rng.uniform(0, 4, 900), rng.uniform(45, 49, 900)
    values = rng.integers(0, 500, (900, 2)).astype(float)
    found = decay_sums(unit_vectors(lon, lat), unit_vectors(to_lon, to_lat), values, radius)
    expected = brute_force((lon, lat), (to_lon, to_lat), values, radius)
    assert found == pytest.approx(expected, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize(
    ("lon0", "lat0"), [(179.95, -14.0), (0.0, 89.9), (-61.5, 16.2), (0.0, 0.0)]
)
def test_sums_hold_at_the_dateline_the_pole_and_the_equator(lon0, lat0):
    rng = np.random.default_rng(8)
    lon = (lon0 + rng.uniform(-0.3, 0.3, 60) + 180.0) % 360.0 - 180.0
    lat = np.clip(lat0 + rng.uniform(-0.3, 0.3, 60), -90, 90)
    values = rng.uniform(0, 9, (60, 1))
    xyz = unit_vectors(lon, lat)
    expected = brute_force((lon, lat), (lon, lat), values, 30.0)
    assert decay_sums(xyz, xyz, values, 30.0) == pytest.approx(expected, rel=1e-9, abs=1e-9)


@given(st.integers(0, 10_000))
def test_the_order_of_targets_does_not_change_one_bit(seed):
    rng = np.random.default_rng(seed)
    targets = unit_vectors(rng.uniform(0, 1, 80), rng.uniform(46, 47, 80))
    values = rng.uniform(0, 1e5, (80, 2))
    order = rng.permutation(80)
    plain = decay_sums(targets, targets, values, 30.0)
    shuffled = decay_sums(targets, targets[order], values[order], 30.0)
    assert np.array_equal(plain, shuffled)


@given(st.integers(0, 10_000))
def test_asking_for_one_site_gives_the_bits_of_asking_for_all(seed):
    rng = np.random.default_rng(seed)
    places = unit_vectors(rng.uniform(0, 1, 40), rng.uniform(46, 47, 40))
    values = rng.uniform(0, 1e5, (40, 1))
    everywhere = decay_sums(places, places, values, 30.0)
    assert np.array_equal(decay_sums(places[3:4], places, values, 30.0), everywhere[3:4])


def test_the_number_of_threads_does_not_change_one_bit():
    rng = np.random.default_rng(9)
    places = unit_vectors(rng.uniform(0, 3, 3000), rng.uniform(45, 48, 3000))
    values = rng.uniform(0, 1e5, (3000, 2))
    one = decay_sums(places, places, values, 30.0)
    for threads in (2, 3):
        assert np.array_equal(decay_sums(places, places, values, 30.0, threads=threads), one)


@given(st.floats(0, 40), st.floats(0, 40))
def test_moving_away_never_raises_the_sum(near, far):
    near, far = sorted((near, far))
    target = unit_vectors(np.zeros(1), np.zeros(1))
    sites = unit_vectors(np.zeros(2), np.array([near, far]) / DEGREE_KM)
    sums = decay_sums(sites, target, np.array([[100.0]]), 30.0)[:, 0]
    assert sums[1] <= sums[0]


def test_a_site_without_coordinates_has_no_sum_rather_than_zero():
    target = unit_vectors(np.zeros(1), np.zeros(1))
    sums = decay_sums(np.full((1, 3), np.nan), target, np.ones((1, 1)), 30.0)
    assert np.isnan(sums).all()


def test_nothing_around_sums_to_zero():
    site = unit_vectors(np.array([50.0]), np.array([20.0]))
    target = unit_vectors(np.zeros(1), np.zeros(1))
    assert decay_sums(site, target, np.ones((1, 1)), 30.0).tolist() == [[0.0]]
    assert decay_sums(site, np.zeros((0, 3)), np.zeros((0, 1)), 30.0).tolist() == [[0.0]]
