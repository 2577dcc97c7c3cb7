"""Names of places made comparable: without case, accents, hyphens, apostrophes, ligatures, «St»."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

ARTICLES: Final = frozenset({"le", "la", "les", "l", "de", "du", "des", "d"})
"""Words that people leave out of a name or add to it."""

_LIGATURES: Final = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "đ": "d", "ł": "l"})
_MARKS = re.compile(r"[\u0300-\u036f]+")
_BETWEEN_WORDS = re.compile(r"[^0-9a-z\n]+")
_SAINT = re.compile(r"(?<![0-9a-z])st(e?s?)(?![0-9a-z])")
_BLANKS_AT_ENDS = re.compile(r" *\n *")


def comparable(name: str) -> str:
    """Return the comparable form of a name: lower-case ASCII words, one blank between them.

    Parameters
    ----------
    name : str
        Any text; line breaks count as blanks.

    Returns
    -------
    str
        Empty when the text holds no letter and no digit.

    Examples
    --------
    >>> comparable("Sant-Andréa-d’Orcino"), comparable("L'Haÿ-les-Roses")
    ('sant andrea d orcino', 'l hay les roses')
    >>> comparable("ST DENIS"), comparable("Cœuvres-et-Valsery")
    ('saint denis', 'coeuvres et valsery')
    """
    return comparable_all([name])[0]


def comparable_all(names: Iterable[str]) -> list[str]:
    """Return the comparable forms of many names in one pass (see `comparable`).

    Parameters
    ----------
    names : iterable of str

    Returns
    -------
    list of str, one a name, in order
    """
    joined = "\n".join(" ".join(name.split("\n")) for name in names)
    lowered = joined.casefold().translate(_LIGATURES)
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", lowered))
    words = _BETWEEN_WORDS.sub(" ", plain)
    return _BLANKS_AT_ENDS.sub("\n", _SAINT.sub(r"saint\1", words)).strip(" ").split("\n")


def without_articles(form: str) -> str:
    """Return a comparable form without its articles, or unchanged when nothing else is in it.

    Examples
    --------
    >>> without_articles("la roche sur yon"), without_articles("l ile d yeu")
    ('roche sur yon', 'ile yeu')
    >>> without_articles("la")
    'la'
    """
    return " ".join(word for word in form.split() if word not in ARTICLES) or form
