"""Trees of conditions in Kleene's three-valued logic."""

from __future__ import annotations

import datetime
from itertools import product
from typing import Any

import pytest

from rebond.aid.rules import AllOf, AnyOf, NoneOf, Rule, Stated, evaluate, join, leaves
from rebond.programme.dated import Period
from rebond.programme.gates import Answer
from rebond.texts import Text

DAY = datetime.date(2021, 6, 1)
VALUES: tuple[bool | None, ...] = (True, False, None)


def leaf(name: str, *, since: datetime.date = DAY, decides: bool = True) -> Stated:
    return Stated(
        kind="stated",
        id=name,
        title=Text(name, name),
        fact=name,
        must_be=(Period[bool](value=True, valid_from=since),),
        decides=decides,
    )


def said(rule: Rule, **facts: Any) -> Answer:
    return evaluate(rule, facts, on=DAY).answer


def strong(values: tuple[bool | None, ...], *, is_all: bool) -> Answer:
    """Return what holds whatever the unknown values turn out to be: the definition, by enumeration."""
    worlds = product(*[(True, False) if value is None else (value,) for value in values])
    found = {all(world) if is_all else any(world) for world in worlds}
    return "unknown" if len(found) > 1 else ("yes" if found == {True} else "no")


@pytest.mark.parametrize("values", list(product(VALUES, repeat=3)))
def test_joined_conditions_say_what_holds_in_every_world(values: tuple[bool | None, ...]) -> None:
    parts = (leaf("a"), leaf("b"), leaf("c"))
    facts = dict(zip("abc", values, strict=True))
    assert said(AllOf(kind="all_of", of=parts), **facts) == strong(values, is_all=True)
    some = strong(values, is_all=False)
    assert said(AnyOf(kind="any_of", of=parts), **facts) == some
    turned = {"yes": "no", "no": "yes", "unknown": "unknown"}[some]
    assert said(NoneOf(kind="none_of", of=parts), **facts) == turned


def test_a_condition_that_no_source_calls_eliminating_never_refuses() -> None:
    soft = leaf("a", decides=False)
    assert [said(soft, a=value) for value in VALUES] == ["yes", "unknown", "unknown"]
    assert evaluate(soft, {"a": False}, on=DAY).supposed == "no"


def test_a_condition_not_in_force_stands_in_nobody_s_way_negated_or_not() -> None:
    later = leaf("a", since=DAY + datetime.timedelta(days=1))
    for value in VALUES:
        assert said(later, a=value) == "yes"
        assert said(NoneOf(kind="none_of", of=(later,)), a=value) == "yes"
        twice = NoneOf(kind="none_of", of=(NoneOf(kind="none_of", of=(later,)),))
        assert said(twice, a=value) == "yes"


def test_the_steps_tell_each_condition_from_left_to_right_and_which_are_negated() -> None:
    rule = AllOf(kind="all_of", of=(leaf("a"), NoneOf(kind="none_of", of=(leaf("b"),))))
    found = evaluate(rule, {"a": True, "b": None}, on=DAY)
    assert [(step.id, step.is_negated, step.is_missing) for step in found.steps] == [
        ("a", False, False),
        ("b", True, True),
    ]
    assert [one.id for one in leaves(rule)] == ["a", "b"]


def test_one_part_is_enough_or_none_is() -> None:
    assert join(["yes", "unknown", "no"], decides="no") == "no"
    assert join(["yes", "unknown", "no"], decides="yes") == "yes"
    assert join(["yes", "unknown"], decides="no") == "unknown"
    assert join(["no", "no"], decides="yes") == "no"
