"""The answer to a look-up: matches in order, and whether they leave a doubt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from rebond.territory.communes import Via
from rebond.territory.errors import AmbiguousPlace, PlaceNotFound
from rebond.territory.places import Place
from rebond.texts import Text


class Rank(IntEnum):
    """How well a match answers; a smaller rank comes first."""

    CODE = 0
    NAME = 1
    NAME_WITHOUT_ARTICLES = 2
    PREFIX = 3
    WORDS = 4
    APPROXIMATE = 5
    POINT = 6

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
    Rank.PREFIX: Text("début du nom", "beginning of the name"),
    Rank.WORDS: Text("mots du nom", "words of the name"),
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
    via : {"current", "arrondissement", "former_commune"}
        How the code given leads to a commune; ``current`` for every other match.
    asked : str
        What was given.
    similarity : float, optional
        In [0, 1], of an approximate match only.
    distance_km : float, optional
        From the point given to the centre of the commune, of a look-up by point only.
    """

    place: Place
    rank: Rank
    via: Via = "current"
    asked: str = ""
    similarity: float | None = None
    distance_km: float | None = None

    @property
    def is_approximate(self) -> bool:
        """Whether the match tolerates a typing error or only lies near the point given."""
        return self.rank >= Rank.APPROXIMATE


@dataclass(frozen=True, slots=True)
class Found:
    """The matches of one look-up.

    Parameters
    ----------
    query : str
    matches : tuple of Match
        Best rank first; inside a rank communes first, then by falling population and by code.
    is_ambiguous : bool
        Whether more than one place of the best rank could be meant.
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
        """Return the matches of the best rank."""
        return tuple(match for match in self.matches if match.rank == self.matches[0].rank)

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
        if not self.matches or self.matches[0].rank == Rank.APPROXIMATE:
            near = tuple(_named(match.place) for match in self.matches)
            raise PlaceNotFound(self.query, near or self.suggestions)
        if self.is_ambiguous:
            pairs: Sequence[tuple[str, str]] = [
                (str(match.place.key), match.place.label) for match in self.best
            ]
            raise AmbiguousPlace(self.query, pairs)
        return self.matches[0].place


def _named(place: Place) -> str:
    return f"{place.key} ({place.name})"
