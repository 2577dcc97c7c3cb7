"""Plane coordinates to degrees, held against the PROJ library inside GDAL."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import shapely
from pyogrio import raw

from rebond.sitefiles.projections import SYSTEMS

POINTS = {
    "EPSG:2154": [(-4.5, 48.4), (8.7, 42.0), (2.46, 51.0)],
    "EPSG:3942": [(9.1, 42.1)],
    "EPSG:3947": [(-2.0, 47.2)],
    "EPSG:3950": [(2.5, 50.1)],
    "EPSG:5490": [(-61.5, 16.2), (-61.0, 14.6)],
    "EPSG:2972": [(-52.3, 4.9), (-54.0, 3.6)],
    "EPSG:2975": [(55.5, -21.1)],
    "EPSG:4471": [(45.1, -12.8)],
    "EPSG:4467": [(-56.2, 46.8)],
    "EPSG:3857": [(2.0, 48.0)],
}


@pytest.mark.parametrize("code", sorted(POINTS))
def test_degrees_are_those_of_proj(code: str, tmp_path: Path) -> None:
    wanted = np.array(POINTS[code])
    path = tmp_path / "points.gpkg"
    raw.write(
        path,
        geometry=shapely.to_wkb(shapely.points(wanted)),
        field_data=[],
        fields=[],
        geometry_type="Point",
        crs="EPSG:4326",
    )
    statement = f"SELECT ST_Transform(geom, {code[5:]}) AS geom FROM points"  # noqa: S608 - our own codes
    _, _, plane, _ = raw.read(path, sql=statement, sql_dialect="SQLITE")
    metres = shapely.get_coordinates(shapely.from_wkb(plane))
    assert np.abs(metres).min() > 1000
    np.testing.assert_allclose(SYSTEMS[code].to_degrees(metres), wanted, atol=1e-9)


def test_degrees_stay_as_they_are() -> None:
    points = np.array([[2.0, 48.0]])
    assert (SYSTEMS["EPSG:4171"].to_degrees(points) == points).all()
