"""What happens to a file: named events on days, in an order that can be."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rebond.procedure.errors import EventsOutOfOrder, UnknownEvent
from rebond.procedure.legal_time import paris_day
from rebond.texts import Text


class EventKind(StrEnum):
    """The events that start, stop or end a clock."""

    REFERRED = "referred"
    ATTRIBUTED = "attributed"
    FILED = "filed"
    COMPLETENESS_ASKED = "completeness_asked"
    COMPLETE = "complete"
    INCREASE_NOTIFIED = "increase_notified"
    OPINION_ASKED = "opinion_asked"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    ORDER_PUBLISHED = "order_published"
    INQUIRY_OPENED = "inquiry_opened"
    INQUIRY_CLOSED = "inquiry_closed"
    INQUIRY_REPORT_RECEIVED = "inquiry_report_received"
    CONSULTATION_CLOSED = "consultation_closed"
    CONSULTATION_REPORT = "consultation_report"
    CONVENTION_SIGNED = "convention_signed"
    CONTRACT_ENDED = "contract_ended"
    WORKS_STARTED = "works_started"
    REPORT_RECEIVED = "report_received"
    DECIDED = "decided"
    NOTIFIED = "notified"
    POSTED = "posted"
    WORKS_COMPLETED = "works_completed"
    APPEALED = "appealed"

    @property
    def text(self) -> Text:
        """Return the event in words."""
        return _TEXTS[self]


_TEXTS: Mapping[EventKind, Text] = {
    EventKind.REFERRED: Text("saisine", "referral"),
    EventKind.ATTRIBUTED: Text("attribution à un opérateur", "attribution to an operator"),
    EventKind.FILED: Text("dépôt", "filing"),
    EventKind.COMPLETENESS_ASKED: Text("demande de pièces", "request for missing pieces"),
    EventKind.COMPLETE: Text("dossier complet", "complete file"),
    EventKind.INCREASE_NOTIFIED: Text(
        "notification de la majoration", "notification of the increase"
    ),
    EventKind.OPINION_ASKED: Text("demande d’avis", "request for an opinion"),
    EventKind.SUSPENDED: Text("suspension", "suspension"),
    EventKind.RESUMED: Text("reprise", "resumption"),
    EventKind.ORDER_PUBLISHED: Text("publication de l’arrêté", "publication of the order"),
    EventKind.INQUIRY_OPENED: Text("ouverture de l’enquête", "opening of the inquiry"),
    EventKind.INQUIRY_CLOSED: Text("clôture de l’enquête", "end of the inquiry"),
    EventKind.INQUIRY_REPORT_RECEIVED: Text(
        "réception du rapport du commissaire enquêteur",
        "receipt of the report of the commissaire enquêteur",
    ),
    EventKind.CONSULTATION_CLOSED: Text(
        "fin de la consultation du public", "end of the public consultation"
    ),
    EventKind.CONSULTATION_REPORT: Text(
        "rapport de la consultation", "report of the public consultation"
    ),
    EventKind.CONVENTION_SIGNED: Text("signature de la convention", "signature of the convention"),
    EventKind.CONTRACT_ENDED: Text("terme contractuel des travaux", "contractual end of the works"),
    EventKind.WORKS_STARTED: Text("début des travaux", "start of the works"),
    EventKind.REPORT_RECEIVED: Text("réception du rapport", "receipt of the report"),
    EventKind.DECIDED: Text("décision", "decision"),
    EventKind.NOTIFIED: Text("notification", "notification"),
    EventKind.POSTED: Text("affichage sur le terrain", "posting on site"),
    EventKind.WORKS_COMPLETED: Text("achèvement des travaux", "completion of the works"),
    EventKind.APPEALED: Text("recours", "appeal"),
}

# (a, b): where both stand, the first a is not after the last b.
_ORDER: tuple[tuple[EventKind, EventKind], ...] = (
    (EventKind.FILED, EventKind.COMPLETENESS_ASKED),
    (EventKind.FILED, EventKind.COMPLETE),
    (EventKind.FILED, EventKind.INCREASE_NOTIFIED),
    (EventKind.FILED, EventKind.DECIDED),
    (EventKind.COMPLETE, EventKind.DECIDED),
    (EventKind.REFERRED, EventKind.DECIDED),
    (EventKind.ORDER_PUBLISHED, EventKind.INQUIRY_OPENED),
    (EventKind.INQUIRY_OPENED, EventKind.INQUIRY_CLOSED),
    (EventKind.INQUIRY_CLOSED, EventKind.INQUIRY_REPORT_RECEIVED),
    (EventKind.INQUIRY_REPORT_RECEIVED, EventKind.DECIDED),
    (EventKind.COMPLETE, EventKind.CONSULTATION_CLOSED),
    (EventKind.CONSULTATION_CLOSED, EventKind.CONSULTATION_REPORT),
    (EventKind.CONSULTATION_REPORT, EventKind.DECIDED),
    (EventKind.ATTRIBUTED, EventKind.CONVENTION_SIGNED),
    (EventKind.CONVENTION_SIGNED, EventKind.WORKS_STARTED),
    (EventKind.WORKS_STARTED, EventKind.REPORT_RECEIVED),
    (EventKind.DECIDED, EventKind.NOTIFIED),
    (EventKind.DECIDED, EventKind.POSTED),
    (EventKind.DECIDED, EventKind.APPEALED),
    (EventKind.POSTED, EventKind.WORKS_COMPLETED),
)

Given = datetime.date | datetime.datetime | Sequence[datetime.date | datetime.datetime]


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened on a day.

    Parameters
    ----------
    kind : EventKind
    on : date
        Day in Paris.
    place : str or None
        File and line, when it comes from a file.
    """

    kind: EventKind
    on: datetime.date
    place: str | None = None


@dataclass(frozen=True, slots=True)
class EventLog:
    """Events of one file, by day, in an order that can be.

    Parameters
    ----------
    events : tuple of Event

    Raises
    ------
    EventsOutOfOrder
    """

    events: tuple[Event, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "events", tuple(sorted(self.events, key=lambda event: event.on)))
        for earlier, later in _ORDER:
            before, after = self.first(earlier), self.last(later)
            if before is not None and after is not None and after.on < before.on:
                raise EventsOutOfOrder(
                    earlier.value, before.on, later.value, after.on, after.place or before.place
                )
        self._check_suspensions()

    @classmethod
    def of(cls, given: EventLog | Mapping[str, Given], *, place: str | None = None) -> EventLog:
        """Read a log from names and days.

        Parameters
        ----------
        given : EventLog or mapping
            Name of an event to a day, a moment with its zone, or several of them.
        place : str, optional
            Where they stand, for messages.

        Raises
        ------
        UnknownEvent
        MomentWithoutZone
        EventsOutOfOrder
        """
        if isinstance(given, EventLog):
            return given
        events: list[Event] = []
        for name, days in given.items():
            if name not in {kind.value for kind in EventKind}:
                raise UnknownEvent(name, [kind.value for kind in EventKind], place)
            several = [days] if isinstance(days, datetime.date) else list(days)
            events += [Event(EventKind(name), paris_day(day), place) for day in several]
        return cls(tuple(events))

    def all(self, kind: EventKind) -> tuple[Event, ...]:
        """Return the events of a kind, by day."""
        return tuple(event for event in self.events if event.kind is kind)

    def first(self, kind: EventKind) -> Event | None:
        """Return the first event of a kind."""
        found = self.all(kind)
        return found[0] if found else None

    def last(self, kind: EventKind) -> Event | None:
        """Return the last event of a kind."""
        found = self.all(kind)
        return found[-1] if found else None

    def stops(self) -> tuple[tuple[datetime.date, datetime.date | None], ...]:
        """Return each suspension with its resumption, None while it lasts."""
        ends = self.all(EventKind.RESUMED)
        return tuple(
            (begun.on, ends[number].on if number < len(ends) else None)
            for number, begun in enumerate(self.all(EventKind.SUSPENDED))
        )

    def _check_suspensions(self) -> None:
        begun, ended = self.all(EventKind.SUSPENDED), self.all(EventKind.RESUMED)
        for number, end in enumerate(ended):
            start = begun[number] if number < len(begun) else None
            if start is None or start.on > end.on:
                since = start.on if start is not None else datetime.date.max
                raise EventsOutOfOrder("suspended", since, "resumed", end.on, end.place)
        for number in range(1, len(begun)):
            if number > len(ended) or begun[number].on < ended[number - 1].on:
                end = ended[number - 1] if number <= len(ended) else begun[number]
                raise EventsOutOfOrder(
                    "resumed", end.on, "suspended", begun[number].on, begun[number].place
                )

    def as_json(self) -> list[dict[str, str]]:
        """Return the events as a record keeps them."""
        return [{"event": event.kind.value, "on": event.on.isoformat()} for event in self.events]
