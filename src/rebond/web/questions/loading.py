"""The published questions that come with the package: real texts, read by the platform and confirmed by nobody yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from rebond.parliament.published import FORM, Published, published
from rebond.parliament.question import merged
from rebond.web.journal.services import append
from rebond.web.questions.detecting import detect
from rebond.web.questions.models import Question, Request, Subject
from rebond.web.questions.taking import fill


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many questions come with the package, how many were new, and how many were completed."""

    questions: int
    created: int
    completed: int


def load(now: datetime) -> Loaded:
    """Load the questions of the snapshot."""
    return load_published(published(), now)


@transaction.atomic
def load_published(found: Iterable[Published], now: datetime) -> Loaded:
    """Load questions; what the register knows already stays as it is, but for what it lacked."""
    created = completed = count = 0
    for one in found:
        known = Question.objects.select_for_update().filter(reference=one.question.key).first()
        count += 1
        if known is None:
            _create(one, now)
            created += 1
        else:
            completed += _complete(known, one, now)
    return Loaded(count, created, completed)


def _create(one: Published, now: datetime) -> None:
    question = Question(
        reference=one.question.key,
        chamber=one.question.chamber,
        number=one.question.number,
        form=FORM,
        source_url=one.source_url,
        taken_at=now,
    )
    fill(question, one.question, now)
    question.save(force_insert=True)
    named = _record_read(question)
    said = {"digest": question.digest, "source": one.source_url, "read": named}
    append(None, "questions.load", ("question", question.reference), said, now=now)


def _complete(known: Question, one: Published, now: datetime) -> bool:
    joined = merged(known.value, one.question, replace_differing=False)
    completed = [*joined.completed]
    if not known.source_url:
        known.source_url = one.source_url
        completed.append("source_url")
    if not completed:
        return False
    if joined.completed:
        fill(known, joined.question, now)
    known.save()
    if known.confirmed_at is None and not known.subjects.exists():
        _record_read(known)
    said = {"fields": completed, "digest": known.digest}
    append(None, "questions.load", ("question", known.reference), said, now=now)
    return True


def _record_read(question: Question) -> list[str]:
    """Record what the text names beyond doubt, and what it asks; confirming it is for a person.

    A name that several places bear, and one that nothing in the text says to be a place, are left out.
    """
    seen = detect(question)
    kept = [
        (Subject.Kind.TERRITORY, str(place.key))
        for one in seen.territories
        for place, is_proposed in one.places
        if is_proposed
    ]
    kept += [
        (Subject.Kind.MEASURE, f"{one.programme}/{one.measure}") for one, _title in seen.measures
    ]
    Subject.objects.bulk_create(
        Subject(question=question, kind=kind, code=code) for kind, code in dict.fromkeys(kept)
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
    return [code for _kind, code in dict.fromkeys(kept)]
