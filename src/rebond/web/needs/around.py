"""What open data says around sites that do not say it themselves: freight stations, ports, jobs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from rebond.evidence import EvidenceEngine
from rebond.evidence.distances import unit_vectors
from rebond.evidence.nearest import nearest_point
from rebond.territory.point import LIMIT_KM
from rebond.web.territories.places import atlas
from rebond.web.theme.datasets import snapshot

FloatArray = NDArray[np.float64]
FARTHEST_STATION_KM, FARTHEST_PORT_KM = 150.0, 500.0
"""Beyond it the list says nothing of the place, as for the indicators of the same name."""
WITHOUT_STATIONS = frozenset({"2A", "2B"})
OVERSEAS = "97"


def station_km(lon: FloatArray, lat: FloatArray, departements: NDArray[np.str_]) -> FloatArray:
    """Return the straight line to the nearest freight station; NaN where the list says nothing."""
    distance = _nearest("stations_freight", lon, lat, FARTHEST_STATION_KM)
    silent = np.isin(departements, list(WITHOUT_STATIONS))
    silent |= np.char.startswith(departements, OVERSEAS)
    distance[silent] = np.nan
    return distance


def port_km(lon: FloatArray, lat: FloatArray) -> FloatArray:
    """Return the straight line to the nearest port of an incomplete list: at most the true one."""
    return _nearest("ports", lon, lat, FARTHEST_PORT_KM)


def reach_km(codes: Sequence[str]) -> FloatArray:
    """Return how far from its commune's centre a site may lie: twice the radius of the disc of its area."""
    communes = atlas().communes
    rows = [communes.rows.get(code) for code in codes]
    areas = [math.nan if row is None else float(communes.area_km2[row]) for row in rows]
    reach = 2 * np.sqrt(np.array(areas, np.float64) / math.pi)
    return np.where(np.isnan(reach), LIMIT_KM, reach)


def _nearest(table: str, lon: FloatArray, lat: FloatArray, farthest: float) -> FloatArray:
    distance, _owner = nearest_point(unit_vectors(lon, lat), _places(table))
    distance[distance > farthest] = np.nan
    return np.round(distance, 1)


@cache
def _places(table: str) -> FloatArray:
    rows = snapshot().table(table)
    lon, lat = (np.asarray(rows.column(name).to_pylist(), np.float64) for name in ("lon", "lat"))
    return unit_vectors(lon, lat)


@lru_cache(maxsize=2)
def jobs_by_commune(as_of: date) -> dict[str, float]:
    """Return the jobs within 30 km of the centre of each commune, by its code; none where not known."""
    engine = EvidenceEngine.shared(snapshot(), atlas())
    keys = engine.communes()
    found = engine.evaluate(keys, ["jobs_30km"], as_of=as_of)
    values = found.value[:, 0]
    return {
        key.code: float(value)
        for key, value in zip(keys, values.tolist(), strict=True)
        if not np.isnan(value)
    }
