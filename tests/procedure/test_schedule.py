from __future__ import annotations

import datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebond.procedure.examples import shipped_example
from rebond.procedure.plan_result import SitePlan
from rebond.procedure.planning import plan_site
from rebond.procedure.schedule import MOST_TICKS, Scale, schedule_of, step_rows
from tests.procedure.world import TODAY, site

DAYS = st.dates(datetime.date(2000, 1, 1), datetime.date(2200, 1, 1))


@pytest.fixture(scope="module")
def brownfield() -> SitePlan:
    return plan_site(
        shipped_example("friche_fictive").read, as_of=TODAY, draws=600, with_order=False
    )


def test_what_is_done_stands_apart_from_what_is_left(brownfield: SitePlan) -> None:
    found = schedule_of(brownfield)
    left = {task.need.task for task in found.tasks}
    settled = {need.task for need in found.settled}
    not_needed = {need.task for need in found.not_needed}
    assert settled == {
        "examen_cas_par_cas",
        "archeologie_diagnostic",
        "permis_amenager",
        "demolition",
    }
    assert "etude_faune_flore" in left
    assert "maitrise_fonciere" in not_needed
    assert not left & settled
    assert not left & not_needed


def test_what_is_supposed_done_is_settled(brownfield: SitePlan) -> None:
    plan = plan_site(
        shipped_example("friche_fictive").read,
        as_of=TODAY,
        draws=200,
        what_if=["etude_impact"],
        with_order=False,
    )
    found = schedule_of(plan)
    assert "etude_impact" in {need.task for need in found.settled}
    assert "etude_impact" not in {task.need.task for task in found.tasks}
    assert "etude_impact" in {task.need.task for task in schedule_of(brownfield).tasks}


def test_each_bar_runs_forward_on_the_scale(brownfield: SitePlan) -> None:
    found = schedule_of(brownfield)
    for task in found.tasks:
        for bar in task.steps:
            assert bar.start_p10 <= bar.start_p50 <= bar.end_p50 <= bar.end_p90
            assert found.scale.first <= bar.start_p10
            assert bar.end_p90 <= found.scale.last


def test_tasks_follow_the_day_on_which_they_start_one_time_in_two(brownfield: SitePlan) -> None:
    starts = [task.start_p50 for task in schedule_of(brownfield).tasks]
    assert starts == sorted(starts)


def test_a_lawsuit_does_not_set_the_end_of_the_appeals(brownfield: SitePlan) -> None:
    appeals = next(
        task for task in schedule_of(brownfield).tasks if task.need.task == "recours_tiers"
    )
    time_to_appeal, lawsuit = appeals.steps
    assert lawsuit.step.chance_happens < 0.2
    assert not lawsuit.is_sure
    assert appeals.course == (time_to_appeal,)
    assert appeals.end_p50 == time_to_appeal.end_p50 < lawsuit.end_p50
    assert appeals.chance_happens == 1.0
    assert appeals.criticality >= time_to_appeal.step.criticality


def test_the_critical_path_is_the_plans_own(brownfield: SitePlan) -> None:
    on_path = {
        bar.step.step
        for task in schedule_of(brownfield).tasks
        for bar in task.steps
        if bar.step.is_on_path
    }
    # Milestones stand on the path and take no time, so they have no bar.
    assert on_path <= set(brownfield.critical_path)
    assert {"fauna", "impact", "works", "commissioning"} <= on_path
    assert {task.need.task for task in schedule_of(brownfield).tasks if task.is_on_path} >= {
        "etude_faune_flore",
        "construction",
    }


def test_the_scale_reaches_a_day_hoped_for_unless_it_leaves_no_room(brownfield: SitePlan) -> None:
    near = schedule_of(brownfield).scale.last + datetime.timedelta(days=200)
    assert schedule_of(brownfield, until=[near]).scale.last == near
    assert schedule_of(brownfield, until=[datetime.date(9999, 12, 31)]).scale == (
        schedule_of(brownfield).scale
    )
    assert schedule_of(brownfield, until=[datetime.date(1, 1, 1)]).scale.first == TODAY


@given(first=DAYS, length=st.integers(1, 40_000), day=DAYS)
def test_a_share_lies_between_the_edges_and_grows_with_the_day(
    first: datetime.date, length: int, day: datetime.date
) -> None:
    scale = Scale(first, first + datetime.timedelta(days=length))
    share = scale.share(day)
    assert 0 <= share <= 1
    assert scale.share(day + datetime.timedelta(days=1)) >= share
    assert scale.share(scale.first) == 0
    assert scale.share(scale.last) == 1


@given(first=DAYS, length=st.integers(1, 40_000))
def test_ticks_are_few_in_order_and_inside(first: datetime.date, length: int) -> None:
    scale = Scale(first, first + datetime.timedelta(days=length))
    ticks = scale.ticks()
    assert len(ticks) <= MOST_TICKS
    assert all(scale.first <= tick <= scale.last for tick in ticks)
    assert all(one < other for one, other in pairwise(ticks))


def test_a_short_plan_has_quarters_and_a_long_one_years() -> None:
    short = Scale(datetime.date(2026, 11, 21), datetime.date(2027, 8, 1)).ticks()
    assert [day.isoformat() for day in short] == ["2027-01-01", "2027-04-01", "2027-07-01"]
    long = Scale(datetime.date(2026, 11, 21), datetime.date(2029, 8, 1)).ticks()
    assert [day.year for day in long] == [2027, 2028, 2029]


def test_rows_hold_each_step_with_days_or_nothing(brownfield: SitePlan) -> None:
    rows = step_rows(brownfield, "en")
    assert [row["step"] for row in rows] == [step.step for step in brownfield.steps]
    by_step = {row["step"]: row for row in rows}
    assert by_step["fauna"]["task_title"] == "Fauna and flora study over four seasons"
    assert by_step["permit"]["article"] == "C. urb. R*423-23 c"
    assert by_step["land"]["start_p10"] is None
    assert by_step["land"]["chance_happens"] == 0
    assert datetime.date.fromisoformat(by_step["works"]["end_p90"]) > TODAY


def test_a_site_with_only_a_permit_left_has_a_short_calendar() -> None:
    plan = plan_site(site(), as_of=TODAY, draws=200, with_order=False)
    assert [task.need.task for task in schedule_of(plan).tasks] == [
        "permis_de_construire",
        "recours_tiers",
        "construction",
    ]
