"""Rows prepared for paging: every row once, boxes as shapes are, nothing served that was taken back."""

from __future__ import annotations

import dataclasses
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import shapely
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from rebond.web.publishing import boxes, features, kept
from rebond.web.publishing.dataset import Dataset, Row
from rebond.web.publishing.errors import BadParameter, InPreparation
from rebond.web.publishing.features import Asked, Box, Features
from tests.web.publishing.test_formats import dataset
from tests.web.world import NOW

TRIANGLE = shapely.Polygon([(0, 40), (10, 40), (0, 50)])


def row(code: str, shape: Any, **more: Any) -> Row:
    return Row(
        code, {"code": code, "text": code[:1]}, shapely.to_wkb(shape) if shape else None, **more
    )


ROWS = (
    row("fidji-est", shapely.Point(-179, -17)),
    row("fidji-ouest", shapely.Point(178, -17)),
    row("triangle", TRIANGLE),
    row(
        "é-lisieux",
        shapely.Point(0.2, 49.1),
        starts_on=date(2030, 1, 1),
        ends_on=date(2030, 12, 31),
    ),
    row("nulle-part", None),
)


@pytest.fixture
def found(settings: Any, tmp_path: Path) -> Features:
    settings.FILES_FOLDER = tmp_path
    one = dataclasses.replace(dataset(ROWS), filters=("text",))
    return features.served(one, NOW).features


def codes(found: Features, asked: Asked) -> set[str]:
    return {str(found.ids[one]) for one in found.matching(asked)}


def test_rows_come_by_identifier_whatever_order_they_were_given_in(found: Features) -> None:
    assert found.ids.tolist() == sorted(one.id for one in ROWS)
    for one in ROWS:
        at = found.row_of(one.id)
        assert at is not None
        assert json.loads(found.feature(at))["id"] == one.id
    assert found.row_of("absent") is None


def test_a_box_across_the_antimeridian_finds_both_sides_and_nothing_between(
    found: Features,
) -> None:
    assert codes(found, Asked(box=Box(170, -20, -170, 0))) == {"fidji-est", "fidji-ouest"}
    assert codes(found, Asked(box=Box(-170, -20, 170, 0))) == set()


def test_a_shape_is_found_where_it_lies_not_where_its_box_does(found: Features) -> None:
    assert "triangle" in codes(found, Asked(box=Box(1, 41, 2, 42)))
    assert "triangle" not in codes(found, Asked(box=Box(8, 48, 9, 49)))


def test_days_and_values_narrow_and_what_has_no_day_always_stands(found: Features) -> None:
    after = date(2031, 1, 1).toordinal()
    assert "é-lisieux" not in codes(found, Asked(first_day=after))
    assert "triangle" in codes(found, Asked(first_day=after))
    assert codes(found, Asked(filters=(("text", "f"),))) == {"fidji-est", "fidji-ouest"}
    assert found.bounds == (-179, -17, 178, 50)


def test_a_dataset_without_rows_has_no_page(settings: Any, tmp_path: Path) -> None:
    settings.FILES_FOLDER = tmp_path
    served = features.served(dataset(()), NOW)
    assert len(served.matching(Asked(box=Box(0, 0, 1, 1)))) == 0
    assert served.features.bounds is None


@pytest.mark.django_db
def test_what_was_taken_back_is_not_served_while_a_large_dataset_is_prepared_again(
    settings: Any, tmp_path: Path
) -> None:
    settings.FILES_FOLDER = tmp_path
    state = ["1"]
    large: Dataset = dataclasses.replace(
        dataset(ROWS),
        stamp=lambda _now: state[0],
        is_large=lambda: True,
        withheld=lambda _since: frozenset({"triangle"}),
    )
    with pytest.raises(InPreparation):
        features.served(large, NOW)
    features.make(large, NOW)
    assert len(features.served(large, NOW).matching(Asked())) == 5
    state[0] = "2"
    served = features.served(large, NOW)
    assert served.key.startswith(kept.state_of(large, NOW))
    assert {str(served.features.ids[one]) for one in served.matching(Asked())} == {
        one.id for one in ROWS
    } - {"triangle"}


@pytest.mark.parametrize(
    "written",
    [
        "",
        "1,2,3",
        "1,2,3,4,5",
        "a,b,c,d",
        "nan,0,1,1",
        "0,0,inf,1",
        "-181,0,1,1",
        "0,-91,1,1",
        "0,50,1,40",
        "0,0,1,1e999",
        "0;0;1;1",
        "1,2,3,4,5,6,7",
    ],
)
def test_a_box_that_is_none_is_refused(written: str) -> None:
    with pytest.raises(BadParameter):
        boxes.read(written)


def test_a_box_with_heights_is_read_without_them() -> None:
    assert boxes.read("1,2,-5,3,4,9000") == Box(1, 2, 3, 4)


@given(
    places=st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), min_size=1, max_size=30),
    box=st.tuples(
        st.floats(-180, 180), st.floats(-90, 90), st.floats(-180, 180), st.floats(-90, 90)
    ),
)
@hypothesis_settings(max_examples=25, deadline=None, derandomize=True)
def test_points_in_a_box_are_those_that_arithmetic_finds(
    tmp_path_factory: pytest.TempPathFactory,
    places: list[tuple[float, float]],
    box: tuple[float, float, float, float],
) -> None:
    west, south, east, north = (round(one, 5) for one in box)
    south, north = min(south, north), max(south, north)
    rows = [
        row(f"{at:03d}", shapely.Point(round(lon, 5), round(lat, 5)))
        for at, (lon, lat) in enumerate(places)
    ]
    path = tmp_path_factory.mktemp("rows") / "essai~0.rows"
    features._write(dataset(rows), NOW, path, lambda _done, _total: None)
    found = codes(Features(path), Asked(box=Box(west, south, east, north)))
    expected = set()
    for one in rows:
        point = shapely.from_wkb(one.shape)
        is_in = west <= point.x <= east if west <= east else point.x >= west or point.x <= east
        if is_in and south <= point.y <= north:
            expected.add(one.id)
    assert found == expected
