"""An aid as data: what it is, what it reads of a case, who is eligible, for how much, and beside what."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Literal

from pydantic import Field, model_validator

from rebond.aid.amounts import (
    Amount,
    Ceiling,
    Fixed,
    FromAward,
    Monthly,
    Sum,
    When,
    amounts,
)
from rebond.aid.rules import Rule, leaves
from rebond.programme.complaints import Complaint, refuse, unknown_reference
from rebond.programme.errors import ProblemKind
from rebond.programme.policy_model import (
    Bilingual,
    Number,
    OrUnknown,
    PolicyModel,
    Slug,
    SourceId,
    Url,
    Version,
)
from rebond.texts import Text

FACT_NOUN = Text("le fait", "the fact")


class FactOption(PolicyModel):
    """One choice."""

    id: Slug
    label: Bilingual


class FactSpec(PolicyModel):
    """What an aid asks of a case."""

    id: Slug
    kind: Literal["yes_no", "number", "money", "choice"]
    """``money`` in cents; ``number`` is a whole number of `unit`."""
    question: Bilingual
    """As it is asked of a person."""
    unit: Bilingual | None = None
    options: tuple[FactOption, ...] = ()
    least: Annotated[Number, Field(ge=0)] = 0.0
    greatest: Number | None = None
    is_personal: bool = False


class Source(PolicyModel):
    """Where a rule was read."""

    id: SourceId
    title: Bilingual
    urls: tuple[Url, ...] = ()
    note: Bilingual | None = None


class Overlap(PolicyModel):
    """Whether an aid may be had beside another."""

    aid: Slug
    may_combine: OrUnknown[bool]
    why: Bilingual
    sources: tuple[SourceId, ...] = ()


class MeasureName(PolicyModel):
    """Where gates, awards and questions are declared."""

    programme: Slug
    measure: Slug
    questions: tuple[Slug, ...] = ()
    """Fields of the measure's form that are facts of the aid."""


class Aid(PolicyModel):
    """One aid."""

    id: Slug
    version: Version
    title: Bilingual
    summary: Bilingual
    measure: MeasureName | None = None
    """The measure of a shipped programme that declares the gates and awards named here."""
    beneficiary: Literal["firm", "person", "territory"]
    provider: Slug
    """Actor that examines and pays."""
    facts: tuple[FactSpec, ...] = ()
    eligibility: Rule
    amount: Amount
    overlaps: tuple[Overlap, ...] = ()
    cautions: tuple[Bilingual, ...] = ()
    """What is not established and bears on the answer."""
    sources: tuple[Source, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _check_references(self) -> Aid:
        asked = self.measure.questions if self.measure is not None else ()
        known = [fact.id for fact in self.facts]
        complaints = [
            unknown_reference(name, known, ("facts",), FACT_NOUN)
            for name in self.read
            if name not in {*known, *asked}
        ]
        twice = [name for name, count in Counter(known).items() if count > 1]
        if twice:
            complaints.append(
                Complaint(
                    ProblemKind.DUPLICATE_ID,
                    ("facts",),
                    Text(f"{twice[0]} figure deux fois", f"{twice[0]} stands twice"),
                    Text("Gardez-en un.", "Keep one."),
                )
            )
        refuse(complaints)
        return self

    @property
    def read(self) -> tuple[str, ...]:
        """Return the facts that some rule or amount reads, in order."""
        names = [leaf.fact for leaf in leaves(self.eligibility)]
        return tuple(dict.fromkeys([*names, *_read_by(self.amount)]))

    @property
    def award(self) -> str | None:
        """Return the award of the measure that pays all of it; None where there is not exactly one."""
        named = {one.award for one in amounts(self.amount)}
        return named.pop() if len(named) == 1 else None

    def fact(self, name: str) -> FactSpec:
        """Return what is asked under a name of `read`."""
        return next(fact for fact in self.facts if fact.id == name)


def _read_by(node: Amount) -> tuple[str, ...]:
    if isinstance(node, Sum):
        return tuple(name for part in node.of for name in _read_by(part))
    if isinstance(node, When):
        own = tuple(leaf.fact for leaf in leaves(node.rule))
        return (*own, *_read_by(node.then), *_read_by(node.otherwise))
    if isinstance(node, Monthly):
        return (node.fact, node.months)
    assert isinstance(node, Fixed | Ceiling | FromAward)  # noqa: S101 - every kind of amount is above
    return ()
