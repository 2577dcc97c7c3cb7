"""What a question is about: proposed from its text, confirmed by a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from rebond.errors import RebondError
from rebond.parliament.asks import Ask, Kind, asks
from rebond.parliament.detecting import FoundTerritory, territories
from rebond.parliament.vocabulary import (
    FoundMeasure,
    measures,
    other_spans,
    shipped_vocabularies,
)
from rebond.territory import Place, PlaceKey
from rebond.texts import Text
from rebond.web.accounts.actors import Actor
from rebond.web.journal.services import append
from rebond.web.questions.errors import NoSuchPlace
from rebond.web.questions.models import Question, Request, Subject
from rebond.web.questions.permissions import may_work
from rebond.web.territories.places import atlas

MOST_PLACES = 30


@dataclass(frozen=True, slots=True)
class Proposed:
    """A name of the text and the places that have it, each ticked or not."""

    found: FoundTerritory
    places: tuple[tuple[Place, bool], ...]


@dataclass(frozen=True, slots=True)
class Detected:
    """What a text seems to be about."""

    territories: tuple[Proposed, ...]
    measures: tuple[tuple[FoundMeasure, Text], ...]
    asks: tuple[Ask, ...]


def detect(question: Question) -> Detected:
    """Return what the text of a question names and asks; nothing is recorded."""
    said = f"{question.title}\n\n{question.text}"
    vocabularies = shipped_vocabularies()
    titles = {
        (one.programme.id, name): title
        for one in vocabularies
        for name, title in one.titles.items()
    }
    named = territories(
        said, atlas(), on=question.published_on, elsewhere=other_spans(said, vocabularies)
    )
    proposed = tuple(
        Proposed(
            one, tuple((atlas().place(key), one.is_proposed) for key in one.keys[:MOST_PLACES])
        )
        for one in named
    )
    found = tuple((one, titles[one.programme, one.measure]) for one in measures(said, vocabularies))
    return Detected(proposed, found, asks(question.text))


def named_in(seen: Detected) -> list[tuple[str, str]]:
    """Return the kinds and codes that a text names beyond doubt.

    A name that several places bear, and one that nothing in the text says to be a place, are left out.
    """
    kept = [
        (str(Subject.Kind.TERRITORY), str(place.key))
        for one in seen.territories
        for place, is_proposed in one.places
        if is_proposed
    ]
    kept += [
        (str(Subject.Kind.MEASURE), f"{one.programme}/{one.measure}")
        for one, _title in seen.measures
    ]
    return list(dict.fromkeys(kept))


def record_read(question: Question) -> list[str]:
    """Record what the text of a question names and asks, in place of what stood there; confirming it is for a person."""
    seen = detect(question)
    named = named_in(seen)
    question.subjects.all().delete()
    question.requests.all().delete()
    Subject.objects.bulk_create(
        Subject(question=question, kind=kind, code=code, is_read=True) for kind, code in named
    )
    Request.objects.bulk_create(
        Request(
            question=question,
            number=number,
            start=one.span.start,
            end=one.span.end,
            text=one.text,
            kind=one.kind,
        )
        for number, one in enumerate(seen.asks, start=1)
    )
    return [code for _kind, code in named]


def all_measures() -> list[tuple[str, Text]]:
    """Return every measure of the shipped programmes: ``programme/measure`` and its title."""
    return [
        (f"{one.programme.id}/{name}", title)
        for one in shipped_vocabularies()
        for name, title in one.titles.items()
    ]


def place_named(written: str) -> PlaceKey:
    """Return the one place that somebody typed: a key, or a name that one place alone has.

    Raises
    ------
    NoSuchPlace
    """
    asked = written.strip()[:120]
    if ":" in asked:
        try:
            return atlas().place(PlaceKey.parse(asked)).key
        except RebondError:
            raise NoSuchPlace(asked, 0) from None
    keys = atlas().named(asked)
    if len(keys) != 1:
        raise NoSuchPlace(asked, len(keys))
    return keys[0]


@transaction.atomic
def confirm(
    actor: Actor,
    question: Question,
    places: Sequence[str],
    chosen: Sequence[str],
    kinds: Mapping[int, str],
    now: datetime,
) -> Question:
    """Record what a question is about: places, measures, and the kind of each request that is kept.

    Raises
    ------
    PermissionDenied
    NoSuchPlace
        When a key names no place.
    """
    if not may_work(actor):
        raise PermissionDenied
    held = Question.objects.select_for_update().get(pk=question.pk)
    keys = list(dict.fromkeys(str(place_named(one)) for one in places if one.strip()))
    known = {code for code, _title in all_measures()}
    named = [code for code in dict.fromkeys(chosen) if code in known]
    read = set(named_in(detect(held)))
    kept = [one for one in asks(held.text) if kinds.get(one.number) in set(Kind)]
    held.subjects.all().delete()
    held.requests.all().delete()
    said_of = [
        *((str(Subject.Kind.TERRITORY), one) for one in keys),
        *((str(Subject.Kind.MEASURE), one) for one in named),
    ]
    Subject.objects.bulk_create(
        Subject(question=held, kind=one[0], code=one[1], is_read=one in read) for one in said_of
    )
    Request.objects.bulk_create(
        Request(
            question=held,
            number=number,
            start=one.span.start,
            end=one.span.end,
            text=one.text,
            kind=kinds[one.number],
        )
        for number, one in enumerate(kept, start=1)
    )
    held.confirmed_by_id, held.confirmed_at = actor.membership_id, now
    held.save(update_fields=["confirmed_by", "confirmed_at"])
    said = {
        "territories": keys,
        "measures": named,
        "requests": [kinds[one.number] for one in kept],
    }
    append(actor, "questions.confirm", ("question", held.reference), said, now=now)
    return held
