"""Gates: conditions answered by yes, no or unknown. What is not established never counts as a no."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field

from rebond.programme.applicants import ApplicantName, ApplicantType
from rebond.programme.complaints import quoted
from rebond.programme.dated import InOrder, Period, value_on
from rebond.programme.policy_model import (
    Bilingual,
    Number,
    OrUnknown,
    PolicyModel,
    Sentence,
    Slug,
    SourceId,
    Unknown,
)
from rebond.texts import Text, day_text

Answer = Literal["yes", "no", "unknown"]


class InPerimeterTest(PolicyModel):
    """The place stands in one of the perimeters."""

    kind: Literal["in_perimeter"]
    """Always ``in_perimeter``."""
    perimeters: tuple[Slug, ...] = Field(min_length=1)
    """Perimeters of the programme."""


class ApplicantTest(PolicyModel):
    """The applicant is of one of the kinds."""

    kind: Literal["applicant"]
    """Always ``applicant``."""
    types: tuple[ApplicantName, ...] = Field(min_length=1)
    """Kinds of applicant."""


class AtLeastTest(PolicyModel):
    """A stated number reaches a threshold."""

    kind: Literal["at_least"]
    """Always ``at_least``."""
    fact: Slug
    """Field of the form that gives the number."""
    unit: Bilingual
    """Unit of the threshold."""
    threshold: Annotated[tuple[Period[Number], ...], InOrder]
    """The least accepted value, dated."""


class AtMostTest(PolicyModel):
    """A stated number stays under a ceiling."""

    kind: Literal["at_most"]
    """Always ``at_most``."""
    fact: Slug
    """Field of the form that gives the number."""
    unit: Bilingual
    """Unit of the threshold."""
    threshold: Annotated[tuple[Period[Number], ...], InOrder]
    """The greatest accepted value, dated."""


class OneOfTest(PolicyModel):
    """A stated choice is among the accepted ones."""

    kind: Literal["one_of"]
    """Always ``one_of``."""
    fact: Slug
    """Field of the form that gives the choice."""
    values: Annotated[tuple[Period[tuple[Sentence, ...]], ...], InOrder]
    """Accepted choices, dated."""


class StatedTest(PolicyModel):
    """A statement of the dossier is true."""

    kind: Literal["stated"]
    """Always ``stated``."""
    fact: Slug
    """Yes-or-no field of the form."""


Test = Annotated[
    InPerimeterTest | ApplicantTest | AtLeastTest | AtMostTest | OneOfTest | StatedTest,
    Discriminator("kind"),
]
"""What a gate tests."""


class Gate(PolicyModel):
    """A condition that a dossier meets, does not meet, or of which nobody knows yet."""

    id: Slug
    """Id."""
    title: Bilingual
    """Short name."""
    requirement: Bilingual
    """The condition in one sentence, as its source states it."""
    eliminates: OrUnknown[bool]
    """Whether a no makes a dossier ineligible; unknown when no source says so, and then it does not."""
    test: Test
    """What is tested."""
    note: Bilingual | None = None
    """What the reader should know."""
    sources: tuple[SourceId, ...] = ()
    """Sources."""


@dataclass(frozen=True, slots=True)
class Case:
    """What is known of one dossier; what is left out or None is unknown.

    Parameters
    ----------
    applicant : ApplicantType or None
    perimeters : frozenset of str or None
        Ids of the programme's perimeters that hold the place.
    facts : mapping of str to object
        Answers by form field.
    """

    applicant: ApplicantType | None = None
    perimeters: frozenset[str] | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GateAnswer:
    """The answer of one gate for one case.

    Parameters
    ----------
    gate : str
        Id of the gate.
    answer : {"yes", "no", "unknown"}
    eliminates : bool
        Whether this answer makes the dossier ineligible.
    why : Text
    """

    gate: str
    answer: Answer
    eliminates: bool
    why: Text


@dataclass(frozen=True, slots=True)
class Eligibility:
    """The gates of a measure for one case.

    Parameters
    ----------
    answer : {"yes", "no", "unknown"}
        No when one eliminating gate says no; yes when every gate that could eliminate says yes; unknown
        otherwise. A gate said not to eliminate is answered and does not bear on it.
    gates : tuple of GateAnswer
        In the order of the policy.
    """

    answer: Answer
    gates: tuple[GateAnswer, ...]

    @property
    def failed(self) -> tuple[GateAnswer, ...]:
        """Return the gates that make the dossier ineligible."""
        return tuple(gate for gate in self.gates if gate.eliminates)


def judge(gates: Sequence[Gate], case: Case, *, on: datetime.date) -> Eligibility:
    """Answer every gate for one case, under the thresholds of a day.

    Parameters
    ----------
    gates : sequence of Gate
    case : Case
    on : datetime.date
        Day whose thresholds apply (the filing day).

    Returns
    -------
    Eligibility
        Never a no because something is unknown.
    """
    answers = tuple(_judge_one(gate, case, on) for gate in gates)
    if any(answer.eliminates for answer in answers):
        return Eligibility("no", answers)
    is_sure = all(
        answer.answer == "yes" or gate.eliminates is False
        for gate, answer in zip(gates, answers, strict=True)
    )
    return Eligibility("yes" if is_sure else "unknown", answers)


def _judge_one(gate: Gate, case: Case, on: datetime.date) -> GateAnswer:
    answer, why = _answer(gate.test, case, on)
    return GateAnswer(gate.id, answer, answer == "no" and gate.eliminates is True, why)


def _answer(test: Any, case: Case, on: datetime.date) -> tuple[Answer, Text]:
    if isinstance(test, InPerimeterTest):
        if case.perimeters is None:
            return "unknown", Text("le lieu n’est pas connu", "the place is not known")
        inside = sorted(case.perimeters.intersection(test.perimeters))
        return _yes_or_no(is_met=bool(inside), found=", ".join(inside) or "—")
    if isinstance(test, ApplicantTest):
        if case.applicant is None:
            return "unknown", Text("le demandeur n’est pas connu", "the applicant is not known")
        return _yes_or_no(is_met=case.applicant in test.types, found=case.applicant.value)
    return _answer_from_fact(test, case.facts.get(test.fact), on)


def _answer_from_fact(test: Any, value: Any, on: datetime.date) -> tuple[Answer, Text]:
    if value is None:
        return "unknown", Text(f"{test.fact} n’est pas renseigné", f"{test.fact} is not stated")
    if isinstance(test, StatedTest):
        return _yes_or_no(is_met=value is True, found=value)
    return _against_rule(test, value, on)


def _against_rule(test: Any, value: Any, on: datetime.date) -> tuple[Answer, Text]:
    rule = value_on(test.values if isinstance(test, OneOfTest) else test.threshold, on)
    if rule.certainty == "not_applicable":
        return "yes", Text("aucune règle au {day}", "no rule on {day}").filled(day=day_text(on))
    if rule.value is None:
        return "unknown", Text(
            "la règle en vigueur au {day} n’est pas établie",
            "the rule in force on {day} is not established",
        ).filled(day=day_text(on))
    if isinstance(test, OneOfTest):
        return _yes_or_no(is_met=value in rule.value, found=value)
    is_met = value >= rule.value if isinstance(test, AtLeastTest) else value <= rule.value
    return _yes_or_no(is_met=is_met, found=f"{value} / {rule.value:g}")


def _yes_or_no(*, is_met: bool, found: object) -> tuple[Answer, Text]:
    shown = quoted(found)
    if is_met:
        return "yes", Text("condition remplie\u202f: {found}", "condition met: {found}").filled(
            found=shown
        )
    return "no", Text("condition non remplie\u202f: {found}", "condition not met: {found}").filled(
        found=shown
    )


def is_unestablished(gate: Gate) -> bool:
    """Return whether nobody knows that this gate eliminates, or where its threshold stands."""
    periods: Sequence[Period[Any]] = getattr(gate.test, "threshold", ()) or getattr(
        gate.test, "values", ()
    )
    return isinstance(gate.eliminates, Unknown) or any(
        isinstance(period.value, Unknown) for period in periods
    )
