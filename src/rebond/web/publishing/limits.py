"""How often the API may be asked by one address or one token: a fixed minute, counted for all processes.

Each process counts a few requests by itself before it tells the cache, so that a page costs no write: the
limit holds within `TOLD_EVERY` requests a process.
"""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache

MINUTE = 60
TOLD_EVERY = 10
MOST_KEPT = 10_000
_lock = threading.Lock()
_counts: dict[tuple[str, int], list[int]] = {}


@dataclass(frozen=True, slots=True)
class Usage:
    """Where somebody stands in the minute."""

    limit: int
    left: int
    resets_in: int
    """Seconds."""
    is_over: bool


def used(who: str, limit: int, now: datetime) -> Usage:
    """Count one request of somebody and return where he stands."""
    seconds = int(now.timestamp())
    window = seconds // MINUTE
    key = (hashlib.sha256(who.encode()).hexdigest()[:24], window)
    with _lock:
        if len(_counts) > MOST_KEPT:
            _counts.clear()
        for old in [one for one in _counts if one[1] < window - 1]:
            del _counts[old]
        known, pending = _counts.get(key, [0, 0])
        pending += 1
        if pending >= TOLD_EVERY or known + pending > limit:
            known, pending = _tell(key, pending), 0
        _counts[key] = [known, pending]
        total = known + pending
    return Usage(limit, max(0, limit - total), MINUTE - seconds % MINUTE, total > limit)


def _tell(key: tuple[str, int], pending: int) -> int:
    """Add to what every process counts, and return it all."""
    name = f"api:{key[0]}:{key[1]}"
    if cache.add(name, pending, timeout=2 * MINUTE):
        return pending
    try:
        return int(cache.incr(name, pending))
    except ValueError:
        return pending


def forget() -> None:
    """Forget what this process counted."""
    with _lock:
        _counts.clear()
