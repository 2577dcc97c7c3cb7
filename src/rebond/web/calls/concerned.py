"""The question « am I concerned? », read from the address of the page: a place, an applicant, a few facts."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from rebond.errors import RebondError
from rebond.programme import Measure, Unknown
from rebond.programme.applicants import APPLICANT_TITLES, ApplicantType
from rebond.texts import Text
from rebond.web.calls import eligibility
from rebond.web.calls.eligibility import Preview
from rebond.web.calls.models import Revision
from rebond.web.territories.places import atlas
from rebond.web.theme.writing import words

COMMUNE, APPLICANT, FACT = "commune", "candidat", "f-"
KINDS = frozenset({"commune", "arrondissement"})
SHOWN = 12
LONGEST = 120


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a question."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Question:
    """One fact that a gate looks at."""

    name: str
    label: str
    kind: str
    value: str = ""
    unit: str = ""
    options: tuple[Option, ...] = ()
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Concerned:
    """What was asked, and the answer when there is something to answer."""

    commune: str
    communes: tuple[tuple[str, str], ...]
    """Places that the name may mean, when it means several: code and label."""
    fault: str
    applicants: tuple[Option, ...]
    questions: tuple[Question, ...]
    preview: Preview | None
    is_approximate: bool = False
    """Whether no place has the name, and those offered are the nearest."""
    given: Mapping[str, str] = field(default_factory=dict)
    """What else was asked, to be kept when a place is chosen."""


def ask(revision: Revision, asked: Mapping[str, str], on: date) -> Concerned:
    """Read the question and answer it."""
    measure = revision.measure
    written = " ".join(asked.get(COMMUNE, "").replace("\x00", "").split())[:LONGEST]
    code, several, fault, is_approximate = _commune(written)
    applicant = asked.get(APPLICANT, "")
    applicant = applicant if applicant in {one.value for one in ApplicantType} else ""
    questions, facts = _questions(measure, asked)
    has_fault = bool(fault or several)
    has_something = bool(code or applicant or facts)
    preview = None
    if has_something and not has_fault:
        preview = eligibility.preview(revision, applicant or None, code, facts, on)
    given = {
        name: value
        for name, value in ((APPLICANT, applicant), *((one.name, one.value) for one in questions))
        if value
    }
    return Concerned(
        commune=preview.commune if preview and preview.commune else written,
        communes=several,
        fault=fault,
        applicants=_applicants(measure, applicant),
        questions=questions,
        preview=preview,
        is_approximate=is_approximate,
        given=given,
    )


def _commune(written: str) -> tuple[str | None, tuple[tuple[str, str], ...], str, bool]:
    """Return the code of the one commune meant, or those it may mean or resembles, or what is wrong."""
    if not written:
        return None, (), "", False
    code = written.rpartition(", ")[2].strip("() ") if written.endswith(")") else written
    for tried in (code, written):
        try:
            return atlas().resolve_commune(tried).code, (), "", False
        except RebondError:
            continue
    try:
        found = atlas().find(written, kinds=KINDS, limit=SHOWN)
    except RebondError as error:
        return None, (), words(Text(error.message("fr"), error.message("en"))), False
    matches = found.matches
    if not matches:
        return (
            None,
            (),
            _(
                "Aucune commune de ce nom ou de ce code. Rien n’est perdu : corrigez et recommencez."
            ),
            False,
        )
    best = [one for one in matches if one.rank == matches[0].rank]
    if len(best) == 1 and not found.is_approximate:
        return matches[0].place.key.code, (), "", False
    named = tuple((one.place.key.code, one.place.label) for one in matches)
    return None, named, "", found.is_approximate


def _applicants(measure: Measure, chosen: str) -> tuple[Option, ...]:
    """Return every kind of applicant, those admitted first."""
    types = measure.applicants.types
    admitted = () if isinstance(types, Unknown) else types
    ordered = [*admitted, *(one for one in ApplicantType if one not in admitted)]
    return tuple(
        Option(one.value, words(APPLICANT_TITLES[one]), one.value == chosen) for one in ordered
    )


def _questions(
    measure: Measure, asked: Mapping[str, str]
) -> tuple[tuple[Question, ...], dict[str, Any]]:
    """Return a question for each fact that the gates look at, once, with the facts that were given."""
    questions: dict[str, Question] = {}
    facts: dict[str, Any] = {}
    for gate in measure.gates:
        test: Any = gate.test
        fact = getattr(test, "fact", None)
        if fact is None or fact in questions:
            continue
        name = f"{FACT}{fact}"
        written = asked.get(name, "").replace("\x00", "").strip()[:40]
        form_field = measure.form.field(fact) if measure.form else None
        label = words(form_field.label if form_field else gate.title)
        if test.kind == "stated":
            value = {"oui": True, "non": False}.get(written)
            options = _yes_no(written)
            questions[fact] = Question(
                name, label, "choice", written if value is not None else "", options=options
            )
        elif test.kind == "one_of":
            known = {one.id: words(one.label) for one in getattr(form_field, "options", ())}
            value = written if written in known else None
            options = tuple(
                Option(ident, label, ident == written) for ident, label in known.items()
            )
            questions[fact] = Question(
                name,
                label_of(form_field, gate),
                "choice",
                written if value else "",
                options=options,
            )
        else:
            value, fault = _number(written)
            questions[fact] = Question(
                name, label, "number", written, words(test.unit), fault=fault
            )
        if value is not None:
            facts[fact] = value
    return tuple(questions.values()), facts


def label_of(form_field: Any, gate: Any) -> str:
    """Return the question as the form asks it, else the title of the gate."""
    return words(form_field.label if form_field is not None else gate.title)


def _yes_no(written: str) -> tuple[Option, ...]:
    return (
        Option("oui", _("oui"), written == "oui"),
        Option("non", _("non"), written == "non"),
    )


def _number(written: str) -> tuple[float | None, str]:
    if not written:
        return None, ""
    plain = written.replace("\u202f", "").replace("\u00a0", "").replace(" ", "").replace(",", ".")
    try:
        value = float(plain)
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or abs(value) > 10**12:
        return None, _("« %(written)s » n’est pas un nombre.") % {"written": written}
    return value, ""
