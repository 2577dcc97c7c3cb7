"""What gunicorn does beside serving: each process is ready to search, and to describe its API, before it takes a request."""

from __future__ import annotations

import threading
from typing import Protocol

BEAT_SECONDS = 1.0


class Worker(Protocol):
    """A process of gunicorn."""

    def notify(self) -> None:
        """Tell the master that it lives."""


def post_worker_init(worker: Worker) -> None:
    """Make search and API ready, telling the master meanwhile that the process lives: compiling may take long."""
    warming = threading.Thread(target=_warm, name="warming")
    warming.start()
    while warming.is_alive():
        worker.notify()
        warming.join(BEAT_SECONDS)
    # Nobody waits for these: a page that is asked meanwhile computes what it needs.
    threading.Thread(target=_warm_places, name="warming-places", daemon=True).start()


def _warm() -> None:
    from rebond.web.needs import warming as search  # noqa: PLC0415 - once Django is set up
    from rebond.web.publishing import warming as api  # noqa: PLC0415

    search.warm()
    api.warm()


def _warm_places() -> None:
    from rebond.web.territories import warming as places  # noqa: PLC0415

    places.warm()
