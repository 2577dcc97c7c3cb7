"""Closed forms, same bits for any threads and company, and monotone answers."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from rebond.procedure.distributions import Duration
from rebond.procedure.kernel import FIXED, MONTHS
from rebond.procedure.legal_time import days_reached
from rebond.procedure.network import StepRow
from rebond.procedure.plan_errors import BadSimulation
from rebond.procedure.simulation import Batch, Simulation, simulate
from tests.procedure.world import MILESTONE, TODAY, batch

MANY = 200_000


def run(given_batch: Batch, draws: int = MANY, **options: object) -> Simulation:
    return simulate(given_batch, draws=draws, seed=20200720, **options)  # type: ignore[arg-type]


def near(found: float, expected: float, deviation: float, draws: int = MANY) -> bool:
    """Return whether a mean of draws stands within five standard errors of the expected one."""
    return abs(found - expected) <= 5 * deviation / np.sqrt(draws) + 0.01


def test_the_sum_of_two_triangulars_has_the_sum_of_means_and_of_variances() -> None:
    first = Duration("triangular", 100, 400, 2_000)
    second = Duration("triangular", 50, 1_000, 1_500)
    seen = run(batch([[], [0], [1]], [first, second, MILESTONE]), keep_finals=True)
    variance = first.variance + second.variance
    assert near(seen.mean[0], first.mean + second.mean, np.sqrt(variance))
    assert np.var(seen.finals[0]) == pytest.approx(variance + 2 / 12, rel=0.02)


def test_the_maximum_of_two_uniforms_is_two_thirds_of_the_way_and_not_the_maximum_of_means() -> (
    None
):
    flat = Duration("uniform", 0, 5_000, 10_000)
    seen = run(batch([[], [], [0, 1]], [flat, flat, MILESTONE]), keep_finals=True)
    assert near(seen.mean[0], 20_000 / 3, 10_000 / np.sqrt(18))
    for share, day in zip((0.1, 0.5, 0.9), seen.quantiles[0], strict=True):
        assert day == pytest.approx(10_000 * np.sqrt(share), abs=60)
    assert seen.criticality[0, :2] == pytest.approx([0.5, 0.5], abs=0.01)


def test_a_branch_adds_its_time_in_its_share_of_the_draws() -> None:
    dig = batch(
        [[], [0], [1, 0]],
        [Duration.fixed(100), Duration.fixed(500), MILESTONE],
        chances=(1.0, 0.25),
        parents=(-1, -1),
        branch_of=(0, 1, 0),
    )
    seen = run(dig, keep_finals=True)
    assert near(seen.mean[0], 100 + 0.25 * 500, 500 * np.sqrt(0.25 * 0.75))
    assert set(np.unique(seen.finals[0])) == {100, 600}
    assert seen.criticality[0, 1] == pytest.approx((seen.finals[0] == 600).mean())


def test_a_branch_under_another_is_taken_only_where_the_other_is() -> None:
    nested = batch(
        [[], [0], [1, 0]],
        [Duration.fixed(0), Duration.fixed(100), MILESTONE],
        chances=(1.0, 0.5, 0.4),
        parents=(-1, 0, 1),
        branch_of=(0, 2, 0),
    )
    assert near(run(nested).mean[0], 0.2 * 100, 40)


@pytest.mark.parametrize(
    ("duration", "law"),
    [
        (Duration("triangular", 500, 900, 4_000), stats.triang(400 / 3500, 500, 3500)),
        (Duration("triangular", 500, 500, 4_000), stats.triang(0, 500, 3500)),
        (Duration("triangular", 500, 4_000, 4_000), stats.triang(1, 500, 3500)),
        (Duration("uniform", 500, 2_250, 4_000), stats.uniform(500, 3500)),
        (
            Duration("pert", 500, 1_200, 4_000),
            stats.beta(1 + 4 * 0.2, 1 + 4 * 0.8, loc=500, scale=3500),
        ),
    ],
)
def test_each_distribution_has_its_mean_variance_and_quantiles(
    duration: Duration, law: stats.rv_continuous
) -> None:
    seen = run(batch([[], [0]], [duration, MILESTONE]), keep_finals=True)
    assert near(seen.mean[0], law.mean(), law.std())
    assert seen.finals[0].std() == pytest.approx(law.std(), rel=0.02)
    assert seen.quantiles[0] == pytest.approx(law.ppf([0.1, 0.5, 0.9]), abs=30)
    assert seen.finals.min() >= 500
    assert seen.finals.max() <= 4_000


def test_more_draws_come_closer_to_the_closed_form() -> None:
    flat = Duration("uniform", 0, 5_000, 10_000)
    work = batch([[], [], [0, 1]], [flat, flat, MILESTONE], sites=[f"s{i}" for i in range(50)])
    errors = [
        float(np.sqrt(np.mean((run(work, draws).mean - 20_000 / 3) ** 2)))
        for draws in (100, 1_600, 25_600)
    ]
    assert errors[0] > 3 * errors[1] > 9 * errors[2]


def test_a_clock_of_months_lands_on_the_same_day_of_the_month() -> None:
    table = np.stack([days_reached(TODAY, 400, 0), days_reached(TODAY, 400, 3)])
    work = batch([[], [0]], [StepRow(FIXED, number=9), StepRow(MONTHS, months=3)], months=table)
    work.graphs.row[:] = 1
    seen = run(work, 10)
    assert (np.datetime64(TODAY) + seen.quantiles[0, 1]).item().isoformat() == "2027-02-28"


def test_promises_are_counted_from_the_start_or_the_end_of_a_step() -> None:
    table = np.stack([days_reached(TODAY, 400, 0), days_reached(TODAY, 400, 1)])
    work = batch(
        [[], [0], [1]],
        [Duration.fixed(20), Duration.fixed(28), MILESTONE],
        months=table,
        promise=[(0, 1, 1, 0), (0, 1, 1, 1)],
    )
    assert run(work, 10).promise_chance[0].tolist() == [0.0, 1.0]


def test_a_promise_about_what_never_happens_has_no_chance() -> None:
    work = batch(
        [[], [0]],
        [Duration.fixed(20), MILESTONE],
        chances=(0.0, 1.0),
        parents=(-1, -1),
        branch_of=(0, 1),
        promise=[(0, 0, 0, 0)],
        months=np.zeros((1, 50), np.int32),
    )
    assert np.isnan(run(work, 10).promise_chance[0, 0])


def mixed(sites: list[str]) -> Batch:
    return batch(
        [[], [0], [0], [1, 2], [3]],
        [
            Duration("triangular", 10, 40, 90),
            Duration("uniform", 5, 20, 35),
            Duration("pert", 30, 60, 200),
            Duration("triangular", 0, 0, 50),
            MILESTONE,
        ],
        sites=sites,
        chances=(1.0, 0.4),
        parents=(-1, 0),
        branch_of=(0, 1, 0, 0, 0),
        target=150,
    )


def same(one: Simulation, two: Simulation) -> bool:
    return all(
        np.array_equal(getattr(one, field.name), getattr(two, field.name), equal_nan=True)
        for field in dataclasses.fields(Simulation)
        if field.name not in ("draws", "seed")
    )


def test_the_bits_are_the_same_for_any_number_of_threads() -> None:
    work = mixed([f"site-{number}" for number in range(300)])
    one = run(work, 700, keep_finals=True, keep_dates=100)
    for threads in (2, 3, 8):
        assert same(one, run(work, 700, threads=threads, keep_finals=True, keep_dates=100))


def test_a_site_alone_has_the_bits_that_it_has_among_many() -> None:
    names = [f"site-{number}" for number in range(300)]
    many = run(mixed(names), 700, keep_finals=True)
    for place in (0, 63, 64, 299):
        alone = run(mixed([names[place]]), 700, keep_finals=True)
        assert np.array_equal(alone.finals[0], many.finals[place])
        assert np.array_equal(alone.criticality[0], many.criticality[place])


def test_the_first_draws_of_a_longer_run_are_those_of_a_shorter_one() -> None:
    short = run(mixed(["a"]), 300, keep_finals=True).finals[0]
    assert np.array_equal(run(mixed(["a"]), 3_000, keep_finals=True).finals[0, :300], short)


def test_two_runs_with_one_seed_agree_and_with_two_do_not() -> None:
    work = mixed(["a"])
    one = simulate(work, draws=500, seed=1, keep_finals=True)
    assert same(one, simulate(work, draws=500, seed=1, keep_finals=True))
    assert not np.array_equal(
        one.finals, simulate(work, draws=500, seed=2, keep_finals=True).finals
    )


DAYS = st.integers(0, 200)


@settings(max_examples=40, deadline=None)
@given(
    numbers=st.lists(st.tuples(DAYS, DAYS, DAYS), min_size=5, max_size=5),
    longer=st.integers(0, 4),
    more=st.integers(1, 300),
    kind=st.sampled_from(["triangular", "uniform", "pert"]),
)
def test_adding_a_delay_never_makes_any_draw_earlier(
    numbers: list[tuple[int, int, int]], longer: int, more: int, kind: str
) -> None:
    durations = [Duration(kind, *sorted(item)) for item in numbers]  # type: ignore[arg-type]
    delayed = list(durations)
    item = durations[longer]
    delayed[longer] = Duration(item.kind, item.low + more, item.mode + more, item.high + more)
    arcs = [[], [0], [0], [1, 2], [2, 3], [4]]
    before = run(batch(arcs, [*durations, MILESTONE]), 300, keep_finals=True).finals
    after = run(batch(arcs, [*delayed, MILESTONE]), 300, keep_finals=True).finals
    assert (after >= before).all()


@pytest.mark.parametrize(
    ("field", "options"),
    [
        ("draws", {"draws": 0}),
        ("draws", {"draws": 10**8}),
        ("draws", {"draws": 10.5}),
        ("draws", {"draws": True}),
        ("seed", {"seed": -1}),
        ("seed", {"seed": 2**64}),
        ("threads", {"threads": 0}),
    ],
)
def test_numbers_that_make_no_sense_are_refused(field: str, options: dict[str, object]) -> None:
    numbers: dict[str, object] = {"draws": 10, "seed": 1, "threads": 1} | options
    with pytest.raises(BadSimulation) as refused:
        simulate(mixed(["a"]), **numbers)  # type: ignore[arg-type]
    assert refused.value.field == field


def test_progress_is_told_up_to_the_last_site() -> None:
    told: list[tuple[int, int]] = []
    work = mixed([f"site-{number}" for number in range(150)])
    run(work, 10, threads=2, on_progress=lambda done, sites: told.append((done, sites)))
    assert told[-1] == (150, 150)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_chance_by_a_day_is_the_share_of_the_draws_that_have_ended() -> None:
    seen = run(mixed(["a"]), 1_000, keep_finals=True)
    assert seen.chance_on_time[0] == (seen.finals[0] <= 150).mean()
