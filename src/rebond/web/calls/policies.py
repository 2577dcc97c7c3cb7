"""Frozen policies read back, the last ones kept in memory: a page reads the same one again and again."""

from __future__ import annotations

from functools import lru_cache

from rebond.programme import Programme, thaw_programme

KEPT = 32


@lru_cache(maxsize=KEPT)
def thawed(policy: str) -> Programme:
    """Return a programme from its canonical text."""
    return thaw_programme(policy.encode())
