"""Where a candidate stands: its région and département, and the perimeters that hold it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rebond.pipeline.candidates import Candidate
from rebond.pipeline.plan import Plan
from rebond.territory import Atlas, PlaceKey
from rebond.texts import Text

COMMUNE_KINDS = ("commune", "arrondissement")


@dataclass(frozen=True, slots=True)
class Composed:
    """Which list of communes a candidate's place was made from.

    Parameters
    ----------
    source : {"register", "members", "dated_list"}, optional
        None for a point, which has no list.
    vintage : Text, optional
        State of the world that the list describes.
    in_force : bool, optional
        Whether the place is in force on the day of the run; None when not established.
    note : Text
        How the list was made.
    """

    source: str | None
    vintage: Text | None
    in_force: bool | None
    note: Text

    def as_json(self) -> dict[str, object]:
        """Return the form a record keeps."""
        return {
            "source": self.source,
            "vintage": None if self.vintage is None else self.vintage.as_json(),
            "in_force": self.in_force,
            "note": self.note.as_json(),
        }


_OF_A_POINT = Text(
    "Point donné par ses coordonnées : aucune liste de communes.",
    "Point given by its coordinates: no list of communes.",
)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a candidate is, for groups, maps and tables, as its communes were on the day of the run."""

    region_code: str | None
    region: str | None
    departement_code: str | None
    lon: float | None
    lat: float | None
    population: float | None
    composed: Composed


def standing(candidate: Candidate, atlas: Atlas, plan: Plan) -> Standing:
    """Return where a candidate is, from the same communes as its facts.

    A point stands in the commune that its row names, or else in the one whose centre is nearest.
    """
    key = candidate.place
    if isinstance(key, PlaceKey) and key.kind not in COMMUNE_KINDS:
        return _composed(key, atlas, plan)
    if isinstance(key, PlaceKey):
        place = atlas.place(key)
        lon, lat, population = place.lon, place.lat, place.population
        found = atlas.composition(key, as_of=plan.as_of)
        composed = Composed(found.source, found.vintage, found.in_force, found.note)
    else:
        lon, lat, population = key.lon, key.lat, None
        place = atlas.place(_commune_of(candidate, atlas))
        composed = Composed(None, None, None, _OF_A_POINT)
    return Standing(
        place.region_code,
        place.region_name,
        place.departement_code,
        _rounded(lon),
        _rounded(lat),
        population,
        composed,
    )


def _composed(key: PlaceKey, atlas: Atlas, plan: Plan) -> Standing:
    """Return where a place of several communes is, with the list that holds on the day of the run."""
    found = atlas.composition(key, as_of=plan.as_of)
    communes, rows = atlas.communes, found.rows
    people = communes.population[rows]
    # A total over communes of which one is missing would be another quantity: it is missing too.
    population = float(people.sum()) if len(rows) and not np.isnan(people).any() else None
    region = _largest(communes.region[rows].tolist(), people.tolist())
    located = ~np.isnan(communes.lon[rows])
    weights = np.nan_to_num(people[located])
    lon = lat = None
    if weights.sum() > 0:
        lon = float(np.average(communes.lon[rows][located], weights=weights))
        lat = float(np.average(communes.lat[rows][located], weights=weights))
    return Standing(
        region,
        None if region is None else atlas.place(PlaceKey("region", region)).name,
        _largest(communes.departement[rows].tolist(), people.tolist()),
        _rounded(lon),
        _rounded(lat),
        population,
        Composed(found.source, found.vintage, found.in_force, found.note),
    )


def _largest(codes: list[str], people: list[float]) -> str | None:
    """Return the code with the largest known population, the first by code between equals."""
    sums = dict.fromkeys(sorted(code for code in codes if code), 0.0)
    for code, count in zip(codes, people, strict=True):
        if code and not np.isnan(count):
            sums[code] += count
    if len(sums) > 1 and not any(sums.values()):
        return None
    return max(sums, key=sums.__getitem__, default=None)


def _commune_of(candidate: Candidate, atlas: Atlas) -> PlaceKey:
    """Return the commune of a point: the one its row names, or that of the nearest centre."""
    if candidate.asked_code is not None:
        return PlaceKey("commune", atlas.resolve_commune(candidate.asked_code).code)
    point = candidate.place
    if isinstance(point, PlaceKey):
        return point
    return atlas.find_point(point.lon, point.lat).matches[0].place.key


def programme_perimeters(plan: Plan, candidate: Candidate, atlas: Atlas) -> frozenset[str] | None:
    """Return which of the programme's perimeters hold the candidate's place on the day of the run.

    None for a place that a perimeter can hold in part (an EPCI, a département): a gate on perimeters
    is then left without an answer rather than answered for a part.
    """
    key = candidate.place
    if not isinstance(key, PlaceKey):
        key = _commune_of(candidate, atlas)
    if not (key.is_perimeter or key.kind in COMMUNE_KINDS):
        return None
    held = (
        {(key.kind, key.phase)}
        if key.is_perimeter
        else {
            (one.key.kind, one.key.phase) for one in atlas.perimeters_of(key.code, as_of=plan.as_of)
        }
    )
    return plan.programme.perimeters_among(held)


def homes(site: Candidate, atlas: Atlas, plan: Plan) -> frozenset[str]:
    """Return the perimeters that hold a commune of a labelled site, as keys."""
    codes = site.label["commune_codes"] if site.label else ()
    return frozenset(
        str(one.key)
        for code in codes  # type: ignore[attr-defined]
        for one in atlas.perimeters_of(str(code), as_of=plan.as_of)
    )


def _rounded(degrees: float | None) -> float | None:
    return None if degrees is None else round(degrees, 4)
