"""The atlas of the shipped snapshot, built once a process."""

from __future__ import annotations

from functools import cache

from rebond.territory import Atlas
from rebond.web.theme.datasets import snapshot


@cache
def atlas() -> Atlas:
    """Return the atlas."""
    return Atlas.shared(snapshot())
