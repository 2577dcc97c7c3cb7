"""Until when a decision lives."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rebond.procedure.deadline_result import Missing, TraceLine, day_json
from rebond.procedure.events import EventLog, Given
from rebond.procedure.law_book import LawBook, shipped_law
from rebond.procedure.law_model import Validity
from rebond.procedure.legal_time import Span, add_span
from rebond.procedure.plan_errors import BadSimulation
from rebond.programme.policy_model import Unknown
from rebond.texts import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

METHOD = "validity_of_decision"
METHOD_VERSION = "1.0.0"


@dataclass(frozen=True, slots=True)
class Expiry:
    """Until when a decision lives.

    Parameters
    ----------
    procedure, version : str
    ends_on : date or None
        Last day of validity; None when not settled or when the decision does not expire.
    extensions : int
        How many were counted.
    missing : tuple of Missing
    note : Text or None
        What else makes it lapse, suspends it or starts it later.
    trace : tuple of TraceLine
    """

    procedure: str
    version: str
    ends_on: datetime.date | None
    extensions: int
    missing: tuple[Missing, ...]
    note: Text | None
    trace: tuple[TraceLine, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the answer as JSON values."""
        return {
            "method": METHOD,
            "method_version": METHOD_VERSION,
            "procedure": self.procedure,
            "version": self.version,
            "ends_on": day_json(self.ends_on),
            "extensions": self.extensions,
            "missing": [item.as_json() for item in self.missing],
            "note": None if self.note is None else self.note.as_json(),
            "trace": [line.as_json() for line in self.trace],
        }


def validity_end(
    procedure_id: str,
    events: EventLog | Mapping[str, Given],
    *,
    extensions: int = 0,
    law: LawBook | None = None,
) -> Expiry:
    """Return the last day on which a decision lives.

    Parameters
    ----------
    procedure_id : str
    events : EventLog or mapping
        With the event that starts the validity; the version is the one in force on that day.
    extensions : int, default 0
        How many of the extensions that the rule allows were obtained.
    law : LawBook, optional

    Returns
    -------
    Expiry

    Raises
    ------
    UnknownProcedure, UnknownEvent, NoVersionInForce, BadSimulation

    Notes
    -----
    Works in progress, an interruption of works and litigation are facts that this date does not know;
    `Expiry.note` recalls them.

    Examples
    --------
    >>> notified = {"notified": datetime.date(2022, 5, 31)}
    >>> validity_end("permis_de_construire", notified).ends_on
    datetime.date(2025, 5, 31)
    """
    book = law or shipped_law()
    procedure = book.procedure(procedure_id)
    log = EventLog.of(events)
    day = log.events[0].on if log.events else book.read_on
    version = book.held_on(procedure, day).version
    rule = version.validity
    if not isinstance(rule, Validity):
        looked = rule.looked_for if isinstance(rule, Unknown) else rule.why
        what = Text("durée de validité", "validity")
        gone = (Missing(what, looked),) if isinstance(rule, Unknown) else ()
        return Expiry(procedure.id, version.id, None, 0, gone, None, ())
    if not 0 <= extensions <= len(rule.extensions):
        allowed = Text(f"0 à {len(rule.extensions)}", f"0 to {len(rule.extensions)}")
        raise BadSimulation("extensions", extensions, allowed)
    start = log.first(rule.start)
    missing = _missing(rule, start.on if start is not None else None)
    if start is None or missing or isinstance(rule.delay, Unknown):
        return Expiry(procedure.id, version.id, None, 0, missing, rule.lapse, ())
    span = rule.delay.span
    for extension in rule.extensions[:extensions]:
        span = span + extension.span
    ends_on = add_span(start.on, span)
    line = TraceLine(
        Text(
            f"Validité\u202f: {start.on} ({rule.start.text.fr}) + {_years(span).fr} = {ends_on}.",
            f"Validity: {start.on} ({rule.start.text.en}) + {_years(span).en} = {ends_on}.",
        ),
        rule.article,
        version.id,
        rule.sources,
    )
    return Expiry(procedure.id, version.id, ends_on, extensions, (), rule.lapse, (line,))


def _missing(rule: Validity, start_on: datetime.date | None) -> tuple[Missing, ...]:
    if start_on is None:
        what = Text(
            f"l’événement «\u202f{rule.start.text.fr}\u202f»", f"the event “{rule.start.text.en}”"
        )
        give = Text("Donnez son jour.", "Give its day.")
        return (Missing(what, give),)
    if isinstance(rule.delay, Unknown):
        return (Missing(Text("durée de validité", "validity"), rule.delay.looked_for),)
    if rule.not_before is not None and start_on < rule.not_before:
        what = Text(f"validité avant le {rule.not_before}", f"validity before {rule.not_before}")
        looked = Text(
            "Règle de validité antérieure\u202f: non enregistrée.",
            "Earlier rule of validity: not recorded.",
        )
        return (Missing(what, looked),)
    return ()


def _years(span: Span) -> Text:
    years, months = divmod(span.months, 12)
    if months or span.days:
        return span.text
    return Text(f"{years} an{'s' if years > 1 else ''}", f"{years} year{'s' if years > 1 else ''}")
