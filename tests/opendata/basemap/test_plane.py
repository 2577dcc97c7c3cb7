from __future__ import annotations

import numpy as np
import pytest

from rebond.opendata.basemap.plane import Plane


def test_the_plane_goes_there_and_back() -> None:
    lonlat = np.array([[2.35, 48.85], [-4.49, 48.39], [9.45, 42.7]])
    plane = Plane.around(lonlat[:, 1])
    assert plane.to_lonlat(plane.to_plane(lonlat)) == pytest.approx(lonlat)


def test_a_degree_of_latitude_is_as_long_everywhere_and_of_longitude_shorter() -> None:
    plane = Plane(60.0)
    east, north = plane.to_plane(np.array([[1.0, 1.0]]))[0]
    assert north == pytest.approx(111.2)
    assert east == pytest.approx(55.6)


def test_the_reference_is_the_middle_latitude() -> None:
    assert Plane.around(np.array([42.0, 43.0, 50.0])).latitude == 46.0
