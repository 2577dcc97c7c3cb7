"""Communes found by a name that they, or a commune that they took in, once had."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from rebond.territory.columns import BoolArray, IntArray
from rebond.territory.former import FormerName
from rebond.territory.nameindex import NameIndex
from rebond.territory.names import comparable_all


@dataclass(frozen=True, eq=False)
class FormerIndex:
    """An index of former names; each leads to the entry of the commune of today.

    Parameters
    ----------
    rows : sequence of FormerName
    entry_of : mapping of str to int
        Entry of each commune of today, in the order in which matches are shown.
    """

    rows: Sequence[FormerName]
    entry_of: Mapping[str, int]

    @cached_property
    def _ordered(self) -> list[FormerName]:
        """Return the rows in the order of their entries, the latest of each first."""
        latest = sorted(self.rows, key=lambda one: one.until, reverse=True)
        return sorted(latest, key=lambda one: self.entry_of[one.commune_code])

    @cached_property
    def _entries(self) -> IntArray:
        found = (self.entry_of[one.commune_code] for one in self._ordered)
        return np.fromiter(found, dtype=np.int64, count=len(self._ordered))

    @cached_property
    def _names(self) -> NameIndex:
        forms = comparable_all([one.name for one in self._ordered])
        return NameIndex(forms, range(len(forms)))

    def exact(self, form: str, allowed: BoolArray) -> dict[int, FormerName]:
        """Return the entries that had exactly this comparable name, each with its latest such name."""
        names = self._names
        rows = np.array([*names.exact(form), *names.exact_without_articles(form)], dtype=np.int64)
        return self._found(np.unique(rows), allowed)

    def partial(self, form: str, allowed: BoolArray) -> dict[int, FormerName]:
        """Return the entries that had a name beginning so, or with words that do."""
        names = self._names
        rows = np.concatenate([names.starting_with(form), names.with_words(form)])
        return self._found(np.unique(rows), allowed)

    def _found(self, rows: IntArray, allowed: BoolArray) -> dict[int, FormerName]:
        kept = rows[allowed[self._entries[rows]]] if len(rows) else rows
        found: dict[int, FormerName] = {}
        for row in kept.tolist():
            found.setdefault(int(self._entries[row]), self._ordered[row])
        return found
