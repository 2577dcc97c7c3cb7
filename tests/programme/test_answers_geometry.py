from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebond.programme.answers_geometry import MOST_POSITIONS, read_geometry
from rebond.programme.answers_problems import AnswerFault, AnswerProblem
from rebond.programme.answers_values import normalise

from .answer_forms import one

SQUARE = [[0.0, 49.0], [0.0, 49.1], [0.1, 49.1], [0.1, 49.0], [0.0, 49.0]]
ALL = ("point", "line", "polygon")


def polygon(*rings: Any) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": list(rings)}


def refused(raw: Any, shapes: tuple[str, ...] = ALL) -> AnswerProblem:
    with pytest.raises(AnswerProblem) as caught:
        read_geometry(raw, shapes)
    assert caught.value.fault == AnswerFault.BAD_GEOMETRY
    return caught.value


def test_a_point_is_rounded_to_ten_centimetres_and_loses_its_height() -> None:
    raw = {"type": "Point", "coordinates": [0.12345678, 49.0, 35.0]}
    assert read_geometry(raw, ("point",)) == {"type": "Point", "coordinates": [0.123457, 49.0]}


def test_an_outline_turns_counter_clockwise() -> None:
    found = read_geometry(polygon(SQUARE), ALL)
    assert found["coordinates"][0][1] == [0.1, 49.0]


def test_features_and_collections_of_one_shape_become_one_geometry() -> None:
    far = [[x + 1, y] for x, y in SQUARE]
    raw = {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": {}, "geometry": polygon(SQUARE)},
            {"type": "Feature", "properties": {}, "geometry": polygon(far)},
        ],
    }
    assert read_geometry(raw, ("polygon",))["type"] == "MultiPolygon"


def test_the_same_place_twice_is_one_place() -> None:
    raw = {"type": "MultiPoint", "coordinates": [[0.1, 49.0], [0.1, 49.0]]}
    assert read_geometry(raw, ("point",))["type"] == "Point"


@pytest.mark.parametrize(
    "raw",
    [
        None,
        [],
        "Point",
        {},
        {"type": "Point"},
        {"type": "Point", "coordinates": []},
        {"type": "Point", "coordinates": ["0", "49"]},
        {"type": "Point", "coordinates": [True, 49]},
        {"type": "Point", "coordinates": [float("nan"), 49]},
        {"type": "Point", "coordinates": [10**400, 49]},
        {"type": "Point", "coordinates": [700_000, 6_600_000]},
        {"type": "Point", "coordinates": [0, 91]},
        {"type": "LineString", "coordinates": [[0, 49]]},
        {"type": "LineString", "coordinates": [[0, 49], [0, 49]]},
        {"type": "Circle", "coordinates": [0, 49]},
        {"type": "FeatureCollection", "features": []},
        {"type": "FeatureCollection", "features": {}},
        {"type": "Feature", "geometry": None},
        polygon(),
        polygon([[0, 49], [0, 49.1], [0.1, 49.1]]),
        polygon(SQUARE[:-1]),
        polygon([[0, 49], [0.1, 49.1], [0.1, 49], [0, 49.1], [0, 49]]),
        {"type": "MultiPolygon", "coordinates": [[SQUARE], [[[x + 0.05, y] for x, y in SQUARE]]]},
        {
            "type": "GeometryCollection",
            "geometries": [polygon(SQUARE), {"type": "Point", "coordinates": [0, 49]}],
        },
    ],
)
def test_what_is_not_one_sound_place_is_refused(raw: Any) -> None:
    refused(raw)


def test_another_shape_than_those_accepted_is_refused_and_both_are_named() -> None:
    problem = refused(
        {"type": "LineString", "coordinates": [[0, 49], [1, 49]]}, ("point", "polygon")
    )
    assert "ligne" in problem.message("fr")
    assert "contour fermé" in problem.message("fr")


def test_a_geometry_has_a_limit() -> None:
    def line(count: int) -> dict[str, Any]:
        return {"type": "LineString", "coordinates": [[n / 1000, 49.0] for n in range(count)]}

    assert len(read_geometry(line(MOST_POSITIONS), ALL)["coordinates"]) == MOST_POSITIONS
    refused(line(MOST_POSITIONS + 1))


def test_a_text_is_read_as_json_and_depth_breaks_nothing() -> None:
    field = one("geometry", shapes=["point"])
    raw = json.dumps({"type": "Point", "coordinates": [0.2, 49.1]})
    assert normalise(field, raw)["coordinates"] == [0.2, 49.1]
    for bad in ("[" * 100_000, "{", "12", '{"type": "Point"'):
        with pytest.raises(AnswerProblem):
            normalise(field, bad)
    deep: Any = {"type": "Point", "coordinates": [0, 49]}
    for _ in range(20):
        deep = {"type": "GeometryCollection", "geometries": [deep]}
    refused(deep)


@given(st.floats(-180, 180), st.floats(-90, 90))
def test_what_is_kept_is_read_as_itself(lon: float, lat: float) -> None:
    kept = read_geometry({"type": "Point", "coordinates": [lon, lat]}, ALL)
    assert read_geometry(kept, ALL) == kept
