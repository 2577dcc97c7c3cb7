"""The form « échéance »: events and cases in, the date and its trace out, nothing kept."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from rebond.errors import RebondError
from rebond.procedure.deadlines import deadline
from rebond.procedure.events import EventKind
from rebond.web.theme.writing import words

if TYPE_CHECKING:
    from django.http import QueryDict

    from rebond.procedure.deadline_result import Deadline
    from rebond.procedure.law_model import Version
    from rebond.texts import Text

READING = "au"
CASE = "cas"
# Events that may befall any file, beside those that the clocks of the version read.
ALWAYS = (
    EventKind.COMPLETENESS_ASKED,
    EventKind.SUSPENDED,
    EventKind.RESUMED,
    EventKind.APPEALED,
)


@dataclass(frozen=True, slots=True)
class DayField:
    """One day to give."""

    name: str
    title: str
    value: str
    fault: str = ""


@dataclass(frozen=True, slots=True)
class CaseField:
    """One increase or variant to tick."""

    name: str
    title: Text
    when: Text
    article: str
    is_ticked: bool


@dataclass(frozen=True, slots=True)
class DeadlineForm:
    """What was asked, and the answer, or what is wrong with the question."""

    main: tuple[DayField, ...]
    more: tuple[DayField, ...]
    cases: tuple[CaseField, ...]
    reading: DayField
    is_asked: bool
    answer: Deadline | None = None
    error: RebondError | None = None
    faults: tuple[DayField, ...] = field(default=())

    @property
    def cited(self) -> tuple[str, ...]:
        """Return the sources that the answer names."""
        lines = self.answer.trace if self.answer else ()
        return tuple(name for line in lines for name in line.sources)

    @property
    def has_more(self) -> bool:
        """Return whether a day of the folded part is given."""
        return any(one.value for one in self.more)


def deadline_form(procedure_id: str, version: Version, asked: QueryDict) -> DeadlineForm:
    """Read the question and answer it with the version of the law that its own days fix.

    Parameters
    ----------
    procedure_id : str
    version : Version
        Version whose clocks say which days the form asks for.
    asked : QueryDict
    """
    main_kinds = _kinds_of(version)
    more_kinds = [kind for kind in EventKind if kind in ALWAYS and kind not in main_kinds]
    main = tuple(_day_field(kind.value, words(kind.text), asked) for kind in main_kinds)
    more = tuple(_day_field(kind.value, words(kind.text), asked) for kind in more_kinds)
    reading = _day_field(READING, _("Jour de lecture"), asked)
    ticked = set(asked.getlist(CASE))
    form = DeadlineForm(
        main=main,
        more=more,
        cases=_cases_of(version, ticked),
        reading=reading,
        is_asked=any(one.value for one in (*main, *more)),
        faults=tuple(one for one in (*main, *more, reading) if one.fault),
    )
    if not form.is_asked or form.faults:
        return form
    events = {one.name: _day(one.value) for one in (*main, *more) if one.value}
    known = {case.name for case in form.cases}
    try:
        answer = deadline(
            procedure_id,
            {name: day for name, day in events.items() if day is not None},
            circumstances=sorted(ticked & known),
            on=_day(reading.value),
        )
    except RebondError as error:
        return _with(form, error=error)
    return _with(form, answer=answer)


def _with(
    form: DeadlineForm, *, answer: Deadline | None = None, error: RebondError | None = None
) -> DeadlineForm:
    return DeadlineForm(
        form.main,
        form.more,
        form.cases,
        form.reading,
        form.is_asked,
        answer=answer,
        error=error,
    )


def _kinds_of(version: Version) -> list[EventKind]:
    """Return the events that the clocks read, in the order in which they usually happen."""
    found = {EventKind.FILED} if version.clocks else set()
    for clock in version.clocks:
        found |= {clock.start, clock.ends}
        found |= {item.start for item in clock.variants if item.start is not None}
    return [kind for kind in EventKind if kind in found and kind not in ALWAYS]


def _cases_of(version: Version, ticked: set[str]) -> tuple[CaseField, ...]:
    return tuple(
        CaseField(item.id, item.title, item.when, item.article, item.id in ticked)
        for clock in version.clocks
        for item in (*clock.increases, *clock.variants)
    )


def _day_field(name: str, title: str, asked: QueryDict) -> DayField:
    written = asked.get(name, "").strip()[:20]
    fault = ""
    if written and _day(written) is None:
        fault = _("« %(written)s » n’est pas une date : écrivez AAAA-MM-JJ.") % {"written": written}
    return DayField(name, title, written, fault)


def _day(written: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(written)
    except ValueError:
        return None
