"""What a clock says: terms, the date, what silence means, what is missing, and why line by line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from rebond.procedure.legal_time import Span
from rebond.texts import Text

if TYPE_CHECKING:
    import datetime

    from rebond.procedure.events import EventLog
    from rebond.procedure.law_book import Certainty

METHOD = "legal_clock"
METHOD_VERSION = "1.0.0"

State = Literal[
    "not_started",
    "waiting_for_completeness",
    "running",
    "suspended",
    "term_reached",
    "decided",
    "appealed",
    "blocked",
    "not_settled",
]

STATE_TEXTS: dict[State, Text] = {
    "not_started": Text("l’horloge n’est pas partie", "the clock has not started"),
    "waiting_for_completeness": Text(
        "l’horloge attend un dossier complet", "the clock waits for a complete file"
    ),
    "running": Text("le délai court", "the clock is running"),
    "suspended": Text("le délai est suspendu", "the clock is stopped"),
    "term_reached": Text(
        "le terme est passé sans décision", "the term has passed without a decision"
    ),
    "decided": Text("décision prise", "decided"),
    "appealed": Text("décision contestée", "decision contested"),
    "blocked": Text(
        "aucune date\u202f: une règle n’est pas établie", "no date: a rule is not established"
    ),
    "not_settled": Text(
        "aucune date unique\u202f: le cas n’est pas tranché",
        "no single date: the case is not settled",
    ),
}


@dataclass(frozen=True, slots=True)
class TraceLine:
    """One operation, as a lawyer reads it.

    Parameters
    ----------
    what : Text
    article : str or None
    version : str or None
        Version of the procedure.
    sources : tuple of str
    """

    what: Text
    article: str | None = None
    version: str | None = None
    sources: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the line as a record keeps it."""
        return {
            "what": self.what.as_json(),
            "article": self.article,
            "version": self.version,
            "sources": list(self.sources),
        }


@dataclass(frozen=True, slots=True)
class Missing:
    """A rule or a fact that stops the computation.

    Parameters
    ----------
    what : Text
    looked_for : Text
        What was looked for, or what to give.
    """

    what: Text
    looked_for: Text

    def as_json(self) -> dict[str, Any]:
        """Return it as a record keeps it."""
        return {"what": self.what.as_json(), "looked_for": self.looked_for.as_json()}


@dataclass(frozen=True, slots=True)
class Term:
    """One clock of the procedure.

    Parameters
    ----------
    clock : str
    title : Text
    start_on : date or None
    started_by : {"event", "previous_term"} or None
    span : Span or None
        Base delay and increases together; None when not established.
    due_on : date or None
    ended_on : date or None
        Day of the event that stopped it.
    is_beside : bool
        True when it does not make the deadline.
    """

    clock: str
    title: Text
    start_on: datetime.date | None
    started_by: Literal["event", "previous_term"] | None
    span: Span | None
    due_on: datetime.date | None
    ended_on: datetime.date | None
    is_beside: bool

    def as_json(self) -> dict[str, Any]:
        """Return the term as a record keeps it."""
        return {
            "clock": self.clock,
            "title": self.title.as_json(),
            "start_on": day_json(self.start_on),
            "started_by": self.started_by,
            "months": None if self.span is None else self.span.months,
            "days": None if self.span is None else self.span.days,
            "due_on": day_json(self.due_on),
            "ended_on": day_json(self.ended_on),
            "is_beside": self.is_beside,
        }


@dataclass(frozen=True, slots=True)
class Alternative:
    """A date that holds if something not settled turns one way.

    Parameters
    ----------
    when : Text
    due_on : date or None
    version : str
    """

    when: Text
    due_on: datetime.date | None
    version: str

    def as_json(self) -> dict[str, Any]:
        """Return it as a record keeps it."""
        return {
            "when": self.when.as_json(),
            "due_on": day_json(self.due_on),
            "version": self.version,
        }


@dataclass(frozen=True, slots=True)
class Deadline:
    """The answer of the law to a set of events.

    Parameters
    ----------
    procedure : str
    title : Text
    version : str
        The version used, the latest candidate when the case is not settled.
    certainty : {"established", "presumed", "not_settled"}
    law_digest : str
    events : EventLog
    circumstances : tuple of str
    terms : tuple of Term
    due_on : date or None
        None when not started, blocked, suspended or not settled.
    earliest_on : date or None
        Day before which the deadline cannot fall, when completeness is still awaited.
    on : date or None
        Day of reading.
    remaining_days : int or None
        From `on` to `due_on`, negative once passed.
    state : str
    silence_effect : str or None
        None when not established or not applicable.
    silence : Text
        What silence means.
    alternatives : tuple of Alternative
    missing : tuple of Missing
    cautions : tuple of Text
    trace : tuple of TraceLine
    """

    procedure: str
    title: Text
    version: str
    certainty: Certainty
    law_digest: str
    events: EventLog
    circumstances: tuple[str, ...]
    terms: tuple[Term, ...]
    due_on: datetime.date | None
    earliest_on: datetime.date | None
    on: datetime.date | None
    remaining_days: int | None
    state: State
    silence_effect: str | None
    silence: Text
    alternatives: tuple[Alternative, ...]
    missing: tuple[Missing, ...]
    cautions: tuple[Text, ...]
    trace: tuple[TraceLine, ...]

    @property
    def state_text(self) -> Text:
        """Return the state in words."""
        return STATE_TEXTS[self.state]

    def as_json(self) -> dict[str, Any]:
        """Return the answer as JSON values, with the method and its version."""
        return {
            "method": METHOD,
            "method_version": METHOD_VERSION,
            "law_digest": self.law_digest,
            "procedure": self.procedure,
            "title": self.title.as_json(),
            "version": self.version,
            "certainty": self.certainty,
            "events": self.events.as_json(),
            "circumstances": list(self.circumstances),
            "terms": [term.as_json() for term in self.terms],
            "due_on": day_json(self.due_on),
            "earliest_on": day_json(self.earliest_on),
            "on": day_json(self.on),
            "remaining_days": self.remaining_days,
            "state": self.state,
            "state_text": self.state_text.as_json(),
            "silence_effect": self.silence_effect,
            "silence": self.silence.as_json(),
            "alternatives": [item.as_json() for item in self.alternatives],
            "missing": [item.as_json() for item in self.missing],
            "cautions": [caution.as_json() for caution in self.cautions],
            "trace": [line.as_json() for line in self.trace],
        }


def day_json(day: datetime.date | None) -> str | None:
    """Return a day as ISO text, or None."""
    return None if day is None else day.isoformat()
