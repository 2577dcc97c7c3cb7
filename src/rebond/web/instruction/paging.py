"""Where a page of a long list ends: the moment and the key of its last row, as an opaque word."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last row of a page."""

    at: datetime
    key: int

    def written(self) -> str:
        """Return the word that the next page is asked with."""
        return base64.urlsafe_b64encode(f"{self.at.isoformat()}|{self.key}".encode()).decode()

    @classmethod
    def read(cls, word: str) -> Cursor | None:
        """Read the word; one that nobody wrote means the first page."""
        try:
            moment, _bar, key = base64.urlsafe_b64decode(word.encode()).decode().partition("|")
            found = cls(datetime.fromisoformat(moment), int(key))
        except (ValueError, binascii.Error, UnicodeError):
            return None
        is_usable = found.at.tzinfo is not None and 0 <= found.key < 2**63
        return found if is_usable else None
