"""In which coordinate system and order a place is written: told by its values, never guessed.

A place must fall into France in exactly one reading; where two readings do, the row's commune settles it,
and where it does not, the place is refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from rebond.sitefiles.communes import CommuneBook
from rebond.sitefiles.notes import Remark
from rebond.sitefiles.projections import SYSTEMS, WGS84, Points, System
from rebond.sitefiles.shape_texts import Parsed, Shapes
from rebond.texts import Text, number

Box = tuple[float, float, float, float]
"""West, south, east, north; degrees or metres."""
Boxes = NDArray[np.float64]
"""Shape (n, 4)."""


@dataclass(frozen=True, slots=True)
class Zone:
    """A part of France with the plane system that its administrations use.

    Parameters
    ----------
    degrees : Box
    system : str or None
        Code of the plane system.
    metres : Box or None
    """

    degrees: Box
    system: str | None = None
    metres: Box | None = None


ZONES = (
    Zone((-5.8, 41.0, 10.0, 51.5), "EPSG:2154", (50_000, 6_000_000, 1_300_000, 7_200_000)),
    Zone((-63.3, 15.7, -60.9, 18.3), "EPSG:5490", (470_000, 1_730_000, 730_000, 2_030_000)),
    Zone((-61.4, 14.2, -60.6, 15.1), "EPSG:5490", (670_000, 1_570_000, 760_000, 1_670_000)),
    Zone((-54.7, 2.0, -51.4, 6.0), "EPSG:2972", (80_000, 220_000, 460_000, 665_000)),
    Zone((55.0, -21.6, 56.0, -20.7), "EPSG:2975", (290_000, 7_600_000, 400_000, 7_715_000)),
    Zone((44.9, -13.2, 45.5, -12.4), "EPSG:4471", (480_000, 8_530_000, 560_000, 8_640_000)),
    Zone((-56.6, 46.6, -56.0, 47.3), "EPSG:4467", (530_000, 5_150_000, 590_000, 5_245_000)),
    Zone((-178.5, -14.6, -175.9, -12.9)),
    Zone((-155.0, -28.5, -134.0, -7.5)),
    Zone((163.0, -23.5, 172.5, -18.9)),
)
"""Metropolitan France, then Guadeloupe with Saint-Martin and Saint-Barthélemy, Martinique, Guyane,
La Réunion, Mayotte, Saint-Pierre-et-Miquelon, Wallis-et-Futuna, Polynésie, Nouvelle-Calédonie."""

_OUTSIDE = Text(
    "hors de France dans tous les systèmes et ordres connus (x de {west} à {east}, y de {south} à {north})",
    "outside France in every system and order known (x from {west} to {east}, y from {south} to {north})",
)
_AMBIGUOUS = Text(
    "plusieurs lectures tombent en France ({readings}) et la commune ne permet pas de choisir",
    "several readings fall into France ({readings}) and the commune does not settle it",
)
_NOT_FINITE = Text("des coordonnées ne sont pas des nombres", "some coordinates are not numbers")


@dataclass(frozen=True)
class Reading:
    """One way to read coordinates."""

    system: System
    is_swapped: bool

    @property
    def words(self) -> Text:
        """Return its name for a message."""
        if not self.is_swapped:
            return Text(self.system.name, self.system.name)
        return Text(f"{self.system.name}, axes inversés", f"{self.system.name}, axes swapped")

    def degrees(self, points: Points) -> Points:
        """Return longitudes and latitudes."""
        return self.system.to_degrees(points[:, ::-1] if self.is_swapped else points)

    def remarks(self, declared: System | None) -> list[Remark]:
        """Return what is said of a place read so in a file that declares a system, or none."""
        said = []
        if self.is_swapped:
            said.append(Remark("corrected", "axes-swapped"))
        if not _is_degrees(self.system) and self.system != declared:
            said.append(Remark("corrected", "system", self.system.name, "WGS 84"))
        return said


def _is_degrees(system: System) -> bool:
    return system.to_degrees is SYSTEMS[WGS84].to_degrees


def _readings() -> dict[Reading, list[Box]]:
    """Return the boxes into which a place may fall, by reading."""
    found: dict[Reading, list[Box]] = {}
    for zone in ZONES:
        pairs = [(SYSTEMS[WGS84], zone.degrees)]
        if zone.system and zone.metres:
            pairs.append((SYSTEMS[zone.system], zone.metres))
        for system, box in pairs:
            west, south, east, north = box
            found.setdefault(Reading(system, is_swapped=False), []).append(box)
            found.setdefault(Reading(system, is_swapped=True), []).append(
                (south, west, north, east)
            )
    return found


READINGS = _readings()
_PLAIN = Reading(SYSTEMS[WGS84], is_swapped=False)


def locate(
    parsed: Parsed, codes: Sequence[str | None], communes: CommuneBook, declared: System | None
) -> None:
    """Turn places into longitude and latitude; drop, with the reason, those that cannot be told.

    Parameters
    ----------
    parsed : Parsed
        Changed in place.
    codes : sequence of str or None
        Commune of each row, where known.
    communes : CommuneBook
    declared : System or None
        The system that the file declares.
    """
    boxes = shapely.bounds(parsed.shapes)
    present = ~shapely.is_missing(parsed.shapes)
    broken = present & ~np.isfinite(boxes).all(axis=1)
    for place in np.flatnonzero(broken):
        parsed.fail(int(place), _NOT_FINITE)
    left = present & ~broken
    if declared is not None and not _is_degrees(declared):
        for is_swapped in (False, True):
            left = _as_declared(parsed, left, Reading(declared, is_swapped), declared)
    else:
        left &= ~_within(boxes, READINGS[_PLAIN])
    if left.any():
        _by_values(parsed, np.flatnonzero(left), boxes, codes, communes, declared)


def _within(boxes: Boxes, into: Sequence[Box]) -> NDArray[np.bool_]:
    inside = np.zeros(len(boxes), dtype=bool)
    for west, south, east, north in into:
        inside |= (
            (boxes[:, 0] >= west)
            & (boxes[:, 1] >= south)
            & (boxes[:, 2] <= east)
            & (boxes[:, 3] <= north)
        )
    return inside


def _converted(shapes: Shapes, reading: Reading) -> Shapes:
    converted: Shapes = shapely.transform(shapes, reading.degrees)
    return converted


def _as_declared(
    parsed: Parsed, left: NDArray[np.bool_], reading: Reading, declared: System
) -> NDArray[np.bool_]:
    """Read places as the file declares, and return which are still to be read."""
    places = np.flatnonzero(left)
    if not len(places):
        return left
    with np.errstate(all="ignore"):
        converted = _converted(parsed.shapes[places], reading)
    fits = _within(shapely.bounds(converted), READINGS[_PLAIN])
    parsed.shapes[places[fits]] = converted[fits]
    remarks = reading.remarks(declared)
    for place in places[fits] if remarks else ():
        for remark in remarks:
            parsed.say(int(place), remark)
    left = left.copy()
    left[places[fits]] = False
    return left


def _by_values(
    parsed: Parsed,
    places: NDArray[np.intp],
    boxes: Boxes,
    codes: Sequence[str | None],
    communes: CommuneBook,
    declared: System | None,
) -> None:
    """Read places in the only reading in which they fall into France."""
    readings = list(READINGS)
    fits = np.stack([_within(boxes[places], READINGS[reading]) for reading in readings])
    count = fits.sum(axis=0)
    chosen = np.where(count == 1, fits.argmax(axis=0), -1)
    for row in np.flatnonzero(count > 1):
        chosen[row] = _settled(
            parsed, int(places[row]), np.flatnonzero(fits[:, row]), codes, communes
        )
    for row in np.flatnonzero(count == 0):
        west, south, east, north = boxes[places[row]]
        ends = {"west": west, "south": south, "east": east, "north": north}
        parsed.fail(int(places[row]), _OUTSIDE.filled(**{k: _figure(v) for k, v in ends.items()}))
    for index, reading in enumerate(readings):
        rows = places[chosen == index]
        if not len(rows):
            continue
        parsed.shapes[rows] = _converted(parsed.shapes[rows], reading)
        for place in rows:
            for remark in reading.remarks(declared):
                parsed.say(int(place), remark)


def _figure(value: float) -> Text:
    digits = 4 if abs(value) < 1000 else 0  # noqa: PLR2004 - degrees or metres
    return Text(number(value, "fr", digits=digits), number(value, "en", digits=digits))


def _settled(
    parsed: Parsed,
    place: int,
    candidates: NDArray[np.intp],
    codes: Sequence[str | None],
    communes: CommuneBook,
) -> int:
    """Return the reading that puts a place near its commune; fail when not exactly one does."""
    readings = list(READINGS)
    code = codes[place]
    near = []
    for index in candidates if code is not None else ():
        converted = shapely.transform(parsed.shapes[place], readings[index].degrees)
        centre = shapely.centroid(converted)
        apart = communes.distance_km(str(code), centre.x, centre.y)
        if apart is not None and apart[0] <= apart[1]:
            near.append(int(index))
    if len(near) == 1:
        return near[0]
    words = [readings[index].words for index in candidates]
    listed = Text(" ; ".join(one.fr for one in words), "; ".join(one.en for one in words))
    parsed.fail(place, _AMBIGUOUS.filled(readings=listed))
    return -1
