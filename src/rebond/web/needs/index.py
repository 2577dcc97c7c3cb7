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
AGAIN_AFTER_SECONDS = 30.0
"""After a reading that failed, for each search would pay for another one."""


class _Holder:
    """What this process holds."""

    def __init__(self) -> None:
        self.standing: Standing | None = None
        self.building = threading.Lock()
        self.not_before = 0.0
        """When a reading that failed is tried again."""


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
            built = _built(wanted, held)
            if built is None:
                assert held is not None  # noqa: S101 - else the failure was raised
                return held, False
            held = _holder.standing = built
        return held, True
    finally:
        _holder.building.release()


def _built(wanted: tuple[int, int, date], held: Standing | None) -> Standing | None:
    """Build the index; what fails is logged, and tried again a little later while an older one answers."""
    start = time.perf_counter()
    if held is not None and start < _holder.not_before:
        return None
    try:
        built = build(*wanted)
    except Exception:
        if held is None:
            raise
        log.exception("search index: state %d could not be read", wanted[0])
        _holder.not_before = time.perf_counter() + AGAIN_AFTER_SECONDS
        return None
    spent = time.perf_counter() - start
    log.info("search index: state %d, %d sites, %.2f s", wanted[0], len(built), spent)
    return built


def current() -> tuple[SiteIndex, int]:
    """Return the index and the state of the registry that it was built at."""
    held = standing(clock.today())
    return held.index, held.number


def forget() -> None:
    """Let the next search build the index anew; for tests, whose databases come and go."""
    _holder.standing, _holder.not_before = None, 0.0
