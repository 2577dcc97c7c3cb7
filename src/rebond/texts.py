"""Texts in French and English, and numbers written as each language writes them."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal, get_args

Lang = Literal["fr", "en"]
LANGS: tuple[Lang, ...] = get_args(Lang)

NARROW_NO_BREAK_SPACE = "\u202f"
NO_BREAK_SPACE = "\u00a0"
CENTS_PER_EURO = 100


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence or label in both languages.

    Parameters
    ----------
    fr : str
        French, with full accents and French typography.
    en : str
        English.

    Examples
    --------
    >>> Text("retenu", "retained").of("en")
    'retained'
    """

    fr: str
    en: str

    def of(self, lang: Lang) -> str:
        """Return the text in `lang`."""
        return self.fr if lang == "fr" else self.en

    def filled(self, **values: object) -> Text:
        """Return the text with ``{name}`` places filled; a `Text` value is filled language by language.

        Examples
        --------
        >>> Text("la commune {code}", "commune {code}").filled(code="14366").fr
        'la commune 14366'
        """
        return Text(
            self.fr.format(**{k: v.fr if isinstance(v, Text) else v for k, v in values.items()}),
            self.en.format(**{k: v.en if isinstance(v, Text) else v for k, v in values.items()}),
        )

    def as_json(self) -> dict[str, str]:
        """Return ``{"fr": …, "en": …}``, the form a record keeps."""
        return {"fr": self.fr, "en": self.en}


def verbatim(value: object) -> Text:
    """Return a text that reads the same in both languages (a name, a code, a number as found)."""
    return Text(str(value), str(value))


def number(value: float, lang: Lang, *, digits: int = 0) -> str:
    r"""Write a number with `digits` decimals as `lang` does.

    Parameters
    ----------
    value : float
        Finite number.
    lang : {"fr", "en"}
    digits : int, default 0

    Returns
    -------
    str

    Examples
    --------
    >>> number(1254.5, "en", digits=1)
    '1,254.5'
    >>> number(1254.5, "fr", digits=1).replace("\u202f", " ")
    '1 254,5'
    """
    written = f"{value:,.{digits}f}"
    if lang == "en":
        return written
    return written.replace(",", NARROW_NO_BREAK_SPACE).replace(".", ",")


MONTHS = {
    "fr": [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}


def day_text(day: dt.date | str) -> Text:
    """Write a day as each language writes it; a text that is not an ISO day stays as it is.

    Parameters
    ----------
    day : date, or str as ``2020-07-20``

    Examples
    --------
    >>> day_text("2020-07-20").en
    '20 July 2020'
    >>> day_text("2020-05-01").fr
    '1er mai 2020'
    """
    if isinstance(day, str):
        try:
            day = dt.date.fromisoformat(day)
        except ValueError:
            return verbatim(day)
    first = "1er" if day.day == 1 else str(day.day)
    return Text(
        f"{first} {MONTHS['fr'][day.month - 1]} {day.year}",
        f"{day.day} {MONTHS['en'][day.month - 1]} {day.year}",
    )


def money(cents: int) -> Text:
    r"""Write an amount as each language does, without decimals when it is whole euros.

    Examples
    --------
    >>> money(120_050).en
    '€1,200.50'
    >>> money(400_000).fr.replace("\u202f", " ").replace("\xa0", " ")
    '4 000 €'
    """
    digits = 2 if cents % CENTS_PER_EURO else 0
    value = cents / CENTS_PER_EURO
    return Text(
        f"{number(value, 'fr', digits=digits)}{NO_BREAK_SPACE}€",
        f"€{number(value, 'en', digits=digits)}",
    )


def percent(share: float, lang: Lang, *, digits: int = 0) -> str:
    r"""Write a share in [0, 1] as a percentage.

    Examples
    --------
    >>> percent(0.231, "en")
    '23%'
    >>> percent(0.231, "fr").replace("\u202f", " ")
    '23 %'
    """
    written = number(100 * share, lang, digits=digits)
    return f"{written}%" if lang == "en" else f"{written}{NARROW_NO_BREAK_SPACE}%"


def with_french_spaces(text: str) -> str:
    """Return French words with the spaces that keep a sign on the line of its word.

    Parameters
    ----------
    text : str
        Typed with plain spaces, or with some of them.

    Returns
    -------
    str

    Notes
    -----
    *Lexique des règles typographiques en usage à l’Imprimerie nationale*: a narrow no-break space before ; ! ?, a
    no-break space before : and inside quotation marks.

    Examples
    --------
    >>> with_french_spaces("Le « pack » : quoi ?") == "Le «\u00a0pack\u00a0»\u00a0: quoi\u202f?"
    True
    """
    signs = re.sub(r"(?<=\S) (?=[;!?](?:\s|$))", NARROW_NO_BREAK_SPACE, text)
    return re.sub(r"(?<=«) | (?=»)|(?<=\S) (?=:(?:\s|$))", NO_BREAK_SPACE, signs)
