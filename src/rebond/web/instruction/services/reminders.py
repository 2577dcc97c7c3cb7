"""Reminders to services: a week before the day, on the day, then each week, each of them once."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from rebond.web.clock import today
from rebond.web.dossiers.models import Dossier
from rebond.web.instruction.addresses import path_of
from rebond.web.instruction.models import OpinionRequest
from rebond.web.journal.services import append
from rebond.web.notices.services import tell_organisation

WEEK = timedelta(days=7)


def remind_late(now: datetime) -> int:
    """Remind the services whose turn it is, one transaction each; return how many.

    Run again, or late, it adds nothing: each turn is a day, and what was said on that day or since is not
    said again. Turns missed while nobody ran it are said once, not caught up.
    """
    done = 0
    for key in list(_candidates(now).values_list("pk", flat=True)):
        done += _remind(key, now)
    return done


def run(now: datetime) -> None:
    """Remind from the worker, once an hour."""
    remind_late(now)


def turn(due_on: date, on: date) -> date | None:
    """Return the day of the last reminder whose day has come; None before the first.

    >>> turn(date(2031, 6, 20), date(2031, 6, 12)) is None
    True
    >>> turn(date(2031, 6, 20), date(2031, 6, 15))
    datetime.date(2031, 6, 13)
    >>> turn(date(2031, 6, 20), date(2031, 7, 3))
    datetime.date(2031, 6, 27)
    """
    if on < due_on - WEEK:
        return None
    if on < due_on:
        return due_on - WEEK
    return due_on + (on - due_on) // WEEK * WEEK


def _candidates(now: datetime) -> QuerySet[OpinionRequest]:
    morning = timezone.make_aware(datetime.combine(today(now), time.min))
    return OpinionRequest.objects.filter(
        Q(reminded_at=None) | Q(reminded_at__lt=morning),
        state=OpinionRequest.State.WAITING,
        due_at__lt=morning + WEEK + timedelta(days=1, hours=1),
        dossier__state__in=[Dossier.State.FILED, Dossier.State.CORRECTION],
        dossier__call__deliberated_at=None,
        dossier__call__cancelled_at=None,
    )


def _remind(key: int, now: datetime) -> int:
    with transaction.atomic():
        request = (
            OpinionRequest.objects.select_for_update(of=("self",))
            .select_related("dossier", "service")
            .get(pk=key)
        )
        day = turn(today(request.due_at), today(now))
        told = today(request.reminded_at or request.asked_at)
        is_told = told >= day if day is not None else True
        if request.state != OpinionRequest.State.WAITING or is_told:
            return 0
        is_late = now > request.due_at
        request.reminded_at = now
        request.save(update_fields=["reminded_at"])
        about = ("opinion_request", f"{request.dossier.reference}/{request.pk}")
        append(
            None,
            "instruction.reminded",
            about,
            {"service": request.service.slug, "is_late": is_late},
            now=now,
        )
        tell_organisation(
            request.service_id,
            "instruction.opinion_late" if is_late else "instruction.opinion_soon",
            about,
            address=path_of("opinion", request.pk),
            facts={
                "title": request.dossier.title,
                "dossier": request.dossier.reference,
                "due": today(request.due_at).isoformat(),
            },
            now=now,
        )
        return 1
