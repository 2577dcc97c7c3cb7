"""Reading an aid from YAML; what the policy of a measure declares already is taken from there, not said twice."""

from __future__ import annotations

import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rebond.aid.amounts import Amount, Ceiling, Fixed, FromAward, Monthly, Sum, When
from rebond.aid.errors import AidInvalid, NotInTheMeasure, UnknownAid
from rebond.aid.model import Aid, FactOption, FactSpec
from rebond.aid.rules import (
    AllOf,
    AnyOf,
    AtLeast,
    AtMost,
    FromGate,
    NoneOf,
    OneOf,
    Rule,
    Stated,
)
from rebond.procedure.reading import read_model
from rebond.programme.awards import CeilingAmount, FixedAmount, MonthlyAmount
from rebond.programme.dated import Period
from rebond.programme.forms import BooleanField, ChoiceField, IntegerField, MoneyField, walk_fields
from rebond.programme.gates import (
    AtLeastTest,
    AtMostTest,
    Gate,
    InPerimeterTest,
    OneOfTest,
    StatedTest,
)
from rebond.programme.loading import load_programme
from rebond.programme.policy_model import Cents, Count, NotApplicable, Unknown
from rebond.texts import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from rebond.programme.measures import Measure

AIDS_FOLDER = Path(__file__).parent / "aids"
GUIDE = "docs/reference/aids.md"
IN_PERIMETER = "dans_"
"""A gate on a perimeter reads a yes-or-no fact of this name with the perimeter's id."""


@cache
def shipped_aids() -> tuple[Aid, ...]:
    """Return the aids that the package ships, by id."""
    return tuple(load_aid(path) for path in sorted(AIDS_FOLDER.glob("*.yaml")))


def shipped_aid(name: str) -> Aid:
    """Return one aid that the package ships.

    Raises
    ------
    UnknownAid
    """
    by_id = {aid.id: aid for aid in shipped_aids()}
    if name not in by_id:
        raise UnknownAid(name, sorted(by_id))
    return by_id[name]


def load_aid(path: Path) -> Aid:
    """Read one aid, with the conditions, amounts and questions of its measure in their places.

    Parameters
    ----------
    path : Path

    Returns
    -------
    Aid

    Raises
    ------
    AidInvalid
        With every problem and its line.
    NotInTheMeasure
        When the measure declares no such gate, award or question.
    """
    aid, _source = read_model(Aid, path.read_bytes(), path.name, error=AidInvalid, guide=GUIDE)
    if aid.measure is None:
        return aid
    programme = load_programme(aid.measure.programme)
    measure = programme.measure(aid.measure.measure)
    gates = {gate.id: gate for gate in measure.gates}
    perimeters = {one.id: one.title for one in programme.perimeters}
    asked = [_fact(measure, name, path.name) for name in aid.measure.questions]
    given = {fact.id for fact in (*asked, *aid.facts)}

    def gate(reference: FromGate) -> Rule:
        if reference.gate not in gates:
            raise NotInTheMeasure(path.name, reference.gate, sorted(gates))
        return _condition(gates[reference.gate], reference)

    eligibility = _with_gates(aid.eligibility, gate)
    places = [
        FactSpec(
            id=f"{IN_PERIMETER}{name}",
            kind="yes_no",
            question=Text(
                f"Le lieu est-il dans le périmètre «\u202f{title.fr}\u202f»\u202f?",
                f"Is the place in the perimeter “{title.en}”?",
            ),
        )
        for name, title in perimeters.items()
        if _reads(eligibility, f"{IN_PERIMETER}{name}") and f"{IN_PERIMETER}{name}" not in given
    ]
    return aid.model_copy(
        update={
            "facts": (*places, *asked, *aid.facts),
            "eligibility": eligibility,
            "amount": _with_awards(aid.amount, measure, path.name),
        }
    )


def _reads(rule: Rule, fact: str) -> bool:
    if isinstance(rule, AllOf | AnyOf | NoneOf):
        return any(_reads(part, fact) for part in rule.of)
    return not isinstance(rule, FromGate) and rule.fact == fact


def _with_gates(rule: Rule, gate: Callable[[FromGate], Rule]) -> Rule:
    if isinstance(rule, FromGate):
        return gate(rule)
    if isinstance(rule, AllOf | AnyOf | NoneOf):
        return rule.model_copy(update={"of": tuple(_with_gates(part, gate) for part in rule.of)})
    return rule


def _condition(gate: Gate, reference: FromGate) -> Rule:
    decides = gate.eliminates is True if reference.decides is None else reference.decides
    shared: dict[str, Any] = {
        "title": gate.requirement,
        "decides": decides,
        "sources": gate.sources,
    }
    test = gate.test
    if isinstance(test, OneOfTest):
        return OneOf(kind="one_of", id=gate.id, fact=test.fact, accepted=test.values, **shared)
    if isinstance(test, AtLeastTest):
        return AtLeast(
            kind="at_least", id=gate.id, fact=test.fact, threshold=test.threshold, **shared
        )
    if isinstance(test, AtMostTest):
        return AtMost(
            kind="at_most", id=gate.id, fact=test.fact, threshold=test.threshold, **shared
        )
    held = reference.held or _always(gate)
    if isinstance(test, StatedTest):
        return Stated(kind="stated", id=gate.id, fact=test.fact, must_be=held, **shared)
    assert isinstance(test, InPerimeterTest)  # noqa: S101 - no aid is tied to a kind of applicant
    parts = tuple(
        Stated(kind="stated", id=gate.id, fact=f"{IN_PERIMETER}{name}", must_be=held, **shared)
        for name in test.perimeters
    )
    return parts[0] if len(parts) == 1 else AnyOf(kind="any_of", of=parts)


def _always(gate: Gate) -> tuple[Period[bool], ...]:
    """Return a condition that the policy does not date: in force as long as the policy is."""
    return (Period[bool](value=True, valid_from=datetime.date.min, sources=gate.sources),)


def _with_awards(node: Amount, measure: Measure, file: str) -> Amount:
    if isinstance(node, FromAward):
        return _award(node, measure, file)
    if isinstance(node, Sum):
        return node.model_copy(
            update={"of": tuple(_with_awards(part, measure, file) for part in node.of)}
        )
    if isinstance(node, When):
        return node.model_copy(
            update={
                "then": _with_awards(node.then, measure, file),
                "otherwise": _with_awards(node.otherwise, measure, file),
            }
        )
    return node


def _award(node: FromAward, measure: Measure, file: str) -> Amount:
    award = next((one for one in measure.awards if one.id == node.award), None)
    if award is None or award.amount is None:
        raise NotInTheMeasure(file, node.award, [one.id for one in measure.awards if one.amount])
    kinds = {
        type(period.value)
        for period in award.amount
        if not isinstance(period.value, Unknown | NotApplicable)
    }

    def dated(name: str, sort: Any = Period[Cents]) -> tuple[Period[Any], ...]:
        return tuple(_period(period, name, sort) for period in award.amount or ())

    shared: dict[str, Any] = {"title": award.title, "sources": award.sources, "award": award.id}
    if kinds == {FixedAmount}:
        return Fixed(kind="fixed", cents=dated("cents"), **shared)
    if kinds == {CeilingAmount}:
        return Ceiling(kind="ceiling", cents=dated("cents"), **shared)
    if kinds != {MonthlyAmount} or node.fact is None or node.months is None:
        raise NotInTheMeasure(file, node.award, [])
    return Monthly(
        kind="monthly",
        fact=node.fact,
        months=node.months,
        least=dated("least_cents"),
        greatest=dated("greatest_cents"),
        most_months=dated("most_months", Period[Count]),
        total=dated("ceiling_cents"),
        **shared,
    )


def _period(period: Period[Any], name: str, sort: Any) -> Period[Any]:
    """Return a period of an award with one of its numbers alone as its value."""
    value = period.value
    if not isinstance(value, Unknown | NotApplicable):
        value = getattr(value, name)
    made: Period[Any] = sort.model_construct(**{**dict(period), "value": value})
    return made


def _fact(measure: Measure, name: str, file: str) -> FactSpec:
    fields = {one.id: one for one in walk_fields(measure.form.fields)} if measure.form else {}
    field = fields.get(name)
    shared: dict[str, Any] = {"id": name, "is_personal": bool(getattr(field, "is_personal", False))}
    if isinstance(field, ChoiceField):
        options = tuple(FactOption(id=one.id, label=one.label) for one in field.options)
        return FactSpec(kind="choice", question=field.label, options=options, **shared)
    if isinstance(field, BooleanField):
        return FactSpec(kind="yes_no", question=field.label, **shared)
    if isinstance(field, MoneyField):
        return FactSpec(kind="money", question=field.label, **shared)
    if isinstance(field, IntegerField):
        greatest = None if field.maximum is None else float(field.maximum)
        return FactSpec(
            kind="number",
            question=field.label,
            unit=field.unit,
            least=float(field.minimum or 0),
            greatest=greatest,
            **shared,
        )
    raise NotInTheMeasure(file, name, sorted(fields))
