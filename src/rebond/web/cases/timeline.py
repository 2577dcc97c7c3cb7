"""The timeline: every day that the lines of a case name, in one chronological list; what has no day comes last."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from rebond.procedure.events import EventKind
from rebond.texts import Text
from rebond.web.cases.alerts import Alert, alerts, silence_words
from rebond.web.cases.clocks import asked_of
from rebond.web.cases.models import Case, Item
from rebond.web.cases.planning import Simulated
from rebond.web.clock import today as day_of

KINDS = (*Item.Kind.values, "alert", "date")


@dataclass(frozen=True, slots=True)
class Moment:
    """One day of the timeline: what falls on it, of which line, and whether it is to come."""

    on: date | None
    kind: str
    what: Text
    item: Item | None = None
    is_expected: bool = False
    """Computed, promised or due, rather than something that happened."""
    is_past_due: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list is narrowed to."""

    kind: str = ""
    words: str = ""
    assigned: int = 0
    is_open: bool = False

    @property
    def is_filtered(self) -> bool:
        """Whether anything narrows the list."""
        return bool(self.kind or self.words or self.assigned or self.is_open)


def timeline(
    case: Case, items: Sequence[Item], simulated: Simulated | None, today: date, asked: Asked
) -> tuple[Moment, ...]:
    """Return the moments that the reader's lines give, narrowed as asked."""
    kept = [item for item in items if _is_kept(item, asked)]
    found = [moment for item in kept for moment in _of(item, today)]
    found += [_alert(one) for one in alerts(kept, today)]
    if not (asked.words or asked.assigned or asked.is_open):
        found += _dates(case, simulated)
        if not asked.kind:
            found.append(Moment(today, "today", Text("Aujourd’hui", "Today")))
    if asked.kind:
        found = [moment for moment in found if moment.kind == asked.kind]
    return tuple(sorted(found, key=lambda one: (one.on is None, one.on or today, one.is_expected)))


def _is_kept(item: Item, asked: Asked) -> bool:
    if asked.is_open and item.is_settled:
        return False
    if asked.assigned and item.assigned_to_id != asked.assigned:
        return False
    said = f"{item.title} {item.text} {item.file_name}".casefold()
    return all(word in said for word in asked.words.casefold().split())


def _alert(one: Alert) -> Moment:
    return Moment(one.on, "alert", one.text, one.item, not one.is_past, one.is_past)


def _dates(case: Case, simulated: Simulated | None) -> Iterable[Moment]:
    opened = Text("Ouverture du projet", "Project opened")
    yield Moment(day_of(case.opened_at), "date", opened)
    if case.promised_on is not None:
        text = Text("Mise en service promise", "Start of operation promised")
        yield Moment(case.promised_on, "date", text, is_expected=True)
    if simulated is not None and case.state not in {Case.State.DONE, Case.State.ABANDONED}:
        half = Text(
            "Mise en service atteinte une fois sur deux (P50, simulé)",
            "Start of operation reached one time in two (P50, simulated)",
        )
        safe = Text(
            "Mise en service atteinte neuf fois sur dix (P90, simulé)",
            "Start of operation reached nine times in ten (P90, simulated)",
        )
        yield Moment(simulated.p50, "date", half, is_expected=True)
        yield Moment(simulated.p90, "date", safe, is_expected=True)
    if case.done_on is not None:
        yield Moment(case.done_on, "date", Text("Mise en service", "Start of operation"))


def _of(item: Item, today: date) -> Iterable[Moment]:
    if item.kind == Item.Kind.PROCEDURE:
        return _of_procedure(item, today)
    if item.kind == Item.Kind.TASK:
        return [_task(item, today)]
    what = Text("Document", "Document") if item.kind == Item.Kind.DOCUMENT else Text("Note", "Note")
    return [Moment(day_of(item.written_at), item.kind, what, item)]


def _task(item: Item, today: date) -> Moment:
    if item.done_on is not None:
        return Moment(item.done_on, item.kind, Text("Tâche faite", "Task done"), item)
    if item.state == Item.State.DROPPED:
        return Moment(item.promised_on, item.kind, Text("Tâche sans objet", "Task dropped"), item)
    is_late = item.promised_on is not None and item.promised_on < today
    due = Text("Échéance de la tâche", "Task due")
    return Moment(item.promised_on, item.kind, due, item, is_expected=True, is_past_due=is_late)


def _of_procedure(item: Item, today: date) -> list[Moment]:
    asked = asked_of(item.procedure_id)
    found = []
    if item.started_on is not None:
        found.append(Moment(item.started_on, item.kind, _event(asked.start), item))
    for name, day in item.events.items():
        found.append(Moment(date.fromisoformat(day), item.kind, _event(EventKind(name)), item))
    if item.done_on is not None:
        found.append(Moment(item.done_on, item.kind, _event(asked.end), item))
    elif item.state != Item.State.DROPPED:
        if item.legal_on is not None:
            text = Text("Jour légal ; {silence}", "Legal day; {silence}")
            said = text.filled(silence=silence_words(item.legal_why))
            is_passed = item.legal_on < today
            found.append(
                Moment(
                    item.legal_on, item.kind, said, item, is_expected=True, is_past_due=is_passed
                )
            )
        if item.promised_on is not None:
            is_passed = item.promised_on < today
            text = Text("Jour promis", "Promised day")
            found.append(
                Moment(
                    item.promised_on, item.kind, text, item, is_expected=True, is_past_due=is_passed
                )
            )
    if item.expires_on is not None:
        text = Text("Fin de validité", "End of validity")
        found.append(Moment(item.expires_on, item.kind, text, item, is_expected=True))
    if not found:
        found.append(
            Moment(None, item.kind, Text("Procédure sans date", "Procedure without a date"), item)
        )
    return found


def _event(kind: EventKind) -> Text:
    return Text(
        kind.text.fr[:1].upper() + kind.text.fr[1:], kind.text.en[:1].upper() + kind.text.en[1:]
    )
