import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from rebond.evaluation.acceptability import acceptability, rank_quantile
from rebond.evaluation.acceptability_counts import MAX_CANDIDATES
from rebond.evaluation.errors import (
    BadInterval,
    Cancelled,
    ContradictoryWeights,
    EmptyInput,
    NegativeWeight,
    NotFinite,
    NumberOutOfRange,
    RankLimitOutOfRange,
    TooManyCandidates,
    WeightsDoNotSumToOne,
    WrongShape,
)
from rebond.evaluation.sampling import CANDIDATES, DRAWS_PER_BLOCK, REFERENCES, stream
from rebond.evaluation.weights import WeightSet
from tests.evaluation import peers


def certain(table, criteria=None, **options):
    """Run on certain values, one indicator a criterion."""
    table = np.asarray(table, dtype=float)
    weights = options.pop("weights", WeightSet.full(table.shape[1]))
    return acceptability(
        table,
        table,
        np.eye(table.shape[1]),
        weights,
        **{"k": 1, "draws": 4_000, "seed": 1, **options},
    )


def messy(seed=0, candidates=12, references=3):
    """Return uncertain candidates and references, two criteria of three and two indicators."""
    rng = np.random.default_rng(seed)
    low, high = np.sort(rng.random((2, candidates + references, 5)), axis=0)
    low[rng.random(low.shape) < 0.4] = 0.25
    high = np.maximum(low, high)
    same = rng.random(low.shape) < 0.4
    high[same] = low[same]
    shares = np.array([[0.5, 0.25, 0.25, 0, 0], [0, 0, 0, 0.7, 0.3]])
    return {
        "low": low[:candidates],
        "high": high[:candidates],
        "shares": shares,
        "weight_set": WeightSet.full(2),
        "reference_low": low[candidates:],
        "reference_high": high[candidates:],
    }


def slow_and_obvious(case, k, draws, seed):
    """Score every draw with plain loops from the same streams, and rank by counting."""
    low, high = case["low"], case["high"]
    references = case["reference_low"], case["reference_high"]
    weights = case["weight_set"].sample(draws, seed)
    ranks, reference_ranks = [], []

    def scores(generator, ends, w):
        values = ends[0].copy()
        open_values = ends[0] < ends[1]
        u = generator.random(int(open_values.sum()))
        span = ends[1][open_values] - ends[0][open_values]
        values[open_values] = np.minimum(ends[0][open_values] + u * span, ends[1][open_values])
        found = []
        for row in values:
            total = 0.0
            for c, share in enumerate(case["shares"]):
                criterion = 0.0
                for part, value in zip(share, row, strict=True):
                    criterion += part * value
                total += w[c] * criterion
            found.append(total)
        return np.array(found)

    for d in range(draws):
        if d % DRAWS_PER_BLOCK == 0:
            generators = [stream(seed, p, d // DRAWS_PER_BLOCK) for p in (CANDIDATES, REFERENCES)]
        own = scores(generators[0], (low, high), weights[d])
        other = scores(generators[1], references, weights[d])
        ranks.append([1 + int((own > s).sum()) for s in own])
        reference_ranks.append([1 + int((own > s).sum()) for s in other])
    return np.array(ranks), np.array(reference_ranks), weights


def test_two_candidates_share_the_simplex_as_geometry_says():
    # a is first where w1 > w2 / 2, hence w1 > 1/3: two thirds of the segment, of middle 2/3
    result = certain([[1.0, 0.0], [0.0, 0.5]], draws=20_000)
    assert result.first[0] == pytest.approx(2 / 3, abs=0.015)
    assert result.central_weights[0] == pytest.approx([2 / 3, 1 / 3], abs=0.01)
    assert result.central_weights[1] == pytest.approx([1 / 6, 5 / 6], abs=0.01)
    assert result.confidence.tolist() == [1.0, 1.0]
    assert result.pairwise[0, 1] == result.first[0]
    assert result.pairwise[0, 1] + result.pairwise[1, 0] == 1.0
    assert result.expected_rank[0] == 2 - result.first[0]


def test_three_opposite_candidates_share_the_triangle_in_equal_parts():
    result = certain(np.eye(3), draws=20_000)
    np.testing.assert_allclose(result.first, 1 / 3, atol=0.015)
    # the mean of the largest of three uniform parts is 11/18, the others share the rest
    expected = np.full((3, 3), 7 / 36) + np.eye(3) * (11 / 18 - 7 / 36)
    np.testing.assert_allclose(result.central_weights, expected, atol=0.01)


def test_an_uncertain_value_wins_as_often_as_its_interval_says():
    weights = WeightSet.fixed({"only": 1.0})
    result = acceptability([[0.4], [0.2]], [[0.4], [1.0]], [[1.0]], weights, 1, 20_000, seed=3)
    # uniform on [0.2, 1]: above 0.4 in three quarters of the draws
    assert stats.binomtest(int(result.rank_counts[1, 0]), 20_000, 0.75).pvalue > 1e-3
    np.testing.assert_array_equal(result.confidence, result.first)


def test_missing_is_every_value_and_is_not_spread_over_what_is_known():
    # half of the criterion is missing: the score is 0.5 × 0.6 + 0.5 × U, not 0.6
    weights = WeightSet.fixed({"only": 1.0})
    low, high = [[0.6, 0.0], [0.55, 0.55]], [[0.6, 1.0], [0.55, 0.55]]
    result = acceptability(low, high, [[0.5, 0.5]], weights, 1, 20_000, seed=3)
    assert result.first[0] == pytest.approx(0.5, abs=0.015)


@pytest.mark.parametrize("seed", range(3))
def test_it_equals_plain_loops_over_the_same_draws_exactly(seed):
    case = messy(seed)
    ranks, reference_ranks, weights = slow_and_obvious(case, 4, 600, seed)
    result = acceptability(**case, k=4, draws=600, seed=seed)
    places = np.arange(1, 13)
    np.testing.assert_array_equal(result.rank_counts, (ranks[:, :, None] == places).sum(axis=0))
    np.testing.assert_array_equal(
        result.reference_rank_counts,
        (reference_ranks[:, :, None] == np.arange(1, 14)).sum(axis=0),
    )
    np.testing.assert_array_equal(result.first_k, (ranks <= 4).mean(axis=0))
    np.testing.assert_array_equal(result.reference_first_k, (reference_ranks <= 4).mean(axis=0))
    np.testing.assert_allclose(result.expected_rank, ranks.mean(axis=0), rtol=1e-14)
    for i in range(12):
        for found, limit in ((result.central_weights, 1), (result.first_k_central_weights, 4)):
            chosen = ranks[:, i] <= limit
            if chosen.any():
                np.testing.assert_allclose(found[i], weights[chosen].mean(axis=0), atol=1e-13)
            else:
                assert np.isnan(found[i]).all()


@pytest.mark.parametrize("threads", [2, 3])
def test_any_number_of_threads_gives_the_same_bits(threads):
    case = messy(4, candidates=20)
    one = acceptability(**case, k=5, draws=1_500, seed=9)
    many = acceptability(**case, k=5, draws=1_500, seed=9, threads=threads)
    for name in one.__slots__:
        ours, theirs = getattr(one, name), getattr(many, name)
        if isinstance(ours, np.ndarray):
            assert ours.tobytes() == theirs.tobytes(), name
    assert one.inputs_digest == many.inputs_digest
    assert dict(one.parameters) == dict(many.parameters)


@pytest.mark.parametrize("peer", [peers.pymcdm_weighted_sum, peers.skcriteria_weighted_sum])
def test_two_libraries_ranking_the_same_draws_give_the_same_counts(peer):
    table = np.random.default_rng(2).random((8, 3))
    weights = WeightSet.stated(3, orderings=[("1", "3")])
    result = certain(table, weights=weights, k=2, draws=60, seed=5)
    counts = np.zeros((8, 8), dtype=int)
    for row in weights.sample(60, seed=5):
        scores = peer(table, row / row.sum())
        for i in range(8):
            counts[i, (scores > scores[i]).sum()] += 1
    np.testing.assert_array_equal(result.rank_counts, counts)


def test_a_candidate_that_is_never_first_has_no_central_weights_and_no_confidence():
    result = certain([[0.9, 0.9], [0.1, 0.1]])
    assert np.isnan(result.central_weights[1]).all()
    assert np.isnan(result.confidence[1])
    assert result.first[1] == 0.0
    assert result.confidence[0] == 1.0


def test_tied_candidates_share_the_better_rank():
    result = certain([[0.5, 0.5], [0.5, 0.5], [0.1, 0.1]], k=1)
    assert result.first_k.tolist() == [1.0, 1.0, 0.0]
    assert result.rank_median.tolist() == [1, 1, 3]
    assert result.pairwise[0, 1] == 0.5
    assert result.confidence[:2].tolist() == [1.0, 1.0]


def test_a_reference_is_ranked_alone_among_the_candidates():
    table = np.array([[0.2], [0.5], [0.8]])
    weights = WeightSet.fixed({"only": 1.0})
    references = np.array([[0.9], [0.8], [0.6], [0.1]])
    result = acceptability(
        table,
        table,
        [[1.0]],
        weights,
        1,
        10,
        0,
        reference_low=references,
        reference_high=references,
    )
    assert result.reference_rank_median.tolist() == [1, 1, 2, 4]
    assert result.reference_rank_low.tolist() == result.reference_rank_high.tolist()
    assert result.reference_first_k.tolist() == [1.0, 1.0, 0.0, 0.0]


def test_references_never_change_the_candidates_nor_each_other():
    case = messy(6)
    alone = {**case, "reference_low": None, "reference_high": None}
    with_them, without = (acceptability(**c, k=3, draws=300, seed=2) for c in (case, alone))
    np.testing.assert_array_equal(with_them.rank_counts, without.rank_counts)
    np.testing.assert_array_equal(with_them.confidence, without.confidence)
    assert without.reference_first_k.shape == (0,)


def test_pairwise_wins_can_be_left_out():
    assert certain(np.eye(3), pairwise=False).pairwise.shape == (0, 3)


def test_mean_contributions_add_up_to_the_mean_score():
    case = messy(1)
    result = acceptability(**case, k=3, draws=500, seed=1)
    middle = (case["low"] + case["high"]) / 2 @ case["shares"].T
    np.testing.assert_allclose(result.mean_contributions, middle / 2, atol=0.05)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 6))
def test_counts_are_consistent(seed, k):
    case = messy(seed, candidates=6, references=1)
    result = acceptability(**case, k=k, draws=64, seed=seed)
    assert (result.rank_counts.sum(axis=1) == 64).all()
    assert (result.reference_rank_counts.sum(axis=1) == 64).all()
    assert result.first_k.sum() * 64 >= k * 64 - 1e-9
    assert (result.rank_low <= result.rank_median).all()
    assert (result.rank_median <= result.rank_high).all()
    np.testing.assert_allclose(result.pairwise + result.pairwise.T, 1.0)
    # the expected rank without ties is 1 + the chances of losing each pair
    np.testing.assert_allclose(
        result.expected_rank, 0.5 + (1 - result.pairwise).sum(axis=1), atol=1e-9
    )


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 1_000), st.integers(0, 5), st.floats(0.01, 0.5))
def test_a_better_value_never_lowers_the_chance(seed, who, gain):
    case = messy(seed, candidates=6, references=1)
    certain_low = {**case, "high": case["low"]}
    better = case["low"].copy()
    better[who] = np.minimum(better[who] + gain, 1.0)
    before = acceptability(**certain_low, k=2, draws=64, seed=1).first_k[who]
    after = acceptability(**{**certain_low, "low": better, "high": better}, k=2, draws=64, seed=1)
    assert after.first_k[who] >= before


def test_orderings_move_the_chances():
    free = certain([[1.0, 0.0], [0.0, 1.0]])
    ordered = certain([[1.0, 0.0], [0.0, 1.0]], weights=WeightSet.stated(2, orderings=[("1", "2")]))
    assert 0.4 < free.first[0] < 0.6
    assert ordered.first[0] == 1.0


def test_rank_quantiles_are_exact_at_the_edge():
    counts = np.array([[5, 90, 5], [4, 91, 5], [5, 89, 6], [0, 0, 100]])
    assert rank_quantile(counts, 5).tolist() == [1, 2, 1, 3]
    assert rank_quantile(counts, 95).tolist() == [2, 2, 3, 3]


@pytest.mark.parametrize("threads", [1, 2])
def test_progress_ends_at_the_number_of_draws_in_the_callers_thread(threads):
    seen = []
    certain(np.eye(2), draws=1_000, threads=threads, on_progress=lambda *x: seen.append(x))
    assert seen[-1] == (1_000, 1_000)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)


@pytest.mark.parametrize("threads", [1, 2])
def test_it_stops_when_asked(threads):
    with pytest.raises(Cancelled) as stopped:
        certain(np.eye(2), draws=5_000, threads=threads, is_cancelled=lambda: True)
    assert 0 < stopped.value.done < stopped.value.total == 5_000


EYE = np.eye(2)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"low": [[np.nan, 0], [0, 0]]}, NotFinite),
        ({"low": [[0, 0], [0, 0.9]], "high": [[1, 1], [1, 0.5]]}, BadInterval),
        ({"low": [[-0.1, 0], [0, 0]]}, BadInterval),
        ({"high": [[1.5, 1], [1, 1]]}, BadInterval),
        ({"high": [[1, 1]]}, WrongShape),
        ({"low": np.empty((0, 2)), "high": np.empty((0, 2))}, EmptyInput),
        ({"shares": [[1.0, 0.0]]}, WrongShape),
        ({"shares": [[0.5, 0.4], [0, 1]]}, WeightsDoNotSumToOne),
        ({"shares": [[1.5, -0.5], [0, 1]]}, NegativeWeight),
        ({"k": 0}, RankLimitOutOfRange),
        ({"k": 3}, RankLimitOutOfRange),
        ({"draws": 0}, NumberOutOfRange),
        ({"seed": -1}, NumberOutOfRange),
        ({"threads": 0}, NumberOutOfRange),
        ({"weight_set": WeightSet.stated(2, fixed={"1": 0.5, "2": 0.6})}, ContradictoryWeights),
        ({"reference_low": [[0, 0]]}, WrongShape),
        ({"reference_low": [[0.0]], "reference_high": [[1.0]]}, WrongShape),
        ({"reference_low": [[0.6, 0]], "reference_high": [[0.5, 1]]}, BadInterval),
    ],
)
def test_what_has_no_answer_is_refused(change, error):
    case = {
        "low": np.zeros((2, 2)),
        "high": np.ones((2, 2)),
        "shares": EYE,
        "weight_set": WeightSet.full(2),
        "k": 1,
        "draws": 10,
        "seed": 0,
    }
    with pytest.raises(error):
        acceptability(**{**case, **change})


def test_too_many_candidates_are_sent_to_the_fast_path():
    table = np.zeros((MAX_CANDIDATES + 1, 1))
    with pytest.raises(TooManyCandidates) as refused:
        acceptability(table, table, [[1.0]], WeightSet.full(1), 1, 1, 0)
    assert refused.value.limit == MAX_CANDIDATES
    assert "top_k_acceptability" in refused.value.message("en")


def test_the_result_says_how_it_was_made():
    result = certain(np.eye(2), k=2, draws=100, seed=7)
    assert (result.method, result.method_version) == ("acceptability", "1.0.0")
    assert result.parameters["seed"] == 7
    assert result.parameters["weights"] == WeightSet.full(2).as_json()
    assert result.step("rank_counts").value is result.rank_counts
    with pytest.raises(ValueError, match="read-only"):
        result.rank_counts[0, 0] = 1
