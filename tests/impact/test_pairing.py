"""Pairs: the nearest, never beyond the caliper, never with a fact made up, whatever the order of the rows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.distance import cdist

from rebond.impact import Panel, panel
from rebond.impact.errors import OptionUnfit, ShapesDiffer
from rebond.impact.pairing import Pairing, distances, nearest, pair, pooled_spread
from rebond.impact.synthetic import Design, invent

NAN = float("nan")


def of(facts: Any, retained: list[bool]) -> Panel:
    units = [f"u{number:03d}" for number in range(len(retained))]
    values = np.array(facts, dtype=float).reshape(len(retained), -1)
    names = [f"f{number}" for number in range(values.shape[1])]
    outcomes = np.zeros((len(retained), 2))
    return panel(units, retained, names, values, [2019, 2020], outcomes, first_after=2020)


def chosen(found: Pairing) -> list[tuple[int, int]]:
    return [(one.retained, one.other) for one in found.pairs]


def test_distances_are_those_of_scipy_under_the_pooled_covariance() -> None:
    data = invent(Design(units=40), 3)
    rows = data.is_retained
    groups = (data.facts[rows], data.facts[~rows])
    spread = pooled_spread(data.facts, rows)
    centred = np.vstack([one - one.mean(axis=0) for one in groups])
    inverse = np.linalg.inv(centred.T @ centred / (len(centred) - 2))
    wanted = cdist(*groups, metric="mahalanobis", VI=inverse)
    assert distances(data.facts, rows) == pytest.approx(wanted, rel=1e-8)
    plain = cdist(groups[0] / spread, groups[1] / spread)
    assert distances(data.facts, rows, metric="standardised") == pytest.approx(plain, rel=1e-8)


def test_the_closest_pair_is_formed_first_and_nobody_serves_twice() -> None:
    data = of([[0.0], [0.2], [0.1], [1.0], [9.0]], [True, True, False, False, False])
    assert chosen(pair(data, caliper=None)) == [(0, 2), (1, 3)]
    assert chosen(pair(data, caliper=None, with_replacement=True)) == [(0, 2), (1, 2)]


def test_both_members_of_a_pair_come_from_one_group() -> None:
    facts, retained = [[0.0], [1.0], [0.1], [0.6], [9.0]], [True, True, False, False, False]
    plain = of(facts, retained)
    data = panel(
        plain.units,
        retained,
        plain.fact_names,
        facts,
        plain.years,
        plain.outcomes,
        first_after=2020,
        groups=["b", "a", "a", "b", "b"],
    )
    assert chosen(pair(plain, caliper=None)) == [(0, 2), (1, 3)]
    assert chosen(pair(data, caliper=None)) == [(0, 3), (1, 2)]
    assert data.digest != plain.digest
    with pytest.raises(ShapesDiffer):
        panel(
            plain.units,
            retained,
            [],
            [[]] * 5,
            [2019, 2020],
            plain.outcomes,
            first_after=2020,
            groups=["a"],
        )


def test_ties_go_to_the_first_id() -> None:
    data = of([[0.0], [1.0], [-1.0], [1.0]], [True, False, False, False])
    assert chosen(pair(data, caliper=None)) == [(0, 1)]
    assert nearest(np.zeros((2, 2)), np.ones((2, 2), bool), with_replacement=False) == [
        (0, 0),
        (1, 1),
    ]


def test_a_candidate_beyond_the_caliper_stays_alone() -> None:
    data = of([[0.0], [50.0], [0.1], [1.0], [2.0]], [True, True, False, False, False])
    found = pair(data, caliper=0.5)
    assert chosen(found) == [(0, 2)]
    assert found.without_neighbour == (1,)


def test_a_missing_fact_leaves_the_candidate_out_and_is_never_filled() -> None:
    data = of([[0.0], [NAN], [NAN], [0.5], [0.6]], [True, True, False, False, False])
    found = pair(data, caliper=None)
    assert found.missing_facts == (1, 2)
    assert chosen(found) == [(0, 3)]
    assert found.without_neighbour == ()


def test_facts_that_repeat_or_never_vary_do_not_stop_it() -> None:
    column = np.array([0.0, 0.3, 0.1, 0.7, 2.0])
    data = of(np.column_stack([column, 2 * column, np.ones(5)]), [True, True, False, False, False])
    found = pair(data, caliper=None)
    assert chosen(found) == chosen(
        pair(of(column, [True, True, False, False, False]), caliper=None)
    )
    assert found.constant_facts == ("f2",)
    assert found.balance[2].after == 0.0


def test_balance_is_the_standardised_mean_difference_by_hand() -> None:
    data = of([[2.0], [4.0], [0.0], [2.0]], [True, True, False, False])
    (row,) = pair(data, caliper=None).balance
    assert (row.retained_mean, row.others_mean) == (3.0, 1.0)
    assert row.before == pytest.approx(2 / np.sqrt(2))
    assert row.after == pytest.approx(2 / np.sqrt(2))


def test_groups_without_spread_and_with_other_means_have_no_measure_of_balance() -> None:
    (row,) = pair(of([[1.0], [1.0], [0.0], [0.0]], [True, True, False, False])).balance
    assert row.before is None


def test_pairing_improves_balance_where_groups_differ() -> None:
    data = invent(Design(units=400), 11)
    for one in pair(data).balance[:2]:
        assert one.before is not None
        assert one.after is not None
        assert abs(one.after) < abs(one.before) / 2


@pytest.mark.parametrize("retained", [[True] * 4, [False] * 4])
def test_without_a_second_group_there_is_no_pair(retained: list[bool]) -> None:
    found = pair(of(np.arange(4.0), retained))
    assert found.pairs == ()
    assert found.balance[0].after is None


def test_options_that_mean_nothing_are_refused() -> None:
    data = of(np.arange(4.0), [True, False, True, False])
    for options in ({"caliper": 0.0}, {"caliper": NAN}, {"metric": "propensity"}):
        with pytest.raises(OptionUnfit):
            pair(data, **options)  # type: ignore[arg-type]


@settings(deadline=None, max_examples=30)
@given(
    seed=st.integers(0, 10_000),
    order=st.randoms(use_true_random=False),
    scale=st.floats(0.01, 1000),
    with_replacement=st.booleans(),
)
def test_neither_the_order_of_rows_nor_units_of_measure_move_the_pairs(
    seed: int, order: Any, scale: float, with_replacement: bool
) -> None:
    data = invent(Design(units=24), seed)
    rows = list(range(24))
    order.shuffle(rows)
    moved = panel(
        [data.units[row] for row in rows],
        data.is_retained[rows],
        data.fact_names,
        data.facts[rows] * np.array([scale, 1.0, 1.0]) + 7.0,
        data.years,
        data.outcomes[rows],
        first_after=data.first_after,
    )
    options: dict[str, Any] = {"caliper": 0.8, "with_replacement": with_replacement}
    first, second = pair(data, **options), pair(moved, **options)
    assert chosen(first) == chosen(second)
    others = [one.other for one in first.pairs]
    assert with_replacement or len(set(others)) == len(others)
