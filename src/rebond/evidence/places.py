"""Where facts are read: communes as points, and points of one's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rebond.evidence.distances import FloatArray, IntArray, unit_vectors
from rebond.evidence.errors import BadPoint
from rebond.evidence.nearest import nearest_point

LARGEST_LON, LARGEST_LAT = 180.0, 90.0


@dataclass(frozen=True, slots=True)
class Point:
    """A place of the user's own, known by its coordinates.

    Parameters
    ----------
    lon : float, degrees east in [-180, 180], WGS 84
    lat : float, degrees north in [-90, 90]
    name : str

    Raises
    ------
    BadPoint
        When the coordinates are not on the globe.
    """

    lon: float
    lat: float
    name: str = ""

    def __post_init__(self) -> None:
        # NaN fails both comparisons, so that it is refused here too
        if not (abs(self.lon) <= LARGEST_LON and abs(self.lat) <= LARGEST_LAT):
            raise BadPoint(self.name, self.lon, self.lat)

    def __str__(self) -> str:
        return f"point:{self.lon:.5f},{self.lat:.5f}" + (f" {self.name}" if self.name else "")

    def as_json(self) -> dict[str, object]:
        """Return the form a record keeps."""
        return {"kind": "point", "lon": self.lon, "lat": self.lat, "name": self.name}


@dataclass(frozen=True, slots=True)
class Sites:
    """Places as the computations see them.

    Parameters
    ----------
    xyz : array, shape (n, 3), unit vectors; NaN rows where no coordinates are known
    commune : array, shape (n,), int64
        Row of the commune in which the place stands.
    """

    xyz: FloatArray
    commune: IntArray


@dataclass(frozen=True, slots=True)
class Frame:
    """The communes to which everything is referred.

    Parameters
    ----------
    code, name, departement, zone, employment_zone : arrays of str, shape (communes,)
        ``zone`` is metro, drom or com; empty text where not known.
    population : array, shape (communes,), persons; NaN where not known
    xyz : array, shape (communes, 3), unit vectors of the centres; NaN where not known
    row_of : mapping of commune code to row
    """

    code: NDArray[np.str_]
    name: NDArray[np.str_]
    departement: NDArray[np.str_]
    zone: NDArray[np.str_]
    employment_zone: NDArray[np.str_]
    population: FloatArray
    xyz: FloatArray
    row_of: Mapping[str, int]

    @classmethod
    def of(cls, communes: Any) -> Frame:
        """Build the frame from the columns of an atlas.

        Parameters
        ----------
        communes : columns with ``code``, ``name``, ``departement``, ``zone``, ``employment_zone``,
            ``population`` (persons), ``lon`` and ``lat`` (degrees)
        """
        code = _texts(communes.code)
        return cls(
            code=code,
            name=_texts(communes.name),
            departement=_texts(communes.departement),
            zone=_texts(communes.zone),
            employment_zone=_texts(communes.employment_zone),
            population=np.asarray(communes.population, dtype=np.float64),
            xyz=unit_vectors(
                np.asarray(communes.lon, dtype=np.float64),
                np.asarray(communes.lat, dtype=np.float64),
            ),
            row_of={one: row for row, one in enumerate(code.tolist())},
        )

    @property
    def sites(self) -> Sites:
        """Every commune as a site at its centre."""
        return Sites(self.xyz, np.arange(len(self.code), dtype=np.int64))

    def locate(self, points: Sequence[Point]) -> tuple[Sites, FloatArray]:
        """Place points in the communes whose centres are nearest.

        Parameters
        ----------
        points : sequence of Point

        Returns
        -------
        sites : Sites
        distance : array, shape (points,), km to the centre of that commune
        """
        xyz = unit_vectors(
            np.array([point.lon for point in points], dtype=np.float64),
            np.array([point.lat for point in points], dtype=np.float64),
        )
        located = np.flatnonzero(np.isfinite(self.xyz).all(axis=1))
        distance, owner = nearest_point(xyz, self.xyz[located])
        return Sites(xyz, located[owner] if len(points) else owner), distance


def _texts(values: Any) -> NDArray[np.str_]:
    return np.array(["" if one is None else str(one) for one in values], dtype=np.str_)
