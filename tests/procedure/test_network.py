from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest

from rebond.procedure.coverage import Case
from rebond.procedure.distributions import Duration
from rebond.procedure.errors import DayOutOfCalendar
from rebond.procedure.graph_model import shipped_graph
from rebond.procedure.kernel import BEHIND, FIXED, MONTHS, TABLE, TRIANGULAR
from rebond.procedure.needs import needs_of
from rebond.procedure.network import (
    AT_ONCE,
    NOTHING,
    Row,
    StepRow,
    View,
    batch_of,
    branch_chance,
    row_of,
    with_done,
)
from rebond.procedure.skeleton import skeleton_of, task_branch
from rebond.procedure.step_times import Timing
from tests.procedure.world import TODAY, case, site

SKELETON = skeleton_of(shipped_graph())


def row(found: Case, view: View = "central") -> Row:
    needs = needs_of(found)
    return row_of(found, SKELETON, needs, Timing(found, needs, {}, {}).all(), view)


def step(found: Row, name: str) -> StepRow:
    return found.steps[SKELETON.number(name)]


def chance(found: Row, branch: str) -> float:
    return found.chances[SKELETON.branches.index(branch)]


def test_clocks_become_months_weeks_become_days_and_distributions_stay() -> None:
    found = row(case(site(activity={"icpe_regime": "autorisation"})))
    assert step(found, "permit") == StepRow(MONTHS, months=3)
    assert step(found, "appeal_time") == StepRow(MONTHS, number=1, months=2)
    assert step(found, "env_report") == StepRow(FIXED, number=21)
    assert step(found, "works").kind == TRIANGULAR
    assert step(found, "operational") == StepRow(FIXED, number=0)
    assert step(found, "permit+") == NOTHING


def test_what_is_not_known_is_counted_at_its_chance_or_not_at_all_or_always() -> None:
    doubtful = case(site(facts={"woodland_to_clear": "unknown", "heritage_area": "unknown"}))
    views: tuple[View, ...] = ("central", "optimistic", "pessimistic")
    rows = [row(doubtful, view) for view in views]
    assert [chance(item, task_branch("defrichement")) for item in rows] == [0.2, 0, 1]
    assert [chance(item, "more:permit") for item in rows] == [0.5, 0, 1]
    assert [chance(item, "contested") for item in rows] == [0.1] * 3
    assert [chance(item, task_branch("construction")) for item in rows] == [1] * 3


@pytest.mark.parametrize(
    ("described", "expected"),
    [
        ({}, 0.5),
        ({"activity": {"environmental_assessment": "systematic"}}, 1.0),
        ({"outcomes": {"impact_required": False}}, 0.0),
        ({"assumptions": {"impact_required": {"chance": 0.3}}}, 0.3),
        (
            {
                "outcomes": {"impact_required": True},
                "assumptions": {"impact_required": {"chance": 0.3}},
            },
            1.0,
        ),
    ],
)
def test_a_branch_is_known_given_certain_or_assumed(
    described: dict[str, Any], expected: float
) -> None:
    assert branch_chance(case(site(**described)), "impact_required") == expected


def test_a_task_done_in_advance_takes_no_time_but_keeps_its_place() -> None:
    found = row(case(site(facts={"natural_land": True, "archaeology_case": True})))
    done = with_done(found, SKELETON, ["archeologie_diagnostic", "permis_de_construire"])
    assert step(done, "dig_field") == AT_ONCE
    assert step(done, "permit") == AT_ONCE
    assert step(done, "permit+") == NOTHING
    assert step(done, "works") == step(found, "works")
    assert done.chances == found.chances


def test_the_longest_time_of_a_step_is_a_bound() -> None:
    assert StepRow(MONTHS, number=1, months=3).longest == 94
    assert StepRow(FIXED, number=21).longest == 21
    assert StepRow(TRIANGULAR, duration=Duration("triangular", 1, 2, 9.5)).longest == 10
    assert StepRow(BEHIND).longest == 0


def test_a_batch_puts_months_and_shapes_in_rows() -> None:
    shape = {
        "kind": "pert",
        "low": 5,
        "mode": 6,
        "high": 9,
        "basis": "assumption",
        "why": {"fr": "a", "en": "a"},
    }
    found = row(case(site(assumptions={"works": {"duration": shape}})))
    batch = batch_of([found, found], SKELETON, as_of=TODAY, promises=shipped_graph().file.promises)
    works, permit = SKELETON.number("works"), SKELETON.number("permit")
    assert batch.graphs.kind[0, works] == TABLE
    assert batch.graphs.tables.shape[0] == 1
    months = batch.graphs.months[batch.graphs.row[0, permit]]
    assert (np.datetime64(TODAY) + int(months[0])).item().isoformat() == "2027-02-21"
    assert batch.promise.shape == (len(shipped_graph().file.promises), 4)
    assert batch.sites == ("essai", "essai")
    nine = batch.graphs.months[batch.promise[-1, 2]]
    assert (np.datetime64(TODAY) + int(nine[0])).item().isoformat() == "2027-08-21"


def test_a_plan_that_could_leave_the_calendar_is_refused() -> None:
    found = row(case(site()))
    with pytest.raises(DayOutOfCalendar):
        batch_of([found], SKELETON, as_of=TODAY.replace(year=9998))


def test_rows_are_frozen() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        NOTHING.kind = FIXED  # type: ignore[misc]
