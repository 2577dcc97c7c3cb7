"""What stands between a visitor and a draft: signing in, an organisation, its kind, the dates."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from rebond.programme import Unknown
from rebond.web.accounts.actors import Actor
from rebond.web.accounts.kinds import APPLICANTS
from rebond.web.calls.models import Call, Revision

Start = Literal["closed", "not_yet", "visitor", "nobody", "kind", "measure_kind", "reader", "ready"]


def start_state(
    call: Call, revision: Revision, actor: Actor | None, *, is_signed_in: bool, now: datetime
) -> Start:
    """Return what a visitor has to do before he can start a dossier."""
    stage = call.stage(now)
    if stage == Call.Stage.ANNOUNCED:
        return "not_yet"
    if stage != Call.Stage.OPEN:
        return "closed"
    if not is_signed_in:
        return "visitor"
    if actor is None:
        return "nobody"
    return _of_actor(actor, revision)


def _of_actor(actor: Actor, revision: Revision) -> Start:
    types = revision.measure.applicants.types
    if actor.kind not in APPLICANTS:
        return "kind"
    if not isinstance(types, Unknown) and actor.kind not in {one.value for one in types}:
        return "measure_kind"
    return "ready" if actor.may_write else "reader"
