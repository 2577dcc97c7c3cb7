"""The measures that firms recruit under, read from the aids: their choices, their levels, who labels."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from rebond.programme.forms import walk_fields
from rebond.texts import Text
from rebond.web.aids.simulator_fields import aids
from rebond.web.programmes import queries as programmes

LEVEL, SITUATION, CONTRACT = "niveau_jeune", "situation_jeune", "contrat"
"""Questions of the forms of such measures."""
Measure = tuple[str, str]


@cache
def offered() -> tuple[Measure, ...]:
    """Return the measures under which some aid goes to a firm and another to a person."""
    by_measure: dict[Measure, set[str]] = {}
    for aid in aids():
        if aid.measure is not None:
            name = (aid.measure.programme, aid.measure.measure)
            by_measure.setdefault(name, set()).add(aid.beneficiary)
    return tuple(sorted(one for one, who in by_measure.items() if {"firm", "person"} <= who))


def declared(measure: Measure) -> Any | None:
    """Return a measure as its policy declares it; None when this installation does not have it."""
    programme = programmes.programme(measure[0])
    found = programme.measures if programme is not None else ()
    return next((one for one in found if one.id == measure[1]), None)


def title(measure: Measure) -> Text:
    """Return the name of a measure."""
    found = declared(measure)
    return found.title if found is not None else Text(measure[1], measure[1])


@cache
def options(measure: Measure, question: str) -> Mapping[str, Text]:
    """Return the choices of one question of the measure's form, in its order; empty where it asks none."""
    found = declared(measure)
    for field in walk_fields(found.form.fields) if found is not None and found.form else ():
        if field.id == question and field.type == "choice":
            return {one.id: one.label for one in field.options}
    return {}


@cache
def labellers(measure: Measure) -> frozenset[str]:
    """Return the kinds of organisation that examine for the measure's firms: they label recruitments."""
    return frozenset(
        aid.provider
        for aid in aids()
        if aid.beneficiary == "firm"
        and aid.measure is not None
        and (aid.measure.programme, aid.measure.measure) == measure
    )


def every_labeller() -> frozenset[str]:
    """Return the kinds that label under some measure."""
    return frozenset().union(*(labellers(one) for one in offered()))
