"""Jobs as the national team reads them: what failed, what runs, what waits, what comes back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from rebond.texts import Text, verbatim
from rebond.web.jobs import registry
from rebond.web.jobs.models import Job, Period

MOST_SHOWN = 50
LATE_AFTER = 3
"""A periodic task is late when it has not ended for so many periods."""


@dataclass(frozen=True, slots=True)
class JobRow:
    """One job in a list."""

    id: UUID
    words: Text
    state: str
    percent: int | None
    attempts: int
    worker: str
    created_at: datetime
    moment: datetime | None
    error: Text | None
    is_silent: bool


@dataclass(frozen=True, slots=True)
class JobList:
    """Jobs in one state: how many, and the oldest of them."""

    state: str
    total: int
    rows: tuple[JobRow, ...]


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """One periodic task."""

    name: str
    every: timedelta
    began_at: datetime | None
    error: str
    is_late: bool


def failed(now: datetime) -> JobList:
    """Return the failed jobs, the oldest first."""
    return _listed(Job.State.FAILED, "finished_at", now)


def running(now: datetime) -> JobList:
    """Return the jobs that a worker holds."""
    return _listed(Job.State.RUNNING, "started_at", now)


def waiting(now: datetime) -> JobList:
    """Return the jobs that wait, in the order in which they will be taken."""
    return _listed(Job.State.WAITING, "created_at", now)


def periods(now: datetime) -> tuple[PeriodRow, ...]:
    """Return the periodic tasks of this installation."""
    known = {one.name: one for one in Period.objects.all()}
    rows = []
    for task in registry.periodic():
        ran = known.get(task.name)
        began = ran.began_at if ran else None
        is_late = began is None or now - began > LATE_AFTER * task.every
        rows.append(PeriodRow(task.name, task.every, began, ran.error if ran else "", is_late))
    return tuple(rows)


def words_of(kind: str) -> Text:
    """Return what a kind of job does, in words; its name when no app knows it."""
    known = registry.kind(kind)
    return known.words if known is not None else verbatim(kind)


def _listed(state: str, order: str, now: datetime) -> JobList:
    found = Job.objects.filter(state=state)
    rows = tuple(_row(job, order, now) for job in found.order_by(order, "pk")[:MOST_SHOWN])
    total = len(rows) if len(rows) < MOST_SHOWN else found.count()
    return JobList(state, total, rows)


def _row(job: Job, order: str, now: datetime) -> JobRow:
    return JobRow(
        id=job.pk,
        words=words_of(job.kind),
        state=job.state,
        percent=round(100 * job.done / job.total) if job.total else None,
        attempts=job.attempts,
        worker=job.worker,
        created_at=job.created_at,
        moment=getattr(job, order),
        error=Text(job.error_fr, job.error_en) if job.error_fr else None,
        is_silent=job.lease_until is not None and job.lease_until < now,
    )
