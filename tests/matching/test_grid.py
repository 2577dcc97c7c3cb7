"""The cells of a grid hold every site once, and a box touches the cells of its sites."""

from __future__ import annotations

import numpy as np

from rebond.matching import Box, SiteColumns
from rebond.matching.grid import LAT, LON, Grid, shared

PLACES = ((0.1, 45.1), (9.0, 50.9), (0.1, 45.2), (np.nan, 45.0), (4.0, 47.0))


def sites() -> SiteColumns:
    lon, lat = (np.array(axis, np.float32) for axis in zip(*PLACES, strict=True))
    return SiteColumns(np.arange(len(PLACES)).astype("U1"), lon, lat)


def test_a_box_touches_the_rows_of_its_cells_and_never_those_without_a_place() -> None:
    grid, order = Grid.over(sites())
    starts, ends = grid.runs(Box(0, 45, 1, 46))
    rows = {
        int(order[at]) for low, high in zip(starts, ends, strict=True) for at in range(low, high)
    }
    assert {0, 2} <= rows
    assert 3 not in rows
    everything = grid.runs(None)
    assert (int(everything[0][0]), int(everything[1][0])) == (0, len(PLACES))


def test_only_edges_beyond_which_there_are_sites_are_compared() -> None:
    grid, _order = Grid.over(sites())
    assert grid.edges(Box(-10, 40, 20, 60)) == ()
    assert [edge.column for edge in grid.edges(Box(1, 40, 20, 48))] == [LON, LAT]


def test_shares_hold_each_row_once() -> None:
    starts, ends = np.array([0, 20]), np.array([10, 25])
    held = [
        row
        for low, high in shared(starts, ends, 4)
        for begin, end in zip(low, high, strict=True)
        for row in range(begin, end)
    ]
    assert held == [*range(10), *range(20, 25)]
