from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from rebond.procedure.distributions import Duration, pert_table
from rebond.procedure.kernel import FIXED, PIECES, TABLE, TRIANGULAR, UNIFORM
from rebond.procedure.plan_errors import BadDistribution


def test_moments_are_those_of_scipy() -> None:
    triangle = Duration("triangular", 10, 25, 90)
    law = stats.triang(15 / 80, loc=10, scale=80)
    assert triangle.mean == pytest.approx(law.mean())
    assert triangle.variance == pytest.approx(law.var())
    pert = Duration("pert", 10, 25, 90)
    beta = stats.beta(1 + 4 * 15 / 80, 1 + 4 * 65 / 80, loc=10, scale=80)
    assert pert.mean == pytest.approx(beta.mean())
    assert pert.variance == pytest.approx(beta.var())
    flat = Duration("uniform", 10, 50, 90)
    assert (flat.mean, flat.variance) == (50, pytest.approx(80**2 / 12))
    assert (Duration.fixed(30).mean, Duration.fixed(30).variance) == (30, 0)


@pytest.mark.parametrize(
    ("kind", "numbers"),
    [
        ("triangular", (-1, 2, 3)),
        ("triangular", (3, 2, 4)),
        ("triangular", (1, 5, 4)),
        ("uniform", (0, math.nan, 4)),
        ("pert", (0, 2, math.inf)),
        ("triangular", (0, 2, 200_000)),
        ("fixed", (1, 2, 3)),
        ("gamma", (1, 2, 3)),
    ],
)
def test_numbers_that_make_no_distribution_are_refused(
    kind: str, numbers: tuple[float, float, float]
) -> None:
    with pytest.raises(BadDistribution) as refused:
        Duration(kind, *numbers)  # type: ignore[arg-type]
    assert refused.value.kind == kind


def test_kinds_of_the_kernel() -> None:
    assert Duration("triangular", 1, 2, 3).kernel_kind == TRIANGULAR
    assert Duration("uniform", 1, 2, 3).kernel_kind == UNIFORM
    assert Duration("pert", 1, 2, 3).kernel_kind == TABLE
    assert Duration("triangular", 2, 2, 2).kernel_kind == FIXED


@given(st.floats(0, 1))
def test_the_pert_table_is_a_quantile_function_with_the_right_mean(where: float) -> None:
    shape = round(where, 3)
    table = pert_table(shape)
    assert table.shape == (PIECES + 1,)
    assert (table[0], table[-1]) == (0, 1)
    assert (np.diff(table) >= 0).all()
    mean = float((table[1:] + table[:-1]).astype(float).mean() / 2)
    assert mean == pytest.approx((4 * shape + 1) / 6, abs=1e-4)


def test_the_table_cannot_be_written() -> None:
    with pytest.raises(ValueError, match="read-only"):
        pert_table(0.5)[0] = 1


@given(st.floats(0, 50), st.floats(0, 50), st.floats(0, 50), st.floats(0, 200))
def test_what_is_left_is_never_negative_nor_longer(
    a: float, b: float, c: float, gone: float
) -> None:
    low, mode, high = sorted((a, b, c))
    left = Duration("triangular", low, mode, high).less(gone)
    assert 0 <= left.low <= left.mode <= left.high <= high


def test_words_say_the_days_in_both_languages() -> None:
    text = Duration("triangular", 10, 20, 60).text
    assert "10 à 60 jours" in text.fr
    assert "most often 20" in text.en
    assert Duration.fixed(5).text.en == "5 days"
    assert "uniforme" in Duration("uniform", 1, 2, 3).text.fr
