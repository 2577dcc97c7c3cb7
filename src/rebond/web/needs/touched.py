"""The places that each site stands in: one or several, however many sites share the same ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rebond.matching import UNKNOWN_CODE
from rebond.web.sites.models import Site, SitePlace

NOWHERE = "-"
"""A class that no place has, for sites that stand in fewer places than others."""


@dataclass(frozen=True)
class Touched:
    """The places of one kind of each site, in the order of the rows.

    Parameters
    ----------
    names : tuple of str
        Codes of the places, in order.
    rows, places : array, shape (pairs,), int64
        One pair a site and place, by row: the row, and the place as its position in `names`.
    starts : array, shape (n + 1,), int64
        Where the pairs of each row begin; a row without pairs is not known.
    """

    names: tuple[str, ...]
    rows: NDArray[np.int64]
    places: NDArray[np.int64]
    starts: NDArray[np.int64]

    def of(self, row: int) -> tuple[str, ...]:
        """Return the places of one site; none when they are not known."""
        found = self.places[self.starts[row] : self.starts[row + 1]].tolist()
        return tuple(self.names[place] for place in found)

    def within(self, codes: Iterable[str]) -> NDArray[np.float32]:
        """Return 1 for sites that stand in one of some places, 0 for others, NaN where it is not known."""
        answer = np.where(np.diff(self.starts) > 0, np.float32(0), np.float32(np.nan))
        wanted = set(codes)
        chosen = np.array([name in wanted for name in self.names], dtype=bool)
        if chosen.any():
            answer[self.rows[chosen[self.places]]] = 1
        return answer.astype(np.float32)

    def classes(self) -> tuple[list[NDArray[np.uint8]], tuple[str, ...]]:
        """Return columns of classes that counts add up: the first place of each site, the second, and so on."""
        counts = np.diff(self.starts)
        columns = []
        for nth in range(max(1, int(counts.max(initial=0)))):
            has = counts > nth
            column = np.full(len(counts), UNKNOWN_CODE if nth == 0 else 0, np.uint8)
            column[has] = self.places[self.starts[:-1][has] + nth] + 1
            columns.append(column)
        return columns, (NOWHERE, *self.names)


def touched(
    kind: str,
    keys: Sequence[int],
    mains: Sequence[str],
    by_pages: Mapping[int, Iterable[tuple[str, str]]],
) -> Touched:
    """Read the places of each site; of one named by public pages alone, those that they give.

    A site of which the main place is not public has none.
    """
    found: list[set[str]] = [{main} - {""} for main in mains]
    row_of = {key: row for row, key in enumerate(keys)}
    public = SitePlace.objects.filter(kind=kind, site__visibility=Site.Visibility.PUBLIC)
    for site, code in public.values_list("site_id", "code").iterator(chunk_size=5_000):
        row = row_of.get(site)
        if row is not None and found[row] and site not in by_pages:
            found[row].add(code)
    for site, places in by_pages.items():
        found[row_of[site]] |= {code for one, code in places if one == kind}
    names = tuple(sorted(set().union(*found)))
    at = {name: place for place, name in enumerate(names)}
    starts = np.cumsum([0, *(len(one) for one in found)]).astype(np.int64)
    rows = np.repeat(np.arange(len(found), dtype=np.int64), np.diff(starts))
    places = np.array([at[code] for one in found for code in sorted(one)], dtype=np.int64)
    return Touched(names, rows, places, starts)
