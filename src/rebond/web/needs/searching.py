"""Answering a need: the sites of one page, in order, with counts and what they could be narrowed by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rebond.matching import Condition, Matches
from rebond.matching.index import Place
from rebond.web.needs.query import InvestorNeed
from rebond.web.needs.standing import FICTITIOUS, Standing
from rebond.web.needs.touched import NOWHERE
from rebond.web.needs.translating import Question, question

ON_A_PAGE = 20
MOST_PAGES = 50
FACETS = ("region", "icpe", "brownfield", "labelled")


@dataclass(frozen=True, slots=True)
class Hit:
    """One site found.

    Parameters
    ----------
    row : int
        Row of the standing.
    key : int
        Primary key.
    identifier : str
    rank : int
        From 1.
    is_sure : bool
        Whether every must is known to be met.
    low, high : float
        Bounds of the score, in [0, 1].
    """

    row: int
    key: int
    identifier: str
    rank: int
    is_sure: bool
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class After:
    """The last site of a part, whatever becomes of it: the next part begins behind it.

    Parameters
    ----------
    rank : int
    is_sure : bool
    low, high : float
    identifier : str
    is_fictitious : bool
    """

    rank: int
    is_sure: bool
    low: float
    high: float
    identifier: str
    is_fictitious: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a need."""

    need: InvestorNeed
    standing: Standing
    question: Question
    hits: tuple[Hit, ...]
    sure: int
    unsure: int
    page: int
    facets: dict[str, tuple[tuple[str, int], ...]]
    """Counts by name among all sites found, the unknown last under an empty name; only those above 0."""
    fictitious: int
    """How many of all sites found belong to the demonstration."""
    rest: After | None = None
    """Where the next part begins; None at the end, and where pages are asked by number."""

    @property
    def total(self) -> int:
        """How many sites there are."""
        return self.sure + self.unsure

    @property
    def pages(self) -> int:
        """How many pages may be asked."""
        return min(MOST_PAGES, max(1, -(-self.total // ON_A_PAGE)))

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """Return the conditions of what is wanted, in the same order."""
        return self.question.conditions


def search(need: InvestorNeed, standing: Standing, page: int = 1) -> Found:
    """Return one page of the sites that answer a need."""
    page = min(max(page, 1), MOST_PAGES)
    asked = question(need, standing)
    matches = standing.index.search(
        asked.need, first=page * ON_A_PAGE, facets=columns_counted(standing), asked=asked.asked
    )
    hits = _hits(standing, matches)[(page - 1) * ON_A_PAGE :]
    return _found(need, standing, asked, matches, hits, page)


def part(need: InvestorNeed, standing: Standing, after: After | None = None) -> Found:
    """Return the sites that follow one, as many as a page holds: to the end, in the memory of one part.

    What changes in the registry meanwhile moves no other site: none is given twice or left out for it.
    """
    asked = question(need, standing)
    matches = standing.index.search(
        asked.need,
        first=ON_A_PAGE + 1,
        facets=columns_counted(standing),
        asked=asked.asked,
        after=None if after is None else _place(standing, after),
    )
    start = 0 if after is None else after.rank
    hits = _hits(standing, matches, start)
    rest = None
    if len(hits) > ON_A_PAGE:
        hits = hits[:ON_A_PAGE]
        last = hits[-1]
        is_fictitious = bool(standing.columns.code(FICTITIOUS)[last.row])
        rest = After(last.rank, last.is_sure, last.low, last.high, last.identifier, is_fictitious)
    return _found(need, standing, asked, matches, hits, 1 + start // ON_A_PAGE, rest)


def _found(
    need: InvestorNeed,
    standing: Standing,
    asked: Question,
    matches: Matches,
    hits: tuple[Hit, ...],
    page: int,
    rest: After | None = None,
) -> Found:
    facets = {name: _counts(standing, name, matches.facets) for name in FACETS}
    fictitious = int(matches.facets[FICTITIOUS][1])
    return Found(
        *(need, standing, asked, hits, matches.sure, matches.unsure, page),
        *(facets, fictitious, rest),
    )


def _place(standing: Standing, after: After) -> Place:
    """Return a place by row; a site that is gone stood before those that would follow it now."""
    ids = standing.columns.ids
    here = np.flatnonzero(ids == after.identifier)
    if len(here):
        row = int(here[0])
    else:
        is_fictitious = standing.columns.code(FICTITIOUS) == 1
        before = (ids < after.identifier) & (is_fictitious == after.is_fictitious)
        row = int(before.sum()) - 1
        if after.is_fictitious:
            row += int((~is_fictitious).sum())
    return Place(after.is_sure, after.low, after.high, row)


def every_row(need: InvestorNeed, standing: Standing, most: int) -> list[Hit]:
    """Return the first sites that answer a need, up to many more than a page, in order."""
    asked = question(need, standing)
    matches = standing.index.search(
        asked.need, first=min(most, max(1, len(standing))), asked=asked.asked
    )
    return list(_hits(standing, matches))


def _hits(standing: Standing, matches: Matches, start: int = 0) -> tuple[Hit, ...]:
    columns = (matches.rows, matches.is_sure, matches.low, matches.high)
    return tuple(
        Hit(row, int(standing.keys[row]), str(standing.columns.ids[row]), at, sure, low, high)
        for at, (row, sure, low, high) in enumerate(
            zip(*(one.tolist() for one in columns), strict=True), start=start + 1
        )
    )


def columns_counted(standing: Standing) -> tuple[str, ...]:
    """Return the columns that counts are made of."""
    shown = (column for name in FACETS for column in standing.facets.get(name, (name,)))
    return (*shown, FICTITIOUS)


def _counts(
    standing: Standing, name: str, counted: Mapping[str, NDArray[np.int64]]
) -> tuple[tuple[str, int], ...]:
    """Return counts by name; a site over several places counts in each of them."""
    found: dict[str, int] = {}
    for column in standing.facets.get(name, (name,)):
        names = (*standing.columns.code_names[column], "")
        for code_name, count in zip(names, counted[column].tolist(), strict=True):
            if count and code_name != NOWHERE:
                found[code_name] = found.get(code_name, 0) + count
    return tuple(found.items())
