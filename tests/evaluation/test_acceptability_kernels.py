import numpy as np

from rebond.evaluation.acceptability_kernels import (
    add_contributions,
    add_weights_of_first,
    count_firsts_under,
    count_ranks,
    count_wins,
    criteria_of_draws,
    rank_against,
    scores_of_draws,
)


def test_values_are_drawn_inside_their_interval_and_shared_out():
    low, high = np.array([[0.2, 0.5]]), np.array([[0.6, 0.5]])
    drawn_at = np.array([[0, -1]])
    criteria = np.empty((2, 1, 2))
    uniforms = np.array([[0.0], [0.5]])
    criteria_of_draws(low, high, drawn_at, uniforms, np.array([[1.0, 0.0], [0.5, 0.5]]), criteria)
    np.testing.assert_allclose(criteria[:, 0], [[0.2, 0.35], [0.4, 0.45]])


def test_scores_add_weighted_criteria():
    scores = np.empty((1, 2))
    scores_of_draws(np.array([[[1.0, 2.0], [3.0, 4.0]]]), np.array([[0.25, 0.75]]), scores)
    assert scores.tolist() == [[1.75, 3.75]]


def test_ranks_count_strictly_better_scores():
    ordered = np.array([[0.1, 0.5, 0.5, 0.9]])
    ranks = np.empty((1, 5), dtype=np.int64)
    rank_against(np.array([[0.9, 0.5, 0.1, 0.0, 1.0]]), ordered, ranks)
    assert ranks.tolist() == [[1, 2, 4, 5, 1]]


def test_ranks_are_counted_by_candidate():
    counts = np.zeros((2, 2), dtype=np.int64)
    count_ranks(np.array([[1, 2], [1, 1]]), counts)
    assert counts.tolist() == [[2, 0], [1, 1]]


def test_weights_go_to_the_first_and_to_the_first_k():
    first, among = np.zeros((3, 2), dtype=np.int64), np.zeros((3, 2), dtype=np.int64)
    add_weights_of_first(np.array([[1, 2, 3]]), np.array([[30, 70]]), 2, first, among)
    assert first.tolist() == [[30, 70], [0, 0], [0, 0]]
    assert among.tolist() == [[30, 70], [30, 70], [0, 0]]


def test_contributions_are_weight_times_criterion():
    sums = np.zeros((1, 2))
    add_contributions(
        np.array([[[1.0, 2.0]], [[3.0, 4.0]]]), np.array([[0.5, 0.5], [1.0, 0.0]]), sums
    )
    assert sums.tolist() == [[3.5, 1.0]]


def test_wins_count_two_halves_and_ties_one():
    halves = np.zeros((2, 2), dtype=np.int64)
    count_wins(np.array([[0.5, 0.7, 0.1], [0.5, 0.2, 0.3]]), halves)
    assert halves.tolist() == [[0, 3], [3, 0]]


def test_firsts_are_counted_under_the_candidates_own_weights():
    criteria = np.array([[[1.0, 0.0], [0.0, 1.0]], [[0.2, 0.0], [0.3, 1.0]]])
    central = np.array([[1.0, 0.0], [0.0, 1.0]])
    counts = np.zeros(2, dtype=np.int64)
    count_firsts_under(criteria, central, np.array([0, 1]), np.array([1, 0]), counts)
    assert counts.tolist() == [1, 2]
