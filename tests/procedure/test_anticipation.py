from __future__ import annotations

import datetime
import itertools

from rebond.canonical import canonical_bytes
from rebond.procedure.anticipation import EXACT_UP_TO, Question, best_order, single_gains
from rebond.procedure.distributions import Duration
from rebond.procedure.kernel import TRIANGULAR
from rebond.procedure.network import Row, StepRow
from rebond.procedure.skeleton import skeleton_of
from tests.procedure.world import TODAY, small_graph, task_text

DAY = datetime.timedelta(days=1)


def question(
    lengths: dict[str, int | StepRow], after: dict[str, list[str]], **costs: float
) -> Question:
    """Put tasks of one step on a graph, all before an end that takes no time."""
    tasks = [
        task_text(
            name, after="[" + ", ".join(f"{other}_step" for other in after.get(name, [])) + "]"
        )
        for name in lengths
    ]
    everything = "[" + ", ".join(f"{name}_step" for name in lengths) + "]"
    graph = small_graph(*tasks, task_text("fin", after=everything), end="fin_step")
    skeleton = skeleton_of(graph)
    steps = []
    for name in skeleton.steps:
        length = lengths.get(name.removesuffix("_step"), 0)
        steps.append(length if isinstance(length, StepRow) else StepRow(0, number=length))
    row = Row("essai", tuple(steps), (1.0,) * len(skeleton.branches))
    return Question(row, skeleton, TODAY, costs, seed=1)


def test_the_gain_of_a_task_alone_is_the_time_that_it_alone_holds_the_end_back() -> None:
    gains = single_gains(question({"a": 100, "b": 70, "c": 20}, {}), ["a", "b", "c"], 50)
    assert {gain.tasks[0]: gain.p50_days for gain in gains} == {"a": 30, "b": 0, "c": 0}
    assert gains[0].tasks == ("a",)
    assert gains[0].p50_on == TODAY + 70 * DAY
    assert gains[0].p90_days == 30
    assert gains[0].mean_days == 30


def test_a_study_done_in_advance_does_not_do_those_that_it_rests_on() -> None:
    chain = question({"a": 100, "b": 70}, {"b": ["a"]})
    gains = {gain.tasks: gain.p50_days for gain in chain.gains([("b",), ("a",), ("a", "b")], 50)}
    assert gains == {("b",): 70, ("a",): 100, ("a", "b"): 170}


def test_two_parallel_tasks_gain_together_what_neither_gains_alone() -> None:
    twin = question({"a": 100, "b": 100, "c": 10}, {})
    gains = {gain.tasks: gain.p50_days for gain in twin.gains([("a",), ("b",), ("a", "b")], 50)}
    assert gains == {("a",): 0, ("b",): 0, ("a", "b"): 90}


def area(asked: Question, order: tuple[str, ...]) -> int:
    prefixes = [order[: length + 1] for length in range(len(order))]
    return sum(gain.p50_days for gain in asked.gains(prefixes, 50))


def test_the_exact_order_is_the_best_of_all_orders() -> None:
    lengths: dict[str, int | StepRow] = {"a": 90, "b": 100, "c": 95, "d": 30}
    asked = question(lengths, {"d": ["a"]})
    found = best_order(asked, list(lengths), 50)
    assert found.how == "exact"
    best = max(area(asked, order) for order in itertools.permutations(lengths))
    assert area(asked, found.tasks) == best


def test_greedy_can_miss_the_best_order_which_is_why_small_sets_are_exact() -> None:
    lengths: dict[str, int | StepRow] = {"a": 100, "b": 100, "c": 60}
    asked = question(lengths, {})
    found = best_order(asked, list(lengths), 50)
    assert set(found.tasks[:2]) == {"a", "b"}
    assert [gain.p50_days for gain in found.prefixes] == [0, 40, 100]


def test_above_eight_tasks_the_order_is_greedy_and_says_so() -> None:
    lengths: dict[str, int | StepRow] = {
        f"t{number}": 10 * number + 10 for number in range(EXACT_UP_TO + 1)
    }
    found = best_order(question(lengths, {}), list(lengths), 50)
    assert found.how == "greedy"
    assert list(found.tasks) == sorted(lengths, key=lambda name: -int(name[1:]))


def test_more_anticipations_never_gain_less() -> None:
    drawn = StepRow(TRIANGULAR, duration=Duration("triangular", 10, 60, 200))
    asked = question({"a": drawn, "b": drawn, "c": drawn}, {"c": ["a"]})
    found = best_order(asked, ["a", "b", "c"], 1_000)
    days = [(gain.p50_days, gain.p90_days) for gain in found.prefixes]
    assert days == sorted(days)
    assert all(p50 >= 0 and p90 >= 0 for p50, p90 in days)


def test_costs_add_up_and_one_that_is_not_given_leaves_the_sum_open() -> None:
    asked = question({"a": 100, "b": 70}, {}, a=5_000.0)
    gains = {gain.tasks: gain.cost_eur for gain in asked.gains([("a",), ("b",), ("a", "b")], 20)}
    assert gains == {("a",): 5_000.0, ("b",): None, ("a", "b"): None}


def test_without_tasks_there_is_nothing_to_order() -> None:
    asked = question({"a": 100}, {})
    assert single_gains(asked, [], 20) == ()
    assert best_order(asked, [], 20).tasks == ()
    assert canonical_bytes(best_order(asked, ["a"], 20).as_json())
