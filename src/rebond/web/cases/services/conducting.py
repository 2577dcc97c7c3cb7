"""What the lead decides on the whole case: the promised day, the plan, the state."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from rebond.procedure.site_model import ReadSite
from rebond.texts import Text
from rebond.web.accounts.actors import Actor
from rebond.web.cases.errors import FieldMissing, PromiseChanged, StateChanged, UnknownChoice
from rebond.web.cases.models import Case
from rebond.web.cases.planning import simulate, simulated_json
from rebond.web.cases.services.opening import PROMISED
from rebond.web.cases.services.standing import (
    TEXT,
    led,
    require_day,
    require_past,
    require_running,
    require_short,
)
from rebond.web.cases.services.telling import tell_parties
from rebond.web.cases.wording import CASE_STATES
from rebond.web.clock import today
from rebond.web.journal.services import append

State = Case.State
MOVES: dict[str, frozenset[str]] = {
    State.OPEN: frozenset({State.PAUSED, State.DONE, State.ABANDONED}),
    State.PAUSED: frozenset({State.OPEN, State.DONE, State.ABANDONED}),
    State.DONE: frozenset({State.OPEN}),
    State.ABANDONED: frozenset({State.OPEN}),
}
"""Where a case may go from each state; a case that is over may be taken up again, with a reason."""
REASON = Text("Motif", "Reason")


def promise(
    actor: Actor, case: Case, promised_on: date | None, previous: date | None, now: datetime
) -> None:
    """Set the day promised to the firm; `previous` is the one that the actor was shown."""
    with transaction.atomic():
        one = led(actor, case)
        require_running(one)
        require_day(PROMISED, promised_on)
        if one.promised_on != previous:
            raise PromiseChanged(one.promised_on)
        if promised_on == previous:
            return
        one.promised_on = promised_on
        one.save(update_fields=["promised_on"])
        append(
            actor,
            "cases.promised",
            ("case", one.reference),
            {"from": _day(previous), "to": _day(promised_on)},
            now=now,
        )
        if promised_on is None:
            tell_parties(actor, "cases.unpromised", one, {}, now)
        else:
            tell_parties(actor, "cases.promised", one, {"due": promised_on.isoformat()}, now)


def set_plan(actor: Actor, case: Case, read: ReadSite | None, now: datetime) -> None:
    """Give the case a plan of its own, or the site's again; its days are simulated at once.

    Raises what `plan_site` raises of a plan that cannot be computed.
    """
    # Drawn before the lock: others may write while it lasts.
    drawn = None if read is None else simulated_json(read, today(now), is_own=True)
    with transaction.atomic():
        one = led(actor, case)
        require_running(one)
        one.plan = None if read is None else read.site.as_json()
        one.simulated = simulate(one, today(now)) if drawn is None else drawn
        one.save(update_fields=["plan", "simulated"])
        content: dict[str, Any] = {"plan": None if read is None else read.digest}
        append(actor, "cases.planned", ("case", one.reference), content, now=now)


def move(
    actor: Actor, case: Case, state: str, reason: str, now: datetime, *, done_on: date | None = None
) -> None:
    """Pause, take up again, close or abandon a case, with a reason; all parties are told.

    Raises StateChanged when it stands elsewhere by now; FieldMissing without a reason, or without the day on
    which the operation started when it is closed.
    """
    reason = reason.strip()
    with transaction.atomic():
        one = led(actor, case)
        if state not in State.values:
            raise UnknownChoice(Text("État", "State"), state)
        if state not in MOVES[one.state]:
            by = one.state_by.organisation.name if one.state_by else ""
            raise StateChanged(CASE_STATES[one.state], by, one.state_at)
        if not reason:
            raise FieldMissing(
                Text("Le motif manque.", "The reason is missing."),
                Text(
                    "Écrivez une phrase : toutes les parties la lisent.",
                    "Write a sentence: every party reads it.",
                ),
            )
        require_short(REASON, reason, TEXT)
        if state == State.DONE:
            if done_on is None:
                raise FieldMissing(
                    Text(
                        "Le jour de mise en service manque.",
                        "The day of start of operation is missing.",
                    ),
                    Text(
                        "Donnez-le : la promesse s’y compare.",
                        "Give it: the promise is compared with it.",
                    ),
                )
            require_past(Text("Mise en service", "Start of operation"), done_on, today(now))
        is_over = state in {State.DONE, State.ABANDONED}
        one.state, one.state_reason = state, reason
        one.state_at, one.state_by_id = now, actor.membership_id
        one.closed_at = now if is_over else None
        one.done_on = done_on if state == State.DONE else None
        one.save(
            update_fields=["state", "state_reason", "state_at", "state_by", "closed_at", "done_on"]
        )
        append(
            actor,
            "cases.moved",
            ("case", one.reference),
            {"state": state, "done_on": _day(one.done_on)},
            now=now,
        )
        facts = {"state": CASE_STATES[state].as_json(), "reason": reason}
        tell_parties(actor, "cases.moved", one, facts, now)


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
