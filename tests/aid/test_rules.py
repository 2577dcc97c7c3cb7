"""Trees of conditions in Kleene's three-valued logic."""

from __future__ import annotations

import datetime
from itertools import product
from typing import Any

import pytest

from rebond.aid.rules import AllOf, AnyOf, NoneOf, Rule, Stated, evaluate, join, leaves
from rebond.programme.dated import Period
from rebond.programme.gates import Answer
from rebond.programme.policy_model import Unknown
from rebond.texts import Text

DAY = datetime.date(2021, 6, 1)
LAST = DAY - datetime.timedelta(days=300)
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


@pytest.mark.parametrize("turn", [False, True])
def test_what_is_presumed_bears_on_an_answer_only_where_nothing_that_is_shown_gives_it(
    turn: bool,
) -> None:
    shown = leaf("shown")
    unknown = Unknown(status="unknown", looked_for=Text("le jour", "the day"))
    read = Period[bool](value=True, valid_from=unknown, valid_to=unknown, seen_on=LAST)
    presumed = [leaf(name).model_copy(update={"must_be": (read,)}) for name in ("old", "older")]
    met = {"shown": True, "old": True, "older": True}

    def bears(rule: Rule, **facts: bool) -> list[str]:
        whole = NoneOf(kind="none_of", of=(rule,)) if turn else rule
        return [one.id for one in evaluate(whole, met | facts, on=DAY).presumed]

    some, every = (
        AnyOf(kind="any_of", of=(*presumed, shown)),
        AllOf(kind="all_of", of=(*presumed, shown)),
    )
    # One that is shown is enough: what is presumed beside it may have ended.
    assert bears(some) == []
    assert bears(some, shown=False) == ["old", "older"]
    assert bears(some, shown=False, older=False) == ["old"]
    assert bears(AllOf(kind="all_of", of=(some, presumed[0]))) == ["old"]
    assert bears(every) == ["old", "older"]
    assert bears(every, old=False) == ["old"]
    assert bears(every, old=False, shown=False) == []
