"""The published questions that come with the package: real texts, read by the platform and confirmed by nobody yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from rebond.opendata import Snapshot
from rebond.parliament.published import FORM, Published, published
from rebond.parliament.question import merged
from rebond.web.journal.services import append
from rebond.web.questions.detecting import record_read
from rebond.web.questions.models import Question
from rebond.web.questions.taking import changed_fields, complete, fill


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many questions come with the package, how many were new, and how many were completed."""

    questions: int
    created: int
    completed: int


def load(now: datetime, snapshot: Snapshot | None = None) -> Loaded:
    """Load the questions of a snapshot, the package's by default."""
    return load_published(published(snapshot), now)


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
    named = record_read(question)
    said = {"digest": question.digest, "source": one.source_url, "read": named}
    append(None, "questions.load", ("question", question.reference), said, now=now)


def _complete(known: Question, one: Published, now: datetime) -> bool:
    joined = merged(known.value, one.question, replace_differing=False)
    is_same = joined.question == one.question
    if known.is_fictitious and not is_same:
        # An invented text that bears the number of a real one takes nothing of it.
        return False
    completed = changed_fields(joined, replaces=False)
    if known.is_fictitious:
        known.is_fictitious = False
        completed.append("is_fictitious")
    if not known.source_url and not joined.differing:
        known.source_url = one.source_url
        completed.append("source_url")
    if not completed:
        return False
    complete(known, joined, now, replaces=False)
    if known.confirmed_at is None and not known.subjects.exists():
        record_read(known)
    said = {"fields": completed, "digest": known.digest}
    append(None, "questions.load", ("question", known.reference), said, now=now)
    return True
