"""The process that does the recalculations, one after the other."""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from types import FrameType

from rebond.errors import RebondError
from rebond.texts import Text

log = logging.getLogger(__name__)

PAUSE_SECONDS = 1.0
REPORT_EVERY = timedelta(seconds=1)


class LostLease(RebondError):
    """Another worker took the job over; what this one computes no longer counts."""

    def __init__(self) -> None:
        super().__init__(Text("bail perdu", "lease lost"))


def work_once(worker: str, clock: Callable[[], datetime]) -> bool:
    """Do the oldest waiting job; return whether there was one."""
    from rebond.web.decisions import running, services  # noqa: PLC0415 - needs Django set up

    job = services.claim(worker, now=clock())
    if job is None:
        return False
    last = clock()

    def on_progress(done: int, total: int) -> None:
        nonlocal last
        if clock() - last < REPORT_EVERY and done < total:
            return
        last = clock()
        if not services.report(job, done, total, now=last):
            raise LostLease

    try:
        code = running.recalculate(job.decision_code, job.parameters, on_progress, now=clock())
    except LostLease:
        log.warning("job %s was taken over", job.id)
    except RebondError as error:
        services.fail(job, error, now=clock())
    except Exception:
        log.exception("job %s failed", job.id)
        services.fail(job, _fault(), now=clock())
    else:
        services.finish(job, code, now=clock())
    return True


def _fault() -> RebondError:
    return RebondError(
        Text(
            "Le calcul s’est interrompu par notre faute.", "The calculation stopped by our fault."
        ),
        cure=Text(
            "Redemandez-le ; si cela revient, signalez l’adresse de cette page.",
            "Ask for it again; if this comes back, report the address of this page.",
        ),
    )


def run_forever(stop: threading.Event, clock: Callable[[], datetime]) -> None:
    """Work until told to stop; an idle worker looks again every second."""
    name = f"{socket.gethostname()}:{os.getpid()}"[:64]
    while not stop.is_set():
        try:
            busy = work_once(name, clock)
        except Exception:
            log.exception("the worker could not reach the queue")
            busy = False
        if not busy:
            stop.wait(PAUSE_SECONDS)


def main() -> None:
    """Run as a process: `python -m rebond.web.decisions.worker`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rebond.web.settings")
    import django  # noqa: PLC0415

    django.setup()
    from django.utils import timezone  # noqa: PLC0415

    stop = threading.Event()

    def halt(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, halt)
    signal.signal(signal.SIGINT, halt)
    run_forever(stop, timezone.now)


if __name__ == "__main__":
    main()
