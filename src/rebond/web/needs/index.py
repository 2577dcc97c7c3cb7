"""The index of this process, built again when the registry, the labels or the day have moved on.

One thread builds while the others go on with the index that stands, for as long as the building takes (the
reference page says how long). The very first search of a process waits for it.
"""

from __future__ import annotations

import logging
import threading
import time
from datetime import date

from django.db.models import Max

from rebond.matching.index import SiteIndex
from rebond.web import clock
from rebond.web.labels.models import LabelEvent
from rebond.web.needs.standing import Standing, build
from rebond.web.sites.changes import number

log = logging.getLogger(__name__)


class _Holder:
    """What this process holds."""

    def __init__(self) -> None:
        self.standing: Standing | None = None
        self.building = threading.Lock()


_holder = _Holder()


def standing(day: date) -> Standing:
    """Return the public sites as searches see them, on a day."""
    return looked(day)[0]


def looked(day: date) -> tuple[Standing, bool]:
    """Return the public sites as searches see them, and whether that is the registry's present state."""
    wanted = (number(), LabelEvent.objects.aggregate(last=Max("pk"))["last"] or 0, day)
    held = _holder.standing
    if held is not None and (held.number, held.labels, held.day) == wanted:
        return held, True
    if not _holder.building.acquire(blocking=held is None):
        assert held is not None  # noqa: S101 - else the lock was waited for
        return held, False
    try:
        held = _holder.standing
        if held is None or (held.number, held.labels, held.day) != wanted:
            start = time.perf_counter()
            held = build(*wanted)
            _holder.standing = held
            spent = time.perf_counter() - start
            log.info("search index: state %d, %d sites, %.2f s", wanted[0], len(held), spent)
        return held, True
    finally:
        _holder.building.release()


def current() -> tuple[SiteIndex, int]:
    """Return the index and the state of the registry that it was built at."""
    held = standing(clock.today())
    return held.index, held.number


def forget() -> None:
    """Let the next search build the index anew; for tests, whose databases come and go."""
    _holder.standing = None
