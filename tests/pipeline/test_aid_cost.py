"""The simulated cost: it adds up, follows its assumptions, and promises nothing that no rule establishes."""

from __future__ import annotations

import datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebond.opendata import Snapshot
from rebond.pipeline.aid_cost import (
    FIRST_DAY,
    LAST_DAY,
    AidCost,
    UnknownAssumption,
    UnusableAssumption,
    UnusableDay,
    aid_cost,
    shared_out,
)
from rebond.territory import Atlas

SEPTEMBER_2020 = datetime.date(2020, 9, 1)
END_OF_2023 = datetime.date(2023, 12, 31)


@pytest.fixture(scope="module")
def data() -> tuple[Snapshot, Atlas]:
    snapshot = Snapshot.shared()
    return snapshot, Atlas.shared(snapshot)


def cost(data: tuple[Snapshot, Atlas], on: datetime.date, **changes: float) -> AidCost:
    return aid_cost(*data, on=on, changes=changes)


def test_the_149_territories_share_the_announced_thousand_by_their_jobs(
    data: tuple[Snapshot, Atlas],
) -> None:
    found = cost(data, SEPTEMBER_2020, housing_share=0)
    assert len(found.territories) == 149
    assert sum(one.recruitments for one in found.territories) == 1000
    jobs = sum(one.jobs for one in found.territories)
    for one in found.territories:
        assert abs(one.recruitments - 1000 * one.jobs / jobs) < 1
        assert one.firm_cents == one.recruitments * 400_000


def test_in_2020_nothing_is_sure_and_four_millions_are_supposed(
    data: tuple[Snapshot, Atlas],
) -> None:
    found = cost(data, SEPTEMBER_2020, housing_share=0)
    assert (found.sure_cents, found.supposed_cents) == (0, 1000 * 400_000)
    assert found.unsettled == 1000


def test_once_the_rules_are_read_the_firm_s_aid_is_sure(data: tuple[Snapshot, Atlas]) -> None:
    found = cost(data, END_OF_2023, housing_share=0)
    assert found.sure_cents == found.supposed_cents == 400_000_000


def test_the_housing_aid_stays_under_its_ceiling_and_follows_the_rent(
    data: tuple[Snapshot, Atlas],
) -> None:
    full = {"housing_share": 1, "months_low": 12, "paid_under_ceiling": 1}
    dear = cost(data, SEPTEMBER_2020, **full, rent_low=100, rent_high=900)
    assert sum(one.housing_cents for one in dear.territories) == 1000 * 120_000
    cheap = cost(data, SEPTEMBER_2020, **full, rent_low=0, rent_high=9)
    assert sum(one.housing_cents for one in cheap.territories) == 0


def test_a_refused_share_costs_nothing(data: tuple[Snapshot, Atlas]) -> None:
    found = cost(data, END_OF_2023, housing_share=0, eligible_share=0)
    assert found.supposed_cents == 0
    assert found.most_cents == 0


def test_the_same_seed_gives_the_same_cents(data: tuple[Snapshot, Atlas]) -> None:
    assert cost(data, SEPTEMBER_2020) == cost(data, SEPTEMBER_2020)
    assert aid_cost(*data, on=SEPTEMBER_2020, seed=1) != cost(data, SEPTEMBER_2020)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("housing_share", 1.1),
        ("recruitments", -1),
        ("recruitments", 1e12),
        ("months_low", 13),
        ("rent_low", 700),
        ("rent_high", float("nan")),
    ],
)
def test_an_assumption_that_cannot_be_is_refused(
    name: str, value: float, data: tuple[Snapshot, Atlas]
) -> None:
    with pytest.raises(UnusableAssumption) as refused:
        cost(data, SEPTEMBER_2020, **{name: value})
    assert refused.value.name == name


@given(
    st.integers(0, 5_000),
    st.lists(st.integers(0, 10**6), min_size=1, max_size=30).filter(lambda w: sum(w) > 0),
)
def test_shares_add_up_and_stay_within_one_of_the_exact_share(
    total: int, weights: list[int]
) -> None:
    shares = shared_out(total, np.array(weights, dtype=np.int64))
    assert int(shares.sum()) == total
    for share, weight in zip(shares, weights, strict=True):
        assert abs(int(share) * sum(weights) - total * weight) < sum(weights)


def test_a_name_that_no_assumption_has_and_a_day_of_before_are_refused(
    data: tuple[Snapshot, Atlas],
) -> None:
    with pytest.raises(UnknownAssumption, match="luck"):
        cost(data, SEPTEMBER_2020, luck=1)
    for day in (FIRST_DAY - datetime.timedelta(days=1), LAST_DAY + datetime.timedelta(days=1)):
        with pytest.raises(UnusableDay, match="1 January 2018"):
            cost(data, day)
