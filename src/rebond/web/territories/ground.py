"""A place on a day, and the condition under which a record stands in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from types import MappingProxyType
from zoneinfo import ZoneInfo

from django.db.models import Q

from rebond.territory import Communes, Place, PlaceKey
from rebond.texts import Text
from rebond.web.territories.places import atlas

PARIS = ZoneInfo("Europe/Paris")
ARRONDISSEMENT, COMMUNE = "arrondissement", "commune"
RECORDED = frozenset({COMMUNE, "epci", "ept", "departement", "region"})
"""Levels under which a dossier or a site writes where it stands."""
KEPT_IN_MEMORY = 512


@dataclass(frozen=True, slots=True)
class Ground:
    """A place with its communes of today, by code."""

    key: PlaceKey
    place: Place
    communes: tuple[str, ...]
    whole: str = ""
    """Name of the commune, for an arrondissement: records know no smaller place than the commune."""

    @property
    def name(self) -> str:
        """The name of the place."""
        return self.place.name

    @property
    def said_name(self) -> str:
        """The name that sentences of the record bear: that of the commune for an arrondissement."""
        return self.whole or self.place.name

    def within(self) -> Q:
        """Return the condition on rows that name a place by `kind` and `code`."""
        if self.key.kind in RECORDED:
            return Q(kind=self.key.kind, code=self.key.code)
        return Q(kind=COMMUNE, code__in=self.communes)

    @property
    def regions(self) -> frozenset[str]:
        """The régions that it touches."""
        return _codes(atlas().communes, "region", self.communes)

    @property
    def departements(self) -> frozenset[str]:
        """The départements that it touches."""
        return _codes(atlas().communes, "departement", self.communes)


def _codes(communes: Communes, column: str, codes: tuple[str, ...]) -> frozenset[str]:
    values = getattr(communes, column)
    return frozenset(str(values[communes.rows[code]]) for code in codes) - {""}


@lru_cache(maxsize=KEPT_IN_MEMORY)
def ground_of(key: PlaceKey, day: date | None = None) -> Ground:
    """Return a place as it is on a day, as far as dated lists tell.

    Raises
    ------
    TerritoryError
        When the key names no place.
    """
    place = atlas().place(key)
    rows = atlas().communes_of(place.key, as_of=day)
    codes = tuple(str(code) for code in atlas().communes.code[rows])
    whole = ""
    if place.kind == ARRONDISSEMENT:
        whole = atlas().place(PlaceKey(COMMUNE, codes[0])).name
    return Ground(place.key, place, codes, whole)


@lru_cache(maxsize=KEPT_IN_MEMORY)
def perimeters_in(key: PlaceKey, day: date | None = None) -> Mapping[PlaceKey, int]:
    """Return the perimeters that hold some commune of a place, and how many of its communes each holds."""
    counted: dict[PlaceKey, int] = {}
    compositions = atlas().gazetteer.compositions
    for row in atlas().communes_of(key, as_of=day).tolist():
        for one in compositions.perimeters_of(row, day):
            counted[one] = counted.get(one, 0) + 1
    return MappingProxyType(counted)


def moment_of(day: date | None, now: datetime) -> datetime:
    """Return the last moment of a day in Paris, never later than now."""
    if day is None:
        return now
    after = datetime.combine(day + timedelta(days=1), time(), PARIS) - timedelta(microseconds=1)
    return min(now, after.astimezone(UTC))


def day_of(moment: datetime) -> date:
    """Return the day of a moment in Paris."""
    return moment.astimezone(PARIS).date()


def joined(names: list[str]) -> Text:
    """Return names joined by commas, « et » before the last."""
    if len(names) <= 1:
        return Text("".join(names), "".join(names))
    start = ", ".join(names[:-1])
    return Text(f"{start} et {names[-1]}", f"{start} and {names[-1]}")
