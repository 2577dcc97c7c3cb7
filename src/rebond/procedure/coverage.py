"""Whether what was done on a site still counts: done by then, alive, and covering the activity."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rebond.procedure.errors import NoVersionInForce
from rebond.procedure.events import EventLog
from rebond.procedure.site_model import SETTLED, Scope, TaskEntry
from rebond.procedure.validity import validity_end
from rebond.texts import Text

if TYPE_CHECKING:
    from rebond.procedure.graph_model import SiteGraph, Task
    from rebond.procedure.law_book import LawBook
    from rebond.procedure.site_model import ReadSite


@dataclass(frozen=True, slots=True)
class Case:
    """A site, the graph, the law and the day of reading.

    Parameters
    ----------
    read : ReadSite
    graph : SiteGraph
    law : LawBook
    as_of : date
    """

    read: ReadSite
    graph: SiteGraph
    law: LawBook
    as_of: datetime.date

    def log(self, task: str) -> EventLog:
        """Return the events of a task."""
        entry = self.read.site.tasks.get(task)
        if entry is None or not entry.events:
            return EventLog()
        return EventLog.of(dict(entry.events), place=self.read.place(task))


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether what was done counts.

    Parameters
    ----------
    counts : bool or None
        False as well when nothing was done; None when scope or life is not known.
    expires_on : date or None
    why : tuple of Text
    """

    counts: bool | None
    expires_on: datetime.date | None = None
    why: tuple[Text, ...] = ()


def standing(case: Case, task: Task, *, is_late: bool = False) -> Standing:
    """Return whether what was done for a task counts on the day of reading.

    Parameters
    ----------
    case : Case
    task : Task
    is_late : bool, default False
        True when it is known to expire before it is used.

    Returns
    -------
    Standing
    """
    entry = case.read.site.tasks.get(task.id)
    if entry is None:
        return Standing(counts=False)
    ends = _expiry(case, task, entry)
    if entry.state not in SETTLED:
        return Standing(counts=False, expires_on=ends)
    bar = _bar(case, entry, ends, is_late=is_late)
    if bar is not None:
        return Standing(counts=False, expires_on=ends, why=(bar,))
    answers = _coverage(case, entry)
    why = [text for _, text in answers if text is not None]
    verdicts = [inside for inside, _ in answers]
    if False in verdicts:
        return Standing(counts=False, expires_on=ends, why=tuple(why))
    if ends is None and entry.expires_on == "unknown":
        verdicts.append(None)
        why.append(
            Text(
                "On ignore jusqu’à quand cela reste valable.",
                "How long it stays valid is not known.",
            )
        )
    return Standing(None if None in verdicts else True, ends, tuple(why))


def _expiry(case: Case, task: Task, entry: TaskEntry) -> datetime.date | None:
    if isinstance(entry.expires_on, datetime.date):
        return entry.expires_on
    if entry.expires_on == "unknown" and task.procedure is not None and entry.events:
        try:
            return validity_end(task.procedure, case.log(task.id), law=case.law).ends_on
        except NoVersionInForce:
            # Decided under a law that was not read: how long it lives is not known.
            return None
    return None


def _bar(case: Case, entry: TaskEntry, ends: datetime.date | None, *, is_late: bool) -> Text | None:
    """Return what keeps it from counting whatever it covers."""
    if isinstance(entry.done_on, datetime.date) and entry.done_on > case.as_of:
        return Text(f"Fait le {entry.done_on} seulement.", f"Done on {entry.done_on} only.")
    if ends is not None and ends < case.as_of:
        return Text(f"Périmé depuis le {ends}.", f"Expired since {ends}.")
    if is_late:
        return Text(f"Périme le {ends}, avant de servir.", f"Expires on {ends}, before it is used.")
    return None


def _coverage(case: Case, entry: TaskEntry) -> list[tuple[bool | None, Text | None]]:
    """Return, for each limit of the scope, whether the activity stands inside, and what to say."""
    scope = entry.scope
    if scope == "any":
        return [(True, None)]
    if not isinstance(scope, Scope):
        text = Text(
            "On ignore quelles activités cela couvre.", "Which activities it covers is not known."
        )
        return [(None, text)]
    activity = case.read.site.activity
    answers: list[tuple[bool | None, Text | None]] = [(True, None)]
    if scope.activities is not None:
        inside = None if activity.code == "unknown" else activity.code in scope.activities
        answers.append(_said(inside, Text("l’activité", "the activity")))
    facts = case.read.site.known_facts()
    for name, values in scope.facts.items():
        value = facts.get(name)
        inside = None if value is None else value in values
        answers.append(_said(inside, case.graph.facts[name].title))
    if scope.max_area_ha is not None:
        area = activity.area_ha
        inside = None if area == "unknown" else area <= scope.max_area_ha
        answers.append(_said(inside, Text("la surface", "the area")))
    return answers


def _said(inside: bool | None, what: Text) -> tuple[bool | None, Text | None]:  # noqa: FBT001 - three-valued
    if inside is None:
        return None, Text(
            f"Portée non vérifiable\u202f: {what.fr} n’est pas connue.",
            f"Scope cannot be checked: {what.en} is not known.",
        )
    if not inside:
        return False, Text(
            f"Hors de la portée de ce qui a été fait\u202f: {what.fr}.",
            f"Outside the scope of what was done: {what.en}.",
        )
    return True, None
