"""A filed dossier as those who examine it and the services asked read it: key facts, gates, every answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rebond.programme.answers import facts
from rebond.programme.applicants import ApplicantType
from rebond.programme.gates import Case, GateAnswer, judge
from rebond.texts import Text
from rebond.web.accounts.actors import Actor
from rebond.web.clock import today
from rebond.web.dossiers import queries
from rebond.web.dossiers.models import Dossier, Filing
from rebond.web.dossiers.permissions import may_read_personal
from rebond.web.dossiers.rendering_reading import ReadPart, reading
from rebond.web.dossiers.rendering_sections import sections
from rebond.web.instruction import policies
from rebond.web.theme.writing import words


@dataclass(frozen=True, slots=True)
class GateRow:
    """One condition, what the dossier answers to it, and why."""

    title: Text
    requirement: Text
    answer: str
    why: Text
    eliminates: bool


def parts(actor: Actor, dossier: Dossier, filing: Filing | None) -> tuple[ReadPart, ...]:
    """Return what was filed, part by part; personal answers only for those who may read them."""
    form = policies.measure_of(dossier).form
    if filing is None or form is None:
        return ()
    files = queries.filed_files(filing)
    personal = may_read_personal(actor, dossier)
    return reading(form, sections(form), filing.answers, files, shows_personal=personal)


def gates(dossier: Dossier, filing: Filing | None) -> tuple[GateRow, ...]:
    """Return the conditions of the measure, those that the dossier misses first."""
    measure = policies.measure_of(dossier)
    answered = {one.gate: one for one in _judged(dossier, filing)}
    failed = policies.failed_ids(dossier)
    rows = []
    for gate in measure.gates:
        one = answered[gate.id]
        answer, why = one.answer, one.why
        if gate.id in failed and answer != "no":
            answer, why = "no", Text("constaté au dépôt", "found at filing")
        eliminates = gate.eliminates is True
        rows.append(GateRow(gate.title, gate.requirement, answer, why, eliminates))
    order = {"no": 0, "unknown": 1, "yes": 2}
    return tuple(sorted(rows, key=lambda row: (order[row.answer], not row.eliminates)))


def correctable(dossier: Dossier) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Return the fields of the form that a correction can name, part by part."""
    form = policies.measure_of(dossier).form
    if form is None:
        return ()
    return tuple(
        (section.title, tuple((one.id, words(one.label)) for one in _flat(section.fields)))
        for section in sections(form)
    )


def _flat(fields: tuple[Any, ...]) -> Iterator[Any]:
    for one in fields:
        if one.type == "group":
            yield from _flat(one.fields)
        else:
            yield one


def _judged(dossier: Dossier, filing: Filing | None) -> tuple[GateAnswer, ...]:
    measure = policies.measure_of(dossier)
    answers = filing.answers if filing is not None else {}
    known = facts(measure.form, answers) if measure.form is not None else {}
    kinds = {one.value: one for one in ApplicantType}
    case = Case(applicant=kinds.get(dossier.organisation.kind), facts=known)
    moment = dossier.filed_at or dossier.saved_at
    return judge(measure.gates, case, on=today(moment)).gates
