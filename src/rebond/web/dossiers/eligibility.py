"""The gates of a dossier on a day: every commune counts, and a perimeter that holds only some leaves a doubt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from rebond.programme import Case, Eligibility, judge
from rebond.programme.answers import facts
from rebond.programme.applicants import ApplicantType
from rebond.programme.forms import Form
from rebond.texts import Text
from rebond.web.calls.models import Revision
from rebond.web.dossiers.gate_words import gate_words
from rebond.web.dossiers.places import communes_in, perimeters_of


@dataclass(frozen=True, slots=True)
class GateRow:
    """One gate as a page shows it."""

    id: str
    title: Text
    requirement: Text
    answer: str
    eliminates: bool
    why: Text


def eligibility_of(
    revision: Revision, form: Form, answers: Mapping[str, Any], applicant: str, on: dt.date
) -> Eligibility:
    """Judge the gates of a revision for answers, on a day.

    No when an eliminating gate says no, unknown when one is unknown, else yes: a gate that neither the policy
    nor the call makes eliminating is answered, and excludes nobody. A gate on perimeters says yes when one
    perimeter holds every commune, no when it holds none, and unknown when it holds some.
    """
    codes = communes_in(form, answers)
    held = [perimeters_of(revision.programme, code) for code in codes]
    kind = ApplicantType(applicant) if applicant in set(ApplicantType) else None
    known = facts(form, answers)
    gates = revision.measure.gates
    inside = frozenset.intersection(*held) if held else None
    touched = frozenset.union(*held) if held else None
    every = judge(gates, Case(kind, inside, known), on=on)
    some = judge(gates, Case(kind, touched, known), on=on)
    answered = []
    for gate, one, other in zip(gates, every.gates, some.gates, strict=True):
        is_settled = one.answer == other.answer
        found = one if is_settled else replace(one, answer="unknown", eliminates=False)
        words = gate_words(
            gate,
            found,
            programme=revision.programme,
            form=form,
            known=known,
            held=inside,
            applicant=kind,
            on=on,
        )
        answered.append(replace(found, why=words))
    if any(one.eliminates for one in answered):
        return Eligibility("no", tuple(answered))
    is_open = any(
        one.answer == "unknown" and gate.eliminates is True
        for gate, one in zip(gates, answered, strict=True)
    )
    return Eligibility("unknown" if is_open else "yes", tuple(answered))


def gate_rows(revision: Revision, found: Eligibility) -> tuple[GateRow, ...]:
    """Return the gates with their titles."""
    declared = {gate.id: gate for gate in revision.measure.gates}
    return tuple(
        GateRow(
            id=one.gate,
            title=declared[one.gate].title,
            requirement=declared[one.gate].requirement,
            answer=one.answer,
            eliminates=one.eliminates,
            why=one.why,
        )
        for one in found.gates
    )
