"""What a member reads of a dossier before opening it whole: answers as filed, nothing personal."""

from __future__ import annotations

from dataclasses import dataclass

from rebond.errors import RebondError
from rebond.programme import Measure
from rebond.programme.answers import in_words, questions, without_personal
from rebond.territory import PlaceKey
from rebond.texts import Text
from rebond.web.committee import choices
from rebond.web.committee.candidates import gate_ids
from rebond.web.dossiers.models import Dossier, Filing
from rebond.web.territories.places import atlas

SHOWN = 14
SHORT = frozenset(
    {"integer", "decimal", "money", "date", "choice", "boolean", "multi_choice", "commune"}
)


@dataclass(frozen=True, slots=True)
class KeyFact:
    """One answer in words."""

    label: Text
    value: Text


@dataclass(frozen=True, slots=True)
class KeyFacts:
    """Short answers to read at once, then longer ones; a blank answer keeps its place."""

    short: tuple[KeyFact, ...]
    long: tuple[KeyFact, ...]


def of(filing: Filing | None) -> KeyFacts:
    """Return the answers filed last, without what describes a person."""
    form = None if filing is None else choices.measure_of(filing.revision).form
    if filing is None or form is None:
        return KeyFacts((), ())
    answers = without_personal(form, filing.answers)
    short: list[KeyFact] = []
    long: list[KeyFact] = []
    for question in questions(form, answers):
        if question.placed.is_personal or question.placed.lists:
            continue
        value = answers.get(question.path)
        fact = KeyFact(question.label, in_words(question.field, value, commune_name=_commune))
        if question.field.type in SHORT:
            short.append(fact)
        elif question.field.type in {"text", "long_text"} and value:
            long.append(fact)
    return KeyFacts(tuple(short[:SHOWN]), tuple(short[SHOWN:] + long))


def failed_gates(dossier: Dossier, measure: Measure) -> tuple[Text, ...]:
    """Return the titles of the gates that make a dossier ineligible."""
    titles = {gate.id: gate.title for gate in measure.gates}
    ids = gate_ids(dossier.failed_gates)
    return tuple(titles.get(one) or Text(one, one) for one in ids)


def _commune(code: str) -> str:
    try:
        return atlas().place(PlaceKey("commune", code)).name
    except RebondError:
        return code
