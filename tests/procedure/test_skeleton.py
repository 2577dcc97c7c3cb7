from __future__ import annotations

from rebond.procedure.graph_model import shipped_graph
from rebond.procedure.skeleton import (
    TWIN,
    again_branch,
    arc_rows,
    followers_of,
    skeleton_of,
    task_branch,
)
from tests.procedure.world import small_graph, task_text


def test_steps_stand_after_those_they_wait_for_twins_included() -> None:
    skeleton = skeleton_of(shipped_graph())
    for number, name in enumerate(skeleton.steps):
        before = skeleton.before[skeleton.first_arc[number] : skeleton.first_arc[number + 1]]
        assert (before < number).all()
        waits = set(skeleton.step_of[name].after)
        expected = waits | {other + TWIN for other in waits if skeleton.twin_of(other)}
        assert {skeleton.steps[arc] for arc in before} == expected


def test_the_end_is_last_and_numbers_are_found_by_name() -> None:
    skeleton = skeleton_of(shipped_graph())
    assert skeleton.number("operational") == len(skeleton.steps) - 1


def test_only_clocks_with_circumstances_have_a_twin() -> None:
    skeleton = skeleton_of(shipped_graph())
    for step in shipped_graph().steps:
        has = step.clock is not None and bool(step.clock.circumstances)
        assert (skeleton.twin_of(step.id) is not None) == has


def test_a_branch_stands_after_its_parent() -> None:
    skeleton = skeleton_of(shipped_graph())
    assert all(parent < number for number, parent in enumerate(skeleton.branch_parent))
    place = {name: number for number, name in enumerate(skeleton.branches)}
    assert skeleton.branch_parent[place["fouille"]] == place["diagnostic_prescribed"]
    again = place[again_branch("archeologie_fouille", "fouille")]
    assert skeleton.branch_parent[again] == place["fouille"]
    assert skeleton.branch_parent[place[task_branch("construction")]] == -1


def test_what_is_to_do_again_is_drawn_once_for_all_the_steps_of_a_task() -> None:
    skeleton = skeleton_of(shipped_graph())
    keys = [key for key in skeleton.branch_keys if key == "again:archeologie_diagnostic"]
    assert len(keys) == 2  # on the request, and on what a prescription brings


def test_arcs_are_the_same_by_both_ends() -> None:
    skeleton = skeleton_of(shipped_graph())
    forward, backward = set(), set()
    for number in range(len(skeleton.steps)):
        for other in skeleton.before[skeleton.first_arc[number] : skeleton.first_arc[number + 1]]:
            forward.add((int(other), number))
        first, last = skeleton.first_follower[number], skeleton.first_follower[number + 1]
        for after in skeleton.follower[first:last]:
            backward.add((number, int(after)))
    assert forward == backward


def test_rows_and_followers_of_an_empty_graph() -> None:
    first, flat = arc_rows([[]])
    assert first.tolist() == [0, 0]
    assert flat.tolist() == []
    assert followers_of([[], [0]]) == [[1], []]


def test_each_step_knows_its_task() -> None:
    graph = small_graph(task_text("a"), task_text("b", after="[a_step]"), end="b_step")
    skeleton = skeleton_of(graph)
    assert dict(zip(skeleton.steps, skeleton.step_task, strict=True)) == {
        "a_step": "a",
        "b_step": "b",
    }
