"""Moving an enquiry to the state it reached, and telling the site's history of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from rebond.texts import Text, verbatim
from rebond.web.accounts.actors import Actor
from rebond.web.accounts.models import Membership
from rebond.web.clock import today
from rebond.web.enquiries import events, permissions, rules
from rebond.web.enquiries.errors import AlreadyMoved, BadFigure, CannotFollow, ReasonMissing
from rebond.web.enquiries.models import Enquiry
from rebond.web.enquiries.services.standing import (
    LONGEST_TEXT,
    add_line,
    addressees,
    locked,
    record,
    refuse_over,
    tell,
)
from rebond.web.enquiries.wording import clean, state_text


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is said of a new state: the day, the figures, the reason of a loss, and whether all may read it."""

    on: date | None = None
    figures: Mapping[str, int] = field(default_factory=dict)
    """``jobs``, ``investment_cents``."""
    lost_reason: str = ""
    is_public: bool = False
    text: str = ""


@transaction.atomic
def move(
    actor: Actor,
    enquiry: Enquiry,
    target: str,
    outcome: Outcome,
    *,
    seen: str,
    now: datetime,
) -> Enquiry:
    """Move an enquiry from the state that the actor saw to another.

    Raises
    ------
    AlreadyMoved
        When somebody moved it meanwhile.
    CannotFollow
        When the state does not come after the one that stands.
    ReasonMissing
    BadFigure
    """
    found = locked(enquiry)
    if not permissions.may_act(actor, found):
        raise PermissionDenied
    refuse_over(found)
    if found.state != seen:
        raise _overtaken(actor, found)
    if not rules.may_follow(found.state, target):
        raise CannotFollow(state_text(found.state), _words(target))
    on = outcome.on or today(now)
    if on > today(now):
        raise BadFigure(Text("Le jour", "The day"), on.isoformat())
    if target == Enquiry.State.LOST and outcome.lost_reason not in Enquiry.Lost.values:
        raise ReasonMissing
    before, found.state = found.state, target
    if target == Enquiry.State.LOST:
        found.lost_reason = outcome.lost_reason
    elif found.answered_at is None:
        found.answered_at = now  # who visits has been answered, be it by telephone
    if target in rules.CLOSING:
        found.closed_at = now
    found.save(update_fields=["state", "lost_reason", "answered_at", "closed_at"])
    line = add_line(found, actor, now, state=target, text=clean(outcome.text)[:LONGEST_TEXT])
    record(
        actor, "moved", found, now, line=line.number, before=before, state=target, on=on.isoformat()
    )
    if target in rules.ON_THE_SITE:
        events.record(
            actor,
            found,
            on=on,
            figures=outcome.figures,
            is_public=outcome.is_public,
            now=now,
        )
    others = [one for one in addressees(found) if one != actor.organisation_id]
    facts = {"organisation": actor.organisation_name, "state": state_text(target)}
    tell(others, "moved", found, now, **facts)
    return found


def close(actor: Actor, enquiry: Enquiry, reason: str, *, seen: str, now: datetime) -> Enquiry:
    """Close an enquiry as lost, for a reason."""
    outcome = Outcome(lost_reason=reason)
    return move(actor, enquiry, Enquiry.State.LOST, outcome, seen=seen, now=now)


def _overtaken(actor: Actor, enquiry: Enquiry) -> AlreadyMoved:
    last = (
        enquiry.messages.exclude(state="")
        .select_related("membership__organisation", "membership__user")
        .order_by("-number")
        .first()
    )
    by = last.membership if last is not None else None
    at = last.at if last is not None else enquiry.created_at
    return AlreadyMoved(_who(actor, by), state_text(enquiry.state), at)


def _who(actor: Actor, by: Membership | None) -> Text:
    if by is None:
        return Text("Quelqu’un", "Somebody")
    if by.organisation_id == actor.organisation_id:
        return verbatim(str(by.user))
    return verbatim(by.organisation.name)


def _words(state: str) -> Text:
    return state_text(state) if state in Enquiry.State.values else verbatim(state[:40])
