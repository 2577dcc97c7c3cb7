"""Clocks: what a version of the law makes of the events of a file."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from rebond.procedure.deadline_result import Missing, Term, TraceLine
from rebond.procedure.events import Event, EventKind, EventLog
from rebond.procedure.law_model import Clock, Increase, Silence, Suspension, Variant, Version
from rebond.procedure.legal_time import Span, add_span, next_working_day
from rebond.programme.policy_model import Unknown
from rebond.texts import Text

if TYPE_CHECKING:
    from collections.abc import Collection

Holidays = Literal["off", "next_working_day"]

# A file completed again restarts the clock; for other events the first one counts.
_LAST_COUNTS = (EventKind.COMPLETE, EventKind.REFERRED)


_SAME_DAY = Text("de quantième à quantième", "same day of the month")
_LAST_DAY = Text(
    "de quantième à quantième\u202f; ce jour n’existe pas ce mois-là, c’est donc le dernier du mois",
    "same day of the month; that month has no such day, hence its last day",
)


@dataclass(frozen=True, slots=True)
class ClockRules:
    """How days are counted where the texts leave it open.

    Parameters
    ----------
    holidays : {"off", "next_working_day"}, default "off"
        Whether a term on a Saturday, Sunday or holiday moves to the next working day: an open legal
        point for these procedures, hence a parameter.
    alsace_moselle : bool, default False
        Add the two holidays of Alsace-Moselle.
    """

    holidays: Holidays = "off"
    alsace_moselle: bool = False


@dataclass(slots=True)
class ClockReading:
    """The terms of one version, with everything that was said on the way."""

    version: Version
    log: EventLog
    circumstances: Collection[str]
    rules: ClockRules
    terms: list[Term] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)
    trace: list[TraceLine] = field(default_factory=list)
    late_increases: list[Increase] = field(default_factory=list)
    is_suspended: bool = False

    def run(self) -> None:
        """Compute every term, in the order of the version."""
        for clock in self.version.clocks:
            self.terms.append(self._term(clock))

    def say(self, what: Text, article: str | None = None, sources: tuple[str, ...] = ()) -> None:
        """Add a line to the trace."""
        self.trace.append(TraceLine(what, article, self.version.id, sources))

    def variant_of(self, clock: Clock) -> Variant | None:
        """Return the variant of the clock that applies."""
        found = [item for item in clock.variants if item.id in self.circumstances]
        return found[0] if found else None

    def _term(self, clock: Clock) -> Term:
        variant = self.variant_of(clock)
        start_on, started_by = self._start(clock, variant)
        if clock.beside and start_on is None:
            return Term(clock.id, clock.title, None, None, None, None, None, is_beside=True)
        span = self.span_of(clock)
        ended = self.log.first(clock.ends)
        due_on = None
        if start_on is not None and span is not None:
            due_on = self._due(clock, start_on, span)
        return Term(
            clock.id,
            clock.title,
            start_on,
            started_by,
            span,
            due_on,
            None if ended is None else ended.on,
            is_beside=clock.beside,
        )

    def starting_event(self, clock: Clock) -> tuple[EventKind, Event | None]:
        """Return which event starts the clock, and the one that did, if any."""
        variant = self.variant_of(clock)
        kind = clock.start if variant is None or variant.start is None else variant.start
        return kind, self.log.last(kind) if kind in _LAST_COUNTS else self.log.first(kind)

    def _start(
        self, clock: Clock, variant: Variant | None
    ) -> tuple[datetime.date | None, Literal["event", "previous_term"] | None]:
        kind, event = self.starting_event(clock)
        if event is not None and kind is EventKind.COMPLETE:
            asked = self.log.last(EventKind.COMPLETENESS_ASKED)
            if asked is not None and asked.on > event.on:
                self.say(
                    Text(
                        f"{clock.title.fr}\u202f: des pièces ont été demandées le {asked.on}\u202f; le départ attend qu’elles soient reçues.",
                        f"{clock.title.en}: pieces were asked for on {asked.on}; the start waits for them.",
                    )
                )
                return None, None
        if event is not None:
            self.say(
                Text(
                    f"{clock.title.fr}\u202f: départ le {event.on} ({kind.text.fr}).",
                    f"{clock.title.en}: starts on {event.on} ({kind.text.en}).",
                ),
                *_cited(clock, variant),
            )
            return event.on, "event"
        previous = next((term for term in self.terms if term.clock == clock.after), None)
        reached = None if previous is None else (previous.ended_on or previous.due_on)
        if previous is not None and reached is not None:
            self.say(
                Text(
                    f"{clock.title.fr}\u202f: «\u202f{kind.text.fr}\u202f» n’est pas donné\u202f; départ à la fin de «\u202f{previous.title.fr}\u202f», le {reached}.",
                    f"{clock.title.en}: “{kind.text.en}” is not given; starts at the end of “{previous.title.en}”, on {reached}.",
                )
            )
            return reached, "previous_term"
        return None, None

    def span_of(self, clock: Clock) -> Span | None:
        """Return the base delay and the increases together, None when not established."""
        variant = self.variant_of(clock)
        delay = clock.delay if variant is None else variant.delay
        article, sources = _cited(clock, variant)
        if isinstance(delay, Unknown):
            self._miss(clock, clock.title, delay)
            return None
        span = delay.span
        head = clock.title if variant is None else variant.title
        self.say(
            Text(f"{head.fr}\u202f: {span.text.fr}.", f"{head.en}: {span.text.en}."),
            article,
            sources,
        )
        asked = [item for item in clock.increases if item.id in self.circumstances]
        if asked and variant is not None and variant.increases != "add":
            return self._variant_increases(clock, variant, asked, span)
        return self._add_increases(clock, asked, span)

    def _variant_increases(
        self, clock: Clock, variant: Variant, asked: list[Increase], span: Span
    ) -> Span | None:
        if isinstance(variant.increases, Unknown):
            self._miss(clock, variant.title, variant.increases)
            return None
        names = ", ".join(item.id for item in asked)
        self.say(
            Text(
                f"{variant.title.fr}\u202f: les majorations ({names}) ne s’ajoutent pas.",
                f"{variant.title.en}: the increases ({names}) are not added.",
            ),
            variant.article,
            variant.sources,
        )
        return span

    def _add_increases(self, clock: Clock, asked: list[Increase], span: Span) -> Span | None:
        names = {item.id for item in asked}
        total: Span | None = span
        for item in asked:
            over = next((name for name in item.absorbed_by if name in names), None)
            if over is not None:
                self.say(
                    Text(
                        f"{item.title.fr}\u202f: non ajouté, «\u202f{over}\u202f» en tient lieu.",
                        f"{item.title.en}: not added, “{over}” stands for it.",
                    ),
                    item.article,
                    item.sources,
                )
                continue
            if isinstance(item.delay, Unknown):
                self._miss(clock, item.title, item.delay)
                total = None
                continue
            if total is not None:
                total = total + item.delay.span
            self.say(
                Text(
                    f"{item.title.fr}\u202f: + {item.delay.span.text.fr}.",
                    f"{item.title.en}: + {item.delay.span.text.en}.",
                ),
                item.article,
                item.sources,
            )
            self._check_notice(item)
        return total

    def _check_notice(self, item: Increase) -> None:
        if item.notice is None:
            return
        notified = self.log.first(EventKind.INCREASE_NOTIFIED)
        counted = self.log.first(item.notice.after)
        within = item.notice.within.span
        if notified is None or counted is None:
            self.say(
                Text(
                    f"À notifier dans {within.text.fr} après «\u202f{item.notice.after.text.fr}\u202f»\u202f: supposé fait.",
                    f"To be notified within {within.text.en} of “{item.notice.after.text.en}”: taken as done.",
                ),
                item.notice.article,
            )
            return
        limit = add_span(counted.on, within)
        if notified.on <= limit:
            self.say(
                Text(
                    f"Notifié le {notified.on}, avant la limite du {limit}.",
                    f"Notified on {notified.on}, before the limit of {limit}.",
                ),
                item.notice.article,
            )
            return
        self.late_increases.append(item)
        self.missing.append(
            Missing(
                Text(
                    f"majoration «\u202f{item.id}\u202f» notifiée le {notified.on}, après la limite du {limit}",
                    f"increase “{item.id}” notified on {notified.on}, after the limit of {limit}",
                ),
                item.notice.late.looked_for,
            )
        )

    def _due(self, clock: Clock, start_on: datetime.date, span: Span) -> datetime.date | None:
        due = add_span(start_on, span)
        how = Text(f"{start_on} + {span.text.fr} = {due}", f"{start_on} + {span.text.en} = {due}")
        if span.months:
            is_same_day = span.days or due.day == start_on.day
            counted = _SAME_DAY if is_same_day else _LAST_DAY
            how = Text(f"{how.fr}, {counted.fr}", f"{how.en}, {counted.en}")
        self.say(Text(f"{clock.title.fr}\u202f: {how.fr}.", f"{clock.title.en}: {how.en}."))
        if clock.franc:
            due = add_span(due, Span(days=1))
            self.say(
                Text(
                    f"Délai franc\u202f: ni le premier ni le dernier jour ne comptent\u202f; dernier jour utile le {due}.",
                    f"«\u202fDélai franc\u202f»: neither the first nor the last day counts; last useful day {due}.",
                )
            )
        stopped = self._stopped(clock, start_on, due)
        return None if stopped is None else self._rolled(stopped)

    def _stopped(
        self, clock: Clock, start_on: datetime.date, due: datetime.date
    ) -> datetime.date | None:
        for begun, ended in self.log.stops():
            if begun >= due or (ended is not None and ended <= start_on):
                continue
            rule = self.version.suspension
            if not isinstance(rule, Suspension):
                looked = rule.looked_for if isinstance(rule, Unknown) else rule.why
                self.missing.append(
                    Missing(
                        Text(
                            f"effet de la suspension du {begun}",
                            f"effect of the suspension of {begun}",
                        ),
                        looked,
                    )
                )
                return None
            if rule.effect == "none":
                continue
            if ended is None:
                self.is_suspended = True
                self.say(
                    Text(
                        f"Suspendu depuis le {begun}, sans reprise.",
                        f"Stopped since {begun}, not resumed.",
                    ),
                    rule.article,
                    rule.sources,
                )
                return None
            pause = Span(days=(ended - max(begun, start_on)).days)
            due = add_span(due, pause)
            self.say(
                Text(
                    f"{clock.title.fr}\u202f: suspendu du {begun} au {ended}, + {pause.text.fr} = {due}.",
                    f"{clock.title.en}: stopped from {begun} to {ended}, + {pause.text.en} = {due}.",
                ),
                rule.article,
                rule.sources,
            )
        return due

    def _rolled(self, due: datetime.date) -> datetime.date:
        moved = next_working_day(due, alsace_moselle=self.rules.alsace_moselle)
        if moved == due:
            return due
        if self.rules.holidays == "off":
            self.say(
                Text(
                    f"Le {due} n’est pas ouvré. Le report au jour ouvré suivant est un point de droit ouvert\u202f: paramètre à «\u202fnon\u202f», la date ne bouge pas.",
                    f"{due} is not a working day. Whether it moves to the next one is an open legal point: parameter off, the date stays.",
                )
            )
            return due
        self.say(
            Text(
                f"Le {due} n’est pas ouvré\u202f: reporté au {moved} (paramètre demandé).",
                f"{due} is not a working day: moved to {moved} (parameter asked for).",
            )
        )
        return moved

    def _miss(self, clock: Clock, what: Text, unknown: Unknown) -> None:
        self.missing.append(
            Missing(
                Text(
                    f"{what.fr}\u202f: délai non établi ({clock.id})",
                    f"{what.en}: delay not established ({clock.id})",
                ),
                unknown.looked_for,
            )
        )
        self.say(
            Text(
                f"{what.fr}\u202f: délai non établi. Recherché\u202f: {unknown.looked_for.fr}",
                f"{what.en}: delay not established. Looked for: {unknown.looked_for.en}",
            ),
            sources=unknown.sources,
        )


def _cited(clock: Clock, variant: Variant | None) -> tuple[str | None, tuple[str, ...]]:
    if variant is not None:
        return variant.article, variant.sources
    return (clock.article if isinstance(clock.article, str) else None), clock.sources


def silence_of(
    version: Version, circumstances: Collection[str]
) -> tuple[str | None, Text, TraceLine]:
    """Return the effect of silence, in words, and its line of the trace.

    Parameters
    ----------
    version : Version
    circumstances : collection of str

    Returns
    -------
    str or None, Text, TraceLine
        None when the effect is not established or does not apply.
    """
    rule = version.silence
    for clock in version.main_clocks:
        for item in clock.variants:
            if item.id in circumstances and item.silence is not None:
                rule = item.silence
    if isinstance(rule, Silence):
        line = TraceLine(
            Text(f"Silence\u202f: {rule.text.fr}.", f"Silence: {rule.text.en}."),
            rule.article,
            version.id,
            rule.sources,
        )
        return rule.effect, rule.text, line
    if isinstance(rule, Unknown):
        text = Text(
            f"effet du silence non établi ({rule.looked_for.fr})",
            f"effect of silence not established ({rule.looked_for.en})",
        )
    else:
        text = Text(f"sans objet\u202f: {rule.why.fr}", f"not applicable: {rule.why.en}")
    return (
        None,
        text,
        TraceLine(Text(f"Silence\u202f: {text.fr}", f"Silence: {text.en}"), None, version.id),
    )
