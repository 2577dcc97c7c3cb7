"""How long the facts of applications are kept; the table is docs/reference/personal-data.md."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Coalesce

from rebond.web.accounts.models import User
from rebond.web.aids import ruling, signed_facts
from rebond.web.aids.models import Application

EVERY_MINUTES = 24 * 60
KEPT = timedelta(days=5 * 365)
"""After the decision, the time in which a payment may be checked; how long it is is not established: ours."""
NEVER_HAD = timedelta(days=365)
"""After it was refused or withdrawn."""
OWED = Q(state=Application.State.RECOVERING)
"""What is to be paid back is not settled yet: the facts stay until it is."""
AT_ONCE = 500
OVER = (Application.State.REFUSED, Application.State.WITHDRAWN)


def run(now: datetime) -> None:
    """Apply the rule, as the worker calls it."""
    erase_old(now)
    signed_facts.erase_old(now)


def erase_old(now: datetime) -> int:
    """Erase the personal facts of old applications and of people who are erased; the answers stay."""
    over = Q(state__in=OVER)
    old = (
        Q(over, ended__lt=now - NEVER_HAD)
        | Q(~over & ~OWED, decided__lt=now - KEPT)
        | Q(person__erased_at__isnull=False)
        | Q(recruitment__person__erased_at__isnull=False)
    )
    counted = Application.objects.annotate(
        decided=Coalesce("decided_at", "filed_at"),
        ended=Coalesce("closed_at", "decided_at", "filed_at"),
    )
    found = counted.filter(old, erased_at=None).order_by("pk")
    keys = list(found.values_list("pk", flat=True)[:AT_ONCE])
    for key in keys:
        with transaction.atomic():
            _erase(Application.objects.select_for_update(of=("self",)).get(pk=key), now)
    return len(keys)


def export(user: User) -> dict[str, Any]:
    """Return what is held of a person: their own applications whole, and of a firm's what it holds about them."""
    about = Q(person=user) | Q(recruitment__person=user)
    found = Application.objects.filter(about).select_related("recruitment").order_by("pk")
    return {"applications": [_exported(one, user) for one in found]}


def _exported(one: Application, user: User) -> dict[str, Any]:
    personal = ruling.personal(one)
    shared = {
        "reference": one.reference,
        "aid": one.aid_id,
        "recruitment": one.recruitment.reference,
        "filed_at": one.filed_at.isoformat(),
        "state": one.state,
        "broken_on": one.broken_on.isoformat() if one.broken_on else None,
    }
    if one.person_id != user.pk:
        # What the firm says of itself is the firm's.
        return shared | {
            "facts": {name: value for name, value in one.facts.items() if name in personal},
            "asked": [each for each in one.asked if each["fact"] in personal],
        }
    return shared | {
        "facts": one.facts,
        "answer": one.answer,
        "asked": one.asked,
        "settled": one.settled,
        "amount_cents": one.amount,
        "sentence": one.sentence,
        "proof": one.proof,
        "proved_on": one.proved_on.isoformat() if one.proved_on else None,
        "due_back_cents": one.due_back,
    }


def forget(user: User, now: datetime) -> None:
    """Erase the personal facts of every application about a person."""
    about = Q(person=user) | Q(recruitment__person=user)
    for one in Application.objects.filter(about, erased_at=None).order_by("pk"):
        _erase(one, now)


def _erase(application: Application, now: datetime) -> None:
    personal = ruling.personal(application)
    application.facts = {
        name: value for name, value in application.facts.items() if name not in personal
    }
    application.answer = without(application.answer, personal)
    application.proof = ""
    application.erased_at = now
    application.save(update_fields=["facts", "answer", "proof", "erased_at"])


def without(answer: dict[str, Any], personal: set[str]) -> dict[str, Any]:
    """Return an answer without the values that it read; which condition decided stays."""
    steps = [one | ({"value": None} if one["fact"] in personal else {}) for one in answer["steps"]]
    # The lines of the computation spell out the amounts that were told.
    return answer | {"steps": steps, "computation": []}
