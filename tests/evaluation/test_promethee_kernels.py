import numpy as np
import pytest

from rebond.evaluation.promethee_kernels import COUNT, LEVEL, LINEAR, sweep


@pytest.mark.parametrize(
    ("shape", "q", "p", "expected"),
    [
        # differences to 0, 1, 1, 4 are summed upwards
        (COUNT, 0.0, 0.0, [0, 1, 1, 3]),
        (COUNT, 1.0, 1.0, [0, 0, 0, 3]),
        (LEVEL, 0.0, 3.0, [0, 0.5, 0.5, 2]),
        (LINEAR, 0.0, 4.0, [0, 0.25, 0.25, 2.5]),
        (LINEAR, 1.0, 3.0, [0, 0, 0, 3]),
    ],
)
def test_sums_of_preferences_over_smaller_values(shape, q, p, expected):
    sums = np.empty(4)
    sweep(np.array([0.0, 1.0, 1.0, 4.0]), shape, q, p, sums)
    np.testing.assert_allclose(sums, expected)


def test_the_running_sum_does_not_drift_over_many_values():
    values = np.sort(np.random.default_rng(0).random(20_000)) + 1e4
    sums = np.empty_like(values)
    sweep(values, LINEAR, 0.0, 0.25, sums)
    for a in (1, 7_000, 19_999):
        expected = np.clip((values[a] - values) / 0.25, 0, 1).sum()
        assert sums[a] == pytest.approx(expected, rel=1e-13)
