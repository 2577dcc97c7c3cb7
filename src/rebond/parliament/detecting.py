"""Territories that a text names: one, several of that name, or none; never guessed between homonyms."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from rebond.parliament.tokens import Span, Word, sentences, words
from rebond.territory import Atlas, PlaceKey
from rebond.texts import Text

MOST_WORDS: Final = 8
MOST_CHARACTERS: Final = 60_000
"""Beyond it a text is read up to there; questions have 1 500 to 3 000 characters."""
_QUOTED: Final = re.compile(r"[«“\"]\s*([^«»“”\"]{2,80}?)\s*[»”\"]")
_LINKS: Final = frozenset(
    {"de", "du", "la", "le", "l", "d", "en", "sur", "sou", "et", "a", "au", "aux", "lè"}
    | {"les", "des", "sous"}
)
_PERSON: Final = frozenset({"m", "mm", "mme"})
_CUES: Final = {
    "commune": ("commune",),
    "ville": ("commune",),
    "maire": ("commune",),
    "departement": ("departement",),
    "region": ("region",),
    "communaute": ("epci",),
    "agglomeration": ("epci", "commune"),
    "intercommunalite": ("epci",),
    "metropole": ("epci",),
}
_BARE_CUES: Final = frozenset({"a", "en", "dans", "territoire"})
_NO_PLACES: Final = frozenset(
    {"ministre", "gouvernement", "etat", "president", "republique", "france", "europe", "assemblee"}
    | {
        "senat",
        "premier",
        "union",
        "madame",
        "monsieur",
        "elle",
        "il",
        "si",
        "ce",
        "un",
        "une",
        "la",
    }
    | {
        "le",
        "les",
        "au",
        "en",
        "il",
        "ils",
        "dan",
        "pour",
        "par",
        "ain",
        "certain",
        "son",
        "sa",
        "se",
    }
)
"""Capitalised words of every question that are also, or nearly, names of small communes."""


class Certainty(StrEnum):
    """How much the text says that it speaks of a place."""

    QUOTED = "quoted"
    CUED = "cued"
    BARE = "bare"


@dataclass(frozen=True, slots=True)
class FoundTerritory:
    """A name in a text and the places that have it.

    Parameters
    ----------
    span : Span
        Its first mention.
    written : str
        The name as written there.
    keys : tuple of PlaceKey
        Every place of that name: none, one, or several, between which a person chooses.
    certainty : Certainty
    """

    span: Span
    written: str
    keys: tuple[PlaceKey, ...]
    certainty: Certainty

    @property
    def is_ambiguous(self) -> bool:
        """Whether several places have the name."""
        return len(self.keys) > 1

    @property
    def is_unknown(self) -> bool:
        """Whether no place has it."""
        return not self.keys

    @property
    def is_proposed(self) -> bool:
        """Whether a page may tick it before the person does: one place, and a text that points at it."""
        return len(self.keys) == 1 and self.certainty is not Certainty.BARE

    @property
    def note(self) -> Text:
        """Return in words what is doubtful."""
        if self.is_unknown:
            return Text("aucun lieu de ce nom", "no place of this name")
        if self.is_ambiguous:
            return Text("{n} lieux de ce nom", "{n} places of this name").filled(n=len(self.keys))
        if self.certainty is Certainty.BARE:
            return Text("nom seul, à vérifier", "name alone, to be checked")
        return Text("un seul lieu de ce nom", "one place of this name")


def territories(
    text: str,
    atlas: Atlas,
    *,
    on: dt.date | None = None,
    elsewhere: Collection[Span] = (),
) -> tuple[FoundTerritory, ...]:
    """Return the territories that a text names.

    Parameters
    ----------
    text : str
    atlas : Atlas
    on : date, optional
        Day of the text: perimeters known not to be in force that day are left out.
    elsewhere : collection of Span
        Parts that name something else: programmes, measures, persons.

    Returns
    -------
    tuple of FoundTerritory
        In the order of the text, each name once. A quoted name without any place is kept as unknown.

    Notes
    -----
    Names are looked up whole, at their longest, in the atlas: nothing approximate is proposed.
    """
    text = text[:MOST_CHARACTERS]
    taken = [span for span in elsewhere if span.start < len(text)]
    found: dict[str, FoundTerritory] = {}
    for one in _quoted(text, atlas, on, taken):
        found.setdefault(_named(one), one)
        taken.append(one.span)
    for one in _bare(text, atlas, on, taken):
        found.setdefault(_named(one), one)
    return tuple(sorted(found.values(), key=lambda one: one.span.start))


def _named(one: FoundTerritory) -> str:
    return " ".join(word.form for word in words(one.written)) + "".join(map(str, one.keys))


def _quoted(
    text: str, atlas: Atlas, on: dt.date | None, taken: Sequence[Span]
) -> Iterator[FoundTerritory]:
    for match in _QUOTED.finditer(text):
        span = Span(match.start(1), match.end(1))
        if any(span.covers(other) for other in taken):
            continue
        written = span.of(text)
        keys = atlas.named(written, as_of=on)
        # A quoted common word («attractivité») is no name; one with a capital may be a name we lack.
        if keys or (written[:1].isupper() and _follows_a_place_word(text, match.start())):
            yield FoundTerritory(span, written, keys, Certainty.QUOTED)


def _follows_a_place_word(text: str, start: int) -> bool:
    before = words(text[max(0, start - 40) : start])
    return bool(before) and (before[-1].form in _CUES or before[-1].form == "territoire")


def _bare(
    text: str, atlas: Atlas, on: dt.date | None, taken: Sequence[Span]
) -> Iterator[FoundTerritory]:
    said = words(text)
    starts = {span.start for span in sentences(text)}
    place = 0
    while place < len(said):
        run = _run(text, said, place)
        step = 1
        if run and _is_person(said, place):
            place += run
            continue
        for length in range(run, 0, -1):
            one = _candidate(text, said, place, length, starts, atlas, on)
            if one is not None and not any(one.span.covers(other) for other in taken):
                yield one
                step = length
                break
        place += step


def _run(text: str, said: Sequence[Word], place: int) -> int:
    """Return how many words from `place` may make one name: capitals, joined by small words."""
    if not said[place].is_capital or text[said[place].start].isdigit():
        return 0
    last = place
    for ahead in range(place + 1, min(place + MOST_WORDS, len(said))):
        between = text[said[ahead - 1].end : said[ahead].start]
        if len(between) > 2 or any(sign in between for sign in ".,;:!?()«»\n"):  # noqa: PLR2004
            break
        if said[ahead].is_capital:
            last = ahead
        elif said[ahead].form not in _LINKS and between != "-":
            break
    return last - place + 1


def _is_person(said: Sequence[Word], place: int) -> bool:
    """Whether a name follows «M.», «Mme»: a person, not a place."""
    return said[place].form in _PERSON or (place > 0 and said[place - 1].form in _PERSON)


def _candidate(
    text: str,
    said: Sequence[Word],
    place: int,
    length: int,
    starts: Collection[int],
    atlas: Atlas,
    on: dt.date | None,
) -> FoundTerritory | None:
    if not said[place + length - 1].is_capital:
        return None
    span = Span(said[place].start, said[place + length - 1].end)
    if length == 1 and (said[place].form in _NO_PLACES or len(said[place].form) == 1):
        return None
    kinds = _cued_kinds(said, place)
    written = span.of(text)
    keys = atlas.named(written, kinds=kinds, as_of=on) if kinds else ()
    is_cued = bool(keys)
    if not keys:
        keys = atlas.named(written, as_of=on)
    if not keys or (length == 1 and span.start in starts and not is_cued):
        return None
    before = said[place - 1].form if place else ""
    points = is_cued or before in _BARE_CUES or any(one.kind in _LARGE for one in keys)
    return FoundTerritory(span, written, keys, Certainty.CUED if points else Certainty.BARE)


_LARGE: Final = frozenset({"departement", "region", "epci"})


def _cued_kinds(said: Sequence[Word], place: int) -> tuple[str, ...] | None:
    """Return the kinds that the words before a name announce: «la commune de …», «le département du …»."""
    for back in range(1, 5):
        if back > place:
            return None
        form = said[place - back].form
        if form in _CUES:
            return _CUES[form]
        if form not in _LINKS:
            return None
    return None
