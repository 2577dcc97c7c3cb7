"""The process that does the jobs, one after the other, and what runs every so often."""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from types import FrameType
from typing import TYPE_CHECKING

from rebond.errors import RebondError

if TYPE_CHECKING:
    from rebond.web.jobs.models import Job

log = logging.getLogger(__name__)

PAUSE_SECONDS = 1.0
REPORT_EVERY = timedelta(seconds=1)
LOOK_AT_PERIODS_EVERY = timedelta(seconds=20)

Clock = Callable[[], datetime]


def work_once(worker: str, clock: Clock) -> bool:
    """Do the oldest waiting job; return whether there was one."""
    from rebond.web.jobs import registry, services  # noqa: PLC0415 - needs Django set up

    job = services.claim(worker, now=clock())
    if job is None:
        return False
    kind = registry.kind(job.kind)
    if kind is None:
        services.fail(job, services.UnknownKind(job.kind), now=clock())
        return True
    try:
        result = kind.function(job.parameters, _reporter(job, clock), clock())
    except services.LostLease:
        log.warning("job %s was taken over", job.id)
    except RebondError as error:
        services.fail(job, error, now=clock())
    except Exception:
        log.exception("job %s failed", job.id)
        services.fail(job, services.Stopped(), now=clock())
    else:
        services.finish(job, result, now=clock())
    return True


def _reporter(job: Job, clock: Clock) -> Callable[[int, int], None]:
    """Return what a job calls to say how far it is; it raises once another worker has the job."""
    from rebond.web.jobs import services  # noqa: PLC0415 - needs Django set up

    last = clock()

    def on_progress(done: int, total: int) -> None:
        nonlocal last
        if clock() - last < REPORT_EVERY and done < total:
            return
        last = clock()
        if not services.report(job, done, total, now=last):
            raise services.LostLease

    return on_progress


def run_periods(worker: str, clock: Clock) -> None:
    """Run each periodic task that is due; one that fails is logged and comes back at its next period."""
    from rebond.web.jobs import registry, services  # noqa: PLC0415 - needs Django set up

    for one in registry.periodic():
        now = clock()
        if not services.begin_period(one.name, one.every, worker, now=now):
            continue
        said = ""
        try:
            one.function(now)
        except Exception as error:
            log.exception("the periodic task %s failed", one.name)
            said = f"{type(error).__name__}: {error}"
        services.end_period(one.name, worker, said, now=clock())


def run_forever(stop: threading.Event, clock: Clock) -> None:
    """Work until told to stop; an idle worker looks again every second."""
    from django.db import close_old_connections  # noqa: PLC0415 - needs Django set up

    name = f"{socket.gethostname()}:{os.getpid()}"[-64:]
    looked: datetime | None = None
    while not stop.is_set():
        # A database that went away comes back through a new connection.
        close_old_connections()
        try:
            if looked is None or clock() - looked >= LOOK_AT_PERIODS_EVERY:
                looked = clock()
                run_periods(name, clock)
            busy = work_once(name, clock)
        except Exception:
            log.exception("the worker could not reach the queue")
            busy = False
        if not busy:
            stop.wait(PAUSE_SECONDS)


def main() -> None:
    """Run as a process: `python -m rebond.web.jobs.worker`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rebond.web.settings")
    import django  # noqa: PLC0415

    django.setup()
    from rebond.web import clock  # noqa: PLC0415

    stop = threading.Event()

    def halt(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, halt)
    signal.signal(signal.SIGINT, halt)
    run_forever(stop, clock.now)


if __name__ == "__main__":
    main()
