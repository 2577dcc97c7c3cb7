"""A filed dossier as those who examine it and the services asked read it: key facts, gates, every answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rebond.texts import Text
from rebond.web.accounts.actors import Actor
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


def gates(
    dossier: Dossier, filing: Filing | None, now: datetime
) -> tuple[tuple[GateRow, ...], tuple[GateRow, ...]]:
    """Return the conditions that exclude and are missed or in doubt, then the others."""
    measure = policies.measure_of(dossier)
    answers = filing.answers if filing is not None else {}
    answered = {one.id: one for one in queries.gate_answers(dossier, answers, now)}
    failed = policies.failed_ids(dossier)
    rows = []
    for gate in measure.gates:
        one = answered[gate.id]
        answer, why = one.answer, one.why
        if gate.id in failed and answer != "no":
            answer, why = "no", Text("Constaté au dépôt.", "Found at filing.")
        rows.append(GateRow(gate.title, gate.requirement, answer, why, gate.eliminates is True))
    deciding = [one for one in rows if one.answer == "no" and one.eliminates]
    deciding += [one for one in rows if one.answer == "unknown" and one.eliminates]
    return tuple(deciding), tuple(one for one in rows if one not in deciding)


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
