"""Who deliberates on a call: the organisation that manages it; its readers read."""

from __future__ import annotations

from rebond.web.accounts.actors import Actor
from rebond.web.accounts.kinds import MANAGERS
from rebond.web.calls.models import Call


def may_manage(actor: Actor) -> bool:
    """Return whether the organisation is of a kind that runs calls."""
    return actor.kind in MANAGERS


def may_read_board(actor: Actor, call: Call) -> bool:
    """Return whether the proposals and decisions of a call may be read before their day."""
    return may_manage(actor) and actor.organisation_id == call.manager_id


def may_deliberate(actor: Actor, call: Call) -> bool:
    """Return whether decisions may be proposed, confirmed and changed."""
    return may_read_board(actor, call) and actor.may_write
