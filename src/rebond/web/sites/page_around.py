"""What open data say around a site: read at its point, or at the centre of its commune."""

from __future__ import annotations

from datetime import date

from rebond.errors import RebondError
from rebond.evidence import Point
from rebond.web.dossiers.evidence import Seen, seen

INDICATORS = (
    "road_axis_km",
    "freight_station_km",
    "passenger_station_km",
    "port_km",
    "airport_km",
    "jobs_30km",
    "unemployment_rate",
    "establishments_30km",
    "higher_education_50km",
)


def around(longitude: float | None, latitude: float | None, on: date) -> tuple[Seen, ...]:
    """Return the facts around a point; none when the place is not established."""
    if longitude is None or latitude is None:
        return ()
    try:
        # Four decimals are ten metres: neighbours share what was computed.
        return seen(Point(round(longitude, 4), round(latitude, 4)), INDICATORS, on)
    except RebondError:
        return ()
