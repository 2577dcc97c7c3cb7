import numpy as np
import pytest

from rebond.evaluation.arrays import (
    arrays_digest,
    as_directions,
    as_finite,
    as_weights,
    check_count,
    check_k,
    frozen,
    refuse_negative,
)
from rebond.evaluation.errors import (
    BadDirection,
    EmptyInput,
    NegativeWeight,
    NotFinite,
    NumberOutOfRange,
    RankLimitOutOfRange,
    WeightsDoNotSumToOne,
    WrongShape,
)


def test_numbers_become_contiguous_doubles_of_our_own():
    mine = np.asfortranarray(np.array([[1, 2], [3, 4]], dtype=np.int32))
    array = as_finite("x", mine, 2)
    assert array.dtype == np.float64
    assert array.flags["C_CONTIGUOUS"]
    mine[0, 0] = 9
    assert array[0, 0] == 1.0


def test_the_first_number_that_is_not_finite_is_named():
    with pytest.raises(NotFinite) as refused:
        as_finite("x", [[1.0, 2.0], [np.inf, np.nan]], 2)
    assert refused.value.where == "x[1, 0]"


def test_dimensions_and_emptiness_are_checked():
    with pytest.raises(WrongShape) as refused:
        as_finite("x", 1.0, 1)
    assert (refused.value.found, refused.value.name) == ((), "x")
    with pytest.raises(EmptyInput):
        as_finite("x", [], 1)


def test_weights_may_miss_one_by_rounding_only():
    as_weights([0.1] * 10, 10)
    with pytest.raises(WeightsDoNotSumToOne) as refused:
        as_weights([0.5, 0.5 + 1e-8], 2)
    assert refused.value.total == pytest.approx(1 + 1e-8)
    with pytest.raises(WrongShape):
        as_weights([1.0], 2)
    with pytest.raises(NegativeWeight) as negative:
        refuse_negative(np.array([[0.5, 0.5], [1.5, -0.5]]))
    assert (negative.value.index, negative.value.value) == ((1, 1), -0.5)


def test_directions_default_to_more_is_better():
    assert as_directions(None, 2).tolist() == [1.0, 1.0]
    assert as_directions([-1, 1], 2).tolist() == [-1.0, 1.0]
    with pytest.raises(BadDirection):
        as_directions([1, 2], 2)
    with pytest.raises(BadDirection):
        as_directions([np.nan], 1)


def test_counts_and_k_are_bounded():
    check_k(1, 1)
    for k in (0, 2, -1):
        with pytest.raises(RankLimitOutOfRange) as refused:
            check_k(k, 1)
        assert (refused.value.k, refused.value.candidates) == (k, 1)
    check_count("draws", 5, 1, 5)
    with pytest.raises(NumberOutOfRange) as bounded:
        check_count("draws", 6, 1, 5)
    assert (bounded.value.low, bounded.value.high) == (1, 5)


def test_frozen_arrays_cannot_be_written():
    array = np.zeros(2)
    frozen(array)
    with pytest.raises(ValueError, match="read-only"):
        array[0] = 1.0


def test_digests_depend_on_names_shapes_types_and_values_only():
    table = np.array([[1.0, 2.0], [3.0, 4.0]])
    digest = arrays_digest(x=table)
    assert digest.startswith("sha256:")
    assert digest == arrays_digest(x=np.asfortranarray(table))
    assert digest == arrays_digest(x=table.astype(">f8"))
    assert digest != arrays_digest(x=table.reshape(4))
    assert digest != arrays_digest(x=table.astype(np.float32))
    assert digest != arrays_digest(x=table.T)
    assert arrays_digest(a=table, b=table[0]) == arrays_digest(b=table[0], a=table)
    assert digest == "sha256:" + KNOWN


KNOWN = "bc0db8ea7486c4b6380b9b38f99eb6a309067613a1497665053efcd7a9395032"
