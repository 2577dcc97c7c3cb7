"""Countries by ISO 3166 code, named in the language of the page."""

from __future__ import annotations

import unicodedata
from functools import cache

from babel import Locale

from rebond.texts import Lang

# Areas, unions and codes that stand for no country.
NOT_COUNTRIES = frozenset({"EU", "EZ", "UN", "QO", "ZZ", "XA", "XB", "XK"})
LETTERS = 2


@cache
def countries(lang: Lang) -> tuple[tuple[str, str], ...]:
    """Return codes and names, in the order of the language."""
    names = Locale.parse(lang).territories
    found = [
        (code, str(name))
        for code, name in names.items()
        if len(code) == LETTERS and code.isalpha() and code not in NOT_COUNTRIES
    ]
    return tuple(sorted(found, key=lambda one: _plain(one[1])))


def country_name(code: str, lang: Lang) -> str:
    """Return the name of a country; the code where it is not known."""
    return dict(countries(lang)).get(code, code)


def _plain(name: str) -> str:
    split = unicodedata.normalize("NFD", name.lower())
    return "".join(one for one in split if not unicodedata.combining(one))
