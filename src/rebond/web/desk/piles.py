"""What waits for a person, in piles by kind of work, each by deadline."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.utils.functional import Promise

from rebond.web.accounts.actors import Actor

SHOWN = 10
SOON = timedelta(days=7)

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: what, about what, until when, and where it is done."""

    title: str
    where: str
    address: str
    due: datetime | None = None

    def tone(self, now: datetime) -> str:
        """Return ``late``, ``soon`` or nothing."""
        if self.due is None:
            return ""
        if self.due < now:
            return "late"
        return "soon" if self.due - now <= SOON else ""


@dataclass(frozen=True, slots=True)
class Pile:
    """Tasks of one kind: the first ones, how many there are in all, and where the rest stands."""

    code: str
    title: str | Promise
    tasks: tuple[Task, ...]
    total: int
    late: int = 0
    address: str = ""

    @property
    def rest(self) -> int:
        """How many are not shown."""
        return self.total - len(self.tasks)

    @property
    def first_due(self) -> datetime | None:
        """The first deadline."""
        return min((task.due for task in self.tasks if task.due is not None), default=None)


Source = Callable[[Actor, datetime], Iterable[Pile]]
"""Where piles come from: one function a kind of work."""


@dataclass(slots=True)
class _Sources:
    all: list[Source] = field(default_factory=list)


_sources = _Sources()


def source(function: Source) -> Source:
    """Declare a function that gives piles."""
    _sources.all.append(function)
    return function


def first(rows: QuerySet[Row]) -> tuple[list[Row], int]:
    """Return the first rows and how many there are; they are counted only when some are not shown."""
    found = list(rows[: SHOWN + 1])
    return found[:SHOWN], len(found) if len(found) <= SHOWN else rows.count()


def waiting(actor: Actor, now: datetime) -> list[Pile]:
    """Return the piles that hold something, the one with the first deadline first."""
    found = [pile for give in _sources.all for pile in give(actor, now) if pile.total]
    return sorted(found, key=lambda pile: (pile.first_due is None, pile.first_due or now))
