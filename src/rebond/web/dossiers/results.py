"""What the services of dossiers return."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Saved:
    """An answer that stands, with the version to send with the next change."""

    path: str
    value: Any
    version: int
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody else had changed the field meanwhile: their value stands, ours is set aside, kept whole.

    The people themselves are not named: the organisation and the moment are.
    """

    path: str
    value: Any
    """What stands, written by the other."""
    version: int
    organisation: str
    edited_at: datetime
    mine: Any
    """What was not applied, already read."""
    set_aside: int
    """Key of the row that keeps it; see `settle`."""
