"""Offers and profiles as the matching engine compares them, and the first ones found either way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from rebond.errors import RebondError
from rebond.matching.recruits import (
    Comparison,
    Match,
    Post,
    Seeker,
    Spot,
    Vocabulary,
    match,
    rank_posts,
    rank_seekers,
)
from rebond.territory import PlaceKey
from rebond.web.aids import measures, profiles, skills
from rebond.web.aids.models import Offer, Profile
from rebond.web.territories.places import atlas

SHOWN = 25
COMPARED = (
    "pk",
    "reference",
    "skills",
    "level",
    "commune_code",
    "starts_on",
    "programme_id",
    "measure_id",
)


@dataclass(frozen=True, slots=True)
class Suggested:
    """The first ones, each with its reasons, and how many were compared."""

    rows: tuple[tuple[Offer | Profile, Match], ...]
    compared: int
    fitting: int


def vocabulary(measure: measures.Measure | None = None) -> Vocabulary:
    """Return the names of the skills and the levels, of one measure or of all."""
    if measure is None:
        return Vocabulary(skills.titles(), profiles.choices(measures.LEVEL))
    return Vocabulary(skills.titles(), measures.options(measure, measures.LEVEL))


def post_of(offer: Offer) -> Post:
    """Return an offer as the engine reads it."""
    return Post(
        offer.reference,
        frozenset(offer.skills),
        offer.level,
        spot("commune", offer.commune_code),
        offer.starts_on,
    )


def seeker_of(profile: Profile) -> Seeker:
    """Return a profile as the engine reads it."""
    return Seeker(
        profile.reference,
        frozenset(profile.skills),
        profile.level,
        tuple(wanted(kind, code) for kind, code in profile.places),
        float(profile.range_km),
        profile.available_from,
    )


def profiles_for(offer: Offer, now: datetime) -> Suggested:
    """Return the profiles that fit an open offer best, those already met on it left out."""
    found = profiles.shown(now).exclude(user__recruitments__offer=offer)
    found = found.exclude(user__memberships__organisation=offer.organisation_id)
    held = list(
        found.only("pk", "reference", "skills", "level", "places", "range_km", "available_from")
    )
    measure = (offer.programme_id, offer.measure_id)
    ranked = rank_seekers(post_of(offer), map(seeker_of, held), vocabulary(measure), first=SHOWN)
    by_reference = {one.reference: one.pk for one in held}
    rows = Profile.objects.in_bulk([by_reference[one.id] for one in ranked.matches])
    shown = tuple((rows[by_reference[one.id]], one) for one in ranked.matches)
    return Suggested(shown, ranked.compared, ranked.fitting)


def offers_for(
    seeker: Seeker,
    open_ones: Sequence[Offer],
    first: int,
    keep: Callable[[Comparison], bool],
) -> tuple[list[tuple[Offer, Match]], int]:
    """Return the first offers for a person, best first, and how many are kept in all."""
    by_reference = {one.reference: one for one in open_ones}
    ranked = rank_posts(seeker, map(post_of, open_ones), vocabulary(), first=first, keep=keep)
    return [(by_reference[one.id], one) for one in ranked.matches], ranked.kept


def compare(offer: Offer, profile: Profile) -> Match:
    """Hold one offer against one profile."""
    measure = (offer.programme_id, offer.measure_id)
    return match(post_of(offer), seeker_of(profile), vocabulary(measure))


@lru_cache(maxsize=8192)
def spot(kind: str, code: str) -> Spot:
    """Return where an offer stands: its centre, and the département that holds it."""
    try:
        place = atlas().place(PlaceKey(kind, code))
    except RebondError:
        return Spot(code)
    areas = {f"departement:{place.departement_code}"} if place.departement_code else set()
    return Spot(place.name, place.lon, place.lat, frozenset(areas))


@lru_cache(maxsize=8192)
def wanted(kind: str, code: str) -> Spot:
    """Return a place that a person wants: the point of a commune, or a département whole."""
    here = spot(kind, code)
    if kind == "commune":
        return Spot(here.name, here.longitude, here.latitude)
    return Spot(here.name, areas=frozenset({f"{kind}:{code}"}))
