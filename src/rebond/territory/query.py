"""A look-up as people write it: a key, a code, or a name with words that narrow it down."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from rebond.territory.keys import (
    ARRONDISSEMENT,
    COMMUNE,
    DEPARTEMENT,
    EPCI,
    EPT,
    REGION,
    ZONE_EMPLOI,
    PlaceKey,
)
from rebond.territory.names import ARTICLES, without_articles

LONGEST_QUERY: Final = 200
"""Characters; the longest name of a place with its label is about half as long."""

_KEY = re.compile(r"[a-z][a-z0-9_]*(:[0-9A-Za-z][0-9A-Za-z_.\-]*){1,2}\Z")
_CODE = re.compile(r"(\d{1,9}|2[ABab]\d{0,3})\Z")
_SIREN_LENGTH = 9
_COMMUNE_LENGTHS = (4, 5)
_LONGEST_PHRASE = 6
_PHASE = "phase "

KIND_WORDS: Final[Mapping[str, str]] = {
    "commune": COMMUNE,
    "ville": COMMUNE,
    "arrondissement": ARRONDISSEMENT,
    "epci": EPCI,
    "agglomeration": EPCI,
    "intercommunalite": EPCI,
    "communaute communes": EPCI,
    "communaute agglomeration": EPCI,
    "communaute urbaine": EPCI,
    "metropole": EPCI,
    "ca": EPCI,
    "cc": EPCI,
    "cu": EPCI,
    "ept": EPT,
    "etablissement public territorial": EPT,
    "departement": DEPARTEMENT,
    "region": REGION,
    "zone emploi": ZONE_EMPLOI,
}
"""Words, in comparable form without articles, that say which kind of place is meant."""


def key_in(text: str) -> PlaceKey | None:
    """Return the key that a text is, or None when it has not the form of one.

    Raises
    ------
    MalformedKey, UnknownKind
        When it has the form of a key and is none.
    """
    return PlaceKey.parse(text) if _KEY.match(text.strip()) else None


def code_in(text: str) -> str | None:
    """Return the official code that a text has the form of (blanks inside are left out), or None.

    Examples
    --------
    >>> code_in("200 069 532"), code_in("2a004"), code_in("Lisieux")
    ('200069532', '2A004', None)
    """
    compact = "".join(text.split()).upper()
    return compact if _CODE.match(compact) else None


def likely_key(code: str) -> PlaceKey:
    """Return the key that an unknown official code was most likely meant for, by its length."""
    if len(code) == _SIREN_LENGTH:
        return PlaceKey(EPCI, code)
    return PlaceKey(COMMUNE if len(code) in _COMMUNE_LENGTHS else DEPARTEMENT, code)


@dataclass(frozen=True, slots=True)
class Narrowed:
    """A name, and what the other words of the query say of the place.

    Parameters
    ----------
    form : str
        Comparable name that is left.
    kind, phase : str, optional
    departements : frozenset of str, optional
        Codes, one of which the place must be in.
    code : str, optional
        Comparable code that the place must have.
    """

    form: str
    kind: str | None = None
    phase: str | None = None
    departements: frozenset[str] | None = None
    code: str | None = None


@dataclass(frozen=True)
class Narrowing:
    """Knows the words that narrow a look-up: kinds, phases, départements, régions, codes.

    Parameters
    ----------
    kinds : mapping of str to str
        Kind by comparable phrase without articles.
    departements : mapping of str to frozenset of str
        Codes by comparable name or code of a département, or name of a région.
    phases : collection of str
        Comparable phases of all perimeters.
    codes : collection of str
        Comparable codes of all places.
    """

    kinds: Mapping[str, str]
    departements: Mapping[str, frozenset[str]]
    phases: Collection[str]
    codes: Collection[str]

    def readings(self, form: str) -> Iterator[Narrowed]:
        """Yield the readings of a comparable query in which some of its words narrow the rest.

        Words are taken from the end, then from the beginning; a name always remains. The reading
        that took the most words from the end comes first.
        """
        readings = [Narrowed(form)]
        for reading in readings:  # grows: each reading may be narrowed further
            readings += self._without_end(reading)
        for reading in reversed(readings):
            if reading is not readings[0]:
                yield reading
            begun = self._without_beginning(reading)
            if begun is not None:
                yield begun

    def _without_end(self, reading: Narrowed) -> list[Narrowed]:
        """Return the readings in which the longest phrase at the end narrows the rest."""
        words = reading.form.split()
        for size in range(min(_LONGEST_PHRASE, len(words) - 1), 0, -1):
            rest, phrase = " ".join(words[:-size]), " ".join(words[-size:])
            narrowed = list(self._applied(replace(reading, form=_trimmed(rest)), phrase))
            if narrowed:
                return narrowed
        return []

    def _without_beginning(self, reading: Narrowed) -> Narrowed | None:
        words = reading.form.split()
        for size in range(min(_LONGEST_PHRASE, len(words) - 1), 0, -1):
            kind = self.kinds.get(without_articles(" ".join(words[:size])))
            if kind is not None and reading.kind is None:
                return replace(reading, form=" ".join(words[size:]), kind=kind)
        return None

    def _applied(self, reading: Narrowed, phrase: str) -> Iterator[Narrowed]:
        """Yield the reading narrowed by a phrase, once for each thing that the phrase can say."""
        plain, phase = without_articles(phrase), phrase.removeprefix(_PHASE)
        if reading.departements is None and plain in self.departements:
            yield replace(reading, departements=self.departements[plain])
        if reading.kind is None and plain in self.kinds:
            yield replace(reading, kind=self.kinds[plain])
        if reading.code is None and phrase in self.codes:
            yield replace(reading, code=phrase)
        if reading.phase is None and phase != phrase and phase in self.phases:
            yield replace(reading, phase=phase)


def _trimmed(form: str) -> str:
    """Return a form without the articles at its end («saint denis de la» before «reunion»)."""
    words = form.split()
    while len(words) > 1 and words[-1] in ARTICLES:
        words.pop()
    return " ".join(words)
