import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rebond.evaluation.top_k_kernels import STEP, TILE, kth_largest, screen, select


@settings(deadline=None)  # the first call compiles
@given(st.lists(st.integers(-5, 5), min_size=1, max_size=60), st.data())
def test_the_kth_largest_is_that_of_a_sort(values, data):
    k = data.draw(st.integers(1, len(values)))
    array = np.array(values, dtype=float)
    assert kth_largest(array.copy(), len(values), k) == sorted(values, reverse=True)[k - 1]


def screened(values, weights, margin, k, capacity):
    """Screen one criterion; returns the candidates found in each draw."""
    count = -(-len(values) // TILE)
    tiles = np.zeros((count, STEP, TILE), dtype=np.float32)
    padded = np.full(count * TILE, -2.0)
    padded[: len(values)] = values
    tiles[:, 0] = padded.reshape(count, TILE)
    w = np.zeros((len(weights), STEP), dtype=np.float32)
    w[:, 0] = weights
    found = np.empty((len(weights), capacity), dtype=np.int32)
    bounds = np.empty((len(weights), capacity), dtype=np.float32)
    counts = np.empty(len(weights), dtype=np.int64)
    margins = np.full(len(weights), margin, dtype=np.float32)
    order = np.arange(len(values), dtype=np.int32)
    screen(tiles, w, margins, order, k, found, bounds, counts)
    return found, counts


def test_everything_within_the_margin_of_the_kth_is_found():
    values = np.random.default_rng(0).random(3_000)
    found, counts = screened(values, [1.0], 0.01, 10, 2 * 10 + 4 * TILE)
    limit = np.sort(values)[-10] - 0.0099
    assert set(np.flatnonzero(values >= limit)) <= set(found[0, : counts[0]].tolist())


def test_too_many_near_the_limit_are_left_to_the_exact_way():
    _, counts = screened(np.full(3_000, 0.5), [1.0], 0.01, 10, 2 * 10 + 4 * TILE)
    assert counts.tolist() == [-1]


def test_padding_is_never_found():
    found, counts = screened(np.full(5, -0.5), [1.0], 0.0, 5, 2 * 5 + 4 * TILE)
    assert sorted(found[0, : counts[0]].tolist()) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("counts", [[3], [-1]])
def test_selection_counts_candidates_and_their_weights(counts):
    values = np.array([[0.9], [0.5], [0.5], [0.1]])
    found = np.array([[2, 0, 1, 9]], dtype=np.int32)
    among, first = np.zeros(4, dtype=np.int64), np.zeros(4, dtype=np.int64)
    among_weights, first_weights = np.zeros((2, 4, 1), dtype=np.int64)
    select(
        values,
        np.array([[1.0]]),
        np.array([[8]]),
        2,
        found,
        np.array(counts),
        among,
        first,
        among_weights,
        first_weights,
    )
    assert among.tolist() == [1, 1, 1, 0]
    assert first.tolist() == [1, 0, 0, 0]
    assert among_weights[:, 0].tolist() == [8, 8, 8, 0]
    assert first_weights[:, 0].tolist() == [8, 0, 0, 0]
