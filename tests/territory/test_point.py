from __future__ import annotations

import math

import numpy as np
import pytest

from rebond.territory import Atlas, Rank
from rebond.territory.communes import Communes
from rebond.territory.errors import CoordinatesOutOfRange, PointTooFar, SwappedCoordinates
from rebond.territory.point import EARTH_RADIUS_KM, CentreIndex, radius_km, unit_vectors
from tests.territory.tiny import TABLES, TinySource, rows_of, table_of


def test_the_nearest_commune_comes_first_with_its_distance(tiny: Atlas) -> None:
    found = tiny.find_point(2.01, 47.0)
    assert [match.place.key.code for match in found.matches] == ["96001", "96002", "96003"]
    first = found.matches[0]
    assert first.rank == Rank.POINT
    expected = EARTH_RADIUS_KM * math.radians(0.01) * math.cos(math.radians(47))
    assert first.distance_km == pytest.approx(expected, abs=0.001)
    assert not found.is_ambiguous


def test_a_point_between_two_communes_is_ambiguous(tiny: Atlas) -> None:
    assert tiny.find_point(2.095, 47.0).is_ambiguous


def test_a_point_on_a_centre_is_at_no_distance(tiny: Atlas) -> None:
    assert tiny.find_point(2.0, 47.2).matches[0].distance_km == 0.0


def test_a_point_near_a_vast_commune_is_attached_from_farther(tiny: Atlas) -> None:
    assert tiny.find_point(-60.5, 15.5).matches[0].place.name == "Port-Lointain"
    with pytest.raises(PointTooFar):
        tiny.find_point(2.5, 47.6)


@pytest.mark.parametrize(("lon", "lat"), [(47.0, 2.0), (15.0, -60.0)])
def test_swapped_coordinates_are_told(tiny: Atlas, lon: float, lat: float) -> None:
    with pytest.raises(SwappedCoordinates) as caught:
        tiny.find_point(lon, lat)
    for lang in ("fr", "en"):
        assert f"{lat} {lon}" in caught.value.message(lang)
    assert caught.value.nearest in {"L'Œuvre-Saint-Éloi", "Port-Lointain"}


@pytest.mark.parametrize(
    ("lon", "lat"),
    [(181.0, 0.0), (0.0, 91.0), (math.nan, 47.0), (2.0, math.nan), (math.inf, 0.0), (-180.1, 0)],
)
def test_coordinates_that_do_not_exist_are_refused(tiny: Atlas, lon: float, lat: float) -> None:
    with pytest.raises(CoordinatesOutOfRange) as caught:
        tiny.find_point(lon, lat)
    assert not caught.value.looks_projected
    assert "WGS84" in caught.value.message("fr")


@pytest.mark.parametrize(("x", "y"), [(652_000.0, 6_862_000.0), (6_862_000.0, 652_000.0)])
def test_metres_are_recognised(tiny: Atlas, x: float, y: float) -> None:
    with pytest.raises(CoordinatesOutOfRange, match="Lambert-93"):
        tiny.find_point(x, y)


def test_a_point_at_sea_is_refused_with_its_distance(tiny: Atlas) -> None:
    with pytest.raises(PointTooFar) as caught:
        tiny.find_point(-5.0, 46.0)
    assert caught.value.nearest == "Île-Seule"
    assert caught.value.distance_km == pytest.approx(463, abs=2)
    assert caught.value.limit_km == 15.0


def test_without_any_centre_every_point_is_too_far() -> None:
    nowhere = [row | {"lon": None, "lat": None} for row in rows_of(TABLES["communes"])]
    communes = Communes.from_source(TinySource(communes=table_of(nowhere)))
    with pytest.raises(PointTooFar):
        CentreIndex.build(communes).nearest(2.0, 47.0)


def test_unit_vectors_have_length_one_and_the_poles_are_the_poles() -> None:
    vectors = unit_vectors(np.array([0.0, 90.0, 12.0]), np.array([0.0, 0.0, 90.0]))
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0)
    np.testing.assert_allclose(vectors, [[1, 0, 0], [0, 1, 0], [0, 0, 1]], atol=1e-12)


def test_the_radius_of_a_disc_of_one_square_kilometre() -> None:
    assert radius_km(math.pi) == pytest.approx(1.0)
