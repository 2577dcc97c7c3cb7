"""What every act on a call does first: lock its row, then ask again whether the actor may."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied

from rebond.texts import Text
from rebond.web.accounts.actors import Actor
from rebond.web.calls import permissions
from rebond.web.calls.errors import LEAST_REASON, MOST_REASON, ReasonMissing, TooLate
from rebond.web.calls.models import Call
from rebond.web.calls.stages import stage_text


def locked(actor: Actor, call: Call) -> Call:
    """Return the call as it stands now, its row locked until the transaction ends."""
    fresh = Call.objects.select_for_update().get(pk=call.pk)
    if not permissions.may_manage(actor, fresh):
        raise PermissionDenied
    return fresh


def refuse_over(call: Call, now: datetime) -> None:
    """Refuse to act on a call that is cancelled."""
    if call.cancelled_at is not None:
        raise TooLate(
            stage_text(call.stage(now)),
            Text("Un appel annulé ne change plus.", "A cancelled call no longer changes."),
        )


def reason_of(written: str) -> str:
    """Return a reason that applicants can read."""
    reason = " ".join(str(written).replace("\x00", "").split())
    if not LEAST_REASON <= len(reason) <= MOST_REASON:
        raise ReasonMissing(len(reason))
    return reason
