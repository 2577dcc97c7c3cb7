"""One value for a perimeter from the values of its communes, weighted by population."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from rebond.evidence.distances import BoolArray, FloatArray, IntArray

LOW, MEDIAN, HIGH = Fraction(5, 100), Fraction(1, 2), Fraction(95, 100)


@dataclass(frozen=True, slots=True)
class Groups:
    """Members of perimeters, laid end to end.

    Parameters
    ----------
    member : array, shape (rows,), int64
        Row of the commune.
    group : array, shape (rows,), int64, ascending
        Perimeter to which the member belongs, 0 to `count` - 1.
    weight : array, shape (rows,), int64, non-negative
        Population of the member, persons; all ones in a perimeter where no member has any.
    count : int
        Number of perimeters.
    """

    member: IntArray
    group: IntArray
    weight: IntArray
    count: int

    @classmethod
    def of(cls, members: list[IntArray], population: FloatArray) -> Groups:
        """Lay the members of each perimeter end to end with their populations.

        Parameters
        ----------
        members : list of arrays of rows of communes, none empty
        population : array, shape (communes,), persons; NaN where not known

        Returns
        -------
        Groups

        Notes
        -----
        A commune whose population is not known has no weight, unless none of the perimeter has one:
        then all communes weigh the same.
        """
        sizes = np.array([len(rows) for rows in members], dtype=np.int64)
        group = np.repeat(np.arange(len(members), dtype=np.int64), sizes)
        member = np.concatenate(members) if members else np.zeros(0, dtype=np.int64)
        people = population[member]
        weight = np.where(np.isfinite(people), np.rint(np.nan_to_num(people)), 0.0).astype(np.int64)
        total = np.bincount(group, weights=weight, minlength=len(members))
        weight[total[group] == 0] = 1
        return cls(member.astype(np.int64), group, weight, len(members))

    def share_where(self, condition: BoolArray) -> FloatArray:
        """Return the share of each perimeter's weight where a condition on communes holds.

        Parameters
        ----------
        condition : array, shape (communes,), bool

        Returns
        -------
        array, shape (count,), float64 in [0, 1]
        """
        held = np.where(condition[self.member], self.weight, 0)
        whole = np.bincount(self.group, weights=self.weight, minlength=self.count)
        return np.bincount(self.group, weights=held, minlength=self.count) / whole

    def quantile(self, values: FloatArray, share: Fraction) -> FloatArray:
        """Return a weighted quantile of communes' values in each perimeter.

        Parameters
        ----------
        values : array, shape (communes,), float64; NaN members are left out
        share : Fraction in (0, 1]

        Returns
        -------
        array, shape (count,), in the unit of `values`; NaN where no member has a value

        Notes
        -----
        The smallest value such that members with that value or less hold at least `share` of the
        weight (the inverse of the weighted distribution function): always the value of a real
        commune. Weights are whole persons and are compared in whole numbers, so that no rounding
        can move the result to the next commune.
        """
        result = np.full(self.count, np.nan)
        kept = np.isfinite(values[self.member])
        group, weight = self.group[kept], self.weight[kept]
        present = values[self.member][kept]
        # Members without weight count only where the known members have no weight at all.
        total = np.bincount(group, weights=weight, minlength=self.count)
        weight = np.where(total[group] == 0, 1, weight)
        order = np.lexsort((present, group))
        group, weight, present = group[order], weight[order], present[order]
        running = np.cumsum(weight)
        sizes = np.bincount(group, minlength=self.count)
        filled = sizes > 0
        ends = np.cumsum(sizes)[filled]
        upper = running[ends - 1]
        base = np.concatenate([np.zeros(1, dtype=np.int64), upper[:-1]]) if len(upper) else upper
        needed = -((-(upper - base) * share.numerator) // share.denominator)
        result[filled] = present[np.searchsorted(running, base + needed, side="left")]
        return result
