"""The answer to a look-up: matches in order, and whether they leave a doubt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from rebond.territory.communes import Via
from rebond.territory.errors import AmbiguousPlace, PlaceNotFound
from rebond.territory.former import FormerName
from rebond.territory.places import Place
from rebond.texts import Text


class Rank(IntEnum):
    """How well a match answers; a smaller rank comes first."""

    CODE = 0
    NAME = 1
    NAME_WITHOUT_ARTICLES = 2
    FORMER_NAME = 3
    PREFIX = 4
    WORDS = 5
    FORMER_WORDS = 6
    APPROXIMATE = 7
    POINT = 8

    @property
    def text(self) -> Text:
        """Return the rank in words."""
        return _RANK_TEXTS[self]


_RANK_TEXTS = {
    Rank.CODE: Text("code", "code"),
    Rank.NAME: Text("nom", "name"),
    Rank.NAME_WITHOUT_ARTICLES: Text(
        "nom, articles et statut mis à part", "name, articles and legal form aside"
    ),
    Rank.FORMER_NAME: Text("ancien nom", "former name"),
    Rank.PREFIX: Text("début du nom", "beginning of the name"),
    Rank.WORDS: Text("mots du nom", "words of the name"),
    Rank.FORMER_WORDS: Text(
        "mots d’un ancien nom, à vérifier", "words of a former name, to be checked"
    ),
    Rank.APPROXIMATE: Text("approché, à vérifier", "approximate, to be checked"),
    Rank.POINT: Text("centre de commune le plus proche", "nearest commune centre"),
}


@dataclass(frozen=True, slots=True)
class Match:
    """One place that answers a look-up.

    Parameters
    ----------
    place : Place
    rank : Rank
    via : {"current", "arrondissement", "former_commune", "former_name"}
        How the code or the name given leads to a commune; ``current`` for every other match.
    asked : str
        What was given.
    similarity : float, optional
        In [0, 1], of an approximate match only.
    distance_km : float, optional
        From the point given to the centre of the commune, of a look-up by point only.
    former : FormerName, optional
        What was found, when it is a name or a code that is no more.
    """

    place: Place
    rank: Rank
    via: Via = "current"
    asked: str = ""
    similarity: float | None = None
    distance_km: float | None = None
    former: FormerName | None = None

    @property
    def is_approximate(self) -> bool:
        """Whether the match guesses: words of a former name, a typing error, a point nearby."""
        return self.rank >= Rank.FORMER_WORDS


@dataclass(frozen=True, slots=True)
class Found:
    """The matches of one look-up.

    Parameters
    ----------
    query : str
    matches : tuple of Match
        Best rank first; inside a rank communes first, then by falling population and by code.
    is_ambiguous : bool
        Whether more than one place of the best rank could be meant, or one that once had this name and
        others whose name of today begins so.
    total : int
        Number of matches before the list was cut.
    suggestions : tuple of str
        Nearest known codes, when a code was given that nobody has.
    """

    query: str
    matches: tuple[Match, ...]
    is_ambiguous: bool
    total: int
    suggestions: tuple[str, ...] = ()

    @property
    def best(self) -> tuple[Match, ...]:
        """Return the matches of the best rank, and those that a former name leaves in doubt."""
        ranks = best_ranks(self.matches[0].rank) if self.matches else ()
        return tuple(match for match in self.matches if match.rank in ranks)

    @property
    def is_approximate(self) -> bool:
        """Whether nothing but approximate matches was found."""
        return bool(self.matches) and self.matches[0].is_approximate

    def only(self) -> Place:
        """Return the one place that the query means.

        Returns
        -------
        Place

        Raises
        ------
        PlaceNotFound
            When nothing matches, or only approximately: the nearest names are proposed.
        AmbiguousPlace
            When several places of the best rank could be meant.
        """
        if not self.matches or self.matches[0].rank in _GUESSED:
            near = tuple(_named(match.place) for match in self.matches)
            raise PlaceNotFound(self.query, near or self.suggestions)
        if self.is_ambiguous:
            pairs: Sequence[tuple[str, str]] = [
                (str(match.place.key), match.place.label) for match in self.best
            ]
            raise AmbiguousPlace(self.query, pairs)
        return self.matches[0].place


def best_ranks(first: Rank) -> tuple[Rank, ...]:
    """Return the ranks of the matches that could be meant, by the rank of the first.

    «Châlons» is the former name of one village and how the name of a town of today begins: neither is taken
    without asking.
    """
    return (first, Rank.PREFIX) if first == Rank.FORMER_NAME else (first,)


_GUESSED = frozenset({Rank.FORMER_WORDS, Rank.APPROXIMATE})


def _named(place: Place) -> str:
    return f"{place.key} ({place.name})"
