"""Names of places made comparable: without case, accents, hyphens, apostrophes, ligatures, «St»."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

LEGAL_FORMS: Final = (
    "communaute de communes",
    "communaute d agglomeration",
    "communaute urbaine",
    "etablissement public territorial",
    "metropole",
    "ca",
    "cc",
    "cu",
    "ept",
)
"""Words before a name (and «métropole» after it) that tell its legal form, in comparable form."""

ARTICLES: Final = frozenset({"le", "la", "les", "l", "de", "du", "des", "d"})
"""Words that people leave out of a name or add to it."""

_LIGATURES: Final = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "đ": "d", "ł": "l"})
_MARKS = re.compile(r"[\u0300-\u036f]+")
_BETWEEN_WORDS = re.compile(r"[^0-9a-z\n]+")
_SAINT = re.compile(r"(?<![0-9a-z])st(e?s?)(?![0-9a-z])")
_ARTICLE = re.compile(rf"(?<![0-9a-z])(?:{'|'.join(sorted(ARTICLES))})(?![0-9a-z])")
_LEGAL_FORM = re.compile(rf"(?m)^(?:{'|'.join(LEGAL_FORMS)}) | metropole$")
_BLANKS = re.compile(r" +")
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
    lines = [" ".join(name.split("\n")) for name in names]
    if not lines:
        return []
    joined = "\n".join(lines)
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
    return without_articles_all([form])[0]


def without_articles_all(forms: Sequence[str]) -> list[str]:
    """Return many comparable forms without their articles in one pass (see `without_articles`)."""
    return _cut_all(_ARTICLE, forms)


def without_legal_form_all(forms: Sequence[str]) -> list[str]:
    """Return many comparable forms without legal form and articles.

    Parameters
    ----------
    forms : sequence of str

    Returns
    -------
    list of str, one a form, in order; never empty where the form was not

    Examples
    --------
    >>> without_legal_form_all(["communaute d agglomeration du pays basque", "dijon metropole"])
    ['pays basque', 'dijon']
    >>> without_legal_form_all(["metropole"])
    ['metropole']
    """
    return without_articles_all(_cut_all(_LEGAL_FORM, forms))


def _cut_all(pattern: re.Pattern[str], forms: Sequence[str]) -> list[str]:
    """Cut a pattern out of many forms; one of which nothing remains stays as it was."""
    if not forms:
        return []
    cut = _BLANKS.sub(" ", pattern.sub(" ", "\n".join(forms)))
    lines = _BLANKS_AT_ENDS.sub("\n", cut).strip(" ").split("\n")
    return [line or form for line, form in zip(lines, forms, strict=True)]
