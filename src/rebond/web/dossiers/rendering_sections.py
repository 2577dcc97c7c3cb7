"""The parts of a form, and how far each has come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from rebond.programme.answers import AnswerFault, AnswerProblem
from rebond.programme.forms import Form
from rebond.web.dossiers.models import Answer
from rebond.web.dossiers.rendering import Fault, ident_of
from rebond.web.theme.writing import words

ABSENT = frozenset({AnswerFault.MISSING, AnswerFault.TOO_FEW})


@dataclass(frozen=True, slots=True)
class Section:
    """One page of questions: a group of the form, or questions that stand outside any group."""

    id: str
    title: str
    help: str
    fields: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a part has come."""

    section: Section
    answered: int
    missing: int
    faulty: int
    edited_by: str
    edited_at: Any

    @property
    def is_done(self) -> bool:
        """Whether nothing is missing or wrong."""
        return not self.missing and not self.faulty

    @property
    def is_begun(self) -> bool:
        """Whether something is written."""
        return self.answered > 0


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing missing or wrong, with the way to it."""

    label: str
    what: str
    cure: str
    section: Section
    anchor: str
    is_missing: bool


def sections(form: Form) -> tuple[Section, ...]:
    """Return the parts of a form; neighbouring questions outside groups make one part together."""
    found: list[Section] = []
    loose: list[Any] = []
    for one in form.fields:
        if one.type == "group":
            _close(found, loose)
            found.append(Section(one.id, words(one.label), words(one.help), one.fields))
        else:
            loose.append(one)
    _close(found, loose)
    return tuple(found)


def _close(found: list[Section], loose: list[Any]) -> None:
    if loose:
        title = words(loose[0].label) if len(loose) == 1 else _("Le dossier")
        found.append(Section(loose[0].id, title, "", tuple(loose)))
        loose.clear()


def roots(section: Section) -> frozenset[str]:
    """Return the first parts of the paths that belong to a section."""
    return frozenset(_roots(section.fields))


def _roots(fields: Sequence[Any]) -> list[str]:
    found: list[str] = []
    for one in fields:
        found += [one.id, *_roots(one.fields)] if one.type == "group" else [one.id]
    return found


def progress(
    parts: Sequence[Section],
    rows: Mapping[str, Answer],
    file_paths: Sequence[str],
    problems: Sequence[AnswerProblem],
) -> tuple[Progress, ...]:
    """Return how far each part has come."""
    return tuple(_progress(one, rows, file_paths, problems) for one in parts)


def _progress(
    section: Section,
    rows: Mapping[str, Answer],
    file_paths: Sequence[str],
    problems: Sequence[AnswerProblem],
) -> Progress:
    own = roots(section)
    mine = [row for path, row in rows.items() if path.split(".")[0] in own]
    said = [row for row in mine if row.value not in (None, "", [])]
    files = [path for path in file_paths if path.split(".")[0] in own]
    wrong = [one for one in problems if one.path.split(".")[0] in own]
    last = max(mine, key=lambda row: row.edited_at, default=None)
    return Progress(
        section=section,
        answered=len(said) + len(files),
        missing=sum(one.fault in ABSENT for one in wrong),
        faulty=sum(one.fault not in ABSENT for one in wrong),
        edited_by=last.edited_by.user.name if last else "",
        edited_at=last.edited_at if last else None,
    )


def lacks(parts: Sequence[Section], problems: Sequence[AnswerProblem]) -> tuple[Lack, ...]:
    """Return everything missing or wrong, in the order of the form."""
    own = {root: section for section in parts for root in roots(section)}
    order = {section.id: number for number, section in enumerate(parts)}
    found = [
        Lack(
            label=words(one.label),
            what=words(one.what),
            cure=words(one.cure_text),
            section=own[one.path.split(".")[0]],
            anchor=ident_of(one.path),
            is_missing=one.fault in ABSENT,
        )
        for one in problems
        if one.path.split(".")[0] in own
    ]
    return tuple(sorted(found, key=lambda lack: order[lack.section.id]))


def faults_by_path(
    problems: Sequence[AnswerProblem], *, with_missing: bool
) -> dict[str, tuple[Fault, ...]]:
    """Return what to show beside each field; what is merely not yet written only when asked for."""
    found: dict[str, tuple[Fault, ...]] = {}
    for one in problems:
        if with_missing or one.fault not in ABSENT:
            fault = Fault(words(one.what), words(one.cure_text))
            found[one.path] = (*found.get(one.path, ()), fault)
    return found
