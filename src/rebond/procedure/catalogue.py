"""What each procedure says, line by line, for the terminal, the pages and the documentation."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rebond.procedure.law_book import Certainty, LawBook, period_text, shipped_law
from rebond.procedure.law_model import (
    Clock,
    Delay,
    Increase,
    Silence,
    Suspension,
    Validity,
    Variant,
    Version,
)
from rebond.programme.policy_model import NotApplicable, Unknown
from rebond.texts import Text, verbatim

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rebond.procedure.law_model import Procedure, Source


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that a version says.

    Parameters
    ----------
    label, value : Text
    article : str or None
    sources : tuple of str
    is_unknown : bool
        True when the value is not established; `value` then says what was looked for.
    """

    label: Text
    value: Text
    article: str | None = None
    sources: tuple[str, ...] = ()
    is_unknown: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "label": self.label.as_json(),
            "value": self.value.as_json(),
            "article": self.article,
            "sources": list(self.sources),
            "is_unknown": self.is_unknown,
        }


@dataclass(frozen=True, slots=True)
class VersionView:
    """One version of a procedure, as it is shown.

    Parameters
    ----------
    version : str
    title : Text or None
    period : Text
        From when to when it is in force.
    statements : tuple of Statement
    circumstances : tuple of str
        Increases and variants that may be given to `deadline`.
    events : tuple of str
        Events that its clocks read.
    """

    version: str
    title: Text | None
    period: Text
    statements: tuple[Statement, ...]
    circumstances: tuple[str, ...]
    events: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "version": self.version,
            "title": None if self.title is None else self.title.as_json(),
            "period": self.period.as_json(),
            "statements": [item.as_json() for item in self.statements],
            "circumstances": list(self.circumstances),
            "events": list(self.events),
        }


@dataclass(frozen=True, slots=True)
class ProcedureView:
    """A procedure, as it is shown.

    Parameters
    ----------
    procedure : str
    title : Text
    family, nature : str
    law_digest : str
    statements : tuple of Statement
        What holds for every version.
    versions : tuple of VersionView
        All of them, or the one in force on the day asked for, or the candidates of that day.
    certainty : {"established", "presumed", "not_settled"} or None
        Of the version on the day asked for; None when no day was.
    note : Text or None
        What that certainty rests on.
    sources : mapping of str to tuple of str
        Addresses of the sources cited.
    """

    procedure: str
    title: Text
    family: str
    nature: str
    law_digest: str
    statements: tuple[Statement, ...]
    versions: tuple[VersionView, ...]
    certainty: Certainty | None
    note: Text | None
    sources: dict[str, tuple[str, ...]]

    @property
    def has_unknown(self) -> bool:
        """Return whether something of it is not established."""
        lines = [*self.statements, *(line for item in self.versions for line in item.statements)]
        return any(line.is_unknown for line in lines)

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "procedure": self.procedure,
            "title": self.title.as_json(),
            "family": self.family,
            "nature": self.nature,
            "law_digest": self.law_digest,
            "statements": [item.as_json() for item in self.statements],
            "versions": [item.as_json() for item in self.versions],
            "certainty": self.certainty,
            "note": None if self.note is None else self.note.as_json(),
            "has_unknown": self.has_unknown,
            "sources": {name: list(urls) for name, urls in self.sources.items()},
        }


def list_procedures(*, law: LawBook | None = None) -> tuple[ProcedureView, ...]:
    """Return every procedure with all its versions, by family, then id."""
    book = law or shipped_law()
    return tuple(show_procedure(item.id, law=book) for item in book.in_order())


def show_procedure(
    procedure_id: str, *, on: datetime.date | None = None, law: LawBook | None = None
) -> ProcedureView:
    """Return what a procedure says.

    Parameters
    ----------
    procedure_id : str
    on : date, optional
        Show the version in force on that day; both candidates when the day is not settled.
    law : LawBook, optional

    Returns
    -------
    ProcedureView

    Raises
    ------
    UnknownProcedure
    NoVersionInForce
    """
    book = law or shipped_law()
    procedure = book.procedure(procedure_id)
    held = None if on is None else book.held_on(procedure, on)
    versions = tuple(
        _version_view(version)
        for version in (procedure.versions if held is None else held.versions)
    )
    head = _head(procedure)
    lines = [*head, *(line for item in versions for line in item.statements)]
    return ProcedureView(
        procedure=procedure.id,
        title=procedure.title,
        family=procedure.family,
        nature=procedure.nature,
        law_digest=book.digest,
        statements=head,
        versions=versions,
        certainty=None if held is None else held.certainty,
        note=None if held is None else held.note,
        sources=_cited(lines, book.sources),
    )


def _cited(lines: Sequence[Statement], sources: Any) -> dict[str, tuple[str, ...]]:
    names = dict.fromkeys(name for line in lines for name in line.sources)
    found: dict[str, Source] = {name: sources[name] for name in names}
    return {name: source.urls for name, source in found.items()}


def _head(procedure: Procedure) -> tuple[Statement, ...]:
    statements = [
        _said(Text("Déclencheur", "Trigger"), procedure.trigger),
        _said(Text("Autorité", "Authority"), procedure.authority),
        Statement(
            Text("Événement qui fixe la version", "Event that fixes the version"),
            procedure.fixed_by.text,
        ),
    ]
    statements += [
        Statement(
            Text("Période sans version", "Period without a version"),
            Text(
                f"{gap.first} → {gap.last}\u202f: {gap.why.fr}",
                f"{gap.first} → {gap.last}: {gap.why.en}",
            ),
            sources=gap.sources,
            is_unknown=True,
        )
        for gap in procedure.gaps
    ]
    return tuple(statements)


def _said(
    label: Text, value: Text | Unknown, article: str | None = None, sources: tuple[str, ...] = ()
) -> Statement:
    if isinstance(value, Unknown):
        text = Text(
            f"Non établi. Recherché\u202f: {value.looked_for.fr}",
            f"Not established. Looked for: {value.looked_for.en}",
        )
        return Statement(label, text, article, value.sources or sources, is_unknown=True)
    return Statement(label, value, article, sources)


def _version_view(version: Version) -> VersionView:
    statements = [
        Statement(
            Text("Base légale", "Legal basis"),
            verbatim("\u202f; ".join(version.legal_basis)),
            None,
            version.sources,
        )
    ]
    if isinstance(version.valid_from, Unknown):
        statements.append(_said(Text("En vigueur depuis", "In force since"), version.valid_from))
    if isinstance(version.valid_to, Unknown):
        statements.append(_said(Text("En vigueur jusqu’au", "In force until"), version.valid_to))
    for clock in version.clocks:
        statements += _clock_lines(clock)
    statements += [_silence_line(version.silence), _suspension_line(version.suspension)]
    statements += _validity_lines(version.validity)
    statements += [
        Statement(Text("Attention", "Caution"), caution.text, None, caution.sources)
        for caution in version.cautions
    ]
    events = [clock.start for clock in version.clocks] + [clock.ends for clock in version.clocks]
    for clock in version.clocks:
        events += [item.start for item in clock.variants if item.start is not None]
        events += [item.notice.after for item in clock.increases if item.notice is not None]
    return VersionView(
        version.id,
        version.title,
        period_text(version),
        tuple(statements),
        tuple(dict.fromkeys(name for clock in version.clocks for name in clock.circumstances)),
        tuple(dict.fromkeys(kind.value for kind in events)),
    )


def _clock_lines(clock: Clock) -> list[Statement]:
    article = clock.article if isinstance(clock.article, str) else None
    beside = Text(" (à côté du délai)", " (beside the deadline)") if clock.beside else Text("", "")
    label = Text(clock.title.fr + beside.fr, clock.title.en + beside.en)
    lines = [_delay_line(label, clock.delay, clock, article, clock.sources)]
    if isinstance(clock.article, Unknown):
        named = Text(f"{clock.title.fr}\u202f: article", f"{clock.title.en}: article")
        lines.append(_said(named, clock.article))
    lines += [_case_line(item, clock) for item in clock.increases]
    lines += [_case_line(item, clock) for item in clock.variants]
    return lines


def _delay_line(
    label: Text,
    delay: Delay | Unknown,
    clock: Clock,
    article: str | None,
    sources: tuple[str, ...],
) -> Statement:
    if isinstance(delay, Unknown):
        return _said(label, delay, article, sources)
    franc = Text(", délai franc", ", «\u202fdélai franc\u202f»") if clock.franc else Text("", "")
    note = Text("", "") if clock.note is None else Text(f" {clock.note.fr}", f" {clock.note.en}")
    value = Text(
        f"{delay.span.text.fr}{franc.fr} à compter de\u202f: {clock.start.text.fr}.{note.fr}",
        f"{delay.span.text.en}{franc.en} from: {clock.start.text.en}.{note.en}",
    )
    return Statement(label, value, article, sources)


def _case_line(item: Increase | Variant, clock: Clock) -> Statement:
    label = Text(f"{clock.title.fr}\u202f: {item.id}", f"{clock.title.en}: {item.id}")
    if isinstance(item.delay, Unknown):
        return _said(label, item.delay, item.article, item.sources)
    sign = "+ " if isinstance(item, Increase) else ""
    note = Text("", "") if item.note is None else Text(f" {item.note.fr}", f" {item.note.en}")
    span = item.delay.span.text
    value = Text(
        f"{sign}{span.fr}\u202f: {item.when.fr}{note.fr}",
        f"{sign}{span.en}: {item.when.en}{note.en}",
    )
    return Statement(label, value, item.article, item.sources)


def _silence_line(silence: Silence | Unknown | NotApplicable) -> Statement:
    label = Text("Silence", "Silence")
    if isinstance(silence, Silence):
        return Statement(label, silence.text, silence.article, silence.sources)
    return _absent(label, silence)


def _suspension_line(rule: Suspension | Unknown | NotApplicable) -> Statement:
    label = Text("Suspension", "Suspension")
    if isinstance(rule, Suspension):
        return Statement(label, rule.text, rule.article, rule.sources)
    return _absent(label, rule)


def _validity_lines(rule: Validity | Unknown | NotApplicable) -> list[Statement]:
    label = Text("Validité", "Validity")
    if not isinstance(rule, Validity):
        return [_absent(label, rule)]
    if isinstance(rule.delay, Unknown):
        return [_said(label, rule.delay, rule.article, rule.sources)]
    more = ""
    if rule.extensions:
        more = " + " + " + ".join(f"{item.span.months // 12}" for item in rule.extensions)
    years = rule.delay.span.months // 12
    lapse = Text("", "") if rule.lapse is None else Text(f" {rule.lapse.fr}", f" {rule.lapse.en}")
    value = Text(
        f"{years}{more} ans à compter de\u202f: {rule.start.text.fr}.{lapse.fr}",
        f"{years}{more} years from: {rule.start.text.en}.{lapse.en}",
    )
    return [Statement(label, value, rule.article, rule.sources)]


def _absent(label: Text, rule: Unknown | NotApplicable) -> Statement:
    if isinstance(rule, Unknown):
        return _said(label, rule)
    text = Text(f"Sans objet\u202f: {rule.why.fr}", f"Not applicable: {rule.why.en}")
    return Statement(label, text, None, rule.sources)
