"""Facts of a site and of its activity, and conditions on them: yes, no, or unknown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Self

from pydantic import Field, model_validator

from rebond.programme.complaints import Complaint, refuse, unknown_reference
from rebond.programme.errors import ProblemKind
from rebond.programme.policy_model import Bilingual, Number, PolicyModel, Slug
from rebond.texts import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FactValue = str | bool | float | None
FACT_NOUN = Text("le fait", "the fact")
VALUE_NOUN = Text("la valeur", "the value")


class Choice(PolicyModel):
    """One value that a fact may take."""

    id: Slug
    title: Bilingual


class Fact(PolicyModel):
    """Something asked about the site or the activity."""

    id: Slug
    of: Literal["site", "activity"]
    kind: Literal["boolean", "choice", "number"]
    title: Bilingual
    choices: tuple[Choice, ...] = ()
    unit: str | None = None
    note: Bilingual | None = None

    @model_validator(mode="after")
    def _check_choices(self) -> Self:
        if (self.kind == "choice") != bool(self.choices):
            refuse(
                [
                    Complaint(
                        ProblemKind.NOT_ALLOWED,
                        ("choices",),
                        Text(
                            "seul un fait à choix a des «\u202fchoices\u202f», et il en a",
                            "only a choice has “choices”, and it has some",
                        ),
                        Text("Ajoutez-les ou retirez-les.", "Add them or remove them."),
                    )
                ]
            )
        return self

    @property
    def allowed(self) -> tuple[str, ...]:
        """Return the values allowed, as written."""
        if self.kind == "boolean":
            return ("true", "false", "unknown")
        if self.kind == "choice":
            return (*(choice.id for choice in self.choices), "unknown")
        return ("≥ 0", "unknown")

    def shows(self, value: FactValue) -> Text:
        """Return a value of the fact in words."""
        if value is None:
            return Text("inconnu", "unknown")
        if isinstance(value, bool):
            return Text("oui", "yes") if value else Text("non", "no")
        found = next((choice.title for choice in self.choices if choice.id == value), None)
        return found or Text(f"{value}", f"{value}")


class Condition(PolicyModel):
    """A statement on facts: one of `all`, `any`, `none`, `fact`, `always`."""

    all: tuple[Condition, ...] | None = Field(default=None, min_length=1)
    any: tuple[Condition, ...] | None = Field(default=None, min_length=1)
    none: tuple[Condition, ...] | None = Field(default=None, min_length=1)
    fact: Slug | None = None
    is_: tuple[str | bool, ...] | None = Field(default=None, alias="is", min_length=1)
    at_least: Number | None = None
    always: bool | None = None

    @model_validator(mode="after")
    def _check_one(self) -> Self:
        given = [self.all, self.any, self.none, self.fact, self.always]
        tests = [self.is_, self.at_least]
        one = sum(item is not None for item in given) == 1
        wanted = 1 if self.fact is not None else 0
        if not one or sum(item is not None for item in tests) != wanted:
            refuse(
                [
                    Complaint(
                        ProblemKind.NOT_ALLOWED,
                        (),
                        Text(
                            "une condition est un seul de all, any, none, always, ou fact avec is ou at_least",
                            "a condition is one of all, any, none, always, or fact with is or at_least",
                        ),
                        Text("Gardez-en un seul.", "Keep one of them."),
                    )
                ]
            )
        return self

    def facts(self) -> Iterable[str]:
        """Yield the facts it reads."""
        if self.fact is not None:
            yield self.fact
        for part in (*(self.all or ()), *(self.any or ()), *(self.none or ())):
            yield from part.facts()


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a condition holds.

    Parameters
    ----------
    holds : bool or None
        None when the facts known do not settle it.
    because : tuple of str
        Facts that settle it.
    unknown : tuple of str
        Facts whose knowledge would settle it.
    """

    holds: bool | None
    because: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def judge(condition: Condition, facts: Mapping[str, FactValue]) -> Verdict:
    """Return whether a condition holds, in Kleene's three values.

    Parameters
    ----------
    condition : Condition
    facts : mapping of str to value
        None, or no entry, is unknown.

    Returns
    -------
    Verdict

    References
    ----------
    Kleene (1952), «Introduction to metamathematics», § 64, strong connectives.
    """
    if condition.always is not None:
        return Verdict(condition.always)
    if condition.fact is not None:
        return _judge_fact(condition, facts)
    if condition.all is not None:
        return _combine([judge(part, facts) for part in condition.all], settles=False)
    if condition.any is not None:
        return _combine([judge(part, facts) for part in condition.any], settles=True)
    inner = _combine([judge(part, facts) for part in condition.none or ()], settles=True)
    holds = None if inner.holds is None else not inner.holds
    return Verdict(holds, inner.because, inner.unknown)


def _judge_fact(condition: Condition, facts: Mapping[str, FactValue]) -> Verdict:
    assert condition.fact is not None  # noqa: S101 - the caller has looked
    value = facts.get(condition.fact)
    if value is None:
        return Verdict(None, unknown=(condition.fact,))
    if condition.at_least is not None:
        number = isinstance(value, (int, float)) and not isinstance(value, bool)
        holds = number and float(value) >= condition.at_least
    else:
        holds = value in (condition.is_ or ())
    return Verdict(holds, because=(condition.fact,))


def _combine(verdicts: list[Verdict], *, settles: bool) -> Verdict:
    """Combine: one verdict equal to `settles` settles the whole; else an unknown leaves it open."""
    settled = [verdict for verdict in verdicts if verdict.holds is settles]
    if settled:
        return Verdict(settles, because=settled[0].because)
    unknown = [name for verdict in verdicts if verdict.holds is None for name in verdict.unknown]
    because = tuple(name for verdict in verdicts for name in verdict.because)
    if any(verdict.holds is None for verdict in verdicts):
        return Verdict(None, because, tuple(dict.fromkeys(unknown)))
    return Verdict(not settles, because)


def condition_complaints(
    condition: Condition, facts: Mapping[str, Fact], at: tuple[str | int, ...]
) -> list[Complaint]:
    """Return what is wrong with the facts and values that a condition names."""
    complaints = []
    if condition.fact is not None:
        fact = facts.get(condition.fact)
        if fact is None:
            complaints.append(unknown_reference(condition.fact, facts, (*at, "fact"), FACT_NOUN))
        else:
            for place, value in enumerate(condition.is_ or ()):
                written = str(value).lower() if isinstance(value, bool) else value
                if written not in fact.allowed or written == "unknown":
                    complaints.append(
                        unknown_reference(
                            written, fact.allowed[:-1], (*at, "is", place), VALUE_NOUN
                        )
                    )
    for key, parts in (("all", condition.all), ("any", condition.any), ("none", condition.none)):
        for place, part in enumerate(parts or ()):
            complaints += condition_complaints(part, facts, (*at, key, place))
    return complaints
