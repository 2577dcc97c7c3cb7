from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebond.procedure.errors import ModelInvalid
from rebond.procedure.facts import judge
from rebond.procedure.graph_model import in_order, read_graph, shipped_graph
from rebond.procedure.law_book import shipped_law
from rebond.procedure.plan_errors import GraphHasCycle
from tests.procedure.world import graph_text, small_graph, task_text


def test_the_shipped_graph_names_only_clocks_and_circumstances_of_the_law() -> None:
    law = shipped_law()
    for step in shipped_graph().steps:
        if step.clock is None:
            continue
        clocks = [
            clock
            for version in law.procedure(step.clock.procedure).versions
            for clock in version.clocks
        ]
        names = {clock.id for clock in clocks}
        circumstances = {name for clock in clocks for name in clock.circumstances}
        assert set(step.clock.clocks) <= names, step.id
        assert set(step.clock.circumstances) <= circumstances, step.id


def test_every_duration_of_the_shipped_graph_says_where_it_comes_from() -> None:
    sources = shipped_law().sources
    for step in shipped_graph().steps:
        shape = step.duration or (step.clock.if_not_established if step.clock else None)
        if shape is None:
            continue
        assert shape.why.fr
        assert (shape.basis == "source") == bool(shape.sources), step.id
        assert set(shape.sources) <= set(sources)


def test_a_clock_that_the_law_may_not_give_has_a_duration_to_use() -> None:
    law = shipped_law()
    for step in shipped_graph().steps:
        if step.clock is None or step.clock.if_not_established is not None:
            continue
        for version in law.procedure(step.clock.procedure).versions:
            for clock in version.clocks:
                if clock.id in step.clock.clocks:
                    assert hasattr(clock.delay, "span"), step.id


def test_every_step_stands_after_those_it_waits_for_and_the_end_is_last() -> None:
    graph = shipped_graph()
    place = {step.id: number for number, step in enumerate(graph.steps)}
    for step in graph.steps:
        assert all(place[other] < place[step.id] for other in step.after)
    assert graph.steps[-1].id == graph.file.end


def test_nothing_is_left_hanging_but_the_end() -> None:
    graph = shipped_graph()
    awaited = {name for step in graph.steps for name in step.after}
    assert {step.id for step in graph.steps} - awaited == {graph.file.end}


def test_every_task_can_be_settled_by_the_facts() -> None:
    graph = shipped_graph()
    for task in graph.tasks.values():
        verdict = judge(task.needed_when, {})
        assert verdict.holds is not None or verdict.unknown, task.id


def test_a_cycle_is_refused_with_its_steps() -> None:
    tasks = task_text("a", after="[b_step]") + task_text("b", after="[a_step]") + task_text("c")
    with pytest.raises(GraphHasCycle) as refused:
        read_graph(graph_text(tasks, end="c_step"))
    assert sorted(refused.value.cycle) == ["a_step", "b_step"]


def test_a_step_that_waits_for_itself_is_a_cycle() -> None:
    with pytest.raises(GraphHasCycle):
        small_graph(task_text("a", after="[a_step]"), end="a_step")


@pytest.mark.parametrize(
    ("tasks", "key"),
    [
        (task_text("a", after="[z_step]"), "tasks[0].steps[0].after[0]"),
        (task_text("a", needed="{fact: colour, is: [true]}"), "tasks[0].needed_when.fact"),
        (task_text("a", needed="{fact: size, is: [huge]}"), "tasks[0].needed_when.is[0]"),
        (task_text("a") + task_text("a"), "tasks[1].id"),
        (task_text("a", low=9, high=3), "tasks[0].steps[0].duration"),
        (task_text("a", low=-9, high=3), "tasks[0].steps[0].duration"),
    ],
)
def test_a_broken_graph_is_refused_with_line_and_key(tasks: str, key: str) -> None:
    with pytest.raises(ModelInvalid) as refused:
        read_graph(graph_text(tasks, end="a_step"))
    assert refused.value.problems[0].key == key
    assert refused.value.problems[0].line is not None


def test_an_end_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ModelInvalid, match="z_step"):
        small_graph(task_text("a"), end="z_step")


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=20))
def test_any_graph_is_ordered_or_refused(arcs: list[tuple[int, int]]) -> None:
    after: dict[str, list[str]] = {str(number): [] for number in range(10)}
    for one, other in arcs:
        after[str(one)].append(str(other))
    try:
        order = in_order(after)
    except GraphHasCycle as error:
        cycle = [*error.cycle, error.cycle[0]]
        assert all(cycle[place] in after[cycle[place + 1]] for place in range(len(cycle) - 1))
        return
    assert sorted(order) == sorted(after)
    for name, before in after.items():
        assert all(order.index(other) < order.index(name) for other in before)


def test_the_digest_changes_with_any_duration() -> None:
    one = small_graph(task_text("a"), end="a_step")
    assert one.digest == small_graph(task_text("a"), end="a_step").digest
    assert one.digest != small_graph(task_text("a", high=12), end="a_step").digest
