import numpy as np
import pytest

from rebond.evaluation import acceptability_counts
from rebond.evaluation.acceptability_counts import Problem, Tally, confidence_counts, run
from rebond.evaluation.weights import WeightSet


def problem(draws=700, candidates=5):
    rng = np.random.default_rng(3)
    low = rng.random((candidates, 3)) * 0.5
    return Problem(
        low=low,
        high=low + rng.random((candidates, 3)) * 0.5,
        reference_low=low[:1],
        reference_high=low[:1],
        shares=np.eye(3),
        sampler=WeightSet.full(3).sampler(1),
        k=2,
        draws=draws,
    )


def counted(case):
    return run(case, 1, pairwise=True, on_progress=None, is_cancelled=None)


def test_small_parts_for_small_memory_change_nothing(monkeypatch):
    whole = counted(problem())
    monkeypatch.setattr(acceptability_counts, "_VALUES_AT_ONCE", 100)
    parts = counted(problem())
    for name in ("rank_counts", "reference_counts", "first_weights", "first_k_weights", "halves"):
        np.testing.assert_array_equal(getattr(whole, name), getattr(parts, name))
    np.testing.assert_array_equal(whole.contribution_units, parts.contribution_units)


def test_tallies_add_up_in_any_order():
    case = problem()
    first, second = counted(case), counted(case)
    total = Tally(case, pairwise=True)
    total.add(first)
    total.add(second)
    np.testing.assert_array_equal(total.rank_counts, 2 * first.rank_counts)
    np.testing.assert_array_equal(total.halves, 2 * first.halves)


@pytest.mark.parametrize(("draws", "bits"), [(1, 44), (10_000, 44), (2**17, 43), (2**40, 20)])
def test_sums_of_fixed_point_weights_fit_63_bits(draws, bits):
    assert problem(draws).unit_bits == bits
    assert draws * 2**bits < 2**62


def test_confidence_is_counted_over_values_alone():
    case = problem(draws=500)
    tally = counted(case)
    central = tally.mean_weights(tally.first_weights, tally.rank_counts[:, 0])
    counts = confidence_counts(case, central, tally, 1, None)
    assert ((counts >= 0) & (counts <= 500)).all()
    # the candidate that is first under everybody's weights is first under its own
    assert counts[tally.rank_counts[:, 0].argmax()] == counts.max()
    np.testing.assert_array_equal(counts, confidence_counts(case, central, tally, 2, None))


def test_confidence_of_certain_values_is_all_or_nothing():
    base = problem(draws=300)
    case = Problem(**{name: getattr(base, name) for name in base.__slots__} | {"high": base.low})
    tally = counted(case)
    central = tally.mean_weights(tally.first_weights, tally.rank_counts[:, 0])
    assert set(confidence_counts(case, central, tally, 1, None).tolist()) <= {0, 300}
