"""How quickly contacts are answered and what became of them; small counts are told to the national team only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median_low

from rebond.web.accounts.actors import Actor
from rebond.web.accounts.models import Organisation
from rebond.web.enquiries import queries
from rebond.web.enquiries.models import Enquiry
from rebond.web.enquiries.permissions import may_see_all_figures

LEAST = queries.LEAST_SHOWN
PERIOD = timedelta(days=365)
MOST_MANAGERS = 200
NEVER = timedelta.max
WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Times:
    """How a set of contacts was answered; `due` are those whose due day has passed.

    The median counts the unanswered among the slow: it is when half of them had their answer, and is not
    established (None) while fewer than half have one. Numbers are None where they may not be told.
    """

    received: int | None
    due: int | None
    late: int | None
    median_days: float | None
    is_hidden: bool = False

    @property
    def late_share(self) -> float | None:
        """Share of those due that were answered late or not at all."""
        return self.late / self.due if self.due and self.late is not None else None


@dataclass(frozen=True, slots=True)
class ByManager:
    """The times of one manager; no organisation for the sites that nobody manages."""

    organisation: Organisation | None
    times: Times


@dataclass(frozen=True, slots=True)
class Followed:
    """What the page of follow-up tells."""

    since: datetime
    total: Times
    outcomes: tuple[tuple[str, int | None], ...]
    managers: tuple[ByManager, ...]
    rest: int
    """Managers not listed."""


@dataclass(frozen=True, slots=True)
class _Case:
    manager: int | None
    taken: timedelta
    is_due: bool
    is_late: bool


def followed(actor: Actor, now: datetime) -> Followed:
    """Return the figures of a year: all of them to the national team, to others without small counts.

    Others read the line of their own organisation whole, and of other managers only those whose contacts
    they receive.
    """
    since = now - PERIOD
    sees_all = may_see_all_figures(actor)
    found = Enquiry.objects.filter(confirmed_at__gte=since, confirmed_at__lte=now)
    cases = _cases(found.values_list(*_COLUMNS), now)
    states = Counter(
        WITHDRAWN if withdrawn is not None else state
        for state, withdrawn in found.values_list("state", "withdrawn_at")
    )
    mine = queries.visible(actor).filter(confirmed_at__gte=since)
    known = {*mine.values_list("site__manager", flat=True).distinct(), actor.organisation_id}
    rows = _by_manager(cases, None if sees_all else known, actor, is_open=sees_all)
    listed = [(one, states.get(one, 0)) for one in (*Enquiry.State.values, WITHDRAWN)]
    return Followed(
        since=since,
        total=times(cases, is_open=sees_all),
        outcomes=tuple(listed) if sees_all else tuple(hidden(listed)),
        managers=rows[:MOST_MANAGERS],
        rest=max(0, len(rows) - MOST_MANAGERS),
    )


def times(cases: Sequence[_Case], *, is_open: bool) -> Times:
    """Return the figures of some contacts; none of them when they are few and the reader is not of the team."""
    due = [one for one in cases if one.is_due]
    if not is_open and len(cases) < LEAST:
        return Times(None, None, None, None, is_hidden=True)
    taken = median_low(sorted(one.taken for one in due)) if due else NEVER
    late = sum(one.is_late for one in due)
    # Late, in time, not due yet: none of the parts may be small, or another would tell it.
    parts = (late, len(due) - late, len(cases) - len(due))
    is_told = is_open or not any(0 < part < LEAST for part in parts)
    return Times(
        received=len(cases),
        due=len(due) if is_told else None,
        late=late if is_told else None,
        median_days=round(taken / timedelta(days=1), 1) if taken != NEVER and is_told else None,
    )


def hidden(counts: Iterable[tuple[str, int]]) -> list[tuple[str, int | None]]:
    """Take away counts from one to four; a single one goes with the next smallest, else the total tells it.

    >>> hidden([("a", 40), ("b", 3), ("c", 9), ("d", 0)])
    [('a', 40), ('b', None), ('c', None), ('d', 0)]
    """
    listed = list(counts)
    small = {name for name, count in listed if 0 < count < LEAST}
    others = sorted((count, name) for name, count in listed if count >= LEAST)
    if len(small) == 1 and others:
        small.add(others[0][1])
    return [(name, None if name in small else count) for name, count in listed]


_COLUMNS = (
    "site__manager",
    "confirmed_at",
    "answered_at",
    "answer_due_at",
    "withdrawn_at",
)


def _cases(rows: Iterable[tuple[object, ...]], now: datetime) -> list[_Case]:
    return [_case(*row, now=now) for row in rows]  # type: ignore[arg-type]


def _case(
    manager: int | None,
    confirmed_at: datetime,
    answered_at: datetime | None,
    due_at: datetime | None,
    withdrawn_at: datetime | None,
    *,
    now: datetime,
) -> _Case:
    # One that the investor withdrew in time was never owed an answer.
    is_moot = (
        answered_at is None and withdrawn_at is not None and not (due_at and withdrawn_at > due_at)
    )
    is_due = due_at is not None and due_at < now and not is_moot
    is_late = due_at is not None and (answered_at is None or answered_at > due_at)
    taken = answered_at - confirmed_at if answered_at is not None else NEVER
    return _Case(manager, taken, is_due, is_late)


def _by_manager(
    cases: Iterable[_Case], known: set[int] | None, actor: Actor, *, is_open: bool
) -> tuple[ByManager, ...]:
    grouped: dict[int | None, list[_Case]] = {}
    for one in cases:
        if known is None or one.manager in known:
            grouped.setdefault(one.manager, []).append(one)
    names: Mapping[int, Organisation] = Organisation.objects.in_bulk(
        [key for key in grouped if key is not None]
    )
    rows = [
        ByManager(
            names.get(key) if key is not None else None,
            times(found, is_open=is_open or key == actor.organisation_id),
        )
        for key, found in grouped.items()
    ]
    return tuple(
        sorted(
            rows,
            key=lambda row: (
                -(row.times.late or 0),
                -(row.times.received or 0),
                row.organisation.name if row.organisation is not None else "",
            ),
        )
    )
