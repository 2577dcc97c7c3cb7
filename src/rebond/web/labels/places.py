"""Names of régions, read once a process."""

from __future__ import annotations

from functools import cache

from rebond.errors import RebondError
from rebond.territory import PlaceKey
from rebond.web.territories.places import atlas


@cache
def region_name(code: str) -> str:
    """Return the name of a région; the code itself when it names none."""
    try:
        return str(atlas().place(PlaceKey("region", code)).name)
    except (RebondError, ValueError):
        return code
