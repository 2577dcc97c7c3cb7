"""The sources behind an answer: what each is, and where it can be read."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from rebond.texts import Text
from rebond.web.programmes.queries import programme
from rebond.web.questions.models import Question, Subject


@dataclass(frozen=True, slots=True)
class Cited:
    """A source of a programme; without a public address of its own, its line on the page of the programme."""

    title: Text
    address: str


def cited(question: Question) -> dict[str, Cited]:
    """Return the sources that the programmes of a question cite, by their ids."""
    names = {
        one.code.partition("/")[0]
        for one in question.subjects.all()
        if one.kind == Subject.Kind.MEASURE
    }
    found: dict[str, Cited] = {}
    for name in sorted(names):
        loaded = programme(name)
        for one in loaded.sources if loaded else ():
            line = f"{reverse('programme', args=[name])}#source-{one.id}"
            found[one.id] = Cited(one.title, str(one.urls[0]) if one.urls else line)
    return found
