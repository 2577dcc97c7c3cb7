"""The legal day of a procedure: the law book asked with the days that are known; never a day without a rule."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from rebond.errors import RebondError
from rebond.procedure.deadlines import deadline
from rebond.procedure.events import EventKind, EventLog
from rebond.procedure.law_book import shipped_law
from rebond.procedure.law_model import Version
from rebond.procedure.validity import validity_end
from rebond.texts import Text

NO_START = Text(
    "le jour de départ n’est pas connu : le délai ne court que d’un dossier complet",
    "the day of the start event is not known: the clock runs from a complete file only",
)
OTHER = (EventKind.COMPLETENESS_ASKED, EventKind.SUSPENDED, EventKind.RESUMED, EventKind.APPEALED)
"""Events that may befall any file, beside those that its own clocks read."""


@dataclass(frozen=True, slots=True)
class Legal:
    """What the law says: a day or none, why line by line, and until when the decision lives."""

    due_on: date | None
    expires_on: date | None
    why: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a procedure asks of those who follow it."""

    start: EventKind
    end: EventKind
    others: tuple[EventKind, ...]
    circumstances: tuple[tuple[str, Text, Text], ...]
    """Id, title and «in which case» of each increase and variant."""


def newest(procedure_id: str) -> Version:
    """Return the newest version of a procedure; UnknownProcedure when there is no such one."""
    return shipped_law().procedure(procedure_id).versions[-1]


def asked_of(procedure_id: str) -> Asked:
    """Return which days and cases matter to a procedure, as its newest version reads them."""
    version = newest(procedure_id)
    main = version.main_clocks
    start = main[0].start if main else EventKind.FILED
    end = main[-1].ends if main else EventKind.DECIDED
    read = {EventKind.FILED, EventKind.NOTIFIED}
    for clock in version.clocks:
        read |= {clock.start, clock.ends}
        read |= {item.start for item in clock.variants if item.start is not None}
        if clock.increases:
            read.add(EventKind.INCREASE_NOTIFIED)
    others = [kind for kind in EventKind if kind in read and kind not in {start, end, *OTHER}]
    cases = {
        item.id: (item.id, item.title, item.when)
        for clock in version.clocks
        for item in (*clock.increases, *clock.variants)
    }
    return Asked(start, end, (*others, *OTHER), tuple(cases.values()))


def legal(
    procedure_id: str,
    *,
    started_on: date | None,
    done_on: date | None,
    events: Mapping[str, str],
    circumstances: Collection[str],
) -> Legal:
    """Return the legal day of a procedure and why; an unknown rule or fact gives no day and says so.

    Raises what the law book raises of days that cannot be: EventsOutOfOrder, DecisionBeforeCompleteness,
    NoVersionInForce, UnknownProcedure, UnknownCircumstance, ContradictoryCircumstances.
    """
    asked = asked_of(procedure_id)
    days: dict[str, date] = {name: date.fromisoformat(day) for name, day in events.items() if day}
    if started_on is not None:
        days[asked.start.value] = started_on
    if done_on is not None:
        days[asked.end.value] = done_on
    log = EventLog.of(days)
    if not log.events:
        return Legal(None, None, {"state": "not_started", "missing": [_said(NO_START)]})
    answer = deadline(procedure_id, log, circumstances=sorted(circumstances))
    due_on = answer.due_on
    missing = [
        {"what": one.what.as_json(), "looked_for": one.looked_for.as_json()}
        for one in answer.missing
    ]
    if (
        due_on is None
        and not missing
        and answer.state in {"not_started", "waiting_for_completeness"}
    ):
        missing = [_said(NO_START)]
    why = {
        "state": answer.state,
        "state_text": answer.state_text.as_json(),
        "version": answer.version,
        "certainty": answer.certainty,
        "law_digest": answer.law_digest,
        "silence": answer.silence.as_json(),
        "silence_effect": answer.silence_effect,
        "missing": missing,
        "alternatives": [one.as_json() for one in answer.alternatives],
        "cautions": [one.as_json() for one in answer.cautions],
        "trace": [line.as_json() for line in answer.trace],
    }
    return Legal(due_on, _expires(procedure_id, log), why)


def _said(text: Text) -> dict[str, Any]:
    give = Text("Donnez ce jour.", "Give that day.")
    return {"what": text.as_json(), "looked_for": give.as_json()}


def _expires(procedure_id: str, log: EventLog) -> date | None:
    try:
        return validity_end(procedure_id, log).ends_on
    except RebondError:
        return None
