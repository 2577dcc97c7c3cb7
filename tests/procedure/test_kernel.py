from __future__ import annotations

import itertools

import numpy as np
import pytest

from rebond.procedure.kernel import BEHIND, CHUNK, LANES, fill_bits, run_step, summarise, trace_back

MASK = 0xFFFFFFFF


def philox(counter: tuple[int, ...], key: tuple[int, ...]) -> tuple[int, ...]:
    """Compute one Philox 4×32-10 block with Python integers, from the article's definition."""
    x0, x1, x2, x3 = counter
    k0, k1 = key
    for _ in range(10):
        p0, p1 = 0xD2511F53 * x0, 0xCD9E8D57 * x2
        x0, x1, x2, x3 = (p1 >> 32) ^ x1 ^ k0, p1 & MASK, (p0 >> 32) ^ x3 ^ k1, p0 & MASK
        k0, k1 = (k0 + 0x9E3779B9) & MASK, (k1 + 0xBB67AE85) & MASK
    return x0, x1, x2, x3


def bits(counter: tuple[int, ...], key: tuple[int, int]) -> np.ndarray:
    out = np.empty(CHUNK, dtype=np.uint32)
    fill_bits(out, tuple(np.uint32(word) for word in counter), np.array(key, dtype=np.uint32))
    return out


# Known answers of the authors' library (Random123, kat_vectors), and of the C++ standard, which gives the
# 10 000th number of philox4x32 seeded with 20111115.
@pytest.mark.parametrize(
    ("counter", "key", "expected"),
    [
        ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
        (
            (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
            (0xA4093822, 0x299F31D0),
            (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
        ),
        ((2499, 0, 0, 0), (20111115, 0), (3696338170, 1611413366, 2034598530, 1955073260)),
    ],
)
def test_the_reference_gives_the_published_answers(
    counter: tuple[int, ...], key: tuple[int, ...], expected: tuple[int, ...]
) -> None:
    assert philox(counter, key) == expected


@pytest.mark.parametrize("block", [0, 1, 39, 2**26 - 1])
def test_the_compiled_numbers_are_those_of_philox(block: int) -> None:
    out = bits((block, 0x85A308D3, 0xFFFFFFFF, 0x03707344), (0xA4093822, 0xFFFFFFFF))
    for lane in range(LANES):
        counter = ((LANES * block + lane) & MASK, 0x85A308D3, 0xFFFFFFFF, 0x03707344)
        words = philox(counter, (0xA4093822, 0xFFFFFFFF))
        assert tuple(int(out[LANES * word + lane]) for word in range(4)) == words


def slow_critical(start: np.ndarray, finish: np.ndarray, followers: list[list[int]]) -> np.ndarray:
    """Mark, draw by draw, the steps that occur and whose end a marked follower waits for."""
    steps, draws = start.shape
    marked = np.zeros((steps, draws), dtype=bool)
    for draw, step in itertools.product(range(draws), range(steps - 1, -1, -1)):
        binds = step == steps - 1 or any(
            marked[after, draw] and finish[step, draw] == start[after, draw]
            for after in followers[step]
        )
        marked[step, draw] = binds and finish[step, draw] >= start[step, draw]
    return (marked & (finish > start)).sum(axis=1)


def test_critical_steps_are_those_that_a_slow_search_finds() -> None:
    rng = np.random.default_rng(3)
    followers = [[2, 3], [2], [4, 5], [4, 5], [5], []]
    start = np.zeros((6, CHUNK), dtype=np.int32)
    finish = np.zeros((6, CHUNK), dtype=np.int32)
    for step in range(6):
        for other in range(step):
            if step in followers[other]:
                start[step] = np.maximum(start[step], finish[other])
        happens = rng.random(CHUNK) < 0.7 if step < 5 else np.ones(CHUNK, dtype=bool)
        finish[step] = np.where(happens, start[step] + rng.integers(0, 4, CHUNK), 0)
    total = np.zeros(6, dtype=np.int64)
    room = tuple(np.empty(CHUNK, dtype=np.int32) for _ in range(4))
    first = np.cumsum([0, *map(len, followers)]).astype(np.int32)
    flat = np.array([after for row in followers for after in row], dtype=np.int32)
    trace_back(total, np.empty((6, CHUNK), np.int32), room, (start, finish, 200), (first, flat))
    assert total.tolist() == slow_critical(start[:, :200], finish[:, :200], followers).tolist()


@pytest.mark.parametrize("room", [1, 100_000])
def test_quantiles_are_the_smallest_day_that_enough_draws_have_reached(room: int) -> None:
    ends = np.random.default_rng(1).integers(50, 9_000, 1_237).astype(np.int32)
    levels = np.array([0.1, 0.5, 0.9, 1.0])
    found = np.zeros(4, dtype=np.int32)
    mean = summarise(ends, levels, found, np.empty(room, dtype=np.int32))
    assert mean == pytest.approx(ends.mean(), abs=1e-9)
    assert found.tolist() == np.quantile(ends, levels, method="inverted_cdf").tolist()


def test_a_step_that_is_behind_ends_on_day_0_whatever_it_waited_for() -> None:
    start = np.full((1, CHUNK), 40, dtype=np.int32)
    finish = np.full((1, CHUNK), 7, dtype=np.int32)
    active = np.ones((1, CHUNK), dtype=np.int32)
    low = np.float32(0)
    rule = (np.int8(BEHIND), np.int32(5), low, low, low, np.zeros((1, 4097), np.float32))
    where = (0, 0, 0)
    run_step(
        (start, finish, active), where, np.zeros(CHUNK, np.uint32), rule, np.zeros((1, 1), np.int32)
    )
    assert not finish.any()
