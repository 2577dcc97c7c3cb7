"""What a label is on a day, folded from its events; pure, so that anyone may fold them again.

Events take effect in the order of their days; on one day, in the order in which they were recorded. A
correction takes the place of the event that it names, on the day that it gives, whenever it was recorded;
of several corrections of one event the last recorded wins. A correction that names no other kind strikes
the event out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Protocol

from rebond.texts import Text


class State(StrEnum):
    """Where a label stands."""

    NONE = "none"
    """Before it takes effect."""
    GRANTED = "granted"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    CORRECTED = "corrected"
    """What was recorded was struck out: there is no label."""


STATE_TEXTS = {
    State.NONE: Text("pas encore attribué", "not granted yet"),
    State.GRANTED: Text("attribué", "granted"),
    State.SUSPENDED: Text("suspendu", "suspended"),
    State.WITHDRAWN: Text("retiré", "withdrawn"),
    State.EXPIRED: Text("échu", "expired"),
    State.CORRECTED: Text("rayé par correction", "struck out by correction"),
}
REINSTATED = Text("rétabli", "reinstated")
STANDING = frozenset({State.GRANTED, State.SUSPENDED})
"""States in which a label is followed: reviewed, suspended, withdrawn, expired."""
CORRECTED = "corrected"


class EventLike(Protocol):
    """What is read of an event."""

    number: int
    kind: str
    on: date
    review_on: date | None
    ends_on: date | None
    corrects: int | None
    stands_as: str


@dataclass(frozen=True, slots=True)
class Effect:
    """What an event does once corrections are read; `number` is that of the event first recorded."""

    number: int
    said_by: int
    kind: str
    on: date
    review_on: date | None
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class LabelState:
    """What a label is on a day."""

    code: State = State.NONE
    granted_on: date | None = None
    since: date | None = None
    """Day on which this state began."""
    review_on: date | None = None
    ends_on: date | None = None
    by: int | None = None
    """Number of the event that made this state."""
    is_corrected: bool = False
    """Whether some event of the label was corrected."""

    @property
    def is_standing(self) -> bool:
        """Whether the label is granted, suspended or not."""
        return self.code in STANDING

    @property
    def words(self) -> Text:
        """Return the state in words; one given again after a suspension says so."""
        if self.code == State.GRANTED and self.since != self.granted_on:
            return REINSTATED
        return STATE_TEXTS[self.code]

    def is_in_force(self, day: date) -> bool:
        """Whether the label is given, not suspended, and its last day not past, recorded or not."""
        return self.code == State.GRANTED and not self.is_past_end(day)

    def is_past_end(self, day: date) -> bool:
        """Whether its last day is past and nobody has recorded that it expired."""
        return self.is_standing and self.ends_on is not None and self.ends_on < day

    def is_review_late(self, day: date) -> bool:
        """Whether the promised day of review is past."""
        return self.is_standing and self.review_on is not None and self.review_on < day


def effects(events: Iterable[EventLike]) -> tuple[Effect, ...]:
    """Return what stands once corrections are read, in the order in which it takes effect."""
    standing: dict[int, Effect | None] = {}
    first_of: dict[int, int] = {}
    for one in sorted(events, key=lambda event: event.number):
        if one.kind != CORRECTED:
            standing[one.number] = _effect(one, one.number, one.kind)
            continue
        # A correction of a correction replaces what the first one replaced.
        root = first_of.get(one.corrects or 0, one.corrects)
        if root is None or root not in standing:
            continue
        first_of[one.number] = root
        standing[root] = _effect(one, root, one.stands_as) if one.stands_as else None
    found = [one for one in standing.values() if one is not None]
    return tuple(sorted(found, key=lambda one: (one.on, one.number)))


def state_on(events: Sequence[EventLike], day: date) -> LabelState:
    """Return what a label is on a day.

    Parameters
    ----------
    events : sequence
        Every event recorded of the label, in any order.
    day : date

    Returns
    -------
    LabelState

    Notes
    -----
    A withdrawal or an expiry ends what was promised: neither a review nor an end is due any more. Acts
    other than a grant change nothing before the label is granted.
    """
    is_corrected = any(one.kind == CORRECTED for one in events)
    standing = effects(events)
    state = LabelState(is_corrected=is_corrected)
    for one in standing:
        if one.on > day:
            break
        state = _after(state, one)
    if is_corrected and not any(one.kind == State.GRANTED for one in standing):
        return replace(state, code=State.CORRECTED, review_on=None, ends_on=None)
    return state


def _effect(one: EventLike, root: int, kind: str) -> Effect:
    return Effect(root, one.number, kind, one.on, one.review_on, one.ends_on)


def _after(state: LabelState, one: Effect) -> LabelState:
    """Return the state once an event has taken effect; one that cannot apply changes nothing."""
    if one.kind == "granted":
        return replace(
            state,
            code=State.GRANTED,
            granted_on=one.on,
            since=one.on,
            review_on=one.review_on,
            ends_on=one.ends_on,
            by=one.said_by,
        )
    if not state.is_standing:
        return state
    if one.kind == "reviewed":
        return replace(state, review_on=one.review_on, ends_on=one.ends_on or state.ends_on)
    kept = {
        "suspended": (State.SUSPENDED, one.review_on or state.review_on, state.ends_on),
        "reinstated": (State.GRANTED, one.review_on or state.review_on, state.ends_on),
        "withdrawn": (State.WITHDRAWN, None, None),
        "expired": (State.EXPIRED, None, None),
    }.get(one.kind)
    if kept is None or kept[0] == state.code:
        return state
    return replace(
        state, code=kept[0], since=one.on, review_on=kept[1], ends_on=kept[2], by=one.said_by
    )
