from __future__ import annotations

import datetime

import numpy as np

from rebond.procedure.plan_result import ESTIMATE, FICTITIOUS, BranchChance, Dates, PromiseKept
from rebond.procedure.planning import plan_site
from rebond.texts import Text
from tests.procedure.world import TODAY, site


def test_dates_promises_and_branches_are_written_as_json() -> None:
    day = datetime.date(2030, 1, 2)
    assert Dates(day, day, day, 4.5).as_json()["p50"] == "2030-01-02"
    text = Text("a", "b")
    assert PromiseKept("p", text, text, 3, None, None, None).as_json()["chance"] is None
    assert BranchChance("b", text, 0.25, text).as_json()["chance"] == 0.25


def test_months_follow_each_other_without_a_hole() -> None:
    found = plan_site(site(), as_of=TODAY, draws=200, with_order=False)
    months = [month for month, _ in found.months()]
    expected = np.arange(months[0], np.datetime64(months[-1], "M") + 1, dtype="datetime64[M]")
    assert months == [str(month) for month in expected]


def test_a_plan_says_that_it_is_an_estimate_and_that_a_site_is_fictitious() -> None:
    found = plan_site(site(), as_of=TODAY, draws=50, with_order=False)
    assert ESTIMATE in found.cautions
    assert FICTITIOUS in found.cautions
    assert found.as_json()["estimate"] == ESTIMATE.as_json()


def test_shares_out_of_range_are_held_to_the_first_and_last_draw() -> None:
    found = plan_site(site(), as_of=TODAY, draws=50, with_order=False)
    assert found.day_reached(0.0) == TODAY + datetime.timedelta(days=int(found.end_days[0]))
    assert found.day_reached(1.0) == TODAY + datetime.timedelta(days=int(found.end_days[-1]))
