"""Lines of the timeline: added and changed; of two people who change one, the first wins and loses nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from rebond.procedure.events import EventKind
from rebond.texts import Text
from rebond.web.accounts.actors import Actor
from rebond.web.cases import clocks, permissions
from rebond.web.cases.errors import (
    BadDay,
    FieldMissing,
    NotAParty,
    TooManyLines,
    UnknownChoice,
)
from rebond.web.cases.models import Case, Item, Party
from rebond.web.cases.services.standing import (
    TEXT,
    TITLE,
    held,
    require_day,
    require_past,
    require_running,
    require_short,
)
from rebond.web.cases.services.telling import tell, tell_of_line
from rebond.web.cases.wording import ITEM_STATES
from rebond.web.clock import today
from rebond.web.journal.services import append

MOST_LINES = 1_000
SHARED_WITH = frozenset(set(Party.Part.values) - {Party.Part.LEAD})
WRITTEN = (
    "title",
    "text",
    "state",
    "started_on",
    "promised_on",
    "done_on",
    "events",
    "circumstances",
    "assigned_to_id",
    "seen_by",
)
"""Fields that people write; the others are computed from them."""
_ASSIGNABLE = (Item.Kind.PROCEDURE, Item.Kind.TASK)


@dataclass(frozen=True, slots=True)
class Line:
    """What a person wrote of a line; its kind and its procedure never change."""

    title: str
    text: str = ""
    state: str = Item.State.TO_DO
    started_on: date | None = None
    promised_on: date | None = None
    done_on: date | None = None
    events: Mapping[str, str] = field(default_factory=dict)
    circumstances: Collection[str] = ()
    assigned_to: int | None = None
    seen_by: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody saved the line first: as it stands now, nothing of it lost."""

    stands: Item


def add(
    actor: Actor, case: Case, kind: str, line: Line, now: datetime, *, procedure_id: str = ""
) -> Item:
    """Add a procedure, a task or a note; those who see it are told.

    Raises PermissionDenied, CaseIsOver, FieldMissing, TooLong, BadDay, NotYet, NotAParty, UnknownChoice, and what
    the law book raises of days that cannot be.
    """
    with transaction.atomic():
        one = added_to(actor, case)
        if kind not in {Item.Kind.PROCEDURE, Item.Kind.TASK, Item.Kind.NOTE}:
            raise UnknownChoice(Text("Nature", "Kind"), kind)
        item = Item(case=one, kind=kind, written_by_id=actor.membership_id, written_at=now)
        if kind == Item.Kind.PROCEDURE:
            item.procedure_id = procedure_id
            clocks.newest(procedure_id)
        write(item, line, now)
        item.save()
        record_added(actor, item, now)
    return item


def edit(actor: Actor, item: Item, line: Line, base_version: int, now: datetime) -> Item | Conflict:
    """Change a line that was shown at `base_version`; a `Conflict` when somebody saved it since.

    Who may edit but not share leaves the assignment and the audience as they are.
    """
    with transaction.atomic():
        case = held(item.case)
        one = (
            Item.objects.select_for_update(of=("self",))
            .select_related("written_by__organisation", "assigned_to")
            .get(pk=item.pk, case=case)
        )
        one.case = case
        require_running(case)
        if not permissions.may_edit(actor, one):
            raise PermissionDenied
        if one.version != base_version:
            return Conflict(one)
        before = _state_of(one)
        shared = {} if permissions.may_share(actor, one) else _kept(one)
        write(one, line, now, **shared)
        changed = [name for name, value in _state_of(one).items() if value != before[name]]
        if not changed:
            return one
        one.version += 1
        one.written_at = now
        one.save()
        append(
            actor,
            "cases.line_changed",
            ("case", case.reference),
            {"line": str(one.reference), "version": one.version, "changed": changed},
            now=now,
        )
        _tell_of_change(actor, one, changed, now)
    return one


def added_to(actor: Actor, case: Case) -> Case:
    """Lock a case to which the actor may add a line."""
    one = held(case)
    require_running(one)
    if not permissions.may_add(actor, one):
        raise PermissionDenied
    if Item.objects.filter(case=one).count() >= MOST_LINES:
        raise TooManyLines(MOST_LINES)
    return one


def record_added(actor: Actor, item: Item, now: datetime) -> None:
    """Write the act, and tell those who see the line."""
    append(
        actor,
        "cases.line_added",
        ("case", item.case.reference),
        {
            "line": str(item.reference),
            "kind": item.kind,
            "procedure": item.procedure_id,
            "digest": item.file_digest,
        },
        now=now,
    )
    assigned = item.assigned_to_id or 0
    if assigned and assigned != actor.organisation_id:
        tell([assigned], "cases.assigned", item.case, {"line": item.title}, now)
    tell_of_line(actor, "cases.shared", item, {}, now, but=assigned)


def write(item: Item, line: Line, now: datetime, **kept: Any) -> None:
    """Put what was written into a line, once everything is checked, and compute the law's days."""
    day = today(now)
    title = " ".join(line.title.split())
    if not title:
        raise FieldMissing(
            Text("La ligne n’a pas de titre.", "The line has no title."),
            Text("Donnez-en un, court.", "Give it one, short."),
        )
    require_short(Text("Titre", "Title"), title, TITLE)
    require_short(Text("Texte", "Text"), line.text, TEXT)
    require_day(Text("Jour promis", "Promised day"), line.promised_on)
    require_past(Text("Départ", "Start"), line.started_on, day)
    require_past(Text("Jour de fin", "Day of end"), line.done_on, day)
    item.title, item.text = title, line.text.replace("\r\n", "\n").strip()
    item.state, item.done_on = _state(item, line, day)
    item.started_on, item.promised_on = line.started_on, line.promised_on
    _write_audience(item, line, kept)
    if item.kind == Item.Kind.PROCEDURE:
        _write_law(item, line, day)


def _write_audience(item: Item, line: Line, kept: Mapping[str, Any]) -> None:
    seen_by = sorted(set(kept.get("seen_by", line.seen_by)))
    if not set(seen_by) <= SHARED_WITH:
        raise UnknownChoice(Text("Qui voit la ligne", "Who sees the line"), ", ".join(seen_by))
    item.seen_by = seen_by
    assigned = kept.get("assigned_to", line.assigned_to)
    if assigned is not None and item.kind not in _ASSIGNABLE:
        # Whom a line is assigned to sees it: a note between services stays between them.
        raise UnknownChoice(Text("Confiée à", "Assigned to"), str(assigned))
    is_new = assigned is not None and assigned != item.assigned_to_id
    parties = Party.objects.filter(case=item.case_id, organisation=assigned or 0, left_at=None)
    if is_new and not parties.exists():
        raise NotAParty
    item.assigned_to_id = assigned


def _state(item: Item, line: Line, day: date) -> tuple[str, date | None]:
    """Return the state and the day of end, which go together."""
    state, done_on = line.state, line.done_on
    if state not in Item.State.values:
        raise UnknownChoice(Text("État", "State"), state)
    if item.kind in {Item.Kind.NOTE, Item.Kind.DOCUMENT}:
        return Item.State.DONE, None
    if (
        state in {Item.State.TO_DO, Item.State.UNDER_WAY, Item.State.BLOCKED}
        and done_on is not None
    ):
        return Item.State.DONE, done_on
    if state == Item.State.DONE and done_on is None:
        if item.kind == Item.Kind.TASK:
            return state, day
        raise FieldMissing(
            Text("Le jour de la décision manque.", "The day of the decision is missing."),
            Text("Donnez-le, ou choisissez « en cours ».", "Give it, or choose “under way”."),
        )
    return state, done_on


def _write_law(item: Item, line: Line, day: date) -> None:
    asked = clocks.asked_of(item.procedure_id)
    known = {kind.value for kind in asked.others}
    events: dict[str, str] = {}
    for name, written in line.events.items():
        if not written:
            continue
        if name not in known:
            raise UnknownChoice(Text("Événement", "Event"), name)
        label = EventKind(name).text
        try:
            on = date.fromisoformat(written)
        except ValueError:
            raise BadDay(label, written) from None
        require_past(label, on, day)
        events[name] = on.isoformat()
    item.events, item.circumstances = events, sorted(set(line.circumstances))
    found = clocks.legal(
        item.procedure_id,
        started_on=item.started_on,
        done_on=item.done_on,
        events=events,
        circumstances=item.circumstances,
    )
    item.legal_on, item.expires_on, item.legal_why = found.due_on, found.expires_on, found.why


def _tell_of_change(actor: Actor, item: Item, changed: list[str], now: datetime) -> None:
    assigned = (item.assigned_to_id or 0) if "assigned_to_id" in changed else 0
    if assigned and assigned != actor.organisation_id:
        tell([assigned], "cases.assigned", item.case, {"line": item.title}, now)
    if {"state", "done_on", "promised_on", "seen_by"} & set(changed):
        facts = {"state": ITEM_STATES[item.state].as_json()}
        tell_of_line(actor, "cases.changed", item, facts, now, but=assigned)


def _kept(item: Item) -> dict[str, Any]:
    return {"seen_by": item.seen_by, "assigned_to": item.assigned_to_id}


def _state_of(item: Item) -> dict[str, Any]:
    found = {name: getattr(item, name) for name in WRITTEN}
    # Written alike whatever their order, and copied: what is changed in place would look unchanged.
    found["events"] = dict(item.events)
    found["circumstances"], found["seen_by"] = sorted(item.circumstances), sorted(item.seen_by)
    return found
