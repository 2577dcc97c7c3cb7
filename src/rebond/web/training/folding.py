"""Where a laureate stands, folded from the steps of its path; a step that was answered counts no more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from rebond.web.training.models import PathStep

Kind = PathStep.Kind
COUNTED = frozenset({Kind.ENROLLED, Kind.COMPLETED})
ORDER = (Kind.ENGINEERING, Kind.SUPPORT, Kind.OPENING, Kind.ENROLLED, Kind.COMPLETED, Kind.CLOSING)


@dataclass(frozen=True, slots=True)
class State:
    """What is established of a path; None is not established, never zero."""

    last: dict[str, PathStep]
    """The step that counts of each kind: the one of the latest day, then the latest recorded."""

    def of(self, kind: str) -> PathStep | None:
        """Return the step that counts of a kind."""
        return self.last.get(kind)

    @property
    def opened_on(self) -> date | None:
        """Return the day of the opening."""
        return self._day(Kind.OPENING)

    @property
    def closed_on(self) -> date | None:
        """Return the day of the closing, when no later opening answers it."""
        closed, opened = self.of(Kind.CLOSING), self.of(Kind.OPENING)
        if closed is None or (opened is not None and _rank(opened) > _rank(closed)):
            return None
        return closed.on

    @property
    def is_silent(self) -> bool:
        """Whether no step at all is recorded."""
        return not self.last

    def _day(self, kind: str) -> date | None:
        step = self.of(kind)
        return step.on if step else None


def standing(steps: Iterable[PathStep]) -> list[PathStep]:
    """Return the steps that count: neither answered by another, nor taking one back."""
    found = list(steps)
    answered = {one.replaces_id for one in found if one.replaces_id is not None}
    return [one for one in found if one.pk not in answered and not one.is_withdrawal]


def state_of(steps: Iterable[PathStep]) -> State:
    """Fold the steps of one laureate."""
    last: dict[str, PathStep] = {}
    for one in sorted(standing(steps), key=_rank):
        last[one.kind] = one
    return State(last)


def _rank(step: PathStep) -> tuple[date, int]:
    return step.on or date.min, step.pk or 0
