"""The cells in which sites are sorted, and the runs of rows that a box touches."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from rebond.matching.columns import SiteColumns
from rebond.matching.needs import AtLeast, AtMost, Box, Condition

CELL_DEGREES = 0.5
LON, LAT = "\0lon", "\0lat"
"""Names that no table has, for the edges of a box."""

IntArray = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells of half a degree over the sites that have a place.

    Parameters
    ----------
    west, south, east, north : float
        Least and greatest longitude and latitude of the sites.
    columns, rows : int
    cell_starts : array, shape (cells + 2,), int64
        First row of each cell, then of the sites without a place, then n.
    """

    west: float
    south: float
    east: float
    north: float
    columns: int
    rows: int
    cell_starts: IntArray

    @classmethod
    def over(cls, sites: SiteColumns) -> tuple[Grid, IntArray]:
        """Return the grid over sites, and their order by cell; those without a place come last."""
        placed = ~(np.isnan(sites.lon) | np.isnan(sites.lat))
        lon, lat = sites.lon[placed].astype(np.float64), sites.lat[placed].astype(np.float64)
        west, south = (float(axis.min()) if axis.size else 0.0 for axis in (lon, lat))
        east, north = (float(axis.max()) if axis.size else 0.0 for axis in (lon, lat))
        columns = int((east - west) / CELL_DEGREES) + 1
        rows = int((north - south) / CELL_DEGREES) + 1
        cells = np.full(len(sites), columns * rows, dtype=np.int64)
        x = ((lon - west) / CELL_DEGREES).astype(np.int64)
        cells[placed] = ((lat - south) / CELL_DEGREES).astype(np.int64) * columns + x
        order = np.argsort(cells, kind="stable")
        starts = np.searchsorted(cells[order], np.arange(columns * rows + 2)).astype(np.int64)
        return cls(west, south, east, north, columns, rows, starts), order

    def runs(self, box: Box | None) -> tuple[IntArray, IntArray]:
        """Return the runs of rows whose cells touch a box; every row without a box."""
        if box is None:
            return np.array([0]), self.cell_starts[-1:]
        x0, x1 = (self._cell(at, self.west, self.columns) for at in (box.west, box.east))
        y0, y1 = (self._cell(at, self.south, self.rows) for at in (box.south, box.north))
        if (x0, x1) == (0, self.columns - 1):
            lines = np.array([y0 * self.columns, (y1 + 1) * self.columns])
            return self.cell_starts[lines[:1]], self.cell_starts[lines[1:]]
        lines = np.arange(y0, y1 + 1) * self.columns
        return self.cell_starts[lines + x0], self.cell_starts[lines + x1 + 1]

    def edges(self, box: Box | None) -> tuple[Condition, ...]:
        """Return the edges of a box beyond which there are sites."""
        if box is None:
            return ()
        west, south, east, north = (
            float(np.float32(at)) for at in (box.west, box.south, box.east, box.north)
        )
        edges: list[Condition] = []
        if west > self.west:
            edges.append(AtLeast(LON, west))
        if east < self.east:
            edges.append(AtMost(LON, east))
        if south > self.south:
            edges.append(AtLeast(LAT, south))
        if north < self.north:
            edges.append(AtMost(LAT, north))
        return tuple(edges)

    def _cell(self, at: float, low: float, count: int) -> int:
        return int(np.clip(np.floor((at - low) / CELL_DEGREES), 0, count - 1))


def shared(starts: IntArray, ends: IntArray, parts: int) -> list[tuple[IntArray, IntArray]]:
    """Cut runs into parts of nearly equal numbers of rows."""
    if parts == 1:
        return [(starts, ends)]
    sizes = ends - starts
    before = np.concatenate([[0], np.cumsum(sizes)])
    marks = [before[-1] * part // parts for part in range(parts + 1)]
    shares = []
    for low, high in pairwise(marks):
        begin = np.clip(starts + (low - before[:-1]), starts, ends)
        stop = np.clip(starts + (high - before[:-1]), starts, ends)
        shares.append((begin, stop))
    return shares
