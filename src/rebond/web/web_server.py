"""What gunicorn does beside serving: each process is ready to search before it takes a request."""

from __future__ import annotations

import threading
from typing import Protocol

BEAT_SECONDS = 1.0


class Worker(Protocol):
    """A process of gunicorn."""

    def notify(self) -> None:
        """Tell the master that it lives."""


def post_worker_init(worker: Worker) -> None:
    """Make the search ready, telling the master meanwhile that the process lives: compiling may take long."""
    from rebond.web.needs.warming import warm  # noqa: PLC0415 - once Django is set up

    warming = threading.Thread(target=warm, name="warming")
    warming.start()
    while warming.is_alive():
        worker.notify()
        warming.join(BEAT_SECONDS)
