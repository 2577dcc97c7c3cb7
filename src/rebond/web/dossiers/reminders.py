"""Reminders to applicants: a correction whose time runs out, a draft of a call that closes; each turn once."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from rebond.web.calls.models import Call
from rebond.web.dossiers.errors import moment_text
from rebond.web.dossiers.models import CorrectionRequest, Dossier
from rebond.web.dossiers.telling import tell_applicant
from rebond.web.journal.services import append
from rebond.web.notices.turns import begun, is_told, untold

EVERY_MINUTES = 60
DAYS_BEFORE = (7, 1)
"""A week before the day, and on its eve."""
NEAR = timedelta(days=max(DAYS_BEFORE) + 1)
SOON = {"correction": "dossiers.correction_soon", "draft": "dossiers.draft_soon"}


def run(now: datetime) -> None:
    """Remind from the worker, once an hour."""
    remind_corrections(now)
    remind_drafts(now)


def remind_corrections(now: datetime) -> int:
    """Remind applicants of corrections still asked of them, one transaction each; return how many.

    Run again, or late, it adds nothing: what was said since its turn is not said again, and turns that nobody
    told are told once.
    """
    waiting = CorrectionRequest.objects.filter(
        answered_at=None,
        due_at__gt=now,
        due_at__lte=now + NEAR,
        dossier__state=Dossier.State.CORRECTION,
        dossier__call__cancelled_at=None,
    ).order_by("pk")
    return sum(_correction(key, now) for key in list(waiting.values_list("pk", flat=True)))


def remind_drafts(now: datetime) -> int:
    """Remind applicants of the drafts that they have in calls about to close; return how many."""
    closing = Call.objects.filter(
        cancelled_at=None, opens_at__lte=now, closes_at__gt=now, closes_at__lte=now + NEAR
    ).order_by("closes_at", "pk")
    return sum(_drafts(call, now) for call in closing if call.stage(now) == Call.Stage.OPEN)


def _drafts(call: Call, now: datetime) -> int:
    assert call.closes_at is not None  # noqa: S101 - a call about to close closes
    since = begun(call.closes_at, now, DAYS_BEFORE)
    if since is None:
        return 0
    found = Dossier.objects.filter(
        untold(call.closes_at, since),
        call=call,
        state=Dossier.State.DRAFT,
        created_at__lt=since,
        organisation__closed_at=None,
    ).order_by("pk")
    return sum(_draft(key, since, now) for key in list(found.values_list("pk", flat=True)))


def _draft(key: int, since: datetime, now: datetime) -> int:
    with transaction.atomic():
        one = Dossier.objects.select_for_update(of=("self",)).select_related("call").get(pk=key)
        closes_at = one.call.closes_at
        if one.state != Dossier.State.DRAFT or closes_at is None or closes_at <= now:
            return 0
        if is_told(one.reminded_at, one.reminded_for, closes_at, since):
            return 0
        one.reminded_at, one.reminded_for = now, closes_at
        one.save(update_fields=["reminded_at", "reminded_for"])
        _tell(one, "draft", closes_at, now)
    return 1


def _correction(key: int, now: datetime) -> int:
    with transaction.atomic():
        dossier = CorrectionRequest.objects.values_list("dossier", flat=True).get(pk=key)
        one = Dossier.objects.select_for_update(of=("self",)).get(pk=dossier)
        asked = CorrectionRequest.objects.get(pk=key)
        since = begun(asked.due_at, now, DAYS_BEFORE)
        told = asked.reminded_at or asked.asked_at
        is_over = asked.answered_at is not None or one.state != Dossier.State.CORRECTION
        if is_over or since is None or told >= since:
            return 0
        asked.reminded_at = now
        asked.save(update_fields=["reminded_at"])
        _tell(one, "correction", asked.due_at, now)
    return 1


def _tell(one: Dossier, what: str, due_at: datetime, now: datetime) -> None:
    content = {"what": what, "due_at": due_at.isoformat()}
    append(None, "dossiers.reminded", ("dossier", one.reference), content, now=now)
    tell_applicant(one, SOON[what], now, {"due": moment_text(due_at).as_json()})
