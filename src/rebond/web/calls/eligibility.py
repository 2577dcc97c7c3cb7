"""Whether a place and an applicant are concerned, gate by gate; reads the policy and the atlas, keeps nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from rebond.programme import Case, Measure, Programme, Unknown, judge, value_on
from rebond.programme.applicants import APPLICANT_TITLES, ApplicantType
from rebond.programme.gates import (
    ApplicantTest,
    AtLeastTest,
    AtMostTest,
    Gate,
    InPerimeterTest,
    OneOfTest,
)
from rebond.territory import Place
from rebond.texts import Text, number
from rebond.web.calls.models import Revision
from rebond.web.territories.places import atlas

Answer = Literal["yes", "no", "unknown"]
APPLICANT_RULE, PLACE_RULE = "candidat", "lieu"


@dataclass(frozen=True, slots=True)
class Line:
    """One rule and its answer; `decides` says what a no would do: exclude, nothing, or nothing that is written."""

    id: str
    title: Text
    requirement: Text
    answer: Answer
    decides: Literal["excludes", "never", "unknown"]
    why: Text
    sources: tuple[str, ...] = ()

    @property
    def excludes(self) -> bool:
        """Whether this answer alone makes ineligible."""
        return self.answer == "no" and self.decides == "excludes"

    @property
    def leaves_doubt(self) -> bool:
        """Whether this answer keeps from saying yes: only a rule that excludes can."""
        return self.answer == "unknown" and self.decides == "excludes"


@dataclass(frozen=True, slots=True)
class Preview:
    """The answer for one applicant and one place on one day, rule by rule."""

    answer: Answer
    lines: tuple[Line, ...]
    perimeters: tuple[tuple[str, Text], ...]
    """Names of the places of the policy's lists that hold the commune, each with its list."""
    commune_code: str | None
    commune: str | None
    on: date

    @property
    def excluding(self) -> tuple[Line, ...]:
        """The rules that exclude."""
        return tuple(line for line in self.lines if line.excludes)

    @property
    def deciding(self) -> tuple[Line, ...]:
        """The rules that can exclude."""
        return tuple(line for line in self.lines if line.decides == "excludes")

    @property
    def looked_at(self) -> tuple[Line, ...]:
        """The rules that exclude nobody."""
        return tuple(line for line in self.lines if line.decides != "excludes")

    @property
    def doubts(self) -> tuple[Line, ...]:
        """The rules that keep from answering yes."""
        return tuple(line for line in self.lines if line.leaves_doubt)


def preview(
    revision: Revision,
    applicant_kind: str | None,
    commune_code: str | None,
    facts: Mapping[str, Any],
    on: date,
) -> Preview:
    """Answer for what is given; what is left out is unknown, and never a no.

    `commune_code` is current, former or of an arrondissement. Raises `UnknownPlace` for another.
    """
    programme, measure = revision.programme, revision.measure
    applicant = _applicant(applicant_kind)
    code = name = None
    held: frozenset[str] | None = None
    places: tuple[Place, ...] = ()
    if commune_code:
        code = atlas().resolve_commune(commune_code).code
        name = atlas().find(code, kinds={"commune"}, limit=1).matches[0].place.label
        places = atlas().perimeters_of(code, as_of=on)
        held = programme.perimeters_among({(one.key.kind, one.key.phase) for one in places})
    case = Case(applicant, held, facts)
    eligibility = judge(measure.gates, case, on=on)
    lines = [
        *_applicant_line(measure, applicant),
        *_place_line(programme, measure, held),
        *(
            Line(
                gate.id,
                gate.title,
                gate.requirement,
                answer.answer,
                _decides(gate),
                _why(gate, case, answer.why, programme, on),
                gate.sources,
            )
            for gate, answer in zip(measure.gates, eligibility.gates, strict=True)
        ),
    ]
    answer: Answer = "yes"
    if any(line.excludes for line in lines):
        answer = "no"
    elif any(line.leaves_doubt for line in lines):
        answer = "unknown"
    titles = {
        (one.perimeter, one.phase): one.title
        for one in programme.perimeters
        if held and one.id in held
    }
    shown = tuple(
        (one.name, titles[one.key.kind, one.key.phase])
        for one in places
        if (one.key.kind, one.key.phase) in titles
    )
    return Preview(answer, tuple(lines), shown, code, name, on)


def _applicant(kind: str | None) -> ApplicantType | None:
    try:
        return ApplicantType(kind) if kind else None
    except ValueError:
        return None


def _decides(gate: Gate) -> Literal["excludes", "never", "unknown"]:
    if isinstance(gate.eliminates, Unknown):
        return "unknown"
    return "excludes" if gate.eliminates else "never"


def _applicant_line(measure: Measure, applicant: ApplicantType | None) -> list[Line]:
    types = measure.applicants.types
    title = Text("Qui peut candidater", "Who may apply")
    if isinstance(types, Unknown):
        requirement = Text(
            "L’appel ne dit pas quelles organisations il admet\u00a0: aucune n’est exclue à ce titre.",
            "The call does not say which organisations it admits: none is excluded on this ground.",
        )
        answer: Answer = "unknown"
        why = types.looked_for
    else:
        requirement = kinds_text(types)
        answer = "unknown" if applicant is None else "yes" if applicant in types else "no"
        why = _APPLICANT_NOT_SAID if applicant is None else APPLICANT_TITLES[applicant]
    decides: Literal["excludes", "unknown"] = (
        "unknown" if isinstance(types, Unknown) else "excludes"
    )
    return [
        Line(APPLICANT_RULE, title, requirement, answer, decides, why, measure.applicants.sources)
    ]


def kinds_text(types: tuple[ApplicantType, ...]) -> Text:
    """Return kinds of applicant as an enumeration."""
    titles = [APPLICANT_TITLES[one] for one in types]
    return Text(", ".join(one.fr for one in titles), ", ".join(one.en for one in titles))


def _place_line(programme: Programme, measure: Measure, held: frozenset[str] | None) -> list[Line]:
    """Return the rule on the place, unless a gate of the measure already judges it."""
    wanted = measure.applicants.perimeters
    has_gate = any(isinstance(gate.test, InPerimeterTest) for gate in measure.gates)
    if has_gate or (not isinstance(wanted, Unknown) and not wanted):
        return []
    title = Text("Où", "Where")
    if isinstance(wanted, Unknown):
        requirement = Text(
            "L’appel ne dit pas quels lieux il admet\u00a0: aucun n’est exclu à ce titre.",
            "The call does not say which places it admits: none is excluded on this ground.",
        )
        return [Line(PLACE_RULE, title, requirement, "unknown", "unknown", wanted.looked_for)]
    answer: Answer = "unknown" if held is None else "yes" if held.intersection(wanted) else "no"
    why = perimeters_why(held, wanted, programme)
    requirement = _titles(programme, wanted)
    return [
        Line(PLACE_RULE, title, requirement, answer, "excludes", why, measure.applicants.sources)
    ]


def _why(gate: Gate, case: Case, said: Text, programme: Programme, on: date) -> Text:
    """Say in words what the answer rests on."""
    test: Any = gate.test
    if isinstance(test, InPerimeterTest):
        return perimeters_why(case.perimeters, test.perimeters, programme)
    if isinstance(test, ApplicantTest):
        return _APPLICANT_NOT_SAID if case.applicant is None else APPLICANT_TITLES[case.applicant]
    value = case.facts.get(test.fact)
    if value is None:
        return Text("Vous ne l’avez pas dit.", "You have not said.")
    if isinstance(test, AtLeastTest | AtMostTest):
        return against(test, float(value), on) or said
    if isinstance(test, OneOfTest):
        return said
    return (
        Text("Vous avez répondu oui.", "You answered yes.")
        if value
        else Text("Vous avez répondu non.", "You answered no.")
    )


def against(test: AtLeastTest | AtMostTest, value: float, on: date) -> Text | None:
    """Write a number beside the bound of a day; None when no bound is established for it."""
    rule = value_on(test.threshold, on)
    if rule.value is None:
        return None
    least = isinstance(test, AtLeastTest)
    bound = Text("au moins", "at least") if least else Text("au plus", "at most")
    return Text(
        "{value} {unit}\u202f; il faut {bound} {rule}.",
        "{value} {unit}; {bound} {rule} is required.",
    ).filled(value=_written(value), unit=test.unit, bound=bound, rule=_written(rule.value))


def _written(value: float) -> Text:
    digits = 0 if value.is_integer() else 2
    return Text(number(value, "fr", digits=digits), number(value, "en", digits=digits))


def perimeters_why(
    held: frozenset[str] | None, wanted: tuple[str, ...], programme: Programme
) -> Text:
    """Say which of the wanted perimeters hold a place."""
    if held is None:
        return Text("Vous n’avez pas donné de commune.", "You have not given a commune.")
    inside = tuple(one for one in wanted if one in held)
    if inside:
        return Text("Dans\u00a0: {names}.", "Inside: {names}.").filled(
            names=_titles(programme, inside)
        )
    return Text(
        "Dans aucun de ces périmètres\u00a0: {names}.", "In none of these perimeters: {names}."
    ).filled(names=_titles(programme, wanted))


def _titles(programme: Programme, names: tuple[str, ...]) -> Text:
    titles = [one.title for one in programme.perimeters if one.id in names]
    return Text("\u202f; ".join(one.fr for one in titles), "; ".join(one.en for one in titles))


_APPLICANT_NOT_SAID = Text("Vous n’avez pas dit qui candidate.", "You have not said who applies.")
