"""Sites laid out so that a search touches only the cells of its box, in blocks that fit the cache."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rebond.matching import kernel
from rebond.matching.columns import UNKNOWN_CODE, SiteColumns
from rebond.matching.errors import UnknownColumn
from rebond.matching.grid import Grid, shared
from rebond.matching.needs import AtLeast, Condition, Need, OneOf
from rebond.matching.search import Matches, accepted_codes, ramp_end

PARALLEL_FROM = 65_536
"""Fewer rows than this are quicker on one thread."""
BUCKETS = 250
SAMPLED = 50_000
"""From how many values the limits of buckets are taken; they need not be exact quantiles."""

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]


class Place(NamedTuple):
    """A place in the order of an answer, be a site still there or not."""

    is_sure: bool
    low: float
    high: float
    row: int
    """Row of the caller's table: those that are tied stand in its order."""


BEFORE_ALL = (2.0, 0.0, 0.0, -1.0)


@dataclass(frozen=True, slots=True)
class SiteIndex:
    """Sites sorted by cell, their columns contiguous.

    Parameters
    ----------
    sites : SiteColumns
    order : array, shape (n,), int64
        Row of `sites` at each row of the index; sites without a place come last.
    grid : Grid
    packed : kernel.Columns
    edges : tuple of float32 arrays
        Ascending limits of the buckets of each row of numbers.
    number_rows, code_rows : mapping of column name to row of `packed`
    """

    sites: SiteColumns
    order: IntArray
    grid: Grid
    packed: kernel.Columns
    edges: tuple[NDArray[np.float32], ...]
    number_rows: dict[str, int]
    code_rows: dict[str, int]

    @classmethod
    def build(cls, sites: SiteColumns) -> SiteIndex:
        """Sort the sites by cell, row of cells by row of cells, and put numbers into buckets.

        Parameters
        ----------
        sites : SiteColumns

        Returns
        -------
        SiteIndex
        """
        grid, order = Grid.over(sites)
        number_names, code_names = sorted(sites.numbers), sorted(sites.codes)
        count = 2 + len(number_names)
        numbers = np.empty((count, len(sites)), dtype=np.float32)
        numbers[0], numbers[1] = sites.lon[order], sites.lat[order]
        for row, name in enumerate(number_names, start=2):
            numbers[row] = sites.numbers[name][order]
        cells = np.empty((count + len(code_names), len(sites)), dtype=np.uint8)
        edges = tuple(_into_buckets(values, cells[row]) for row, values in enumerate(numbers))
        for row, name in enumerate(code_names, start=count):
            cells[row] = sites.codes[name][order]
        return cls(
            sites,
            order,
            grid,
            kernel.Columns(numbers, np.empty((0, len(sites)), np.float32), cells),
            edges,
            {"\0lon": 0, "\0lat": 1} | {name: at for at, name in enumerate(number_names, start=2)},
            {name: at for at, name in enumerate(code_names, start=count)},
        )

    def search(
        self,
        need: Need,
        *,
        first: int = 20,
        facets: Sequence[str] = (),
        threads: int = 1,
        asked: Mapping[str, NDArray[np.float32]] | None = None,
        after: Place | None = None,
    ) -> Matches:
        """Find and rank the sites that answer a need, as `rebond.matching.search` does.

        Parameters
        ----------
        need : Need
        first : int, default 20
        facets : sequence of str
        threads : int, default 1
            The answer is the same for any number.
        asked : mapping of str to array, shape (n,), float32, optional
            Quantities that depend on what is asked, such as the chance of being ready by a day; in the
            order of the index (`arranged`), NaN where missing.
        after : Place, optional
            Where the sites returned begin: only those behind it; counts are of all.

        Returns
        -------
        Matches

        Raises
        ------
        UnknownColumn, UnusableCondition
        """
        extra = asked or {}
        edges = self.grid.edges(need.box)
        names = {name: row for row, name in enumerate(extra)}
        musts = self._conditions([(one, 0) for one in (*need.musts, *edges)], names)
        wishes = self._conditions([(w.condition, w.importance) for w in need.wishes], names)
        counted = np.array([self._code_row(name) for name in facets], dtype=np.int32)
        packed = self.packed
        if extra:
            packed = packed._replace(asked=np.stack(list(extra.values())))
        starts, ends = self.grid.runs(need.box)
        behind = np.array(after if after is not None else BEFORE_ALL, dtype=np.float64)
        parts = 1 if (ends - starts).sum() < PARALLEL_FROM else max(1, threads)

        def look(
            share: tuple[IntArray, IntArray],
        ) -> tuple[FloatArray, IntArray, IntArray, IntArray]:
            best, rows = np.empty((first, 3)), np.empty(first, dtype=np.int64)
            counts = np.zeros((len(counted), 256), dtype=np.int64)
            totals = np.zeros(2, dtype=np.int64)
            found = kernel.scan(
                *share,
                packed,
                musts,
                wishes,
                counted,
                self.order,
                with_unknown=need.with_unknown,
                after=behind,
                best=best,
                best_rows=rows,
                counts=counts,
                totals=totals,
            )
            return best[:found], rows[:found], counts, totals

        shares = shared(starts, ends, parts)
        if len(shares) == 1:
            answers = [look(shares[0])]
        else:
            # This thread takes the last share itself: waking one thread less is a tenth of the whole time.
            others = [_pool(len(shares)).submit(look, share) for share in shares[:-1]]
            last = look(shares[-1])
            answers = [*(one.result() for one in others), last]
        return self._together(answers, first, facets)

    def _together(
        self,
        answers: Sequence[tuple[FloatArray, IntArray, IntArray, IntArray]],
        first: int,
        facets: Sequence[str],
    ) -> Matches:
        """Merge what the threads found."""
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

    def arranged(self, column: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return a column of the caller's table in the order of the index."""
        return column[self.order]

    def _number_row(self, name: str) -> int:
        if name in self.number_rows:
            return self.number_rows[name]
        raise UnknownColumn(name, sorted(self.sites.numbers))

    def _code_row(self, name: str) -> int:
        self.sites.code(name)
        return self.code_rows[name]

    def _conditions(
        self, given: Sequence[tuple[Condition, int]], asked: Mapping[str, int]
    ) -> kernel.Conditions:
        """Write conditions as arrays."""
        count = len(given)
        made = kernel.Conditions(
            kind=np.zeros(count, np.int8),
            column=np.zeros(count, np.int32),
            is_asked=np.zeros(count, np.bool_),
            value=np.zeros(count, np.float32),
            end=np.zeros(count),
            low=np.zeros(count, np.uint8),
            high=np.full(count, kernel.NO_EDGE, np.uint8),
            edge=np.full(count, kernel.NO_EDGE, np.uint8),
            is_range=np.ones(count, np.bool_),
            accepted=np.zeros((count, 256), np.uint8),
            weight=np.array([weight for _one, weight in given], dtype=np.float64),
        )
        for at, (one, _weight) in enumerate(given):
            if isinstance(one, OneOf):
                self._class(made, at, one)
                continue
            made.kind[at] = kernel.AT_LEAST if isinstance(one, AtLeast) else kernel.AT_MOST
            made.value[at], made.end[at] = one.value, ramp_end(one)
            made.is_asked[at] = one.column in asked
            if made.is_asked[at]:
                made.column[at] = asked[one.column]
                continue
            made.column[at] = row = self._number_row(one.column)
            bucket = np.searchsorted(self.edges[row], made.value[at], side="right")
            made.edge[at] = bucket
            (made.low if isinstance(one, AtLeast) else made.high)[at] = bucket
        return made

    def _class(self, made: kernel.Conditions, at: int, one: OneOf) -> None:
        """Write a choice among classes; as a range when the codes follow each other."""
        accepted = accepted_codes(self.sites, one)
        made.kind[at], made.column[at] = kernel.ONE_OF, self._code_row(one.column)
        made.accepted[at] = np.where(accepted, 0, kernel.FAILED)
        made.accepted[at, UNKNOWN_CODE] = kernel.UNSURE
        codes = np.flatnonzero(accepted)
        made.low[at], made.high[at] = codes[0], codes[-1]
        made.is_range[at] = len(codes) == codes[-1] - codes[0] + 1


@cache
def _pool(threads: int) -> ThreadPoolExecutor:
    """Return threads that wait for the next search: starting one costs more than a search."""
    return ThreadPoolExecutor(threads - 1, thread_name_prefix="matching")


def _into_buckets(values: NDArray[np.float32], cells: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Write the bucket of each value, unknown for NaN; return the limits of the buckets.

    A value equal to a limit stands above it.
    """
    known = values[~np.isnan(values)]
    if len(known) > SAMPLED:
        known = known[:: len(known) // SAMPLED]
    quantiles = np.linspace(0, 1, BUCKETS + 1)[1:-1]
    edges = np.zeros(0, np.float32)
    if len(known):
        edges = np.unique(np.quantile(known, quantiles, method="nearest")).astype(np.float32)
    cells[:] = np.searchsorted(edges, values, side="right")
    cells[np.isnan(values)] = UNKNOWN_CODE
    return edges
