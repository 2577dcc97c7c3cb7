"""How questions, their texts and the sources of an answer are shown."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rebond.parliament.evidence import Evidence
from rebond.parliament.question import Chamber
from rebond.territory import Place
from rebond.texts import Text
from rebond.web.programmes.queries import perimeter_title
from rebond.web.questions.citing import Cited
from rebond.web.questions.models import Question, Request
from rebond.web.theme import writing

register = template.Library()
MOST_SOURCES = 2
PROGRAMMES = "/programmes/"
"""Where the pages of programmes are, as the rows of a policy give it."""
NUMBERED = re.compile(r"S(\d+)")
"""Id of a source of the policy that is called by its number."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a text, and the number of the request that it is, if it is one."""

    text: str
    number: int | None


@register.filter
def segments(text: str, requests: Sequence[tuple[Request, Text]]) -> list[Segment]:
    """Cut a text at the requests that a person confirmed."""
    found, place = [], 0
    for one, _kind in requests:
        if one.start < place or text[one.start : one.end] != one.text:
            continue
        found.append(Segment(text[place : one.start], None))
        found.append(Segment(one.text, one.number))
        place = one.end
    found.append(Segment(text[place:], None))
    return [one for one in found if one.text]


@register.filter
def place_words(place: Place) -> str:
    """Write a place with what tells it from its homonyms; a perimeter by the name that a programme gives it."""
    if not place.key.is_perimeter:
        return place.label
    title = perimeter_title(place.key.kind, place.key.phase)
    return f"{place.name} ({writing.words(title)})"


@register.filter
def together(line: str) -> str:
    """Keep French punctuation on the line of its word."""
    return writing.kept_together(line) if writing.lang() == "fr" else line


@register.filter
def bare_address(address: str) -> str:
    """Write an address by what names its page: host and path, without the scheme."""
    return address.partition("://")[2] or address


@register.filter
def paragraphs(text: str) -> list[str]:
    """Part a text at its blank lines."""
    return [one for one in text.split("\n\n") if one.strip()]


@register.filter
def named(question: Question) -> str:
    """Write what a question is called: number, assembly, legislature."""
    if question.legislature and question.chamber == Chamber.ASSEMBLEE:
        return _("n° %(number)s, %(ordinal)s législature") % {
            "number": question.number,
            "ordinal": writing.ordinal(question.legislature),
        }
    return _("n° %(number)s") % {"number": question.number}


@register.filter
def sources_of(row: Evidence, sources: Mapping[str, Cited]) -> list[tuple[str, str]]:
    """Return the sources of a row: what each is in words, a numbered one with its number, and where it can be read."""
    return [
        (_source(one, sources), sources[one].address if one in sources else "")
        for one in row.sources
    ]


@register.filter
def page_of(row: Evidence) -> str:
    """Return the address of the page of a row; of a measure, its own part of the page of its programme."""
    own = row.measure and row.address.startswith(PROGRAMMES)
    return f"{row.address}#mesure-{row.measure}" if own else row.address


@register.filter
def source_names(rows: Sequence[Evidence], sources: Mapping[str, Cited]) -> str:
    """Write the sources of several rows in words, each once: the first ones, and how many others."""
    found = list(dict.fromkeys(name for row in rows for name in row.sources))
    between = "; " if writing.lang() == "en" else "\u202f; "
    said = between.join(_source(one, sources) for one in found[:MOST_SOURCES])
    rest = len(found) - MOST_SOURCES
    if rest <= 0:
        return said
    return ngettext("%(said)s et %(n)s autre source", "%(said)s et %(n)s autres sources", rest) % {
        "said": said,
        "n": rest,
    }


def _source(name: str, sources: Mapping[str, Cited]) -> str:
    ours = {
        "record": _("registre de la plateforme"),
        "labelled_sites": _("liste des sites labellisés connus"),
    }
    if name not in sources:
        return ours.get(name, name)
    title = writing.words(sources[name].title)
    number = NUMBERED.fullmatch(name)
    if number is None:
        return title
    return _("source %(number)s : %(title)s") % {"number": number[1], "title": title}
