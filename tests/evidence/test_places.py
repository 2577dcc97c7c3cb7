"""Points, and the communes they are put in."""

import math

import numpy as np
import pytest

from rebond.evidence.errors import BadPoint
from rebond.evidence.places import Point
from tests.evidence.world import KM, engine


@pytest.mark.parametrize(
    ("lon", "lat"),
    [
        (math.nan, 47.0),
        (2.0, math.nan),
        (181.0, 0.0),
        (0.0, 90.5),
        (math.inf, 0.0),
        (652000, 6.8e6),
    ],
)
def test_coordinates_off_the_globe_are_refused_with_the_name_of_the_point(lon, lat):
    with pytest.raises(BadPoint, match="Ma zone"):
        Point(lon, lat, "Ma zone")


def test_a_point_has_a_text_and_a_form_for_records():
    point = Point(2.0, 47.5, "Ma zone")
    assert str(point) == "point:2.00000,47.50000 Ma zone"
    assert point.as_json() == {"kind": "point", "lon": 2.0, "lat": 47.5, "name": "Ma zone"}


def test_the_frame_follows_the_order_of_codes_and_keeps_what_is_unknown():
    frame = engine().frame
    assert frame.code.tolist() == ["2A900", "90001", "90002", "90003", "97600", "98700"]
    assert frame.employment_zone[frame.row_of["98700"]] == ""
    assert np.isnan(frame.population[frame.row_of["98700"]])
    assert np.isnan(frame.xyz[frame.row_of["98700"]]).all()


def test_a_point_is_put_in_the_commune_whose_centre_is_nearest():
    frame = engine().frame
    points = [Point(2.0, 47.0 + 2 * KM, "p"), Point(2.0, 47.0 + 4 * KM, "q")]
    sites, distance = frame.locate(points)
    assert frame.code[sites.commune].tolist() == ["90001", "90002"]
    assert distance.tolist() == pytest.approx([2.0, 2.0])


def test_no_point_is_located_to_nothing():
    sites, distance = engine().frame.locate([])
    assert len(sites.commune) == len(distance) == 0
