"""What is said of a row: corrected how, doubted why, refused why; each with its field and both languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from rebond.sitefiles.phrases import PHRASES
from rebond.texts import Text

Severity = Literal["corrected", "warning", "refused"]
Value = str | int | float
LONGEST_FOUND = 80
UNWRITABLE = re.compile("[\x00\ud800-\udfff]")
"""What no UTF-8 file holds (half of a surrogate pair), or no database (NUL)."""


@dataclass(frozen=True, slots=True)
class Note:
    """One remark on a row, or on the file when `row` is 0.

    Parameters
    ----------
    row : int
        Number of the row (see `Row`); 0 for the file.
    field : str
        Name of the field; empty when the whole row is meant.
    severity : {"corrected", "warning", "refused"}
        Corrected: what is used differs from what was found. Warning: kept as found. Refused: the row
        cannot be taken.
    code : str
        What happened, a stable word (see `PHRASES`).
    found : str
        What the file says, cut at 80 characters.
    used : str
        What is used instead; empty when nothing is.
    words : Text
        The remark in both languages.
    """

    row: int
    field: str
    severity: Severity
    code: str
    found: str
    used: str
    words: Text


@dataclass(frozen=True, slots=True)
class Remark:
    """A remark on one cell, before its row is known.

    Parameters
    ----------
    severity : {"corrected", "warning", "refused"}
    code : str
        A key of `PHRASES`.
    found, used : str
    more : tuple of (str, str or Text)
        Other values that the phrase names.
    """

    severity: Severity
    code: str
    found: str = ""
    used: str = ""
    more: tuple[tuple[str, str | Text], ...] = ()

    def at(self, row: int, field: str) -> Note:
        """Return the note of a row and field."""
        found, used = cut(self.found), cut(self.used)
        places: dict[str, str | Text] = {"found": found, "used": used, **dict(self.more)}
        words = PHRASES[self.code].filled(
            **{
                name: clean(said) if isinstance(said, str) else said
                for name, said in places.items()
            }
        )
        return Note(row, field, self.severity, self.code, found, used, words)


@dataclass(frozen=True, slots=True)
class Row:
    """One row, read and checked.

    Parameters
    ----------
    number : int
        Place in the file: for CSV the number that a spreadsheet shows, its header being row 1; for
        GeoJSON and GeoPackage the number of the feature, from 1.
    identifier : str
        Value of the table's identifier; empty when the row has none.
    values : mapping of str to str, int or float
        By the standard's field names: text, number, ISO date, year as text. An empty cell is absent. The
        field of the shape is not in it; the field of a second place is, as the canonical text.
    shape : bytes or None
        WKB, WGS 84, longitude first, 7 decimals.
    notes : tuple of Note
    """

    number: int
    identifier: str
    values: Mapping[str, Value]
    shape: bytes | None = None
    notes: tuple[Note, ...] = ()

    @property
    def is_refused(self) -> bool:
        """Return whether the row cannot be taken."""
        return any(note.severity == "refused" for note in self.notes)


def cut(text: str) -> str:
    """Return a text short enough for a message.

    Examples
    --------
    >>> len(cut("x" * 500))
    80
    """
    shown = clean(text[: LONGEST_FOUND + 1])
    return shown if len(shown) <= LONGEST_FOUND else shown[: LONGEST_FOUND - 1] + "…"


def clean(text: str) -> str:
    """Return a text that every file and database can hold: what stands for no character is shown as �.

    Examples
    --------
    >>> clean("A" + chr(0xD800) + "B" + chr(0))
    'A�B�'
    """
    return UNWRITABLE.sub("\ufffd", text)
