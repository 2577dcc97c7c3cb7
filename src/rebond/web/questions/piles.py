"""What waits for the national team: questions without a reply, and drafts to read a second time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rebond.web.accounts.actors import Actor
from rebond.web.clock import today
from rebond.web.desk.piles import SHOWN, Pile, Task, source
from rebond.web.questions.drafting import hands
from rebond.web.questions.models import Answer, Question
from rebond.web.questions.permissions import may_work
from rebond.web.questions.queries import of_day
from rebond.web.theme import writing


@source
def questions(actor: Actor, now: datetime) -> Iterator[Pile]:
    """Give the questions without a reply, by deadline, and the drafts of others to read."""
    if not may_work(actor):
        return
    day = today(now)
    waiting = Question.objects.filter(is_open=True).defer("text", "reply")
    rows = list(waiting.order_by(F("due_on").asc(nulls_last=True), "-pk")[:SHOWN])
    yield Pile(
        "questions",
        _("Questions écrites sans réponse"),
        tuple(
            Task(
                one.title or one.reference,
                f"{_name(one)}, {writing.words(of_day(one, day).state.text)}",
                reverse("question", args=[one.reference]),
                None
                if one.due_on is None
                else timezone.make_aware(datetime.combine(one.due_on, time()) + timedelta(days=1)),
            )
            for one in rows
        ),
        waiting.count() if len(rows) == SHOWN else len(rows),
        late=waiting.filter(due_on__lt=day).count() if rows else 0,
        address=f"{reverse('questions')}?etat=ouvertes",
    )
    submitted = Answer.objects.filter(state=Answer.State.SUBMITTED).select_related("question")
    mine = [one for one in submitted.order_by("submitted_at") if actor.user_id not in hands(one)]
    yield Pile(
        "secondes-lectures",
        _("Réponses à relire"),
        tuple(
            Task(
                one.question.title or one.question.reference,
                _name(one.question),
                reverse("answer-write", args=[one.question.reference, one.number]),
            )
            for one in mine[:SHOWN]
        ),
        len(mine),
        address=reverse("questions"),
    )


def _name(question: Question) -> str:
    return f"{question.reference} ({_('fictif')})" if question.is_fictitious else question.reference
