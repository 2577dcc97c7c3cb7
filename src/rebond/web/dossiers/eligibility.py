"""The gates of a dossier on a day: every commune counts, and a perimeter that holds only some leaves a doubt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rebond.programme import Case, Eligibility, judge
from rebond.programme.answers import facts
from rebond.programme.applicants import ApplicantType
from rebond.programme.forms import Form
from rebond.programme.gates import GateAnswer
from rebond.texts import Text
from rebond.web.calls.models import Revision
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


_IN_PART = Text(
    "le périmètre tient une partie des communes seulement",
    "the perimeter holds some of the communes only",
)


def eligibility_of(
    revision: Revision, form: Form, answers: Mapping[str, Any], applicant: str, on: dt.date
) -> Eligibility:
    """Judge the gates of a revision for answers, on a day.

    A gate on perimeters says yes when one perimeter holds every commune, no when it holds none, and unknown
    when it holds some.
    """
    codes = communes_in(form, answers)
    held = [perimeters_of(revision.programme, code) for code in codes]
    kind = ApplicantType(applicant) if applicant in set(ApplicantType) else None
    known = facts(form, answers)
    gates = revision.measure.gates
    if not held:
        return judge(gates, Case(kind, None, known), on=on)
    every = judge(gates, Case(kind, frozenset.intersection(*held), known), on=on)
    some = judge(gates, Case(kind, frozenset.union(*held), known), on=on)
    answered = tuple(
        one if one.answer == other.answer else GateAnswer(one.gate, "unknown", False, _IN_PART)  # noqa: FBT003
        for one, other in zip(every.gates, some.gates, strict=True)
    )
    if any(one.eliminates for one in answered):
        return Eligibility("no", answered)
    is_sure = all(one.answer == "yes" for one in answered)
    return Eligibility("yes" if is_sure else "unknown", answered)


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
