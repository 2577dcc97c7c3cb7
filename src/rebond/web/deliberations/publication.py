"""Telling applicants, once each, when a decision on their dossier becomes visible."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby

from django.db import transaction
from django.urls import reverse
from django.utils import translation

from rebond.web.calls.models import Call
from rebond.web.deliberations import queries
from rebond.web.deliberations.models import Announcement, Decision
from rebond.web.deliberations.notice_kinds import VISIBLE
from rebond.web.journal.services import append
from rebond.web.monitoring import freezing
from rebond.web.notices import services as notices

MINUTES = 5
"""How often the worker looks whether a moment has come."""


def announce(now: datetime) -> int:
    """Tell the applicants of every visible decision that they were not told of; run twice, it tells once.

    Returns
    -------
    int
        How many decisions were announced.
    """
    waiting = queries.visible_acts(now).filter(announcement=None).values_list("call", flat=True)
    return sum(_announce_call(key, now) for key in sorted(set(waiting.order_by())))


@transaction.atomic
def _announce_call(key: int, now: datetime) -> int:
    call = Call.objects.select_for_update(of=("self",)).get(pk=key)
    # Read again under the lock: another worker may have told them, or the day may have moved.
    acts = (
        queries.visible_acts(now)
        .filter(call=call, announcement=None)
        .select_related("dossier")
        .order_by("dossier", "number")
    )
    told: list[Decision] = []
    for _dossier, group in groupby(acts, key=lambda one: one.dossier_id):
        acts_of_one = list(group)
        told += acts_of_one
        _tell(acts_of_one[-1], now)
    if told:
        Announcement.objects.bulk_create(
            Announcement(decision=one, announced_at=now) for one in told
        )
        append(
            None,
            "deliberations.announce",
            ("call", call.reference),
            {"decisions": len(told)},
            now=now,
        )
        freezing.ask(call, now)
    return len(told)


def _tell(decision: Decision, now: datetime) -> None:
    reference = decision.dossier.reference
    with translation.override("fr"):
        address = reverse("dossier-decision", args=[reference])
    notices.tell_organisation(
        decision.dossier.organisation_id,
        VISIBLE,
        ("dossier", reference),
        address=address,
        facts={"dossier": reference},
        now=now,
    )
