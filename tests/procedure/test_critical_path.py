from __future__ import annotations

import datetime

from rebond.procedure.critical_path import course_of
from rebond.procedure.distributions import Duration
from rebond.procedure.kernel import MONTHS, TRIANGULAR
from rebond.procedure.network import NOTHING, Row, StepRow
from rebond.procedure.skeleton import Skeleton, skeleton_of
from tests.procedure.world import TODAY, small_graph, task_text

DAY = datetime.timedelta(days=1)


def diamond() -> Skeleton:
    graph = small_graph(
        task_text("a"),
        task_text("b", after="[a_step]"),
        task_text("c", after="[a_step]"),
        task_text("d", after="[b_step, c_step]"),
        end="d_step",
    )
    return skeleton_of(graph)


def row(skeleton: Skeleton, *steps: StepRow, **chances: float) -> Row:
    known = {f"task:{name}": chance for name, chance in chances.items()}
    return Row(
        "essai", steps, tuple(known.get(name.split("@")[0], 1.0) for name in skeleton.branches)
    )


def drawn(low: float, mode: float, high: float) -> StepRow:
    return StepRow(TRIANGULAR, duration=Duration("triangular", low, mode, high))


def test_the_course_takes_modes_and_the_longest_way() -> None:
    skeleton = diamond()
    steps = (StepRow(0, number=10), drawn(5, 30, 300), drawn(10, 20, 30), StepRow(0, number=3))
    course = course_of(row(skeleton, *steps), skeleton, TODAY)
    assert course.ends_on == TODAY + 43 * DAY
    assert course.path == ("a_step", "b_step", "d_step")
    assert course.starts["c_step"] == TODAY + 10 * DAY
    assert course.ends["c_step"] == TODAY + 30 * DAY


def test_two_ways_of_equal_length_are_both_critical() -> None:
    skeleton = diamond()
    steps = (StepRow(0, number=1), StepRow(0, number=5), StepRow(0, number=5), StepRow(0, number=1))
    assert len(course_of(row(skeleton, *steps), skeleton, TODAY).path) == 4


def test_months_land_on_the_same_day_of_the_month() -> None:
    skeleton = diamond()
    steps = (StepRow(0, number=9), StepRow(MONTHS, months=3), NOTHING, StepRow(0))
    assert course_of(row(skeleton, *steps), skeleton, TODAY).ends_on == datetime.date(2027, 2, 28)


def test_an_unlikely_task_is_not_on_the_course_and_makes_nothing_wait() -> None:
    skeleton = diamond()
    steps = (
        StepRow(0, number=100),
        StepRow(0, number=5),
        StepRow(0, number=50),
        StepRow(0, number=1),
    )
    course = course_of(row(skeleton, *steps, c=0.4), skeleton, TODAY)
    assert course.ends_on == TODAY + 106 * DAY
    assert "c_step" not in course.path
    likely = course_of(row(skeleton, *steps, c=0.5), skeleton, TODAY)
    assert likely.ends_on == TODAY + 151 * DAY


def test_a_step_that_is_behind_makes_nothing_wait() -> None:
    skeleton = diamond()
    steps = (StepRow(0, number=100), NOTHING, NOTHING, StepRow(0, number=7))
    course = course_of(row(skeleton, *steps), skeleton, TODAY)
    assert course.ends_on == TODAY + 7 * DAY
    assert course.path == ("d_step",)
