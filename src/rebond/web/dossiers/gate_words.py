"""Why a gate is answered as it is, in the words of the form: labels and names, never ids."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from rebond.programme import GateAnswer, Programme
from rebond.programme.applicants import APPLICANT_TITLES, ApplicantType
from rebond.programme.forms import Form
from rebond.programme.gates import (
    ApplicantTest,
    AtLeastTest,
    AtMostTest,
    Gate,
    InPerimeterTest,
    StatedTest,
)
from rebond.texts import Text
from rebond.web.calls.eligibility import against, perimeters_why

_NO_PLACE = Text("Aucune commune n’est donnée.", "No commune is given.")
_IN_PART = Text(
    "Le périmètre tient une partie des communes seulement.",
    "The perimeter holds some of the communes only.",
)
_ANSWERED = {
    "yes": Text("Répondu\u00a0: oui.", "Answered: yes."),
    "no": Text("Répondu\u00a0: non.", "Answered: no."),
}


def gate_words(
    gate: Gate,
    found: GateAnswer,
    *,
    programme: Programme,
    form: Form,
    known: Mapping[str, Any],
    held: frozenset[str] | None,
    applicant: ApplicantType | None,
    on: dt.date,
) -> Text:
    """Say what one answer rests on; what the engine alone can tell is left as it says it."""
    test: Any = gate.test
    if isinstance(test, InPerimeterTest):
        return _of_place(test, found, programme, held)
    if isinstance(test, ApplicantTest):
        return found.why if applicant is None else _sentence(APPLICANT_TITLES[applicant])
    value = known.get(test.fact)
    if value is None:
        field = form.field(test.fact)
        return Text("Pas de réponse à « {fact} ».", "No answer to “{fact}”.").filled(
            fact=field.label if field is not None else test.fact
        )
    if isinstance(test, StatedTest):
        return _ANSWERED[found.answer]
    if isinstance(test, AtLeastTest | AtMostTest):
        return against(test, float(value), on) or _sentence(found.why)
    return _sentence(found.why)


def _of_place(
    test: InPerimeterTest, found: GateAnswer, programme: Programme, held: frozenset[str] | None
) -> Text:
    if held is None:
        return _NO_PLACE
    if found.answer == "unknown":
        return _IN_PART
    return perimeters_why(
        held if found.answer == "yes" else frozenset(), test.perimeters, programme
    )


def _sentence(text: Text) -> Text:
    return Text(*(f"{one[:1].upper()}{one[1:].rstrip('.')}." for one in (text.fr, text.en)))
