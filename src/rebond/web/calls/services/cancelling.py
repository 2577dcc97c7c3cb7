"""Cancelling a call, with a reason that everyone may read."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from rebond.texts import Text
from rebond.web.accounts.actors import Actor
from rebond.web.calls.errors import TooLate
from rebond.web.calls.models import Call
from rebond.web.calls.services.locking import locked, reason_of, refuse_over
from rebond.web.calls.services.telling import tell_applicants
from rebond.web.calls.stages import stage_text
from rebond.web.journal.services import append


@transaction.atomic
def cancel(actor: Actor, call: Call, reason: str, now: datetime) -> Call:
    """Cancel a call whose results are not published; what was filed stays readable."""
    call = locked(actor, call)
    refuse_over(call, now)
    why = reason_of(reason)
    stage = call.stage(now)
    if stage in (Call.Stage.DELIBERATED, Call.Stage.PUBLISHED):
        raise TooLate(
            stage_text(stage),
            Text(
                "Les décisions sont prises : on les corrige ou on les retire par des actes sur chacune.",
                "The decisions are taken: they are corrected or withdrawn by acts on each of them.",
            ),
        )
    call.cancelled_at = now
    call.cancel_reason = why
    call.save(update_fields=["cancelled_at", "cancel_reason"])
    content = {"reason": why, "stage": str(stage)}
    append(actor, "calls.cancelled", ("call", call.reference), content, now=now)
    tell_applicants(call, "calls.cancelled", {"reason": why}, now=now)
    return call
