"""Sets of admissible weights: all weights that sum to 1, cut by the intervals and orderings stated.

A policy that never published its weights is not given invented ones: it is evaluated under the whole
set of weights that it allows.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from rebond.evaluation.errors import (
    BadInterval,
    BadThresholds,
    ContradictoryWeights,
    EmptyInput,
    UnknownCriterion,
    WrongShape,
)
from rebond.evaluation.feasibility import Constraint, smallest_conflict
from rebond.evaluation.sampling import WeightSampler
from rebond.texts import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rebond.evaluation.arrays import FloatArray


@dataclass(frozen=True, slots=True)
class Ordering:
    """One criterion weighs at least `ratio` times another.

    Parameters
    ----------
    above, below : str
        Names of two different criteria.
    ratio : float, positive, default 1
    """

    above: str
    below: str
    ratio: float = 1.0


@dataclass(frozen=True, slots=True)
class WeightSet:
    """All weights w with w >= 0, sum(w) = 1, lower <= w <= upper and every ordering.

    Parameters
    ----------
    names : tuple of str
        Criteria, in the order of the arrays.
    lower, upper : tuple of float in [0, 1]
        Interval of each weight; equal ends fix it.
    orderings : tuple of Ordering

    Raises
    ------
    EmptyInput, WrongShape, BadInterval, UnknownCriterion, BadThresholds

    Notes
    -----
    Building a set does not check that it holds anything: `check` does, and `sample` checks first.

    Examples
    --------
    >>> WeightSet.full(["rail", "jobs"]).check()
    >>> WeightSet.stated(["rail", "jobs"], orderings=[("jobs", "rail")]).sample(1, seed=0).sum()
    np.float64(1.0)
    """

    names: tuple[str, ...]
    lower: tuple[float, ...]
    upper: tuple[float, ...]
    orderings: tuple[Ordering, ...] = ()

    def __post_init__(self) -> None:
        size = len(self.names)
        if size == 0:
            raise EmptyInput("weights")
        if len(self.lower) != size or len(self.upper) != size or len(set(self.names)) != size:
            found = (len(set(self.names)), len(self.lower), len(self.upper))
            raise WrongShape("weights", found, f"names, lower, upper: {size}")
        for i, (low, high) in enumerate(zip(self.lower, self.upper, strict=True)):
            if not 0.0 <= low <= high <= 1.0:
                raise BadInterval("weights", (i,), low, high)
        for i, ordering in enumerate(self.orderings):
            for name in (ordering.above, ordering.below):
                if name not in self.names:
                    raise UnknownCriterion(name, self.names)
            positive = math.isfinite(ordering.ratio) and ordering.ratio > 0
            if not positive or ordering.above == ordering.below:
                found_text = f"{ordering.above} >= {ordering.ratio} × {ordering.below}"
                raise BadThresholds("orderings", (i,), found_text, "above ≠ below, 0 < ratio < ∞")

    @classmethod
    def full(cls, names: Sequence[str] | int) -> WeightSet:
        """Return all weights that sum to 1: what an unpublished weighting leaves possible."""
        return cls.stated(names)

    @classmethod
    def fixed(cls, weights: Mapping[str, float]) -> WeightSet:
        """Return the set that holds one weighting only."""
        return cls.stated(list(weights), fixed=weights)

    @classmethod
    def stated(
        cls,
        names: Sequence[str] | int,
        *,
        fixed: Mapping[str, float] | None = None,
        intervals: Mapping[str, tuple[float, float]] | None = None,
        orderings: Iterable[tuple[str, str] | tuple[str, str, float]] = (),
    ) -> WeightSet:
        """Return the set that a policy states.

        Parameters
        ----------
        names : sequence of str, or int
            Criteria; a number stands for "1", "2", ….
        fixed : mapping from name to weight, optional
        intervals : mapping from name to (lowest, highest), optional
        orderings : iterable of (above, below) or (above, below, ratio)
        """
        listed = tuple(str(i + 1) for i in range(names)) if isinstance(names, int) else tuple(names)
        ends = dict.fromkeys(listed, (0.0, 1.0))
        stated = {**(intervals or {}), **{k: (x, x) for k, x in (fixed or {}).items()}}
        for name, (low, high) in stated.items():
            if name not in ends:
                raise UnknownCriterion(name, listed)
            ends[name] = (float(low), float(high))
        return cls(
            names=listed,
            lower=tuple(ends[name][0] for name in listed),
            upper=tuple(ends[name][1] for name in listed),
            orderings=tuple(Ordering(*ordering) for ordering in orderings),
        )

    @property
    def size(self) -> int:
        """Number of criteria."""
        return len(self.names)

    @property
    def is_full(self) -> bool:
        """Whether nothing is stated beyond w >= 0 and sum(w) = 1."""
        return (
            not self.orderings
            and all(low == 0.0 for low in self.lower)
            and (self.size == 1 or all(high == 1.0 for high in self.upper))
        )

    def constraints(self) -> tuple[Constraint, ...]:
        """Return what is stated, one constraint each, in the order of the criteria."""
        stated: list[Constraint] = []
        for i, name in enumerate(self.names):
            low, high = self.lower[i], self.upper[i]
            unit = _unit(self.size, i)
            if low == high:
                text = Text(f"{name} pèse {_decimal(low)}", f"{name} weighs {low:g}")
                stated.append(Constraint(text, unit, low, is_equality=True))
                continue
            if low > 0.0:
                text = Text(
                    f"{name} pèse au moins {_decimal(low)}", f"{name} weighs at least {low:g}"
                )
                stated.append(Constraint(text, unit, low))
            if high < 1.0:
                text = Text(
                    f"{name} pèse au plus {_decimal(high)}", f"{name} weighs at most {high:g}"
                )
                stated.append(Constraint(text, tuple(-x for x in unit), -high))
        for ordering in self.orderings:
            above, below = self.names.index(ordering.above), self.names.index(ordering.below)
            row = [0.0] * self.size
            row[above], row[below] = 1.0, -ordering.ratio
            stated.append(Constraint(_ordering_text(ordering), tuple(row), 0.0))
        return tuple(stated)

    def check(self) -> None:
        """Refuse a set that holds no weights, naming a smallest conflict.

        Raises
        ------
        ContradictoryWeights
        """
        if self.is_full:
            return
        conflict = smallest_conflict(self.constraints(), self.size)
        if conflict:
            raise ContradictoryWeights([constraint.text for constraint in conflict])

    def holds(self, weights: FloatArray, tolerance: float = 1e-9) -> bool:
        """Say whether `weights`, shape (criteria,) or (draws, criteria), all belong to the set."""
        rows = np.atleast_2d(weights)
        if (np.abs(rows.sum(axis=1) - 1.0) > tolerance).any() or (rows < -tolerance).any():
            return False
        for constraint in self.constraints():
            slack = rows @ np.array(constraint.row) - constraint.bound
            if (slack < -tolerance).any() or (constraint.is_equality and (slack > tolerance).any()):
                return False
        return True

    def sampler(self, seed: int) -> WeightSampler:
        """Return the source of uniform draws for `seed`, block by block.

        Raises
        ------
        ContradictoryWeights, NumberOutOfRange
        """
        self.check()
        return WeightSampler(self.constraints(), self.size, seed, is_full=self.is_full)

    def sample(self, draws: int, seed: int) -> FloatArray:
        """Draw weights uniformly from the set.

        Parameters
        ----------
        draws : int, at least 1
        seed : int in [0, 2**64)

        Returns
        -------
        array, shape (draws, criteria), float64
            The same bits for a seed whatever the machine; more draws keep the first ones.

        Raises
        ------
        ContradictoryWeights, NumberOutOfRange

        References
        ----------
        Smith, R. L. (1984). Efficient Monte Carlo procedures for generating points uniformly
        distributed over bounded regions. Operations Research 32 (hit-and-run).
        """
        return self.sampler(seed).draws(draws)

    def as_json(self) -> dict[str, Any]:
        """Return the set as a JSON value, the form a record keeps."""
        return {
            "names": list(self.names),
            "lower": list(self.lower),
            "upper": list(self.upper),
            "orderings": [[o.above, o.below, o.ratio] for o in self.orderings],
        }


def _unit(size: int, index: int) -> tuple[float, ...]:
    return tuple(1.0 if i == index else 0.0 for i in range(size))


def _decimal(value: float) -> str:
    return f"{value:g}".replace(".", ",")


def _ordering_text(ordering: Ordering) -> Text:
    if ordering.ratio == 1.0:
        return Text(
            f"{ordering.above} pèse au moins autant que {ordering.below}",
            f"{ordering.above} weighs at least as much as {ordering.below}",
        )
    return Text(
        f"{ordering.above} pèse au moins {_decimal(ordering.ratio)} fois {ordering.below}",
        f"{ordering.above} weighs at least {ordering.ratio:g} times {ordering.below}",
    )
