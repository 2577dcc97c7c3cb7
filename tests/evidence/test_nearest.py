"""Nearest places and nearest segments."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebond.evidence.distances import EARTH_RADIUS_KM, great_circle_km, unit_vectors
from rebond.evidence.nearest import nearest_point, nearest_segment


def france(rng, n):
    lon, lat = rng.uniform(-5, 9, n), rng.uniform(42, 51, n)
    return lon, lat, unit_vectors(lon, lat)


def test_the_nearest_is_the_one_that_brute_force_finds():
    rng = np.random.default_rng(1)
    lon, lat, sites = france(rng, 300)
    to_lon, to_lat, targets = france(rng, 70)
    distance, owner = nearest_point(sites, targets)
    table = great_circle_km(lon[:, None], lat[:, None], to_lon, to_lat)
    assert np.array_equal(owner, table.argmin(axis=1))
    assert distance == pytest.approx(table.min(axis=1), rel=1e-12)


def test_a_site_without_coordinates_has_no_nearest():
    _, _, targets = france(np.random.default_rng(2), 5)
    distance, owner = nearest_point(np.full((1, 3), np.nan), targets)
    assert np.isnan(distance[0])
    assert owner[0] == -1


def test_nothing_is_nearest_in_an_empty_list():
    _, _, sites = france(np.random.default_rng(2), 5)
    distance, owner = nearest_point(sites, np.zeros((0, 3)))
    assert np.isnan(distance).all()
    assert (owner == -1).all()


@given(st.integers(0, 10_000), st.integers(1, 12))
def test_one_more_station_never_makes_a_distance_longer(seed, stations):
    rng = np.random.default_rng(seed)
    _, _, sites = france(rng, 20)
    _, _, targets = france(rng, stations + 1)
    fewer, _ = nearest_point(sites, targets[:-1])
    more, _ = nearest_point(sites, targets)
    assert (more <= fewer).all()


def sampled(sites, starts, ends, steps=4001):
    """Distances to points laid along each segment: slow, obvious, a little too long."""
    share = np.linspace(0.0, 1.0, steps)[:, None]
    best = np.full(len(sites), np.inf)
    for a, b in zip(starts, ends, strict=True):
        along = (1 - share) * a + share * b
        along /= np.linalg.norm(along, axis=1, keepdims=True)
        angle = 2 * np.arcsin(
            np.clip(np.linalg.norm(sites[:, None, :] - along[None], axis=2) / 2, 0, 1)
        )
        best = np.minimum(best, EARTH_RADIUS_KM * angle.min(axis=1))
    return best


def test_the_nearest_segment_is_the_one_that_sampling_finds():
    rng = np.random.default_rng(3)
    _, _, sites = france(rng, 40)
    _, _, starts = france(rng, 15)
    ends = starts + rng.uniform(-0.02, 0.02, starts.shape)
    ends /= np.linalg.norm(ends, axis=1, keepdims=True)
    distance, _ = nearest_segment(sites, starts, ends)
    assert distance == pytest.approx(sampled(sites, starts, ends), abs=0.05)


def test_a_point_beside_the_middle_of_an_equatorial_segment_is_its_latitude_away():
    starts, ends = unit_vectors(np.array([0.0, 10.0]), np.array([0.0, 0.0]))[:, None, :]
    site = unit_vectors(np.array([4.0]), np.array([1.0]))
    distance, owner = nearest_segment(site, starts, ends)
    assert distance[0] == pytest.approx(EARTH_RADIUS_KM * np.pi / 180, rel=1e-12)
    assert owner[0] == 0


def test_past_its_end_a_segment_is_as_far_as_its_end():
    starts, ends = unit_vectors(np.array([0.0, 10.0]), np.array([0.0, 0.0]))[:, None, :]
    site = unit_vectors(np.array([12.0]), np.array([0.0]))
    distance, _ = nearest_segment(site, starts, ends)
    assert distance[0] == pytest.approx(2 * EARTH_RADIUS_KM * np.pi / 180, rel=1e-12)


def test_the_far_side_of_a_great_circle_is_not_on_the_segment():
    starts, ends = unit_vectors(np.array([0.0, 10.0]), np.array([0.0, 0.0]))[:, None, :]
    site = unit_vectors(np.array([-175.0]), np.array([0.0]))
    distance, _ = nearest_segment(site, starts, ends)
    assert distance[0] > 175 * EARTH_RADIUS_KM * np.pi / 180 * 0.99


def test_a_segment_without_length_is_a_point():
    end = unit_vectors(np.array([2.0]), np.array([48.0]))
    _, _, sites = france(np.random.default_rng(4), 10)
    distance, _ = nearest_segment(sites, end, end)
    assert distance == pytest.approx(nearest_point(sites, end)[0], rel=1e-12)


def test_no_segment_no_distance():
    _, _, sites = france(np.random.default_rng(4), 3)
    distance, owner = nearest_segment(sites, np.zeros((0, 3)), np.zeros((0, 3)))
    assert np.isnan(distance).all()
    assert (owner == -1).all()
