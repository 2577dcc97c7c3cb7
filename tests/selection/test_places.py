"""Distances to the metre, close pairs, and cliques that cover them."""

from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from rebond.selection.places import close_pairs, cover_by_cliques, distance_m

PLACES = st.lists(
    st.tuples(st.floats(-5, 9), st.floats(41, 51)), min_size=1, max_size=25, unique=True
)


def test_one_degree_of_a_meridian_is_its_known_length() -> None:
    zero, one = np.array([0.0]), np.array([1.0])
    assert distance_m(zero, zero, zero, one).tolist() == [111_195]


def test_paris_and_marseille_are_660_km_apart() -> None:
    paris, marseille = (2.3522, 48.8566), (5.3698, 43.2965)
    found = distance_m(*(np.array([v]) for v in (*paris, *marseille)))
    assert abs(found[0] - 660_500) < 1000


@settings(deadline=None)
@given(places=PLACES, km=st.integers(1, 900))
def test_close_pairs_are_those_of_every_pair(places: list[tuple[float, float]], km: int) -> None:
    lon, lat = (np.array(column) for column in zip(*places, strict=True))
    expected = [
        [a, b]
        for a, b in itertools.combinations(range(len(places)), 2)
        if distance_m(lon[[a]], lat[[a]], lon[[b]], lat[[b]])[0] < km * 1000
    ]
    assert close_pairs(lon, lat, km * 1000).tolist() == expected


def test_one_without_coordinates_has_no_close_pair() -> None:
    lon, lat = np.array([0.0, np.nan, 0.001]), np.array([0.0, 0.0, 0.0])
    assert close_pairs(lon, lat, 10_000).tolist() == [[0, 2]]


def test_places_at_the_exact_distance_are_not_close() -> None:
    lon, lat = np.array([0.0, 0.0]), np.array([0.0, 1.0])
    assert close_pairs(lon, lat, 111_195).tolist() == []
    assert close_pairs(lon, lat, 111_196).tolist() == [[0, 1]]


@settings(deadline=None)
@given(places=PLACES, km=st.integers(1, 900))
def test_cliques_hold_every_pair_and_no_other(places: list[tuple[float, float]], km: int) -> None:
    lon, lat = (np.array(column) for column in zip(*places, strict=True))
    pairs = close_pairs(lon, lat, km * 1000)
    inside = {
        pair for clique in cover_by_cliques(pairs) for pair in itertools.combinations(clique, 2)
    }
    assert inside == {tuple(pair) for pair in pairs.tolist()}
