"""Alerts: what the lines of a case call for on a day; derived, never stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from rebond.texts import Text, day_text
from rebond.web.cases.models import Item
from rebond.web.clock import today as day_of

NEAR = timedelta(days=30)
SOON = timedelta(days=7)
EXPIRING = timedelta(days=180)
NO_SILENCE = Text(
    "ce que vaut alors le silence n’est pas établi", "what silence then means is not established"
)
Kind = Item.Kind
State = Item.State


@dataclass(frozen=True, slots=True)
class Alert:
    """One thing to look at: its code, the line, the day that it is about, and the sentence."""

    code: str
    item: Item
    on: date
    text: Text
    is_past: bool
    is_of_a_day: bool = True
    """Whether another day makes another alert; the day of writing does not."""

    @property
    def key(self) -> str:
        """Return what tells this alert from every other of its case, once and for all."""
        named = f"{self.code} {self.item.reference.hex}"
        return f"{named} {self.on}" if self.is_of_a_day else named


def alerts(items: Iterable[Item], today: date) -> tuple[Alert, ...]:
    """Return the alerts of a day, those whose day came first first."""
    found = [alert for item in items for alert in _of(item, today)]
    return tuple(sorted(found, key=lambda one: (one.on, one.code, one.item.pk)))


def silence_words(why: Mapping[str, Any]) -> Text:
    """Say what silence means at the end of the delay, or that it is not established."""
    written = why.get("silence")
    if why.get("silence_effect") is None or not written:
        return NO_SILENCE
    meaning = Text(str(written["fr"]).rstrip("."), str(written["en"]).rstrip("."))
    return Text("le silence vaut : {meaning}", "silence means: {meaning}").filled(meaning=meaning)


def is_passed(item: Item, today: date) -> bool:
    """Whether the law's day went by without the decision that it was for."""
    if item.kind != Kind.PROCEDURE or item.state in {State.DONE, State.DROPPED, State.CONTESTED}:
        return False
    return item.done_on is None and item.legal_on is not None and item.legal_on < today


def is_late(item: Item, today: date) -> bool:
    """Whether a task is past its day and not done."""
    return (
        item.kind == Kind.TASK
        and not item.is_settled
        and item.promised_on is not None
        and item.promised_on < today
    )


def _of(item: Item, today: date) -> list[Alert]:
    if item.kind == Kind.TASK:
        return _of_task(item, today)
    if item.kind == Kind.PROCEDURE:
        return _of_procedure(item, today)
    return []


def _of_task(item: Item, today: date) -> list[Alert]:
    due = item.promised_on
    if item.is_settled or due is None:
        return []
    facts = {"title": item.title, "day": day_text(due)}
    if due < today:
        text = Text(
            "Tâche en retard : {title}, attendue le {day}.", "Late task: {title}, due on {day}."
        )
        return [Alert("task_late", item, due, text.filled(**facts), is_past=True)]
    if due <= today + SOON:
        text = Text("Tâche attendue le {day} : {title}.", "Task due on {day}: {title}.")
        return [Alert("task_soon", item, due, text.filled(**facts), is_past=False)]
    return []


def _of_procedure(item: Item, today: date) -> list[Alert]:
    found = []
    facts: dict[str, Any] = {"title": item.title}
    if item.state == State.DROPPED:
        return []
    if item.expires_on is not None and item.expires_on <= today + EXPIRING:
        found.append(_expiry(item, item.expires_on, today))
    if item.state == State.CONTESTED:
        appealed = item.events.get("appealed")
        on = date.fromisoformat(appealed) if appealed else day_of(item.written_at)
        text = Text("Décision contestée : {title}.", "Decision contested: {title}.")
        return [
            *found,
            Alert(
                "contested",
                item,
                on,
                text.filled(**facts),
                is_past=False,
                is_of_a_day=appealed is not None,
            ),
        ]
    if item.done_on is not None or item.is_settled:
        return found
    if item.state == State.BLOCKED:
        text = Text("Procédure bloquée : {title}.", "Procedure blocked: {title}.")
        on = day_of(item.written_at)
        found.append(
            Alert("blocked", item, on, text.filled(**facts), is_past=False, is_of_a_day=False)
        )
    if item.legal_on is not None and item.legal_on <= today + NEAR:
        found.append(_legal(item, item.legal_on, today))
    if item.promised_on is not None and item.promised_on < today:
        text = Text(
            "Jour promis passé sans décision : {title}, promise pour le {day}.",
            "Promised day passed without a decision: {title}, promised for {day}.",
        ).filled(**facts, day=day_text(item.promised_on))
        found.append(Alert("promise_passed", item, item.promised_on, text, is_past=True))
    return found


def _legal(item: Item, due: date, today: date) -> Alert:
    facts = {"title": item.title, "day": day_text(due), "silence": silence_words(item.legal_why)}
    if due > today:
        text = Text(
            "Jour légal le {day} : {title} ; ce jour passé, {silence}.",
            "Legal day on {day}: {title}; once it has passed, {silence}.",
        )
        return Alert("legal_near", item, due, text.filled(**facts), is_past=False)
    if due == today:
        text = Text(
            "Jour légal aujourd’hui : {title} ; sans décision ce soir, {silence}.",
            "Legal day today: {title}; without a decision tonight, {silence}.",
        )
        return Alert("silence", item, due, text.filled(**facts), is_past=False)
    text = Text(
        "Jour légal passé sans décision le {day} : {title} ; {silence}.",
        "Legal day passed without a decision on {day}: {title}; {silence}.",
    )
    return Alert("legal_passed", item, due, text.filled(**facts), is_past=True)


def _expiry(item: Item, ends: date, today: date) -> Alert:
    facts = {"title": item.title, "day": day_text(ends)}
    if ends < today:
        text = Text("Validité échue le {day} : {title}.", "Validity ended on {day}: {title}.")
        return Alert("expired", item, ends, text.filled(**facts), is_past=True)
    text = Text("Validité jusqu’au {day} : {title}.", "Valid until {day}: {title}.")
    return Alert("expiring", item, ends, text.filled(**facts), is_past=False)
