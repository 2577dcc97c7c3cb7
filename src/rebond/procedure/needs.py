"""What each task of a site is: needed or not, done or not, still covering and alive or not."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from rebond.procedure.coverage import Case, Standing, standing
from rebond.procedure.deadline_result import day_json
from rebond.procedure.events import EventKind, EventLog
from rebond.procedure.facts import Verdict, judge
from rebond.procedure.plan_errors import UnknownStep
from rebond.procedure.site_model import SETTLED, TaskEntry, TaskState
from rebond.texts import Text

if TYPE_CHECKING:
    from rebond.procedure.graph_model import Task

UNSURE_CHANCE = 0.5
"""Chance that a study whose scope or life is not known has to be done again; an assumption."""

STATE_TEXTS: dict[TaskState, Text] = {
    "required": Text("à faire", "to do"),
    "not_required": Text("sans objet", "not needed"),
    "unknown": Text("inconnu", "unknown"),
    "filed": Text("déposé", "filed"),
    "under_review": Text("à l’instruction", "under review"),
    "granted": Text("accordé", "granted"),
    "done": Text("fait", "done"),
    "purged": Text("purgé de recours", "purged"),
    "contested": Text("attaqué", "contested"),
    "expired": Text("périmé", "expired"),
}


@dataclass(frozen=True, slots=True)
class Need:
    """One task on one site.

    Parameters
    ----------
    task : str
    title : Text
    state : str
        Required, not required, unknown, filed, under review, granted, done, purged, contested or
        expired, on the day of reading.
    chance_needed : float in [0, 1]
        0 or 1 when the facts or the file say; an assumption otherwise.
    chance_again : float in [0, 1]
        Chance that it is still to be done, given that it is needed: 1 to do, 0 done and alive.
    is_unsure : bool
        True when one of the two chances is an assumption.
    expires_on : date or None
    why : tuple of Text
        What settles the state, and what does not.
    unknown_facts : tuple of str
    evidence : str or None
    source : str or None
    log : EventLog
    circumstances : tuple of str
    cost_eur : float or None
    is_supposed : bool
        True when it is taken as done, for «what if».
    """

    task: str
    title: Text
    state: TaskState
    chance_needed: float
    chance_again: float
    is_unsure: bool
    expires_on: datetime.date | None
    why: tuple[Text, ...]
    unknown_facts: tuple[str, ...]
    evidence: str | None
    source: str | None
    log: EventLog
    circumstances: tuple[str, ...]
    cost_eur: float | None
    is_supposed: bool = False

    @property
    def is_open(self) -> bool:
        """Return whether something may still be done about it."""
        return self.chance_needed > 0 and self.chance_again > 0 and not self.is_supposed

    def as_json(self) -> dict[str, Any]:
        """Return the task as a record keeps it."""
        return {
            "task": self.task,
            "title": self.title.as_json(),
            "state": self.state,
            "state_text": STATE_TEXTS[self.state].as_json(),
            "chance_needed": self.chance_needed,
            "chance_again": self.chance_again,
            "is_unsure": self.is_unsure,
            "expires_on": day_json(self.expires_on),
            "why": [text.as_json() for text in self.why],
            "unknown_facts": list(self.unknown_facts),
            "evidence": self.evidence,
            "source": self.source,
            "events": self.log.as_json(),
            "cost_eur": self.cost_eur,
            "is_supposed": self.is_supposed,
        }


def needs_of(
    case: Case, *, supposed_done: Collection[str] = (), too_late: Collection[str] = ()
) -> dict[str, Need]:
    """Return what each task of a site is.

    Parameters
    ----------
    case : Case
    supposed_done : collection of str
        Tasks to take as done and covering, for «what if».
    too_late : collection of str
        Done tasks that expire before they are used.

    Returns
    -------
    dict of str to Need

    Raises
    ------
    UnknownStep
        When `supposed_done` names no task.
    """
    for name in supposed_done:
        if name not in case.graph.tasks:
            raise UnknownStep(name, list(case.graph.tasks))
    needs = {}
    for name, task in case.graph.tasks.items():
        need = _need(case, task, standing(case, task, is_late=name in too_late))
        needs[name] = supposed(need) if name in supposed_done else need
    return needs


def supposed(need: Need) -> Need:
    """Return the task as if it took no time any more, after what it waits for."""
    why = (*need.why, Text("Supposé fait.", "Supposed done."))
    return replace(need, state="done", is_supposed=True, why=why)


def _need(case: Case, task: Task, stands: Standing) -> Need:
    entry = case.read.site.tasks.get(task.id)
    change = case.read.site.assumptions.get(task.id)
    assumed = None if change is None else change.chance
    verdict = judge(task.needed_when, case.read.site.known_facts())
    needed = _is_needed(verdict, entry)
    why = [_because(case, verdict)]
    if entry is not None and needed is not verdict.holds:
        said = STATE_TEXTS[entry.state]
        why.append(Text(f"Le dossier dit\u202f: {said.fr}.", f"The file says: {said.en}."))
    chance_needed = task.chance_if_unknown if assumed is None else assumed
    chance_again = UNSURE_CHANCE if assumed is None else assumed
    return Need(
        task=task.id,
        title=task.title,
        state=_state(case, entry, needed, stands),
        chance_needed=chance_needed if needed is None else float(needed),
        chance_again=chance_again if stands.counts is None else float(not stands.counts),
        is_unsure=needed is None or (needed and stands.counts is None),
        expires_on=stands.expires_on,
        why=(*why, *stands.why),
        unknown_facts=verdict.unknown if needed is None else (),
        evidence=None if entry is None else entry.evidence,
        source=None if entry is None else entry.source,
        log=case.log(task.id),
        circumstances=() if entry is None else entry.circumstances,
        cost_eur=None if entry is None else entry.cost_eur,
    )


def _is_needed(verdict: Verdict, entry: TaskEntry | None) -> bool | None:
    if entry is None:
        return verdict.holds
    if entry.state == "not_required":
        return False
    if entry.state == "unknown":
        return verdict.holds
    if entry.state in ("required", "filed", "under_review"):
        return True
    return verdict.holds


def _because(case: Case, verdict: Verdict) -> Text:
    facts, known = case.graph.facts, case.read.site.known_facts()
    if verdict.holds is None:
        names = [facts[name].title for name in verdict.unknown]
        return Text(
            f"Inconnu\u202f: {', '.join(name.fr for name in names)}.",
            f"Unknown: {', '.join(name.en for name in names)}.",
        )
    if not verdict.because:
        return Text("Toujours.", "Always.")
    shown = [
        (facts[name].title, facts[name].shows(known.get(name)))
        for name in dict.fromkeys(verdict.because)
    ]
    return Text(
        "\u202f; ".join(f"{title.fr}\u202f: {value.fr}" for title, value in shown) + ".",
        "; ".join(f"{title.en}: {value.en}" for title, value in shown) + ".",
    )


def _state(
    case: Case,
    entry: TaskEntry | None,
    needed: bool | None,  # noqa: FBT001 - three-valued
    stands: Standing,
) -> TaskState:
    if needed is False:
        return "not_required"
    if entry is not None and entry.state in SETTLED:
        if stands.expires_on is not None and stands.expires_on < case.as_of:
            return "expired"
        if stands.counts is None:
            return "unknown"
        if stands.counts:
            return entry.state
    if entry is not None and entry.state in ("filed", "under_review", "expired"):
        return entry.state
    return "unknown" if needed is None else "required"


def is_started(need: Need) -> bool:
    """Return whether the file is under way, so that its events place it in time."""
    return need.state in ("filed", "under_review") and bool(need.log.events)


def is_behind(need: Need, done_by: EventKind | None) -> bool:
    """Return whether a step that ends with `done_by` is behind us."""
    return is_started(need) and done_by is not None and need.log.first(done_by) is not None
