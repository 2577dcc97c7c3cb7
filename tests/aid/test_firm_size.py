"""Size classes at each threshold of recommendation 2003/361/EC and décret 2008-1354."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebond.aid.errors import UnusableFact
from rebond.aid.firm_size import MILLION, THRESHOLDS, kind_of, size_classes

M = MILLION
HUGE = 10_000 * M


@pytest.mark.parametrize(
    ("headcount", "turnover", "balance", "expected"),
    [
        (9, 2 * M, HUGE, ("micro",)),
        (9, 2 * M + 1, 2 * M, ("micro",)),
        (9, 2 * M + 1, 2 * M + 1, ("petite",)),
        (10, 0, 0, ("petite",)),
        (49, 10 * M, HUGE, ("petite",)),
        (50, 0, 0, ("moyenne",)),
        (249, 50 * M, HUGE, ("moyenne",)),
        (249, HUGE, 43 * M, ("moyenne",)),
        (249, 50 * M + 1, 43 * M + 1, ("eti",)),
        (250, 0, 0, ("eti",)),
        (4_999, 1_500 * M, HUGE, ("eti",)),
        (4_999, HUGE, 2_000 * M, ("eti",)),
        (4_999, HUGE, HUGE, ("grande",)),
        (5_000, 0, 0, ("grande",)),
        (5_000, None, None, ("grande",)),
        (100, None, None, ("moyenne", "eti", "grande")),
        (None, HUGE, HUGE, ("grande",)),
        (None, 0, None, ("micro", "petite", "moyenne", "eti", "grande")),
    ],
)
def test_each_threshold_falls_on_its_side(
    headcount: int | None, turnover: int | None, balance: int | None, expected: tuple[str, ...]
) -> None:
    assert size_classes(headcount, turnover, balance) == expected


FIGURE = st.integers(0, 3_000 * M)


@given(st.integers(0, 6_000), FIGURE, FIGURE, st.sets(st.sampled_from([0, 1, 2])))
def test_what_is_hidden_only_widens_the_classes(
    headcount: int, turnover: int, balance: int, hidden: set[int]
) -> None:
    figures = (headcount, turnover, balance)
    (sure,) = size_classes(*figures)
    shown = tuple(None if place in hidden else value for place, value in enumerate(figures))
    assert sure in size_classes(*shown)


@given(st.integers(0, 6_000), FIGURE, FIGURE, st.integers(1, 500))
def test_more_people_never_make_a_firm_smaller(
    headcount: int, turnover: int, balance: int, more: int
) -> None:
    order = [row.size for row in THRESHOLDS] + ["grande"]
    (before,) = size_classes(headcount, turnover, balance)
    (after,) = size_classes(headcount + more, turnover, balance)
    assert order.index(after) >= order.index(before)


def test_the_form_s_option_is_given_only_when_it_is_settled() -> None:
    assert kind_of(("micro", "moyenne")) == "pme"
    assert kind_of(("moyenne", "eti")) is None
    assert kind_of(("grande",)) == "grande"


def test_a_negative_figure_is_refused() -> None:
    with pytest.raises(UnusableFact):
        size_classes(-1, None, None)
