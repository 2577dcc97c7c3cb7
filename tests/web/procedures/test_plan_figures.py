from __future__ import annotations

import datetime
from itertools import pairwise

import pytest

from rebond.procedure.examples import shipped_example, shipped_examples
from rebond.procedure.plan_result import SitePlan
from rebond.procedure.planning import plan_site
from rebond.procedure.schedule import schedule_of
from rebond.web.procedures.plan_figures import distribution, gantt

DAY = datetime.date(2026, 11, 21)


@pytest.fixture(scope="module", params=[one.id for one in shipped_examples()])
def plan(request: pytest.FixtureRequest) -> SitePlan:
    read = shipped_example(request.param).read
    return plan_site(read, as_of=DAY, draws=800, with_order=False)


def test_each_bar_stands_inside_the_calendar(plan: SitePlan) -> None:
    for row in gantt(schedule_of(plan)).rows:
        for box in row.boxes:
            for at, width in ((box.thin_at, box.thin_width), (box.at, box.width)):
                assert 0 <= float(at) <= 100
                assert float(width) > 0
                assert float(at) + float(width) <= 100.5
        assert 0 <= float(row.end) <= 100


def test_years_are_written_apart_from_each_other(plan: SitePlan) -> None:
    labelled = [tick for tick in gantt(schedule_of(plan)).ticks if tick.label]
    assert labelled
    places = [float(tick.at) for tick in labelled]
    assert all(after - before >= 9 for before, after in pairwise(places))


def test_months_cover_the_width_and_the_fullest_is_as_high_as_the_figure(plan: SitePlan) -> None:
    found = distribution(plan)
    assert max(float(bar.height) for bar in found.bars) == 100
    for bar in found.bars:
        assert float(bar.top) + float(bar.height) == pytest.approx(100, abs=0.02)
        assert float(bar.at) + float(bar.width) <= 100


def test_p10_p50_and_p90_are_named_in_order_at_different_heights(plan: SitePlan) -> None:
    marks = {mark.name: mark for mark in distribution(plan).marks}
    assert set(marks) == {"P10", "P50", "P90"}
    assert float(marks["P10"].at) <= float(marks["P50"].at) <= float(marks["P90"].at)
    assert len({mark.line for mark in marks.values()}) == 3
    assert marks["P50"].day == plan.dates.p50


def test_the_chance_grows_with_the_years_up_to_certainty(plan: SitePlan) -> None:
    years = distribution(plan).years
    chances = [one.chance for one in years]
    assert chances == sorted(chances)
    assert chances[-1] == 1
    assert all(one.chance == plan.chance_by(one.day) for one in years)
