from __future__ import annotations

import numpy as np
import pytest
import shapely

from rebond.opendata.basemap.cells import faces, land

GRID = np.array([(5.0 * x, 5.0 * y) for x in range(12) for y in range(8)])
AREA = np.full(len(GRID), 25.0)


def test_land_covers_every_centre_and_not_the_sea() -> None:
    ground = land(GRID, AREA)
    assert shapely.contains(ground, shapely.points(GRID)).all()
    assert not shapely.contains_xy(ground, 80.0, 20.0)


def test_narrow_gaps_are_filled_and_straits_are_not() -> None:
    island = GRID + np.array([100.0, 0.0])
    ground = land(np.vstack([GRID, island]), np.concatenate([AREA, AREA]))
    assert len(shapely.get_parts(ground)) == 2
    assert shapely.get_num_interior_rings(shapely.get_parts(ground)).sum() == 0


def test_a_missing_area_is_taken_as_the_median_for_drawing() -> None:
    unknown = AREA.copy()
    unknown[5] = np.nan
    assert shapely.equals(land(GRID, unknown), land(GRID, AREA))


def test_faces_cover_the_land_without_gap_or_overlap() -> None:
    ground = land(GRID, AREA)
    groups = [int(x >= 25) + 2 * int(y >= 20) for x, y in GRID]
    pieces, owners = faces(GRID, groups, ground)
    assert shapely.coverage_is_valid(pieces)
    assert sum(shapely.area(pieces)) == pytest.approx(shapely.area(ground), rel=1e-6)
    assert set(owners) == {0, 1, 2, 3}


def test_each_centre_lies_in_a_face_of_its_group() -> None:
    groups = [int(x >= 25) for x, _ in GRID]
    pieces, owners = faces(GRID, groups, land(GRID, AREA))
    for point, group in zip(shapely.points(GRID), groups, strict=True):
        holding = [
            owner for piece, owner in zip(pieces, owners, strict=True) if piece.covers(point)
        ]
        assert holding == [group]


def test_one_centre_alone_owns_its_land() -> None:
    ground = land(GRID[:1], AREA[:1])
    pieces, owners = faces(GRID[:1], [7], ground)
    assert owners == [7]
    assert shapely.equals(pieces[0], ground)


def test_of_centres_that_coincide_the_first_stands_for_all() -> None:
    points = np.vstack([GRID, GRID[:1]])
    groups = [0] * len(GRID) + [1]
    _, owners = faces(points, groups, land(GRID, AREA))
    assert set(owners) == {0}
