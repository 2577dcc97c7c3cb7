"""The tree of conditions of an aid: plain tests on facts against dated parameters, joined by all, any and not.

A condition that is not established for the day of the question decides nothing by itself: a case that meets it
is not stopped by it, and one that fails it is not refused. Each condition says so in its step.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field

from rebond.aid.candidates import Candidates, candidates_on
from rebond.programme.dated import InOrder, Period
from rebond.programme.gates import Answer
from rebond.programme.policy_model import (
    Bilingual,
    Number,
    PolicyModel,
    Sentence,
    Slug,
    SourceId,
)
from rebond.texts import Text

Facts = Mapping[str, Any]
"""What is known of a case; a fact that is left out or None is unknown."""


class Condition(PolicyModel):
    """What the tests share."""

    id: Slug
    """Id within the aid."""
    title: Bilingual
    """The condition in one sentence, as its source states it."""
    fact: Slug
    """The fact that it reads."""
    decides: bool = True
    """Whether a case that fails it is refused; false while no source says that it eliminates."""
    sources: tuple[SourceId, ...] = ()
    """Sources."""


class OneOf(Condition):
    """A choice is among those accepted."""

    kind: Literal["one_of"]
    accepted: Annotated[tuple[Period[tuple[Sentence, ...]], ...], InOrder]
    """Accepted choices, dated."""


class AtLeast(Condition):
    """A number reaches a threshold."""

    kind: Literal["at_least"]
    threshold: Annotated[tuple[Period[Number], ...], InOrder]
    """The least accepted value, dated; cents when the fact is money."""


class AtMost(Condition):
    """A number stays at or under a ceiling."""

    kind: Literal["at_most"]
    threshold: Annotated[tuple[Period[Number], ...], InOrder]
    """The greatest accepted value, dated; cents when the fact is money."""


class Stated(Condition):
    """A yes-or-no fact is as it must be."""

    kind: Literal["stated"]
    must_be: Annotated[tuple[Period[bool], ...], InOrder]
    """The answer that the rule wants, dated by when the rule was in force."""


class FromGate(PolicyModel):
    """A gate of the measure, which declares the condition; replaced by it when the aid is read."""

    kind: Literal["gate"]
    gate: Slug
    held: Annotated[tuple[Period[bool], ...], InOrder] | None = None
    """When the condition is known to have been in force, where the gate itself is not dated."""
    decides: bool | None = None
    """Whether failing it refuses; left out: as the gate says."""


class AllOf(PolicyModel):
    """Every part holds."""

    kind: Literal["all_of"]
    of: tuple[Rule, ...] = Field(min_length=1)


class AnyOf(PolicyModel):
    """One part at least holds."""

    kind: Literal["any_of"]
    of: tuple[Rule, ...] = Field(min_length=1)


class NoneOf(PolicyModel):
    """No part holds."""

    kind: Literal["none_of"]
    of: tuple[Rule, ...] = Field(min_length=1)


Leaf = OneOf | AtLeast | AtMost | Stated
Rule = Annotated[
    OneOf | AtLeast | AtMost | Stated | FromGate | AllOf | AnyOf | NoneOf, Discriminator("kind")
]
"""A condition, or conditions joined."""
AllOf.model_rebuild()
AnyOf.model_rebuild()
NoneOf.model_rebuild()


@dataclass(frozen=True, slots=True)
class Step:
    """What one condition said of a case.

    Parameters
    ----------
    id : str
    title : Text
    answer : {"yes", "no", "unknown"}
        What is sure.
    supposed : {"yes", "no", "unknown"}
        The same, if a rule first read later is supposed to have held already.
    shown : {"yes", "no", "unknown"}
        What is sure without presuming that a rule last read earlier still holds.
    fact : str
    value : object
        The fact as given; None when missing.
    rule : Candidates
        What the rule may have been on the day.
    is_negated : bool
        Whether the aid wants this condition not to hold.
    """

    id: str
    title: Text
    answer: Answer
    supposed: Answer
    shown: Answer
    fact: str
    value: Any
    rule: Candidates[Any]
    is_negated: bool = False

    @property
    def is_missing(self) -> bool:
        """Return whether the fact is not known."""
        return self.value is None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a rule said of a case, with every condition that it looked at and those presumed on which it rests."""

    answer: Answer
    supposed: Answer
    shown: Answer
    steps: tuple[Step, ...]
    presumed: tuple[Step, ...] = ()


def periods_of(leaf: Leaf) -> tuple[Period[Any], ...]:
    """Return the dated values of a condition."""
    if isinstance(leaf, OneOf):
        return leaf.accepted
    return leaf.must_be if isinstance(leaf, Stated) else leaf.threshold


def leaves(rule: Rule) -> tuple[Leaf, ...]:
    """Return the conditions of a tree, from left to right."""
    if isinstance(rule, AllOf | AnyOf | NoneOf):
        return tuple(leaf for part in rule.of for leaf in leaves(part))
    return () if isinstance(rule, FromGate) else (rule,)


def holds(leaf: Leaf, value: Any, wanted: Any) -> bool:
    """Return whether a known fact meets one value of a condition's parameter."""
    if isinstance(leaf, OneOf):
        return value in wanted
    if isinstance(leaf, AtLeast):
        return bool(value >= wanted)
    if isinstance(leaf, AtMost):
        return bool(value <= wanted)
    return bool(value is wanted)


def evaluate(rule: Rule, facts: Facts, *, on: datetime.date) -> Outcome:
    """Answer a tree of conditions for one case, under the parameters of a day.

    Parameters
    ----------
    rule : Rule
    facts : mapping of str to object
    on : datetime.date

    Returns
    -------
    Outcome
        In Kleene's strong three-valued logic: «no» only when something known says no. A condition that is
        not in force on that day stands in nobody's way: it counts as met, or as not met where the aid wants
        it not to hold.
    """
    return _evaluated(rule, facts, on, absent="yes")


def _evaluated(rule: Rule, facts: Facts, on: datetime.date, *, absent: Answer) -> Outcome:
    if isinstance(rule, AllOf):
        return _joined(rule.of, facts, on, decides="no", absent=absent)
    if isinstance(rule, AnyOf):
        return _joined(rule.of, facts, on, decides="yes", absent=absent)
    if isinstance(rule, NoneOf):
        found = _joined(rule.of, facts, on, decides="yes", absent=_negated(absent))
        steps = tuple(replace(step, is_negated=not step.is_negated) for step in found.steps)
        answer, supposed, shown = map(_negated, (found.answer, found.supposed, found.shown))
        return Outcome(answer, supposed, shown, steps, found.presumed)
    assert not isinstance(rule, FromGate)  # noqa: S101 - `loading` has put the condition in its place
    return _leaf(rule, facts.get(rule.fact), on, absent)


def join(answers: list[Answer], *, decides: Answer) -> Answer:
    """Return the answer of parts of which one that says `decides` is enough."""
    if decides in answers:
        return decides
    if "unknown" in answers:
        return "unknown"
    return "yes" if decides == "no" else "no"


def _joined(
    parts: tuple[Rule, ...],
    facts: Facts,
    on: datetime.date,
    *,
    decides: Answer,
    absent: Answer,
) -> Outcome:
    found = [_evaluated(part, facts, on, absent=absent) for part in parts]
    answer = join([one.answer for one in found], decides=decides)
    shown = join([one.shown for one in found], decides=decides)
    # Beside a part that is shown and decides alone, what is presumed bears on nothing.
    bearing = [one for one in found if one.answer == answer] if answer != shown else []
    return Outcome(
        answer,
        join([one.supposed for one in found], decides=decides),
        shown,
        tuple(step for one in found for step in one.steps),
        tuple(step for one in bearing for step in one.presumed),
    )


def _negated(answer: Answer) -> Answer:
    return {"yes": "no", "no": "yes", "unknown": "unknown"}[answer]  # type: ignore[return-value]


def _leaf(leaf: Leaf, value: Any, on: datetime.date, absent: Answer) -> Outcome:
    rule = candidates_on(periods_of(leaf), on)
    answer, supposed = _answers(leaf, value, rule, absent)
    shown: Answer = "unknown" if rule.standing == "presumed" else answer
    step = Step(leaf.id, leaf.title, answer, supposed, shown, leaf.fact, value, rule)
    return Outcome(answer, supposed, shown, (step,), (step,) if answer != shown else ())


def _answers(
    leaf: Leaf, value: Any, rule: Candidates[Any], absent: Answer
) -> tuple[Answer, Answer]:
    if rule.standing in {"none", "after"}:
        return absent, absent
    if value is None or rule.standing == "unknown":
        return "unknown", "unknown"
    met = {holds(leaf, value, wanted) for wanted in rule.values}
    said: Answer = "unknown" if len(met) > 1 else ("yes" if met == {True} else "no")
    is_sure = rule.is_sure and (leaf.decides or said == "yes")
    return (said if is_sure else "unknown"), said
