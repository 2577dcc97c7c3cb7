"""Which places are communes, points and perimeters, and what each stands on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from rebond.evidence.aggregate import Groups
from rebond.evidence.distances import IntArray
from rebond.evidence.errors import PlaceWithoutCommune
from rebond.evidence.places import Frame, Point, Sites
from rebond.territory import Atlas, PlaceKey
from rebond.territory.point import LIMIT_KM
from rebond.texts import Text, number

Place = PlaceKey | Point

NOTHING = Text("", "")


@dataclass(frozen=True, slots=True)
class Layout:
    """Places sorted by what they stand on.

    Parameters
    ----------
    commune_rows, point_rows, perimeter_rows : arrays, int64
        Rows, among the places, of those of each sort.
    communes : array, int64
        Row of the commune of each of `commune_rows`.
    points : Sites
        Where each of `point_rows` stands.
    groups : Groups
        Communes of each of `perimeter_rows`.
    members : array, shape (places,), int64
        Number of communes of a perimeter; 0 for a commune or a point.
    remarks : tuple of Text, length places
    """

    commune_rows: IntArray
    communes: IntArray
    point_rows: IntArray
    points: Sites
    perimeter_rows: IntArray
    groups: Groups
    members: IntArray
    remarks: tuple[Text, ...]

    @property
    def needs_communes(self) -> bool:
        """Whether some place stands on communes."""
        return bool(len(self.commune_rows) or len(self.perimeter_rows))


def lay_out(places: Sequence[Place], frame: Frame, atlas: Atlas, as_of: date) -> Layout:
    """Find what each place stands on.

    Parameters
    ----------
    places : sequence of PlaceKey or Point
    frame : Frame
    atlas : Atlas
    as_of : date
        Day on which perimeters are taken.

    Returns
    -------
    Layout

    Raises
    ------
    PlaceWithoutCommune
        When a perimeter holds no commune on that date.
    UnknownPlace, UnknownKind, PointTooFar, SwappedCoordinates
        From `rebond.territory`.
    """
    commune_rows, communes, point_rows, perimeter_rows = [], [], [], []
    points: list[Point] = []
    members: list[IntArray] = []
    counts = np.zeros(len(places), dtype=np.int64)
    remarks = [NOTHING] * len(places)
    for row, place in enumerate(places):
        if isinstance(place, Point):
            point_rows.append(row)
            points.append(place)
            continue
        own = frame.row_of.get(place.code) if place.kind == "commune" else None
        if own is not None:
            commune_rows.append(row)
            communes.append(own)
            continue
        rows = atlas.communes_of(place, as_of=as_of)
        if len(rows) == 0:
            raise PlaceWithoutCommune(str(place), as_of)
        if place.kind in ("commune", "arrondissement"):
            commune_rows.append(row)
            communes.append(int(rows[0]))
            remarks[row] = _read_at(place, str(frame.name[rows[0]]))
        else:
            perimeter_rows.append(row)
            members.append(rows)
            counts[row] = len(rows)
    sites, distance = frame.locate(points)
    for point, km in zip(points, distance.tolist(), strict=True):
        if not km <= LIMIT_KM:
            atlas.find_point(point.lon, point.lat)  # refuses a point off France
    for row, commune, km in zip(point_rows, sites.commune, distance.tolist(), strict=True):
        remarks[row] = _stands_in(str(frame.name[commune]), km)
    return Layout(
        np.array(commune_rows, dtype=np.int64),
        np.array(communes, dtype=np.int64),
        np.array(point_rows, dtype=np.int64),
        sites,
        np.array(perimeter_rows, dtype=np.int64),
        Groups.of(members, frame.population),
        counts,
        tuple(remarks),
    )


def _read_at(place: PlaceKey, name: str) -> Text:
    if place.kind == "arrondissement":
        return Text(
            f"Arrondissement lu au centre de sa commune, {name}.",
            f"Arrondissement read at the centre of its commune, {name}.",
        )
    return Text(
        f"Le code {place.code} est celui d’une ancienne commune, lue au centre de celle qui l’a "
        f"reprise, {name}.",
        f"Code {place.code} is that of a former commune, read at the centre of the one that took it "
        f"over, {name}.",
    )


def _stands_in(name: str, km: float) -> Text:
    return Text(
        f"Point rattaché à {name}, commune dont le centre est le plus proche "
        f"({number(km, 'fr', digits=1)} km).",
        f"Point put in {name}, the commune whose centre is nearest "
        f"({number(km, 'en', digits=1)} km).",
    )
