"""Taking questions in: what was handed is read and shown, then recorded; a later text completes the same question."""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from rebond.canonical import digest_bytes
from rebond.parliament.clock import clock
from rebond.parliament.published import is_shipped
from rebond.parliament.question import FIELD_TEXTS, Chamber, Merged, WrittenQuestion, merged
from rebond.parliament.reading import read
from rebond.texts import Text
from rebond.web.accounts.actors import Actor
from rebond.web.accounts.models import Organisation
from rebond.web.clock import today
from rebond.web.journal.services import append
from rebond.web.questions.detecting import record_read
from rebond.web.questions.errors import AlreadyTaken, NothingChosen, NothingHanded, RealQuestion
from rebond.web.questions.models import Intake, Question
from rebond.web.questions.permissions import may_work
from rebond.web.sites.references import new_reference

log = logging.getLogger(__name__)
MOST_WORDS = dict.fromkeys(("author", "group", "circonscription", "rubric", "end_reason"), 200)
LONGEST = {
    **MOST_WORDS,
    "title": 400,
    "author_reference": 40,
    "ministry_asked": 300,
    "ministry_attributed": 300,
    "published_page": 20,
    "replied_page": 20,
}


@dataclass(frozen=True, slots=True)
class Previewed:
    """A question of an intake beside the one of the register, when it is there already."""

    value: WrittenQuestion
    known: Question | None
    merged: Merged | None

    @property
    def is_new(self) -> bool:
        """Whether the register does not have it."""
        return self.known is None


@dataclass(frozen=True, slots=True)
class Taken:
    """What was recorded: new questions, completed ones, and those that said nothing new."""

    created: tuple[str, ...]
    completed: tuple[str, ...]
    same: tuple[str, ...]


@transaction.atomic
def receive(actor: Actor, name: str, content: bytes, now: datetime) -> Intake:
    """Read what was handed in, and keep it for the preview; nothing enters the register yet.

    Raises
    ------
    PermissionDenied
    BadInput
    """
    if not may_work(actor):
        raise PermissionDenied
    if not content.strip():
        raise NothingHanded
    handed = read(content, name=name, today=today(now))
    made = Intake.objects.create(
        reference=new_reference(Intake, "Q"),
        name=name[:200],
        form=handed.form,
        digest=digest_bytes(content),
        rows=[one.as_json() for one in handed.questions],
        refused=[{"fr": one.message("fr"), "en": one.message("en")} for one in handed.refused],
        received_by_id=actor.membership_id,
        received_at=now,
    )
    said = {
        "digest": made.digest,
        "form": made.form,
        "read": len(made.rows),
        "refused": len(made.refused),
    }
    append(actor, "questions.read", ("question", made.reference), said, now=now)
    return made


def preview(intake: Intake) -> list[Previewed]:
    """Return the questions of an intake, each beside the one of the register."""
    values = [value_of(row) for row in intake.rows]
    known = {
        one.reference: one for one in Question.objects.filter(reference__in=[v.key for v in values])
    }
    found = []
    for value in values:
        old = known.get(value.key)
        found.append(
            Previewed(
                value, old, merged(old.value, value, replace_differing=False) if old else None
            )
        )
    return found


@transaction.atomic
def take(
    actor: Actor, intake: Intake, keys: Collection[str], now: datetime, *, replaces: bool = False
) -> Taken:
    """Record the chosen questions of an intake, all or none.

    Raises
    ------
    PermissionDenied
    BadInput
    """
    if not may_work(actor):
        raise PermissionDenied
    held = Intake.objects.select_for_update().get(pk=intake.pk)
    if held.taken_at is not None:
        raise AlreadyTaken
    chosen = [value for row in held.rows if (value := value_of(row)).key in set(keys)]
    if not chosen:
        raise NothingChosen
    created, completed, same = [], [], []
    for value in chosen:
        known = Question.objects.select_for_update().filter(reference=value.key).first()
        if known is None:
            _create(actor, value, held.form, now)
            created.append(value.key)
        elif _complete(actor, known, value, held.form, now, replaces=replaces):
            completed.append(value.key)
        else:
            same.append(value.key)
    held.taken_at = now
    # The texts stand in the register now; the preview keeps only what it was.
    held.rows = []
    held.save(update_fields=["taken_at", "rows"])
    return Taken(tuple(created), tuple(completed), tuple(same))


def value_of(row: Mapping[str, Any]) -> WrittenQuestion:
    """Return a question that was kept as JSON."""
    given = {
        name: date.fromisoformat(row[name]) if name.endswith("_on") and row[name] else row[name]
        for name in FIELD_TEXTS
    }
    return WrittenQuestion(chamber=Chamber(row["chamber"]), number=row["number"], **given)


def fill(question: Question, value: WrittenQuestion, now: datetime) -> None:
    """Write a value on a question, with what is derived from it; nothing is saved."""
    for name in FIELD_TEXTS:
        given = getattr(value, name)
        setattr(question, name, given[: LONGEST[name]] if name in LONGEST else given)
    read_now = clock(value, today(now))
    question.due_on, question.is_open = read_now.due_on, read_now.state.is_open
    question.digest, question.changed_at = value.digest, now


def _create(actor: Actor, value: WrittenQuestion, form: str, now: datetime) -> None:
    question = Question(
        reference=value.key,
        chamber=value.chamber,
        number=value.number,
        form=form,
        taken_by_id=actor.membership_id,
        taken_at=now,
        is_fictitious=_invents(actor, value),
    )
    fill(question, value, now)
    question.save(force_insert=True)
    said = {"digest": value.digest, "form": form, "due_on": _iso(question.due_on)}
    append(actor, "questions.take", ("question", value.key), said, now=now)


def _complete(
    actor: Actor,
    known: Question,
    value: WrittenQuestion,
    form: str,
    now: datetime,
    *,
    replaces: bool,
) -> bool:
    joined = merged(known.value, value, replace_differing=replaces)
    changed = changed_fields(joined, replaces=replaces)
    if not changed:
        return False
    if not known.is_fictitious and _invents(actor, joined.question):
        raise RealQuestion(known.reference)
    before = {name: _plain(getattr(known, name)) for name in joined.differing if replaces}
    known.form = form
    complete(known, joined, now, replaces=replaces)
    said = {"fields": changed, "before": before, "digest": known.digest, "form": form}
    append(actor, "questions.complete", ("question", known.reference), said, now=now)
    return True


def changed_fields(joined: Merged, *, replaces: bool) -> list[str]:
    """Return the fields that a question takes from a new text of it."""
    return [*joined.completed, *(joined.differing if replaces else ())]


def complete(known: Question, joined: Merged, now: datetime, *, replaces: bool) -> None:
    """Write what a new text brings on a question, and save it.

    Where the text changed nobody has confirmed anything of it any more, and what it names and asks is read again.
    """
    changed = changed_fields(joined, replaces=replaces)
    fill(known, joined.question, now)
    if "text" in changed:
        known.confirmed_at = None
        known.confirmed_by = None
    known.save()
    if (
        known.confirmed_at is None
        and not {"text", "title"}.isdisjoint(changed)
        and (known.subjects.exists() or known.requests.exists())
    ):
        record_read(known)


def _invents(actor: Actor, value: WrittenQuestion) -> bool:
    """Whether these words are those of a fictitious organisation, and not those of the package."""
    acts_for = Organisation.objects.filter(pk=actor.organisation_id, is_fictitious=True)
    return acts_for.exists() and not is_shipped(value)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def field_words(names: Collection[str]) -> Text:
    """Return names of fields in words."""
    said = [FIELD_TEXTS[name] for name in names]
    return Text(", ".join(one.fr for one in said), ", ".join(one.en for one in said))
