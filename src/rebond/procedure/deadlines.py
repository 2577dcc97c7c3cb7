"""The deadline of a procedure: version fixed, clocks run, silence told, doubts shown."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import TYPE_CHECKING

from rebond.procedure.clocks import ClockReading, ClockRules, silence_of
from rebond.procedure.deadline_result import Alternative, Deadline, Missing, State, Term, TraceLine
from rebond.procedure.errors import (
    ContradictoryCircumstances,
    DecisionBeforeCompleteness,
    UnknownCircumstance,
)
from rebond.procedure.events import Event, EventKind, EventLog, Given
from rebond.procedure.law_book import Held, LawBook, period_text, shipped_law
from rebond.procedure.law_model import Version
from rebond.texts import Text

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from rebond.procedure.law_model import Procedure


def deadline(
    procedure_id: str,
    events: EventLog | Mapping[str, Given],
    *,
    circumstances: Collection[str] = (),
    on: datetime.date | None = None,
    rules: ClockRules | None = None,
    law: LawBook | None = None,
    place: str | None = None,
) -> Deadline:
    """Return when an authority must have answered, and what its silence means.

    Parameters
    ----------
    procedure_id : str
    events : EventLog or mapping
        Name of an event to a day, a moment with its zone, or several of them; at least one.
    circumstances : collection of str
        Increases and variants of the rule that apply.
    on : date, optional
        Day of reading, for the remaining days and the state; without it neither depends on a clock.
    rules : ClockRules, optional
        How to count where the texts leave it open.
    law : LawBook, optional
        The shipped law files by default.
    place : str, optional
        File and line of the events, for messages.

    Returns
    -------
    Deadline

    Raises
    ------
    UnknownProcedure, UnknownEvent, UnknownCircumstance, ContradictoryCircumstances
    EventsOutOfOrder, DecisionBeforeCompleteness, MomentWithoutZone
    NoVersionInForce, DayOutOfCalendar

    Examples
    --------
    >>> complete = {"complete": datetime.date(2019, 11, 30)}
    >>> deadline("permis_de_construire", complete).due_on
    datetime.date(2020, 2, 29)
    >>> deadline("permis_de_construire", complete, circumstances=["abf"]).due_on
    datetime.date(2020, 3, 30)
    """
    book = law or shipped_law()
    procedure = book.procedure(procedure_id, where=place)
    log = EventLog.of(events, place=place)
    held, fixing = _held(book, procedure, log)
    _check_circumstances(procedure, held, circumstances, place)
    readings = []
    for version in held.versions:
        reading = ClockReading(version, log, circumstances, rules or ClockRules())
        _check_decision(procedure, reading, place)
        reading.trace += fixing
        reading.run()
        readings.append(reading)
    answer = _answer(book, procedure, held, readings[-1], on)
    if len(readings) > 1:
        answer = _unsettled(answer, held, readings)
    if readings[-1].late_increases:
        answer = _late(answer, readings[-1])
    return answer


def _held(book: LawBook, procedure: Procedure, log: EventLog) -> tuple[Held, list[TraceLine]]:
    kind = procedure.fixed_by
    event = log.first(kind)
    lines: list[TraceLine] = []
    if event is None and log.events:
        event = log.events[0]
        lines.append(
            TraceLine(
                Text(
                    f"La version est celle du jour «\u202f{kind.text.fr}\u202f», qui n’est pas donné\u202f: le premier jour connu, {event.on}, en tient lieu.",
                    f"The version is that of the day “{kind.text.en}”, which is not given: the first known day, {event.on}, stands for it.",
                )
            )
        )
    day = book.read_on if event is None else event.on
    held = book.held_on(procedure, day)
    version = held.version
    lines.append(
        TraceLine(
            Text(
                f"{procedure.title.fr}\u202f: version «\u202f{version.id}\u202f», jour qui la fixe\u202f: {day}.",
                f"{procedure.title.en}: version “{version.id}”, day that fixes it: {day}.",
            ),
            " ; ".join(version.legal_basis),
            version.id,
            version.sources,
        )
    )
    lines += [
        TraceLine(
            Text(
                f"Une autre version ne s’applique pas ce jour-là\u202f: {period_text(other).fr}.",
                f"Another version does not apply on that day: {period_text(other).en}.",
            ),
            None,
            other.id,
        )
        for other in procedure.versions
        if other not in held.versions
    ]
    if held.note is not None:
        lines.append(TraceLine(held.note, None, version.id))
    return held, lines


def _check_circumstances(
    procedure: Procedure, held: Held, circumstances: Collection[str], place: str | None
) -> None:
    known = [name for version in held.versions for c in version.clocks for name in c.circumstances]
    for name in circumstances:
        if name not in known:
            raise UnknownCircumstance(procedure.id, name, list(dict.fromkeys(known)), place)
    for version in held.versions:
        for clock in version.clocks:
            chosen = [item for item in clock.variants if item.id in circumstances]
            if len({(str(item.delay), item.start) for item in chosen}) > 1:
                names = [item.id for item in chosen]
                raise ContradictoryCircumstances(procedure.id, names, place)


def _check_decision(procedure: Procedure, reading: ClockReading, place: str | None) -> None:
    decided = reading.log.first(EventKind.DECIDED)
    if decided is None:
        return
    for clock in reading.version.main_clocks:
        variant = reading.variant_of(clock)
        start = clock.start if variant is None or variant.start is None else variant.start
        waits = start is EventKind.COMPLETE and clock.after is None
        if waits and reading.log.first(EventKind.COMPLETE) is None:
            raise DecisionBeforeCompleteness(procedure.id, decided.on, decided.place or place)


def _answer(
    book: LawBook,
    procedure: Procedure,
    held: Held,
    reading: ClockReading,
    on: datetime.date | None,
) -> Deadline:
    main = [term for term in reading.terms if not term.is_beside]
    last = main[-1] if main else None
    due_on = None if last is None or reading.missing else last.due_on
    effect, silence, line = silence_of(reading.version, reading.circumstances)
    reading.trace.append(line)
    return Deadline(
        procedure=procedure.id,
        title=procedure.title,
        version=reading.version.id,
        certainty=held.certainty,
        law_digest=book.digest,
        events=reading.log,
        circumstances=tuple(sorted(reading.circumstances)),
        terms=tuple(reading.terms),
        due_on=due_on,
        earliest_on=_earliest(reading) if due_on is None else None,
        on=on,
        remaining_days=None if on is None or due_on is None else (due_on - on).days,
        state=_state(reading, main, due_on, on),
        silence_effect=effect,
        silence=silence,
        alternatives=(),
        missing=tuple(reading.missing),
        cautions=_cautions(reading.version, main),
        trace=tuple(reading.trace),
    )


def _state(
    reading: ClockReading,
    main: list[Term],
    due_on: datetime.date | None,
    on: datetime.date | None,
) -> State:
    log = reading.log
    state: State = "running"
    appealed, decided = log.first(EventKind.APPEALED), log.first(EventKind.DECIDED)
    if appealed is not None and any(term.ended_on for term in main):
        state = "appealed"
    elif decided is not None:
        state = "decided"
    elif reading.is_suspended:
        state = "suspended"
    elif not any(term.start_on for term in main):
        filed = log.first(EventKind.FILED) or log.first(EventKind.COMPLETENESS_ASKED)
        starts = {clock.start for clock in reading.version.main_clocks}
        waits = filed is not None and EventKind.COMPLETE in starts
        state = "waiting_for_completeness" if waits else "not_started"
    elif reading.missing:
        state = "blocked"
    elif on is not None and due_on is not None and on > due_on:
        state = "term_reached"
    return state


def _earliest(reading: ClockReading) -> datetime.date | None:
    """Return the deadline of a file complete on the day it was filed: no later day can give less."""
    log = reading.log
    known = [
        event
        for kind in (EventKind.FILED, EventKind.COMPLETENESS_ASKED)
        if (event := log.last(kind)) is not None
    ]
    if not known or reading.missing or reading.is_suspended:
        return None
    since = max(event.on for event in known)
    complete = log.last(EventKind.COMPLETE)
    if complete is not None and complete.on >= since:
        return None
    kept = tuple(event for event in log.events if event.kind is not EventKind.COMPLETE)
    supposed = EventLog((*kept, Event(EventKind.COMPLETE, since)))
    again = ClockReading(reading.version, supposed, reading.circumstances, reading.rules)
    again.run()
    main = [term for term in again.terms if not term.is_beside]
    return main[-1].due_on if main and not again.missing else None


def _cautions(version: Version, main: list[Term]) -> tuple[Text, ...]:
    """Return the cautions that concern every day, or a day on which a clock runs."""
    spans = [(term.start_on, term.due_on or term.start_on) for term in main if term.start_on]
    kept = []
    for caution in version.cautions:
        first = caution.first or datetime.date.min
        last = caution.last or datetime.date.max
        everyday = caution.first is None and caution.last is None
        if everyday or any(start <= last and first <= end for start, end in spans):
            kept.append(caution.text)
    return tuple(kept)


def _unsettled(answer: Deadline, held: Held, readings: list[ClockReading]) -> Deadline:
    """Show the date of each candidate version; keep a single date only if they agree."""
    dates = []
    alternatives = []
    for version, reading in zip(held.versions, readings, strict=True):
        main = [term for term in reading.terms if not term.is_beside]
        due_on = main[-1].due_on if main and not reading.missing else None
        dates.append(due_on)
        when = Text(
            f"si la version «\u202f{version.id}\u202f» s’applique",
            f"if version “{version.id}” applies",
        )
        alternatives.append(Alternative(when, due_on, version.id))
    if len(set(dates)) == 1 and dates[0] is not None:
        return replace(answer, alternatives=tuple(alternatives))
    doubt = Missing(
        Text("version en vigueur ce jour-là", "version in force on that day"),
        held.note or Text("non établie", "not established"),
    )
    return replace(
        answer,
        due_on=None,
        remaining_days=None,
        state=answer.state if answer.state in ("decided", "appealed") else "not_settled",
        alternatives=tuple(alternatives),
        missing=(*answer.missing, doubt),
    )


def _late(answer: Deadline, reading: ClockReading) -> Deadline:
    """Show the date with and without each increase that was notified late."""
    late = {item.id for item in reading.late_increases}
    alternatives = list(answer.alternatives)
    for kept in (frozenset(reading.circumstances), frozenset(reading.circumstances) - late):
        again = ClockReading(reading.version, reading.log, kept, reading.rules)
        again.run()
        main = [term for term in again.terms if not term.is_beside]
        counts = bool(kept & late)
        names = ", ".join(sorted(late))
        when = Text(
            f"si la majoration tardive ({names}) {'compte' if counts else 'ne compte pas'}",
            f"if the late increase ({names}) {'counts' if counts else 'does not count'}",
        )
        alternatives.append(
            Alternative(when, main[-1].due_on if main else None, reading.version.id)
        )
    state: State = answer.state if answer.state in ("decided", "appealed") else "not_settled"
    return replace(answer, state=state, alternatives=tuple(alternatives))
