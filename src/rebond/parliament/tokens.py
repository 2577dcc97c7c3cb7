"""Words and sentences of a text, each with its place in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from rebond.territory.names import comparable_all

_TOKEN: Final = re.compile(r"[^\W_]+")
_END: Final = re.compile(r"[.!?…]+[»”\"')\]]*(?=\s|$)|\n{2,}")
_ABBREVIATIONS: Final = frozenset(
    {
        "m",
        "mm",
        "mme",
        "mmes",
        "art",
        "al",
        "cf",
        "n",
        "no",
        "st",
        "ste",
        "p",
        "dr",
        "me",
        "etc",
        "av",
    }
)
_LEAST_PLURAL: Final = 4


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text.

    Parameters
    ----------
    form : str
        Lower case, without accents, without a final «s» or «x» from four letters on.
    start, end : int
        Where it stands.
    is_capital : bool
        Whether it begins with a capital or a digit.
    """

    form: str
    start: int
    end: int
    is_capital: bool


def words(text: str) -> tuple[Word, ...]:
    """Return the words of a text; hyphens and apostrophes part them.

    Examples
    --------
    >>> [word.form for word in words("L’État labellise des sites « clés en main ».")]
    ['l', 'etat', 'labellise', 'de', 'site', 'cle', 'en', 'main']
    """
    found = list(_TOKEN.finditer(text))
    forms = comparable_all([match[0] for match in found])
    return tuple(
        Word(singular(form.replace(" ", "")), match.start(), match.end(), not match[0][0].islower())
        for match, form in zip(found, forms, strict=True)
        if form
    )


def singular(form: str) -> str:
    """Return a comparable word without the mark of the plural.

    Examples
    --------
    >>> singular("sites"), singular("des"), singular("pas"), singular("as")
    ('site', 'de', 'pa', 'as')
    """
    return form[:-1] if len(form) >= _LEAST_PLURAL - 1 and form[-1] in "sx" else form


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return what the span holds."""
        return text[self.start : self.end]

    def covers(self, other: Span) -> bool:
        """Whether the other span shares a character with this one."""
        return self.start < other.end and other.start < self.end


def sentences(text: str) -> tuple[Span, ...]:
    """Return the sentences of a text, blanks at their ends aside.

    Examples
    --------
    >>> text = "Mme A. Durand demande si M. le ministre agit. Elle attend (art. 3)."
    >>> [span.of(text) for span in sentences(text)]
    ['Mme A. Durand demande si M. le ministre agit.', 'Elle attend (art. 3).']
    """
    found: list[Span] = []
    start = 0
    for match in _END.finditer(text):
        if "\n" not in match[0] and _is_abbreviation(text, match.start()):
            continue
        _keep(found, text, start, match.end())
        start = match.end()
    _keep(found, text, start, len(text))
    return tuple(found)


def _is_abbreviation(text: str, dot: int) -> bool:
    before = re.search(r"[^\W\d_]+\Z", text[max(0, dot - 12) : dot])
    if before is None:
        return False
    word = before[0].casefold()
    return word in _ABBREVIATIONS or (len(word) == 1 and before[0].isupper())


def _keep(found: list[Span], text: str, start: int, end: int) -> None:
    part = text[start:end]
    held = part.strip()
    if held:
        first = start + len(part) - len(part.lstrip())
        found.append(Span(first, first + len(held)))
