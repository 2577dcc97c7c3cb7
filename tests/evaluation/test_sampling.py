import numpy as np
import pytest
from scipy import stats

from rebond.evaluation.errors import NumberOutOfRange
from rebond.evaluation.sampling import (
    CANDIDATES,
    DRAWS_PER_BLOCK,
    WEIGHTS,
    blocks,
    simplex_block,
    stream,
)
from rebond.evaluation.weights import WeightSet


def test_streams_depend_on_seed_purpose_and_block_only():
    def bits(*key):
        return stream(*key).random(4).tolist()

    assert bits(1, WEIGHTS, 0) == bits(1, WEIGHTS, 0)
    assert (
        len({tuple(bits(s, p, b)) for s in (1, 2) for p in (WEIGHTS, CANDIDATES) for b in (0, 1)})
        == 8
    )


def test_blocks_can_be_drawn_alone_and_in_any_order():
    sampler = WeightSet.stated(3, orderings=[("1", "2")]).sampler(5)
    whole = sampler.draws(3 * DRAWS_PER_BLOCK)
    for block in (2, 0, 1):
        first = block * DRAWS_PER_BLOCK
        np.testing.assert_array_equal(sampler.block(block), whole[first : first + DRAWS_PER_BLOCK])


def test_blocks_cover_the_draws():
    assert blocks(1) == [(0, 1)]
    assert blocks(512) == [(0, 256), (1, 256)]
    with pytest.raises(NumberOutOfRange):
        blocks(0)


def test_simplex_draws_are_exact_multiples_that_sum_to_one():
    draws = simplex_block(stream(3, WEIGHTS, 0), 6)
    scaled = draws * 2.0**53
    assert (scaled == np.floor(scaled)).all()
    assert (draws.sum(axis=1) == 1.0).all()
    assert (draws >= 0).all()


@pytest.mark.parametrize("criteria", [3, 5, 8])
def test_kept_points_of_a_walk_are_almost_independent(criteria):
    # on an ordered simplex, the hardest shape: neighbours correlate by less than one tenth
    weights = WeightSet.stated(
        criteria, orderings=[(str(i), str(i + 1)) for i in range(1, criteria)]
    )
    sampler = weights.sampler(2)
    series = np.concatenate([sampler.block(b) - sampler.block(b).mean(axis=0) for b in range(12)])
    together = (series[:-1] * series[1:]).mean(axis=0) / series.var(axis=0)
    assert (together < 0.1).all()


def test_the_walk_has_forgotten_its_start_at_the_first_kept_point():
    # the first point of each block, over many blocks, has the law of the set and not of its centre
    sampler = WeightSet.stated(4, orderings=[("1", "2"), ("3", "4")]).sampler(7)
    firsts = np.array([sampler.block(b)[0] for b in range(400)])
    folded = np.random.default_rng(1).dirichlet(np.ones(4), 20_000)
    folded[:, :2] = -np.sort(-folded[:, :2], axis=1)
    folded[:, 2:] = -np.sort(-folded[:, 2:], axis=1)
    for j in range(4):
        assert stats.ks_2samp(firsts[:, j], folded[:, j]).pvalue > 1e-3


def test_walks_are_longer_in_more_dimensions():
    small = WeightSet.stated(3, orderings=[("1", "2")]).sampler(0)
    large = WeightSet.stated(8, orderings=[("1", "2")]).sampler(0)
    assert (small.thinning, small.burn_in) == (5 + 4 * 4, 100 + 20 * 4)
    assert (large.thinning, large.burn_in) == (5 + 4 * 49, 100 + 20 * 49)


@pytest.mark.parametrize("seed", [-1, 2**64])
def test_a_seed_outside_64_bits_is_refused(seed):
    with pytest.raises(NumberOutOfRange) as refused:
        stream(seed, WEIGHTS, 0)
    assert refused.value.name == "seed"
