"""What a territory's need for training is known to be: skills asked for here, training within reach, and what is missing.

Nothing is guessed from one for the other: a skill that no offer asks for is not a skill that nobody needs, and an
institution that no list at hand names may exist.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from rebond.evidence import load_indicators
from rebond.evidence.nearest import nearest_point
from rebond.territory import Place, PlaceKey
from rebond.territory.point import unit_vectors
from rebond.texts import Text
from rebond.web.aids.models import Offer
from rebond.web.aids.skills import named
from rebond.web.clock import today
from rebond.web.dossiers.evidence import Seen, seen
from rebond.web.territories.places import atlas
from rebond.web.theme.datasets import snapshot
from rebond.web.training.queries import Row, groups

HIGHER_EDUCATION = "higher_education_50km"
INSTITUTIONS = "higher_education"
FACTS = ("unemployment_rate", "jobs_30km", "industrial_establishments", "vocational_schools")
"""Indicators shown beside; the last two are missing, and say what would fill them."""
MISSING: tuple[tuple[Text, Text], ...] = (
    (
        Text("Métiers que les entreprises cherchent", "Occupations that firms look for"),
        Text(
            "enquête Besoins en main-d’œuvre, par bassin d’emploi et métier (France Travail)",
            "survey of labour needs (BMO), by employment area and occupation (France Travail)",
        ),
    ),
    (
        Text("Offres d’emploi par métier", "Job offers by occupation"),
        Text(
            "offres diffusées et collectées, par code ROME et commune (France Travail)",
            "offers published and collected, by ROME code and commune (France Travail)",
        ),
    ),
    (
        Text("Emplois par secteur et par profession", "Jobs by sector and by profession"),
        Text(
            "FLORES par commune et activité, professions du recensement par zone d’emploi (INSEE)",
            "FLORES by commune and activity, professions of the census by employment zone (INSEE)",
        ),
    ),
    (
        Text(
            "Formations ouvertes, leur intitulé, leur niveau et leurs places",
            "Courses that are open, their title, level and places",
        ),
        Text(
            "offre de formation des Carif-Oref, formations initiales de l’Onisep, fiches RNCP (France compétences)",
            "courses listed by the Carif-Oref, initial courses of Onisep, RNCP sheets (France compétences)",
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Institution:
    """A main institution of higher education within reach; the distance is from the nearest commune."""

    name: str
    type: str
    km: float
    commune: str


@dataclass(frozen=True, slots=True)
class SkillAsked:
    """A skill and how many open offers ask for it."""

    title: Text
    offers: int


@dataclass(frozen=True, slots=True)
class Near:
    """A laureate of a call for training within reach."""

    row: Row
    km: float


@dataclass(frozen=True, slots=True)
class Need:
    """What is known for one territory; an empty list says that nothing at hand names any."""

    place: Place
    radius_km: int
    listed: int
    """How many institutions the national list names in all."""
    institutions: tuple[Institution, ...]
    near: tuple[Near, ...]
    offers: int
    fictitious: int
    skills: tuple[SkillAsked, ...]
    facts: tuple[Seen, ...]
    has_centres: bool
    """Whether the centre of some commune is known: without it no distance can be told."""


def need(key: PlaceKey, now: datetime) -> Need:
    """Return what is known for a territory.

    Raises
    ------
    TerritoryError
        When the key names no place.
    """
    place = atlas().place(key)
    offers = _offers(_codes(key), now)
    asked = Counter(name for skills, _is_fictitious in offers for name in set(skills))
    return Need(
        place=place,
        radius_km=radius(),
        listed=len(_institutions()[0]),
        institutions=within(key),
        near=_near(key, now),
        offers=len(offers),
        fictitious=sum(is_fictitious for _skills, is_fictitious in offers),
        skills=_skills(asked),
        facts=_facts(key, today(now)),
        has_centres=bool(len(_centres(key)[1])),
    )


@cache
def radius() -> int:
    """Return how far is within reach: the radius of the indicator, so that both say the same."""
    return int(load_indicators()[HIGHER_EDUCATION].compute.radius_km)  # type: ignore[union-attr]


@lru_cache(maxsize=256)
def within(key: PlaceKey) -> tuple[Institution, ...]:
    """Return the institutions within reach of some commune of a place, the nearest first."""
    rows, xyz = _institutions()
    names, centres = _centres(key)
    km, owner = nearest_point(xyz, centres)
    found = [
        Institution(row["name"] or row["uai"] or row["type"], row["type"], float(far), names[at])
        for row, far, at in zip(rows, km, owner, strict=True)
        if far <= radius()
    ]
    return tuple(sorted(found, key=lambda one: (one.km, one.name)))


def _near(key: PlaceKey, now: datetime) -> tuple[Near, ...]:
    placed = [
        (row, row.place)
        for group in groups(now)
        for row in group.rows
        if row.place is not None and row.place.lon is not None and row.place.lat is not None
    ]
    xyz = _vectors((place.lon, place.lat) for _row, place in placed)
    km, _owner = nearest_point(xyz, _centres(key)[1])
    found = [
        Near(row, float(far))
        for (row, _place), far in zip(placed, km, strict=True)
        if far <= radius()
    ]
    return tuple(sorted(found, key=lambda one: (one.km, one.row.laureate.name)))


def _offers(codes: frozenset[str], now: datetime) -> list[tuple[Sequence[str], bool]]:
    """Return what the open offers of a territory ask for; every open offer is read, in one query."""
    rows = Offer.objects.filter(state=Offer.State.OPEN, closes_at__gt=now).values_list(
        "commune_code", "skills", "is_fictitious"
    )
    return [(skills, mark) for code, skills, mark in rows.iterator() if code in codes]


def _skills(asked: Counter[str]) -> tuple[SkillAsked, ...]:
    order = sorted(asked, key=lambda name: (-asked[name], name))
    return tuple(SkillAsked(named([name])[0], asked[name]) for name in order)


def _facts(key: PlaceKey, on: date) -> tuple[Seen, ...]:
    return seen(key, FACTS, on)


@lru_cache(maxsize=256)
def _codes(key: PlaceKey) -> frozenset[str]:
    codes = atlas().communes.code
    return frozenset(str(codes[row]) for row in atlas().communes_of(key))


@lru_cache(maxsize=256)
def _centres(key: PlaceKey) -> tuple[tuple[str, ...], NDArray[np.float64]]:
    """Return the communes of a place whose centre is known, by name and as unit vectors."""
    communes, rows = atlas().communes, atlas().communes_of(key)
    xyz = unit_vectors(communes.lon[rows], communes.lat[rows])
    known = np.isfinite(xyz).all(axis=1)
    return tuple(str(communes.name[row]) for row in rows[known]), xyz[known]


@cache
def _institutions() -> tuple[list[dict[str, str]], NDArray[np.float64]]:
    rows = snapshot().table(INSTITUTIONS).to_pylist()
    return rows, _vectors((row["lon"], row["lat"]) for row in rows)


def _vectors(points: Iterable[tuple[float | None, float | None]]) -> NDArray[np.float64]:
    pairs = np.array(list(points), dtype=np.float64).reshape(-1, 2)
    return unit_vectors(pairs[:, 0], pairs[:, 1])
