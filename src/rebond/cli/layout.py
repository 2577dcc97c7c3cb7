"""Text laid out for a terminal: tables that never break a number or a key, and labelled lines.

Widths are counted in characters. A cell breaks at ordinary spaces and hyphens only, so that French
numbers, whose groups are joined by narrow no-break spaces, stay whole.
"""

from __future__ import annotations

import shutil
import textwrap
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

NARROWEST = 40
WIDEST = 160
GAP = 2
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def terminal_width() -> int:
    """Return the columns to write in: those of the terminal or of ``COLUMNS``, else 80."""
    return min(max(shutil.get_terminal_size((80, 24)).columns, NARROWEST), WIDEST)


def plain(text: str) -> str:
    """Return the text without the control characters that would act on a terminal; lines are kept.

    Examples
    --------
    >>> plain("a\\x1b[31mb\\nc") == "a\\N{REPLACEMENT CHARACTER}[31mb\\nc"
    True
    """
    if text.isprintable():
        return text
    return "".join(REPLACEMENT if _acts(letter) else letter for letter in text)


def _acts(letter: str) -> bool:
    return letter not in "\n\t" and unicodedata.category(letter) in {"Cc", "Cf", "Cs"}


def wrapped(text: str, width: int, *, indent: str = "", hanging: str | None = None) -> list[str]:
    """Break a text into lines of at most `width`, the first after `indent`, the others after `hanging`.

    A line of the text that starts with blanks keeps them on the lines that it is broken into.
    """
    after = indent if hanging is None else hanging
    lines: list[str] = []
    for part in plain(text).split("\n"):
        lines += textwrap.wrap(
            part,
            width,
            initial_indent=after if lines else indent,
            subsequent_indent=after + part[: len(part) - len(part.lstrip(" "))],
            break_long_words=False,
            break_on_hyphens=False,
        ) or [""]
    return lines


def table_lines(
    rows: Sequence[Mapping[str, Any]],
    columns: Mapping[str, str],
    *,
    width: int,
    right: Iterable[str] = (),
    whole: Iterable[str] = (),
) -> list[str]:
    """Lay rows out as a table, heading first; as labelled lines when no table can fit.

    Parameters
    ----------
    rows : sequence of mapping
        Missing cells are empty.
    columns : mapping of key to heading, in order
    width : int
    right : keys, optional
        Columns of numbers: set to the right, never broken.
    whole : keys, optional
        Columns whose cells are never broken (keys to copy).

    Returns
    -------
    list of str
        Without blanks at the end of lines.
    """
    to_the_right, kept = set(right), {*whole, *right}
    cells = [
        {key: "" if row.get(key) is None else plain(str(row[key])) for key in columns}
        for row in rows
    ]
    widths = _widths(cells, columns, kept, width - GAP * (len(columns) - 1))
    if widths is None:
        return _blocks(cells, columns, width)
    lines = _row_lines(columns, widths, to_the_right)
    for row in cells:
        lines += _row_lines(row, widths, to_the_right)
    return lines


def labelled_lines(pairs: Iterable[tuple[str, str]], width: int, *, indent: str = "") -> list[str]:
    """Lay labels and values out in two columns, values wrapped beside their label."""
    listed = [(plain(label), value) for label, value in pairs]
    widest = max((len(label) for label, _ in listed), default=0)
    column = min(widest, width // 2)
    lines: list[str] = []
    for label, value in listed:
        hanging = indent + " " * (column + GAP)
        if len(label) > column:
            lines += wrapped(label, width, indent=indent)
            lines += wrapped(value, width, indent=hanging)
        else:
            lines += wrapped(
                value, width, indent=indent + label.ljust(column + GAP), hanging=hanging
            )
    return lines


def _widths(
    cells: Sequence[Mapping[str, str]],
    columns: Mapping[str, str],
    kept: set[str],
    room: int,
) -> dict[str, int] | None:
    """Share the room between the columns; None when the unbreakable parts alone do not fit."""
    least, natural = {}, {}
    for key, heading in columns.items():
        texts = [row[key] for row in cells]
        longest = max(map(len, texts), default=0)
        words = max((_longest_word(text) for text in [*texts, heading]), default=0)
        least[key] = max(longest, _longest_word(heading)) if key in kept else words
        natural[key] = max(longest, len(heading))
    if sum(least.values()) > room:
        return None
    widths = dict(natural)
    while sum(widths.values()) > room:
        # The widest column that can still give way gives one character.
        widest = max((key for key in columns if widths[key] > least[key]), key=widths.__getitem__)
        widths[widest] -= 1
    return widths


def _longest_word(text: str) -> int:
    return max(map(len, textwrap.wrap(text, 1, break_long_words=False)), default=0)


def _row_lines(row: Mapping[str, str], widths: Mapping[str, int], right: set[str]) -> list[str]:
    parts = {
        key: textwrap.wrap(row[key], width, break_long_words=False) or [""]
        for key, width in widths.items()
    }
    lines = []
    for position in range(max(map(len, parts.values()))):
        line = []
        for key, width in widths.items():
            part = parts[key][position] if position < len(parts[key]) else ""
            line.append(part.rjust(width) if key in right else part.ljust(width))
        lines.append((" " * GAP).join(line).rstrip(" "))
    return lines


def _blocks(
    cells: Sequence[Mapping[str, str]], columns: Mapping[str, str], width: int
) -> list[str]:
    lines: list[str] = []
    for row in cells:
        if lines:
            lines.append("")
        lines += labelled_lines(
            [(heading, row[key]) for key, heading in columns.items() if row[key]], width
        )
    return lines
