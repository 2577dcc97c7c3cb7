"""What each kind of job runs, and what runs every so often; apps register both when they are ready."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from rebond.texts import Text, verbatim

if TYPE_CHECKING:
    from rebond.web.jobs.models import Job

Progress = Callable[[int, int], None]
Function = Callable[[dict[str, Any], Progress, datetime], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of job.

    `function` takes parameters, progress and the moment, and returns the result as JSON; it may run twice
    when a worker dies, so it must leave one effect; it reports at least once in a lease of 60 seconds, or
    another worker takes the job over. `most` is how many may be unfinished at once.
    `is_current` tells whether a stored result still stands; `after` runs once a job is done.
    """

    name: str
    function: Function
    words: Text
    most: Callable[[], int] | None = None
    is_current: Callable[[Job], bool] = lambda _job: True
    after: Callable[[], None] = lambda: None


@dataclass(frozen=True, slots=True)
class Periodic:
    """What runs every so often, in one worker at a time."""

    name: str
    every: timedelta
    function: Callable[[datetime], None]


_kinds: dict[str, Kind] = {}
_periodic: dict[str, Periodic] = {}


def register(
    kind: str,
    function: Function,
    *,
    words: Text | None = None,
    most: Callable[[], int] | None = None,
    is_current: Callable[[Job], bool] = lambda _job: True,
    after: Callable[[], None] = lambda: None,
) -> None:
    """Say what a kind of job runs."""
    _kinds[kind] = Kind(kind, function, words or verbatim(kind), most, is_current, after)


def every(minutes: float, function: Callable[[datetime], None]) -> None:
    """Run a function every so many minutes; its name is that of its module and itself."""
    name = f"{function.__module__.removeprefix('rebond.web.')}.{function.__qualname__}"
    _periodic[name] = Periodic(name, timedelta(minutes=minutes), function)


def kind(name: str) -> Kind | None:
    """Return a kind; None when no app of this installation knows it."""
    return _kinds.get(name)


def kinds() -> Mapping[str, Kind]:
    """Return every kind by name."""
    return dict(_kinds)


def periodic() -> tuple[Periodic, ...]:
    """Return the periodic tasks in the order of their names."""
    return tuple(_periodic[name] for name in sorted(_periodic))
