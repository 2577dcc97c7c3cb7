import numpy as np
from scipy import stats

from rebond.evaluation.sampling_kernels import walk


def walked(slack, slope, steps, burn_in=50, thinning=5, seed=0):
    slope = np.ascontiguousarray(np.asarray(slope, dtype=float).T)
    dimensions = slope.shape[0]
    uniforms = np.random.default_rng(seed).random((burn_in + steps * thinning, dimensions + 1))
    points = np.empty((steps, dimensions))
    walk(np.asarray(slack, dtype=float), slope, uniforms, burn_in, thinning, points)
    return points


def test_on_a_segment_points_are_uniform():
    # z runs between minus one and three
    points = walked([1.0, 3.0], [[1.0], [-1.0]], 4_000)[:, 0]
    assert stats.kstest(points, stats.uniform(-1, 4).cdf).pvalue > 1e-3


def test_in_a_square_coordinates_are_uniform_and_independent():
    points = walked([1, 1, 1, 1], [[1, 0], [-1, 0], [0, 1], [0, -1]], 4_000, thinning=20)
    for j in range(2):
        assert stats.kstest(points[:, j], stats.uniform(-1, 2).cdf).pvalue > 1e-3
    assert abs(np.corrcoef(points.T)[0, 1]) < 0.06


def test_every_point_is_inside():
    slope = np.array([[1.0, 0.5], [-1.0, 0.25], [0.0, -1.0]])
    points = walked([0.3, 0.2, 0.1], slope, 2_000)
    assert (np.array([0.3, 0.2, 0.1]) + points @ slope.T >= -1e-12).all()


def test_a_direction_of_zeros_stays_where_it_is():
    uniforms = np.full((2, 2), 0.5)
    points = np.empty((2, 1))
    walk(np.array([1.0, 1.0]), np.array([[1.0, -1.0]]), uniforms, 0, 1, points)
    assert points.tolist() == [[0.0], [0.0]]
