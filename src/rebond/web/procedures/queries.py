"""What the pages of procedures show, read from the law files."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rebond.procedure.catalogue import list_procedures, show_procedure
from rebond.procedure.errors import UnknownProcedure
from rebond.procedure.law_book import shipped_law
from rebond.procedure.law_model import Delay, Increase, Silence
from rebond.texts import Text
from rebond.web.theme.writing import day

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rebond.procedure.catalogue import ProcedureView, Statement, VersionView
    from rebond.procedure.law_model import Clock, Procedure, Source, Version

FAMILIES: dict[str, str | Promise] = {
    "urbanisme": gettext_lazy("Urbanisme"),
    "environnement": gettext_lazy("Environnement"),
    "archeologie": gettext_lazy("Archéologie préventive"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One procedure of the list."""

    view: ProcedureView
    period: str
    trigger: Text | None
    delay: Text | None
    unknown: int
    sources: tuple[str, ...]
    is_over: bool


@dataclass(frozen=True, slots=True)
class Family:
    """The procedures of one part of the law."""

    title: str | Promise
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """One clock in a sentence: how long, and from when."""

    title: Text
    span: Text | None
    start: Text


@dataclass(frozen=True, slots=True)
class Case:
    """An increase or a variant of a delay."""

    title: Text
    when: Text
    span: Text | None
    is_increase: bool
    article: str
    sources: tuple[str, ...]
    note: Text | None
    replaced_by: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class VersionPage:
    """One version of one procedure, as its page shows it."""

    procedure: Procedure
    view: ProcedureView
    version: Version
    shown: VersionView
    clauses: tuple[Clause, ...]
    silence: Text | None
    unknowns: tuple[Statement, ...]
    cases: tuple[Case, ...]
    cited: tuple[str, ...]
    others: tuple[tuple[Version, str], ...]
    period: str
    read_on: datetime.date

    @property
    def is_settled(self) -> bool:
        """Return whether each delay that makes the deadline is known."""
        return bool(self.clauses) and all(clause.span is not None for clause in self.clauses)

    @property
    def known(self) -> tuple[Statement, ...]:
        """Return what the version says, apart from its cases and from what is not established."""
        cases = {
            f"{clock.title.en}: {item.id}"
            for clock in self.version.clocks
            for item in (*clock.increases, *clock.variants)
        }
        return tuple(
            line
            for line in self.shown.statements
            if not line.is_unknown and line.label.en not in cases
        )


def families() -> tuple[Family, ...]:
    """Return every procedure, by part of the law."""
    return tuple(
        Family(FAMILIES[family], tuple(_row(view) for view in views))
        for family, views in groupby(list_procedures(), key=lambda view: view.family)
    )


def counts(found: Iterable[Family]) -> dict[str, int]:
    """Return how many procedures, versions and points not established there are."""
    rows = [row for family in found for row in family.rows]
    return {
        "procedures": len(rows),
        "versions": sum(len(row.view.versions) for row in rows),
        "unknown": sum(row.unknown for row in rows),
        "without_total": sum(row.delay is None for row in rows),
    }


def version_page(procedure_id: str, version_id: str | None) -> VersionPage | None:
    """Return the page of a version, the newest one by default; None when there is none."""
    book = shipped_law()
    try:
        procedure = book.procedure(procedure_id)
    except UnknownProcedure:
        return None
    version = procedure.versions[-1] if version_id is None else procedure.version(version_id)
    if version is None:
        return None
    view = show_procedure(procedure_id)
    shown = next(item for item in view.versions if item.version == version.id)
    lines = (*view.statements, *shown.statements)
    cited = dict.fromkeys(name for line in lines for name in line.sources)
    return VersionPage(
        procedure=procedure,
        view=view,
        version=version,
        shown=shown,
        clauses=_clauses(version),
        silence=version.silence.text if isinstance(version.silence, Silence) else None,
        unknowns=tuple(line for line in lines if line.is_unknown),
        cases=tuple(_cases(version)),
        cited=tuple(cited),
        others=tuple((item, period(item)) for item in procedure.versions if item is not version),
        period=period(version),
        read_on=book.read_on,
    )


def sources_named(names: Iterable[str]) -> tuple[Source, ...]:
    """Return the sources of these ids, each once, in order."""
    known = shipped_law().sources
    return tuple(known[name] for name in dict.fromkeys(names) if name in known)


def period(version: Version) -> str:
    """Say from when to when a version is in force."""
    first, last = version.valid_from, version.valid_to
    starts = day(first) if isinstance(first, datetime.date) else ""
    ends = day(last) if isinstance(last, datetime.date) else ""
    if last is None:
        if starts:
            return _("depuis le %(first)s") % {"first": starts}
        return _("en vigueur, depuis une date non établie")
    if starts and ends:
        return _("du %(first)s au %(last)s") % {"first": starts, "last": ends}
    if ends:
        return _("jusqu’au %(last)s, depuis une date non établie") % {"last": ends}
    if starts:
        return _("depuis le %(first)s, jusqu’à une date non établie") % {"first": starts}
    return _("à des dates non établies")


def _row(view: ProcedureView) -> Row:
    procedure = shipped_law().procedure(view.procedure)
    version = procedure.versions[-1]
    clauses = _clauses(version)
    lines = [*view.statements, *(line for item in view.versions for line in item.statements)]
    ends = version.valid_to
    return Row(
        view=view,
        period=period(version),
        trigger=procedure.trigger if isinstance(procedure.trigger, Text) else None,
        delay=_delay(clauses),
        unknown=sum(line.is_unknown for line in lines),
        sources=version.sources,
        is_over=isinstance(ends, datetime.date) and ends < shipped_law().read_on,
    )


def _clauses(version: Version) -> tuple[Clause, ...]:
    return tuple(_clause(clock) for clock in version.main_clocks)


def _clause(clock: Clock) -> Clause:
    span = clock.delay.span.text if isinstance(clock.delay, Delay) else None
    return Clause(clock.title, span, clock.start.text)


def _delay(clauses: tuple[Clause, ...]) -> Text | None:
    spans = [clause.span for clause in clauses if clause.span is not None]
    if not clauses or len(spans) < len(clauses):
        return None
    return Text(
        ", puis ".join(span.fr for span in spans), ", then ".join(span.en for span in spans)
    )


def _cases(version: Version) -> Iterable[Case]:
    for clock in version.clocks:
        titles = {item.id: item.title for item in clock.increases}
        for item in (*clock.increases, *clock.variants):
            is_increase = isinstance(item, Increase)
            replaced_by = item.absorbed_by if isinstance(item, Increase) else ()
            yield Case(
                title=item.title,
                when=item.when,
                span=item.delay.span.text if isinstance(item.delay, Delay) else None,
                is_increase=is_increase,
                article=item.article,
                sources=item.sources,
                note=item.note,
                replaced_by=tuple(titles[name] for name in replaced_by),
            )
