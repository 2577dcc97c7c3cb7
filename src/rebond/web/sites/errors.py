"""What can go wrong in the registry of sites, told to whoever delivers, edits or reports."""

from __future__ import annotations

from rebond.errors import BadInput
from rebond.texts import Text


class BadEvent(BadInput):
    """A line of a site's history cannot be recorded."""

    def __init__(self, what: Text, cure: Text | None = None) -> None:
        super().__init__(
            Text(
                "Ce fait n’est pas enregistré\u202f: {what}", "This fact is not recorded: {what}"
            ).filled(what=what),
            cure=cure,
        )
