from __future__ import annotations

import datetime
import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rebond.canonical import canonical_bytes
from rebond.procedure.anticipation import Gain
from rebond.procedure.budget import Measure, Offer, choose_anticipations, measured, offer_of
from rebond.procedure.plan_errors import BadSimulation
from tests.procedure.test_anticipation import question
from tests.procedure.world import TODAY


def gain(name: str, days: int, cost: float, p90: int | None = None) -> Gain:
    on = TODAY + datetime.timedelta(days=100)
    return Gain((name,), days, days if p90 is None else p90, float(days), on, on, cost)


def offer(site: str, *bundles: Gain, weight: float = 1.0) -> Offer:
    return Offer(site, bundles, weight)


def by_hand(offers: list[Offer], budget: float, measure: Measure) -> float:
    """Try every choice."""
    best = 0.0
    for chosen in itertools.product(*[(None, *item.bundles) for item in offers]):
        cost = math.fsum(item.cost_eur or 0.0 for item in chosen if item is not None)
        days = math.fsum(
            owner.weight * measured(item, measure)
            for owner, item in zip(offers, chosen, strict=True)
            if item is not None
        )
        if cost <= budget:
            best = max(best, days)
    return best


BUNDLES = st.lists(
    st.tuples(st.integers(1, 400), st.integers(1, 400), st.integers(1, 90)), min_size=0, max_size=4
)


@settings(max_examples=60, deadline=None)
@given(
    sites=st.lists(BUNDLES, min_size=1, max_size=4),
    budget=st.integers(0, 250),
    measure=st.sampled_from(["p50", "p90", "mean"]),
)
def test_the_choice_is_the_best_of_all_choices(
    sites: list[list[tuple[int, int, int]]], budget: int, measure: Measure
) -> None:
    offers = [
        Offer(
            f"s{place}",
            tuple(
                gain(f"t{n}", days, float(cost), p90) for n, (days, p90, cost) in enumerate(items)
            ),
        )
        for place, items in enumerate(sites)
    ]
    found = choose_anticipations(offers, float(budget), measure=measure)
    assert found.days == pytest.approx(by_hand(offers, budget, measure), abs=1e-6)
    assert found.spent_eur <= budget
    assert found.bound_days >= found.days - 1e-6
    assert found.days_per_last_euro >= 0


def test_a_site_gets_one_set_of_tasks_at_most() -> None:
    found = choose_anticipations([offer("s", gain("a", 10, 1), gain("b", 20, 2))], 100)
    assert found.chosen["s"].tasks == ("b",)


def test_the_last_euro_buys_what_the_relaxation_says() -> None:
    offers = [offer("s1", gain("a", 100, 50)), offer("s2", gain("b", 30, 30))]
    assert choose_anticipations(offers, 20).days_per_last_euro == pytest.approx(2.0)
    assert choose_anticipations(offers, 60).days_per_last_euro == pytest.approx(1.0)
    assert choose_anticipations(offers, 500).days_per_last_euro == 0
    more = (
        choose_anticipations(offers, 60.5).bound_days
        - choose_anticipations(offers, 59.5).bound_days
    )
    assert more == pytest.approx(1.0)


def test_weights_say_which_site_counts_more() -> None:
    offers = [offer("s1", gain("a", 10, 5)), offer("s2", gain("b", 9, 5), weight=2.0)]
    assert set(choose_anticipations(offers, 5).chosen) == {"s2"}


def test_with_no_money_or_no_offer_nothing_is_bought() -> None:
    found = choose_anticipations([offer("s", gain("a", 10, 5))], 0)
    assert (found.days, found.spent_eur, dict(found.chosen)) == (0, 0, {})
    empty = choose_anticipations([offer("s")], 10)
    assert (empty.days, empty.days_per_last_euro) == (0, 0)
    assert canonical_bytes(empty.as_json())


@pytest.mark.parametrize("budget", [-1.0, math.nan, math.inf])
def test_a_budget_that_makes_no_sense_is_refused(budget: float) -> None:
    with pytest.raises(BadSimulation) as refused:
        choose_anticipations([offer("s", gain("a", 10, 5))], budget)
    assert refused.value.field == "budget_eur"


def test_a_negative_weight_is_refused_with_its_site() -> None:
    with pytest.raises(BadSimulation) as refused:
        choose_anticipations([offer("s", gain("a", 10, 5), weight=-1)], 5)
    assert refused.value.where == "s"


def test_an_offer_holds_the_sets_that_are_worth_their_price() -> None:
    asked = question({"a": 100, "b": 100, "c": 10}, {}, a=10.0, b=20.0, c=30.0)
    found = offer_of(asked, ["a", "b", "c", "d"], 50)
    assert {bundle.tasks for bundle in found.bundles} == {("a", "b"), ("a", "b", "c")}
    assert found.left_out == ("d",)
    assert found.is_complete


def test_many_tasks_are_offered_in_part_and_it_is_said() -> None:
    lengths = {f"t{number}": 10 + number for number in range(9)}
    asked = question(lengths, {}, **dict.fromkeys(lengths, 1.0))
    found = offer_of(asked, list(lengths), 20)
    assert not found.is_complete
    choice = choose_anticipations([found], 100)
    assert choice.incomplete == ("essai",)


def test_a_choice_is_canonical_json() -> None:
    rng = np.random.default_rng(0)
    offers = [
        offer(
            f"s{n}",
            *(
                gain(f"t{k}", int(d), float(c))
                for k, (d, c) in enumerate(rng.integers(1, 90, (3, 2)))
            ),
        )
        for n in range(5)
    ]
    written = choose_anticipations(offers, 120.5).as_json()
    assert canonical_bytes(written)
    assert written["method_version"] == "1.0.0"
