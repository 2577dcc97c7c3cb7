"""Once a day: the national team is told of a deadline that comes near or went by, once each."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from rebond.texts import day_text
from rebond.web.clock import today
from rebond.web.instruction.addresses import path_of
from rebond.web.journal.services import append
from rebond.web.notices import services as notices
from rebond.web.questions.drafting import team
from rebond.web.questions.models import Question, Told
from rebond.web.questions.notice_kinds import DUE
from rebond.web.questions.queries import of_day

A_DAY = 24 * 60
NEAR = timedelta(days=15)


def remind(now: datetime) -> int:
    """Tell what is due soon or late; return how many questions were told of. Run twice, it tells once."""
    day = today(now)
    due = Question.objects.filter(is_open=True, due_on__lte=day + NEAR).order_by("pk")
    return sum(_remind(key, now) for key in list(due.values_list("pk", flat=True)))


def _remind(key: int, now: datetime) -> int:
    with transaction.atomic():
        question = Question.objects.select_for_update().get(pk=key)
        read = of_day(question, today(now))
        if not read.state.is_open or read.due_on is None:
            return 0
        name = f"{'late' if read.state.is_overdue else 'near'} {read.due_on}"
        _told, is_new = Told.objects.get_or_create(
            question=question, key=name, defaults={"told_at": now}
        )
        if not is_new:
            return 0
        notices.tell(
            sorted(team()),
            DUE,
            ("question", question.reference),
            address=path_of("question", question.reference),
            facts={
                "question": question.reference,
                "title": question.title[:120],
                "state": read.state.text.as_json(),
                "due": day_text(read.due_on).as_json(),
            },
            now=now,
        )
        append(None, "questions.alert", ("question", question.reference), {"key": name}, now=now)
    return 1
