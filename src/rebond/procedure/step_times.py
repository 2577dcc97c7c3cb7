"""How long each step of a site takes, and who says so: the law, a source, an assumption, the user."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from rebond.procedure.clocks import ClockReading, ClockRules
from rebond.procedure.deadline_result import Missing
from rebond.procedure.distributions import Duration
from rebond.procedure.events import EventLog
from rebond.procedure.facts import judge
from rebond.procedure.legal_time import Span, add_span
from rebond.procedure.needs import STATE_TEXTS, Need, is_behind, is_started
from rebond.texts import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rebond.procedure.coverage import Case
    from rebond.procedure.graph_model import ClockUse, DurationShape, Step
    from rebond.procedure.law_book import Held
    from rebond.procedure.law_model import Clock, Procedure, Version

Basis = Literal["law", "source", "assumption", "user", "event", "milestone", "unknown"]
BASIS_TEXTS: dict[Basis, Text] = {
    "law": Text("délai légal, compté en entier", "legal delay, counted in full"),
    "source": Text("pratique lue dans une source", "practice read in a source"),
    "assumption": Text("supposition, à changer", "assumption, to be changed"),
    "user": Text("valeur donnée par le site", "value given by the site"),
    "event": Text("dossier en cours", "file under way"),
    "milestone": Text("jalon", "milestone"),
    "unknown": Text("inconnu", "unknown"),
}


@dataclass(frozen=True, slots=True)
class StepTime:
    """How long one step takes.

    Parameters
    ----------
    basis : str
    text : Text
        The delay in words, and where it comes from.
    span : Span or None
        Legal delay, counted «de quantième à quantième» from the start of the step.
    duration : Duration or None
        Distribution; one of `span` and `duration` is None.
    twin : Span or None
        Legal delay with the increases that are not known to apply.
    unknown_facts : tuple of str
        Facts that would say whether they apply.
    article, version : str or None
    sources : tuple of str
    missing : tuple of Missing
    is_behind : bool
        True when the step is over, or does not exist in the law in force: it makes nothing wait.
    """

    basis: Basis
    text: Text
    span: Span | None = None
    duration: Duration | None = None
    twin: Span | None = None
    unknown_facts: tuple[str, ...] = ()
    article: str | None = None
    version: str | None = None
    sources: tuple[str, ...] = ()
    missing: tuple[Missing, ...] = ()
    is_behind: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return it as a record keeps it."""
        return {
            "basis": self.basis,
            "basis_text": BASIS_TEXTS[self.basis].as_json(),
            "text": self.text.as_json(),
            "months": None if self.span is None else self.span.months,
            "days": None if self.span is None else self.span.days,
            "duration": None if self.duration is None else self.duration.as_json(),
            "article": self.article,
            "version": self.version,
            "sources": list(self.sources),
            "unknown_facts": list(self.unknown_facts),
        }


@dataclass(frozen=True, slots=True)
class Timing:
    """The step times of one site.

    Parameters
    ----------
    case : Case
    needs : mapping of str to Need
    starts, ends : mapping of str to date
        When each step is expected to start and end, for the version of the law; the day of reading
        by default.
    """

    case: Case
    needs: Mapping[str, Need]
    starts: Mapping[str, datetime.date]
    ends: Mapping[str, datetime.date]

    def all(self) -> dict[str, StepTime]:
        """Return the time of every step."""
        return {step.id: self.time(step) for step in self.case.graph.steps}

    def time(self, step: Step) -> StepTime:
        """Return the time of one step."""
        need = self.needs[self.case.graph.task_of[step.id]]
        over = _over(step, need)
        if over is not None:
            return over
        change = self.case.read.site.assumptions.get(step.id)
        if change is not None and change.duration is not None:
            return self._left(replace(_drawn(change.duration), basis="user"), step, need)
        if step.clock is not None:
            return self._clock(step, step.clock, need)
        if step.duration is None:
            return StepTime("milestone", Text("jalon", "milestone"), duration=Duration.fixed(0))
        return self._left(_drawn(step.duration), step, need)

    def _left(self, time: StepTime, step: Step, need: Need) -> StepTime:
        """Take off what has run since the last step of the same task that is behind us."""
        if not is_started(need) or time.duration is None:
            return time
        steps = self.case.graph.tasks[need.task].steps
        place = [item.id for item in steps].index(step.id)
        kind = steps[place - 1].done_by if place else None
        begun = need.log.last(kind) if kind is not None else None
        if begun is None:
            return time
        passed = (self.case.as_of - begun.on).days
        return replace(
            time,
            basis="event",
            duration=time.duration.less(passed),
            text=Text(
                f"{time.text.fr}\u202f; commencé le {begun.on}",
                f"{time.text.en}; started on {begun.on}",
            ),
        )

    def _clock(self, step: Step, use: ClockUse, need: Need) -> StepTime:
        law = self.case.law
        procedure = law.procedure(use.procedure)
        held = law.held_on(procedure, self._fixing_day(step, procedure, need))
        version = held.version
        clock = next((clock for clock in version.clocks if clock.id in use.clocks), None)
        if clock is None:
            text = Text(
                f"n’existe pas dans la version «\u202f{version.id}\u202f»",
                f"does not exist in version “{version.id}”",
            )
            return replace(_days(0, text), basis="law", version=version.id, is_behind=True)
        certain, doubtful, unknown = self._circumstances(use, need)
        # What was done and is to do again will be filed anew: its old events say nothing of it.
        log = need.log if is_started(need) else EventLog()
        reading = ClockReading(version, log, certain, ClockRules())
        span = reading.span_of(clock)
        notes = _notes(held, procedure)
        if span is None:
            missing = tuple(_named(item, procedure) for item in reading.missing)
            return self._not_established(step, use, need, missing + notes)
        span = span + Span(days=1) if clock.franc else span
        began = reading.starting_event(clock)[1]
        if is_started(need) and began is not None:
            return self._running(clock, version, add_span(began.on, span), notes)
        twin = _longest(version, log, clock, certain, doubtful)
        return StepTime(
            "law" if procedure.nature == "statutory" else "source",
            _clock_text(clock, span, twin),
            span=span,
            twin=twin if twin is not None and _longer(twin, span) else None,
            unknown_facts=unknown if twin is not None and _longer(twin, span) else (),
            article=clock.article if isinstance(clock.article, str) else None,
            version=version.id,
            sources=clock.sources,
            missing=notes,
        )

    def _fixing_day(self, step: Step, procedure: Procedure, need: Need) -> datetime.date:
        event = need.log.first(procedure.fixed_by)
        if is_started(need) and event is not None:
            return event.on
        for other in self.case.graph.tasks[need.task].steps:
            if other.done_by is procedure.fixed_by and other.id != step.id:
                return self.ends.get(other.id, self.case.as_of)
        return self.starts.get(step.id, self.case.as_of)

    def _circumstances(
        self, use: ClockUse, need: Need
    ) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
        facts = self.case.read.site.known_facts()
        certain, doubtful = list(need.circumstances), list[str]()
        unknown: list[str] = []
        for name, condition in use.circumstances.items():
            verdict = judge(condition, facts)
            if name in certain or verdict.holds is False:
                continue
            if verdict.holds:
                certain.append(name)
            else:
                doubtful.append(name)
                unknown += verdict.unknown
        return tuple(certain), tuple(doubtful), tuple(dict.fromkeys(unknown))

    def _running(
        self,
        clock: Clock,
        version: Version,
        due: datetime.date,
        notes: tuple[Missing, ...],
    ) -> StepTime:
        left = max(0, (due - self.case.as_of).days)
        text = Text(
            f"{clock.title.fr}\u202f: échéance légale le {due}",
            f"{clock.title.en}: legal deadline on {due}",
        )
        time = _days(left, text)
        return replace(
            time,
            article=clock.article if isinstance(clock.article, str) else None,
            version=version.id,
            sources=clock.sources,
            missing=notes,
        )

    def _not_established(
        self, step: Step, use: ClockUse, need: Need, missing: tuple[Missing, ...]
    ) -> StepTime:
        if use.if_not_established is None:
            text = Text(
                "délai non établi, aucun n’est compté", "delay not established, none counted"
            )
            return replace(_days(0, text), basis="unknown", missing=missing)
        time = self._left(_drawn(use.if_not_established), step, need)
        return replace(time, missing=missing)


def _over(step: Step, need: Need) -> StepTime | None:
    """Return the time of a step that takes none any more, None while it may."""
    if need.is_supposed:
        return _days(0, Text("supposé fait", "supposed done"))
    if need.chance_again == 0:
        return replace(_days(0, STATE_TEXTS[need.state]), is_behind=True)
    if not is_behind(need, step.done_by) or step.done_by is None:
        return None
    day = need.log.first(step.done_by)
    text = Text(
        f"derrière nous\u202f: {step.done_by.text.fr} le {day.on if day else ''}",
        f"behind us: {step.done_by.text.en} on {day.on if day else ''}",
    )
    return replace(_days(0, text), is_behind=True)


def _days(days: int, text: Text) -> StepTime:
    return StepTime("event", text, duration=Duration.fixed(days))


def _drawn(shape: DurationShape) -> StepTime:
    duration = shape.duration
    if duration.high == 0:
        return StepTime("milestone", shape.why, duration=duration)
    text = Text(f"{duration.text.fr}. {shape.why.fr}", f"{duration.text.en}. {shape.why.en}")
    return StepTime(shape.basis, text, duration=duration, sources=shape.sources)


def _clock_text(clock: Clock, span: Span, twin: Span | None) -> Text:
    head = Text(f"{clock.title.fr}\u202f: {span.text.fr}", f"{clock.title.en}: {span.text.en}")
    if twin is None or not _longer(twin, span):
        return head
    return Text(
        f"{head.fr}, {twin.text.fr} si les majorations inconnues s’appliquent",
        f"{head.en}, {twin.text.en} if the unknown increases apply",
    )


def _named(item: Missing, procedure: Procedure) -> Missing:
    what = Text(
        f"{procedure.title.fr}\u202f: {item.what.fr}", f"{procedure.title.en}: {item.what.en}"
    )
    return replace(item, what=what)


def _longest(
    version: Version,
    log: EventLog,
    clock: Clock,
    certain: tuple[str, ...],
    doubtful: tuple[str, ...],
) -> Span | None:
    """Return the longest established delay that the doubtful circumstances may give."""
    if not doubtful:
        return None
    variants = {item.id for item in clock.variants}
    increases = tuple(name for name in doubtful if name not in variants)
    alone = [(*certain, *increases)] + [(name,) for name in doubtful if name in variants]
    spans = [ClockReading(version, log, chosen, ClockRules()).span_of(clock) for chosen in alone]
    known = [span for span in spans if span is not None]
    return max(known, key=lambda span: (span.months, span.days), default=None)


def _longer(one: Span, other: Span) -> bool:
    return (one.months, one.days) > (other.months, other.days)


def _notes(held: Held, procedure: Procedure) -> tuple[Missing, ...]:
    if held.certainty != "not_settled" or held.note is None:
        return ()
    what = Text(
        f"{procedure.title.fr}\u202f: version en vigueur",
        f"{procedure.title.en}: version in force",
    )
    return (Missing(what, held.note),)
