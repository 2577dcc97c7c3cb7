"""A young person matched with a firm's offer, both ways: skills, place, dates and level, each with its reason.

There is no score: what is not met comes last, then the most skills shared, then the least unknown, then the
nearest. What is not known is never counted as met, and rules nobody out.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, get_args

from rebond.errors import BadInput
from rebond.matching import recruit_reasons as words
from rebond.matching.recruit_reasons import Standing
from rebond.territory.point import EARTH_RADIUS_KM
from rebond.texts import Text

VERSION: Final = "1.0.0"

Criterion = Literal["skills", "place", "dates", "level"]
CRITERIA: Final[tuple[Criterion, ...]] = get_args(Criterion)


class UnusableWish(BadInput):
    """A person or an offer that cannot be compared."""

    def __init__(self, identifier: str, why: Text) -> None:
        self.identifier = identifier
        what = Text("« {id} » ne peut être comparé.", '"{id}" cannot be compared.')
        super().__init__(what.filled(id=identifier[:80]), why=why)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place, by the point of its centre, its area, or both.

    Parameters
    ----------
    name : str
    longitude, latitude : float, optional
        WGS84 degrees; None where the register has no centre, or where the area is meant.
    areas : frozenset of str
        Of an offer: the areas that hold it. Of a wish: the area wanted whole. Empty for a point.
    """

    name: str
    longitude: float | None = None
    latitude: float | None = None
    areas: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Post:
    """What a firm offers.

    Parameters
    ----------
    id : str
    skills : frozenset of str
        Asked for; empty when none is.
    level : str
        Least level asked for; empty when none is.
    spot : Spot
    starts_on : date, optional
        None when it is not said.
    """

    id: str
    skills: frozenset[str]
    level: str
    spot: Spot
    starts_on: date | None


@dataclass(frozen=True, slots=True)
class Seeker:
    """What a young person has and wants.

    Parameters
    ----------
    id : str
    skills : frozenset of str
        Empty when not said.
    level : str
        Reached; empty when not said.
    wanted : tuple of Spot
        Empty when not said.
    range_km : float
        How far from a wanted point, as the crow flies; at least 0.
    available_from : date, optional
        None when not said.
    """

    id: str
    skills: frozenset[str]
    level: str
    wanted: tuple[Spot, ...]
    range_km: float
    available_from: date | None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Names of the skills, and of the levels from the lowest to the highest."""

    skills: Mapping[str, Text]
    levels: Mapping[str, Text]


@dataclass(frozen=True, slots=True)
class Reason:
    """How one criterion stands, in a sentence."""

    criterion: Criterion
    standing: Standing
    words: Text


@dataclass(frozen=True, slots=True)
class Match:
    """One offer and one person held against each other.

    Parameters
    ----------
    id : str
        The one that was ranked: a person's for an offer, an offer's for a person.
    reasons : tuple of Reason
        Skills, place, dates, level.
    shared, missing : tuple of str
        Skills asked for that the person has, and has not; in the order of the vocabulary.
    distance_km : float, optional
        To the nearest wanted point; 0 inside a wanted area, None when not known.
    version : str
        Of the method.
    """

    id: str
    reasons: tuple[Reason, ...]
    shared: tuple[str, ...]
    missing: tuple[str, ...]
    distance_km: float | None
    version: str = VERSION

    @property
    def fits(self) -> bool:
        """Whether everything asked for is known to be met."""
        return all(one.standing in {"met", "not_asked"} for one in self.reasons)

    @property
    def is_against(self) -> bool:
        """Whether something asked for is known not to be met."""
        return any(one.standing == "not_met" for one in self.reasons)


@dataclass(frozen=True, slots=True)
class Comparison:
    """How one pair stands, before it is put into words: `standings` of skills, place, dates and level."""

    post: Post
    seeker: Seeker
    standings: tuple[Standing, Standing, Standing, Standing]
    shared: int
    distance_km: float | None

    def of(self, criterion: Criterion) -> Standing:
        """Return how one criterion stands."""
        return self.standings[CRITERIA.index(criterion)]

    @property
    def key(self) -> tuple[int, float, int, float]:
        """The order: unmet, skills shared, unknown, distance."""
        asked = len(self.post.skills)
        return (
            self.standings.count("not_met"),
            -(self.shared / asked) if asked else 0.0,
            self.standings.count("unknown"),
            math.inf if self.distance_km is None else self.distance_km,
        )


@dataclass(frozen=True, slots=True)
class Ranking:
    """The first ones with their reasons, and counts over all.

    Parameters
    ----------
    matches : tuple of Match
    compared, kept, fitting : int
        How many were compared, kept, and known to meet everything asked for.
    """

    matches: tuple[Match, ...]
    compared: int
    kept: int
    fitting: int


def rank_seekers(
    post: Post, seekers: Iterable[Seeker], vocabulary: Vocabulary, *, first: int | None = None
) -> Ranking:
    """Rank people for an offer, best first; equal ones by their id.

    Parameters
    ----------
    post : Post
    seekers : iterable of Seeker
    vocabulary : Vocabulary
    first : int, optional
        How many to return; all when None.

    Returns
    -------
    Ranking

    Raises
    ------
    UnusableWish
        When a distance or coordinates are not finite, or a range is negative.

    Examples
    --------
    >>> words = Vocabulary({"soudage": Text("soudage", "welding")}, {"bac2": Text("bac + 2", "bac + 2")})
    >>> lisieux = Spot("Lisieux", 0.23, 49.15)
    >>> post = Post("O", frozenset({"soudage"}), "bac2", lisieux, date(2031, 9, 1))
    >>> able = Seeker("able", frozenset({"soudage"}), "bac2", (lisieux,), 30, date(2031, 7, 1))
    >>> silent = Seeker("silent", frozenset(), "", (), 30, None)
    >>> [(one.id, one.fits, one.is_against) for one in rank_seekers(post, [silent, able], words).matches]
    [('able', True, False), ('silent', False, False)]
    """
    _check_post(post)
    held = [_hold(post, one, vocabulary) for one in seekers]
    return _ranked(held, held, first, lambda one: one.seeker.id, vocabulary)


def rank_posts(
    seeker: Seeker,
    posts: Iterable[Post],
    vocabulary: Vocabulary,
    *,
    first: int | None = None,
    keep: Callable[[Comparison], bool] = lambda _one: True,
) -> Ranking:
    """Rank offers for a person, best first; the same comparison as `rank_seekers`, the other way round.

    Parameters
    ----------
    seeker, posts, vocabulary, first
        As there.
    keep : callable, optional
        Leaves out the offers for which it is false.

    Returns
    -------
    Ranking
    """
    held = []
    for one in posts:
        _check_post(one)
        held.append(_hold(one, seeker, vocabulary))
    kept = [one for one in held if keep(one)]
    return _ranked(held, kept, first, lambda one: one.post.id, vocabulary)


def match(post: Post, seeker: Seeker, vocabulary: Vocabulary) -> Match:
    """Hold one offer against one person."""
    return rank_seekers(post, [seeker], vocabulary).matches[0]


def _ranked(
    held: list[Comparison],
    kept: list[Comparison],
    first: int | None,
    name: Callable[[Comparison], str],
    vocabulary: Vocabulary,
) -> Ranking:
    most = len(kept) if first is None else max(first, 0)
    best = heapq.nsmallest(most, kept, key=lambda one: (one.key, name(one)))
    fitting = sum({"met", "not_asked"}.issuperset(one.standings) for one in kept)
    matches = tuple(_put(one, name(one), vocabulary) for one in best)
    return Ranking(matches, len(held), len(kept), fitting)


def _check_post(post: Post) -> None:
    _check_spot(post.id, post.spot)


def _check_spot(identifier: str, spot: Spot) -> None:
    for value, most in ((spot.longitude, 180.0), (spot.latitude, 90.0)):
        if value is not None and not abs(value) <= most:
            raise UnusableWish(
                identifier,
                Text(
                    "les coordonnées de {name} sont hors du globe.",
                    "the coordinates of {name} are off the globe.",
                ).filled(name=spot.name[:80]),
            )


def _hold(post: Post, seeker: Seeker, vocabulary: Vocabulary) -> Comparison:
    if not 0 <= seeker.range_km < math.inf:
        raise UnusableWish(
            seeker.id,
            Text(
                "la distance voulue n’est pas un nombre positif.",
                "the range wanted is not a positive number.",
            ),
        )
    for one in seeker.wanted:
        _check_spot(seeker.id, one)
    shared = len(post.skills & seeker.skills)
    distance = _distance(post.spot, seeker.wanted, seeker.range_km)
    standings = (
        _skills(post, seeker, shared),
        _place(seeker, distance),
        _dates(post, seeker),
        _level(post.level, seeker.level, tuple(vocabulary.levels)),
    )
    return Comparison(post, seeker, standings, shared, distance)


def _skills(post: Post, seeker: Seeker, shared: int) -> Standing:
    if not post.skills:
        return "not_asked"
    if not seeker.skills:
        return "unknown"
    if shared == len(post.skills):
        return "met"
    return "partly" if shared else "not_met"


def _place(seeker: Seeker, distance: float | None) -> Standing:
    if distance is None:
        return "unknown"
    return "met" if distance <= seeker.range_km else "not_met"


def _distance(spot: Spot, wanted: tuple[Spot, ...], most: float) -> float | None:
    """Return the least distance to what is wanted, infinite outside every area; None while it could be less."""
    if _is_inside(spot, wanted):
        return 0.0
    points = [one for one in wanted if not one.areas]
    known = [one for one in (_km(spot, point) for point in points) if one is not None]
    nearest = min(known, default=math.inf)
    is_whole = len(known) == len(points) and (bool(spot.areas) or len(points) == len(wanted))
    return nearest if wanted and (nearest <= most or is_whole) else None


def _is_inside(spot: Spot, wanted: tuple[Spot, ...]) -> bool:
    return any(one.areas & spot.areas for one in wanted)


def _km(one: Spot, other: Spot) -> float | None:
    if one.longitude is None or one.latitude is None:
        return None
    if other.longitude is None or other.latitude is None:
        return None
    phi, other_phi = math.radians(one.latitude), math.radians(other.latitude)
    half_phi = (other_phi - phi) / 2
    half_lambda = math.radians(other.longitude - one.longitude) / 2
    inner = (
        math.sin(half_phi) ** 2 + math.cos(phi) * math.cos(other_phi) * math.sin(half_lambda) ** 2
    )
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, inner)))


def _dates(post: Post, seeker: Seeker) -> Standing:
    if post.starts_on is None or seeker.available_from is None:
        return "unknown"
    return "met" if seeker.available_from <= post.starts_on else "not_met"


def _level(asked: str, reached: str, levels: tuple[str, ...]) -> Standing:
    if not asked:
        return "not_asked"
    if asked not in levels or reached not in levels:
        return "unknown"
    return "met" if levels.index(reached) >= levels.index(asked) else "not_met"


def _put(held: Comparison, identifier: str, vocabulary: Vocabulary) -> Match:
    asked, has = held.post.skills, held.seeker.skills
    shared = _ordered(asked & has, vocabulary.skills)
    missing = _ordered(asked - has, vocabulary.skills)
    skills, place, dates, level = held.standings
    distance = None if held.distance_km == math.inf else held.distance_km
    post, seeker = held.post, held.seeker
    near = words.place(
        place,
        post.spot.name,
        distance,
        seeker.range_km,
        is_inside=_is_inside(post.spot, seeker.wanted),
    )
    when = words.dates(dates, post.starts_on, seeker.available_from)
    reasons = (
        Reason("skills", skills, words.skills(skills, shared, missing, vocabulary.skills)),
        Reason("place", place, near),
        Reason("dates", dates, when),
        Reason("level", level, words.level(level, post.level, seeker.level, vocabulary.levels)),
    )
    return Match(identifier, reasons, shared, missing, distance)


def _ordered(skills: frozenset[str], known: Mapping[str, Text]) -> tuple[str, ...]:
    order = {name: place for place, name in enumerate(known)}
    return tuple(sorted(skills, key=lambda one: (order.get(one, len(order)), one)))
