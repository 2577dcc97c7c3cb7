"""The map of the results: the dossiers whose place is public, on the light ground of the other maps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rebond.errors import RebondError
from rebond.territory import PlaceKey
from rebond.web.decisions import mapping, projection
from rebond.web.deliberations.results import PublicRow
from rebond.web.territories.places import atlas
from rebond.web.theme.figures import coordinate


@dataclass(frozen=True, slots=True)
class Mark:
    """One dossier on the map."""

    name: str
    is_retained: bool
    x: str
    y: str


@dataclass(frozen=True, slots=True)
class ResultsMap:
    """What the template draws; it includes the same ground as an evaluation's map."""

    width: str
    height: str
    land: tuple[str, ...]
    borders: tuple[str, ...]
    insets: tuple[mapping.Inset, ...]
    marks: tuple[Mark, ...]
    not_shown: tuple[str, ...]


def results_map(rows: Sequence[PublicRow]) -> ResultsMap | None:
    """Return the map of the dossiers whose place is public; None when no place is."""
    placed = [one for one in rows if one.commune_code]
    if not placed:
        return None
    marks, lost = [], []
    for one in placed:
        mark = _mark(one)
        if mark is None:
            lost.append(one.name or str(one.commune_code))
        else:
            marks.append(mark)
    ground = mapping.ground()
    return ResultsMap(
        coordinate(projection.WIDTH),
        coordinate(projection.HEIGHT),
        tuple(ground.layers["region"].values()),
        tuple(ground.layers["departement"].values()),
        mapping.insets(),
        tuple(marks),
        tuple(lost),
    )


def _mark(one: PublicRow) -> Mark | None:
    try:
        place = atlas().place(PlaceKey("commune", str(one.commune_code)))
    except (RebondError, ValueError):
        return None
    if place.lon is None or place.lat is None:
        return None
    for frame in mapping.ground().frames:
        if frame.holds(place.lon, place.lat):
            x, y = projection.project(place.lon, place.lat, frame)
            return Mark(one.name or place.name, one.is_retained, coordinate(x), coordinate(y))
    return None
