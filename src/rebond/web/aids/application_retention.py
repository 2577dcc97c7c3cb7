"""How long the facts of applications are kept; the table is docs/reference/personal-data.md."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Coalesce

from rebond.web.accounts.models import User
from rebond.web.aids import ruling
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
    """Return what is held of a person's own applications."""
    mine = Application.objects.filter(person=user).order_by("pk")
    return {
        "applications": [
            {
                "reference": one.reference,
                "aid": one.aid_id,
                "filed_at": one.filed_at.isoformat(),
                "state": one.state,
                "facts": one.facts,
                "answer": one.answer,
                "amount_cents": one.amount,
                "sentence": one.sentence,
                "proof": one.proof,
            }
            for one in mine
        ]
    }


def forget(user: User, now: datetime) -> None:
    """Erase the personal facts of every application about a person."""
    about = Q(person=user) | Q(recruitment__person=user)
    for one in Application.objects.filter(about, erased_at=None).order_by("pk"):
        _erase(one, now)


def _erase(application: Application, now: datetime) -> None:
    aid = ruling.aid_of(application)
    is_person = application.person_id is not None
    personal = {one.id for one in aid.facts if is_person or one.is_personal}
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
