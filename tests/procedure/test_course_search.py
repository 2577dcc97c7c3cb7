from __future__ import annotations

import datetime
from typing import Any

from rebond.procedure.course_search import Resolved, resolve
from rebond.procedure.graph_model import shipped_graph
from rebond.procedure.skeleton import skeleton_of
from tests.procedure.world import TODAY, case, site

SKELETON = skeleton_of(shipped_graph())


def found(as_of: datetime.date = TODAY, done: tuple[str, ...] = (), **described: Any) -> Resolved:
    return resolve(case(site(**described), as_of), SKELETON, supposed_done=done)


def study(expires_on: str) -> dict[str, Any]:
    return {
        "facts": {"natural_land": True, "archaeology_case": True},
        "activity": {"environmental_assessment": "systematic"},
        "tasks": {"etude_faune_flore": {"state": "done", "scope": "any", "expires_on": expires_on}},
    }


def test_a_study_that_expires_before_its_use_is_to_do_again() -> None:
    lasting = found(**study("2040-01-01"))
    assert lasting.needs["etude_faune_flore"].chance_again == 0
    used_on = lasting.course.starts["impact"]
    assert used_on == TODAY
    assert found(**study("2026-11-21")).needs["etude_faune_flore"].chance_again == 0
    waiting = study("2026-12-01")
    waiting["facts"] = waiting["facts"] | {"land_control": "none"}
    waiting["activity"] = {"environmental_assessment": "case_by_case"}
    late = found(**waiting)
    assert late.needs["etude_faune_flore"].chance_again == 1
    assert any("before it is used" in text.en for text in late.needs["etude_faune_flore"].why)


def test_the_law_is_that_of_the_day_on_which_the_plan_files() -> None:
    activity = {"icpe_regime": "autorisation"}
    early = found(datetime.date(2023, 1, 10), activity=activity)
    assert early.course.ends["env_file"] < datetime.date(2024, 10, 22)
    assert early.times["env_examination"].version == "2017-03"
    just_before = found(datetime.date(2024, 9, 1), activity=activity)
    assert just_before.course.ends["env_file"] >= datetime.date(2024, 10, 22)
    assert just_before.times["env_examination"].version == "2024-10"


def test_needs_times_and_course_agree() -> None:
    one = found(**study("2028-01-01"))
    two = found(**study("2028-01-01"))
    assert one.times == two.times
    assert one.row == two.row
    assert one.course == two.course


def test_supposing_a_task_done_never_makes_the_course_longer() -> None:
    described: dict[str, Any] = {
        "facts": {"natural_land": True, "archaeology_case": True, "land_control": "none"},
        "activity": {"environmental_assessment": "systematic", "icpe_regime": "autorisation"},
    }
    base = found(**described).course.ends_on
    for task in shipped_graph().tasks:
        assert found(done=(task,), **described).course.ends_on <= base
