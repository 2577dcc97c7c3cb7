"""Where a candidate stands: its région and département, and the perimeters that hold it."""

from __future__ import annotations

from dataclasses import dataclass

from rebond.pipeline.candidates import Candidate
from rebond.pipeline.plan import Plan
from rebond.territory import Atlas, PlaceKey

COMMUNE_KINDS = ("commune", "arrondissement")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a candidate is, for groups, maps and tables."""

    region_code: str | None
    region: str | None
    departement_code: str | None
    lon: float | None
    lat: float | None
    population: float | None


def standing(candidate: Candidate, atlas: Atlas) -> Standing:
    """Return where a candidate is; a point stands in the commune whose centre is nearest."""
    if isinstance(candidate.place, PlaceKey):
        place = atlas.place(candidate.place)
        lon, lat, population = place.lon, place.lat, place.population
    else:
        lon, lat, population = candidate.place.lon, candidate.place.lat, None
        place = atlas.find_point(lon, lat).matches[0].place
    return Standing(
        place.region_code,
        place.region_name,
        place.departement_code,
        _rounded(lon),
        _rounded(lat),
        population,
    )


def programme_perimeters(plan: Plan, candidate: Candidate, atlas: Atlas) -> frozenset[str] | None:
    """Return which of the programme's perimeters hold the candidate's place on the day of the run.

    None for a place that a perimeter can hold in part (an EPCI, a département): a gate on perimeters
    is then left without an answer rather than answered for a part.
    """
    key = candidate.place
    if not isinstance(key, PlaceKey):
        key = atlas.find_point(key.lon, key.lat).matches[0].place.key
    if not (key.is_perimeter or key.kind in COMMUNE_KINDS):
        return None
    held = (
        {(key.kind, key.phase)}
        if key.is_perimeter
        else {
            (one.key.kind, one.key.phase) for one in atlas.perimeters_of(key.code, as_of=plan.as_of)
        }
    )
    return frozenset(
        one.id for one in plan.programme.perimeters if (one.perimeter, one.phase) in held
    )


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
