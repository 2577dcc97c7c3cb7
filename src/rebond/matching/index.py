"""Sites laid out so that a search touches only the cells of its box, in blocks that fit the cache."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from rebond.matching import kernel
from rebond.matching.columns import UNKNOWN_CODE, SiteColumns
from rebond.matching.needs import AtLeast, AtMost, Box, Condition, Need, OneOf
from rebond.matching.search import Matches, accepted_codes, ramp_end

CELL_DEGREES = 0.5
PARALLEL_FROM = 65_536
"""Fewer rows than this are quicker on one thread."""

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class SiteIndex:
    """Sites sorted by cell, their columns contiguous.

    Parameters
    ----------
    sites : SiteColumns
    order : array, shape (n,), int64
        Row of `sites` at each row of the index; sites without a place come last.
    cell_starts : array, shape (cells + 2,), int64
        First row of each cell, then of the sites without a place, then n.
    west, south, columns, rows : grid
    packed : kernel.Columns
    number_rows, code_rows : mapping of column name to row of `packed`
    """

    sites: SiteColumns
    order: IntArray
    cell_starts: IntArray
    west: float
    south: float
    columns: int
    rows: int
    packed: kernel.Columns
    number_rows: dict[str, int]
    code_rows: dict[str, int]

    @classmethod
    def build(cls, sites: SiteColumns) -> SiteIndex:
        """Sort the sites by cell, row of cells by row of cells.

        Parameters
        ----------
        sites : SiteColumns

        Returns
        -------
        SiteIndex
        """
        placed = ~(np.isnan(sites.lon) | np.isnan(sites.lat))
        lon, lat = sites.lon[placed].astype(np.float64), sites.lat[placed].astype(np.float64)
        west, south = (float(axis.min()) if axis.size else 0.0 for axis in (lon, lat))
        columns, rows = (
            int((axis.max() - low) / CELL_DEGREES) + 1 if axis.size else 1
            for axis, low in ((lon, west), (lat, south))
        )
        cells = np.full(len(sites), columns * rows, dtype=np.int64)
        x = ((lon - west) / CELL_DEGREES).astype(np.int64)
        cells[placed] = ((lat - south) / CELL_DEGREES).astype(np.int64) * columns + x
        order = np.argsort(cells, kind="stable")
        starts = np.searchsorted(cells[order], np.arange(columns * rows + 2))
        number_names = ["", *sorted(sites.numbers)]
        numbers = np.empty((len(number_names) + 1, len(sites)), dtype=np.float32)
        numbers[0], numbers[1] = sites.lon[order], sites.lat[order]
        for row, name in enumerate(number_names[1:], start=2):
            numbers[row] = sites.numbers[name][order]
        codes = np.empty((max(1, len(sites.codes)), len(sites)), dtype=np.uint8)
        for row, name in enumerate(sorted(sites.codes)):
            codes[row] = sites.codes[name][order]
        return cls(
            sites,
            order,
            starts.astype(np.int64),
            west,
            south,
            columns,
            rows,
            kernel.Columns(numbers, codes),
            {name: row for row, name in enumerate(number_names[1:], start=2)},
            {name: row for row, name in enumerate(sorted(sites.codes))},
        )

    def search(
        self, need: Need, *, first: int = 20, facets: Sequence[str] = (), threads: int = 1
    ) -> Matches:
        """Find and rank the sites that answer a need, as `rebond.matching.search` does.

        Parameters
        ----------
        need : Need
        first : int, default 20
        facets : sequence of str
        threads : int, default 1
            The answer is the same for any number.

        Returns
        -------
        Matches

        Raises
        ------
        UnknownColumn, UnusableCondition
        """
        musts = self._conditions([(one, 0.0) for one in (*need.musts, *_edges(need.box))])
        whole = sum(wish.importance for wish in need.wishes)
        wishes = self._conditions(
            [(wish.condition, wish.importance / whole) for wish in need.wishes]
        )
        counted = np.array([self._code_row(name) for name in facets], dtype=np.int32)
        starts, ends = self._runs(need.box)
        parts = 1 if (ends - starts).sum() < PARALLEL_FROM else max(1, threads)
        shares = _shared(starts, ends, parts)

        def look(
            share: tuple[IntArray, IntArray],
        ) -> tuple[FloatArray, IntArray, IntArray, IntArray]:
            best, rows = np.empty((first, 3)), np.empty(first, dtype=np.int64)
            counts = np.zeros((len(counted), 256), dtype=np.int64)
            totals = np.zeros(2, dtype=np.int64)
            found = kernel.scan(
                *share,
                self.packed,
                musts,
                wishes,
                counted,
                self.order,
                with_unknown=need.with_unknown,
                best=best,
                best_rows=rows,
                counts=counts,
                totals=totals,
            )
            return best[:found], rows[:found], counts, totals

        if len(shares) == 1:
            answers = [look(shares[0])]
        else:
            with ThreadPoolExecutor(len(shares)) as pool:
                answers = list(pool.map(look, shares))
        best = np.concatenate([one[0] for one in answers])
        rows = np.concatenate([one[1] for one in answers])
        counts = np.sum([one[2] for one in answers], axis=0)
        totals = np.sum([one[3] for one in answers], axis=0)
        chosen = np.lexsort((rows, -best[:, 2], -best[:, 1], -best[:, 0]))[:first]
        return Matches(
            rows[chosen],
            best[chosen, 0] == 1.0,
            best[chosen, 1],
            best[chosen, 2],
            int(totals[0]),
            int(totals[1]),
            {
                name: np.append(
                    counts[at, : len(self.sites.code_names[name])], counts[at, UNKNOWN_CODE]
                )
                for at, name in enumerate(facets)
            },
        )

    def _number_row(self, name: str) -> int:
        if name in self.number_rows:
            return self.number_rows[name]
        self.sites.number(name)
        return {"lon": 0, "lat": 1}[name]

    def _code_row(self, name: str) -> int:
        self.sites.code(name)
        return self.code_rows[name]

    def _conditions(self, given: Sequence[tuple[Condition, float]]) -> kernel.Conditions:
        """Write conditions as arrays; for musts, `accepted` holds what a code does to the state."""
        count = len(given)
        kind, column = np.zeros(count, np.int8), np.zeros(count, np.int32)
        value, end = np.zeros(count, np.float32), np.zeros(count)
        accepted = np.zeros((count, 256), np.uint8)
        for at, (one, _weight) in enumerate(given):
            if isinstance(one, OneOf):
                kind[at], column[at] = kernel.ONE_OF, self._code_row(one.column)
                accepted[at] = np.where(accepted_codes(self.sites, one), 0, kernel.FAILED)
                accepted[at, UNKNOWN_CODE] = kernel.UNSURE
                continue
            kind[at] = kernel.AT_LEAST if isinstance(one, AtLeast) else kernel.AT_MOST
            column[at] = _PLACE.get(one.column, -1)
            if column[at] < 0:
                column[at] = self._number_row(one.column)
            value[at] = one.value
            end[at] = ramp_end(one)
        weights = np.array([weight for _one, weight in given])
        return kernel.Conditions(kind, column, value, end, accepted, weights)

    def _runs(self, box: Box | None) -> tuple[IntArray, IntArray]:
        """Return the runs of rows whose cells touch a box."""
        if box is None:
            return np.array([0]), np.array([len(self.sites)])
        x0, x1 = (self._cell(at, self.west, self.columns) for at in (box.west, box.east))
        y0, y1 = (self._cell(at, self.south, self.rows) for at in (box.south, box.north))
        lines = np.arange(y0, y1 + 1) * self.columns
        return self.cell_starts[lines + x0], self.cell_starts[lines + x1 + 1]

    def _cell(self, at: float, low: float, count: int) -> int:
        return int(np.clip(np.floor((at - low) / CELL_DEGREES), 0, count - 1))


_PLACE = {"\0lon": 0, "\0lat": 1}
"""Names that no table has, for the edges of a box."""


def _edges(box: Box | None) -> tuple[Condition, ...]:
    if box is None:
        return ()
    return (
        AtLeast("\0lon", box.west),
        AtMost("\0lon", box.east),
        AtLeast("\0lat", box.south),
        AtMost("\0lat", box.north),
    )


def _shared(starts: IntArray, ends: IntArray, parts: int) -> list[tuple[IntArray, IntArray]]:
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
