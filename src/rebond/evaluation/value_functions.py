"""Value functions: from an indicator in its own unit to a value in [0, 1], 1 being best.

Each function is monotone (or a table of categories) and maps an interval of what is possible to an
interval of values. The value of a step holds from its threshold on. NaN is never accepted: what is
missing is said by a mask, and stands for every value between 0 and 1.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Protocol

import numpy as np

from rebond.evaluation.arrays import as_finite
from rebond.evaluation.errors import (
    BadInterval,
    BadValueFunction,
    NotFinite,
    UnknownCategory,
    WrongShape,
)
from rebond.texts import Text

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from rebond.evaluation.arrays import BoolArray, FloatArray


class ValueFunction(Protocol):
    """What every value function offers."""

    @property
    def is_increasing(self) -> bool:
        """Whether a larger indicator is worth at least as much."""
        ...

    def of(self, values: ArrayLike) -> FloatArray:
        """Return the value in [0, 1] of each finite number."""
        ...

    def interval(self, low: ArrayLike, high: ArrayLike) -> tuple[FloatArray, FloatArray]:
        """Return the least and the largest value over each interval [low, high]."""
        ...


@dataclass(frozen=True, slots=True)
class Linear:
    """Straight line from `worst` (0) to `best` (1), flat outside.

    Parameters
    ----------
    worst, best : float
        In the indicator's unit; `best` below `worst` makes a decreasing function.

    Examples
    --------
    >>> Linear(worst=50.0, best=0.0).of([60.0, 25.0, 0.0]).tolist()
    [0.0, 0.5, 1.0]
    """

    worst: float
    best: float

    def __post_init__(self) -> None:
        _require_finite("linear", (self.worst, self.best, self.best - self.worst))
        if self.worst == self.best:
            raise BadValueFunction(
                "linear",
                Text(
                    "le pire et le meilleur sont égaux : {found}",
                    "worst and best are equal: {found}",
                ),
                str(self.best),
            )

    @property
    def is_increasing(self) -> bool:
        """Whether `best` is above `worst`."""
        return self.best > self.worst

    def of(self, values: ArrayLike) -> FloatArray:
        """Return clip((x - worst) / (best - worst), 0, 1)."""
        x = _as_numbers(values)
        clipped: FloatArray = np.clip((x - self.worst) / (self.best - self.worst), 0.0, 1.0)
        return clipped

    def interval(self, low: ArrayLike, high: ArrayLike) -> tuple[FloatArray, FloatArray]:
        """Return the value at the worse end and at the better end of each interval."""
        return _monotone_interval(self, low, high)


@dataclass(frozen=True, slots=True)
class Piecewise:
    """Straight lines through given points, flat outside them.

    Parameters
    ----------
    points : tuple of (x, value)
        At least two, x strictly increasing, values in [0, 1] and monotone.

    Examples
    --------
    >>> Piecewise(((0.0, 0.0), (10.0, 0.8), (20.0, 1.0))).of([5.0, 15.0, 99.0]).tolist()
    [0.4, 0.9, 1.0]
    """

    points: tuple[tuple[float, float], ...]

    def __post_init__(self) -> None:
        _require_points("piecewise", self.points)
        _require_monotone("piecewise", [value for _, value in self.points])

    @property
    def is_increasing(self) -> bool:
        """Whether values rise from the first point to the last."""
        return self.points[-1][1] >= self.points[0][1]

    def of(self, values: ArrayLike) -> FloatArray:
        """Interpolate; each segment is kept between its two ends in spite of rounding."""
        x = _as_numbers(values)
        xs = np.array([point[0] for point in self.points])
        ys = np.array([point[1] for point in self.points])
        left = np.clip(np.searchsorted(xs, x, side="right") - 1, 0, len(xs) - 2)
        share = np.clip((x - xs[left]) / (xs[left + 1] - xs[left]), 0.0, 1.0)
        raw = ys[left] + share * (ys[left + 1] - ys[left])
        bounded: FloatArray = np.clip(
            raw, np.minimum(ys[left], ys[left + 1]), np.maximum(ys[left], ys[left + 1])
        )
        return bounded

    def interval(self, low: ArrayLike, high: ArrayLike) -> tuple[FloatArray, FloatArray]:
        """Return the value at the worse end and at the better end of each interval."""
        return _monotone_interval(self, low, high)


@dataclass(frozen=True, slots=True)
class Steps:
    """Constant between thresholds.

    Parameters
    ----------
    cuts : tuple of float
        Thresholds, strictly increasing, at least one.
    values : tuple of float
        One more than `cuts`, in [0, 1], monotone: the first below all cuts, then one from each cut
        on, the cut included, whichever the direction.

    Examples
    --------
    >>> Steps(cuts=(5.0, 20.0), values=(1.0, 0.5, 0.0)).of([4.9, 5.0, 20.0, 21.0]).tolist()
    [1.0, 0.5, 0.0, 0.0]
    """

    cuts: tuple[float, ...]
    values: tuple[float, ...]

    def __post_init__(self) -> None:
        if not self.cuts or len(self.values) != len(self.cuts) + 1:
            raise BadValueFunction(
                "steps",
                Text(
                    "il faut une valeur de plus que de seuils : {found}",
                    "one more value than thresholds is needed: {found}",
                ),
                f"{len(self.cuts)} / {len(self.values)}",
            )
        _require_finite("steps", self.cuts)
        _require_increasing("steps", self.cuts)
        _require_unit("steps", self.values)
        _require_monotone("steps", self.values)

    @property
    def is_increasing(self) -> bool:
        """Whether values rise from the first step to the last."""
        return self.values[-1] >= self.values[0]

    def of(self, values: ArrayLike) -> FloatArray:
        """Return the value of the step that each number stands on."""
        x = _as_numbers(values)
        step = np.searchsorted(np.array(self.cuts), x, side="right")
        return np.array(self.values)[step]

    def interval(self, low: ArrayLike, high: ArrayLike) -> tuple[FloatArray, FloatArray]:
        """Return the value at the worse end and at the better end of each interval."""
        return _monotone_interval(self, low, high)


@dataclass(frozen=True, slots=True)
class Categories:
    """A table from code to value.

    Parameters
    ----------
    codes : tuple of float
        Distinct codes.
    values : tuple of float
        Their values in [0, 1].

    Examples
    --------
    >>> Categories(codes=(0.0, 1.0), values=(0.0, 1.0)).of([1.0, 0.0]).tolist()
    [1.0, 0.0]
    """

    codes: tuple[float, ...]
    values: tuple[float, ...]

    def __post_init__(self) -> None:
        if not self.codes or len(self.codes) != len(self.values):
            raise BadValueFunction(
                "categories",
                Text(
                    "il faut une valeur par code : {found}", "one value per code is needed: {found}"
                ),
                f"{len(self.codes)} / {len(self.values)}",
            )
        _require_finite("categories", self.codes)
        if len(set(self.codes)) != len(self.codes):
            raise BadValueFunction(
                "categories",
                Text("un code est répété : {found}", "a code is repeated: {found}"),
                str(self.codes),
            )
        _require_unit("categories", self.values)

    @property
    def is_increasing(self) -> bool:
        """Whether values rise with codes."""
        ordered = [value for _, value in sorted(zip(self.codes, self.values, strict=True))]
        return ordered == sorted(ordered)

    def of(self, values: ArrayLike) -> FloatArray:
        """Return the value of each code; a code without value is refused."""
        x = _as_numbers(values)
        known = np.isin(x, self.codes)
        if not known.all():
            index = tuple(int(i) for i in np.argwhere(~known)[0])
            raise UnknownCategory(index, float(x[index]), self.codes)
        order = np.argsort(self.codes)
        place = np.searchsorted(np.array(self.codes)[order], x)
        return np.array(self.values)[order][place]

    def interval(self, low: ArrayLike, high: ArrayLike) -> tuple[FloatArray, FloatArray]:
        """Return the least and largest value over the codes inside each interval."""
        lows, highs = _ordered_ends(low, high)
        inside = (np.array(self.codes) >= lows[..., None]) & (
            np.array(self.codes) <= highs[..., None]
        )
        if not inside.any(axis=-1).all():
            index = tuple(int(i) for i in np.argwhere(~inside.any(axis=-1))[0])
            raise UnknownCategory(index, float(lows[index]), self.codes)
        table = np.broadcast_to(np.array(self.values), inside.shape)
        return (
            np.where(inside, table, np.inf).min(axis=-1),
            np.where(inside, table, -np.inf).max(axis=-1),
        )


def value_interval(
    function: ValueFunction, low: ArrayLike, high: ArrayLike, missing: ArrayLike
) -> tuple[FloatArray, FloatArray]:
    """Map intervals of an indicator to intervals of value; what is missing may be anything.

    Parameters
    ----------
    function : ValueFunction
    low, high : array-like, shape (candidates,), indicator's unit
        Ignored where `missing`; elsewhere finite, low <= high.
    missing : array-like of bool, shape (candidates,)

    Returns
    -------
    low, high : arrays, shape (candidates,), float64 in [0, 1]
        (0, 1) where missing.

    Raises
    ------
    NotFinite, BadInterval, WrongShape

    Examples
    --------
    >>> low, high = value_interval(Linear(0.0, 10.0), [2.0, np.nan], [4.0, np.nan], [False, True])
    >>> low.tolist(), high.tolist()
    ([0.2, 0.0], [0.4, 1.0])
    """
    mask: BoolArray = np.array(missing, dtype=np.bool_)
    lows = np.array(low, dtype=np.float64)
    highs = np.array(high, dtype=np.float64)
    if lows.shape != mask.shape or highs.shape != mask.shape:
        raise WrongShape("low, high", lows.shape, str(mask.shape))
    known = ~mask
    for name, array in (("low", lows), ("high", highs)):
        bad = known & ~np.isfinite(array)
        if bad.any():
            index = tuple(int(i) for i in np.argwhere(bad)[0])
            raise NotFinite(name, index, float(array[index]))
    value_low = np.zeros(mask.shape)
    value_high = np.ones(mask.shape)
    if known.any():
        value_low[known], value_high[known] = function.interval(lows[known], highs[known])
    return value_low, value_high


def _as_numbers(values: ArrayLike) -> FloatArray:
    array = np.array(values, dtype=np.float64)
    return as_finite("values", array, array.ndim)


def _ordered_ends(low: ArrayLike, high: ArrayLike) -> tuple[FloatArray, FloatArray]:
    lows, highs = _as_numbers(low), _as_numbers(high)
    if lows.shape != highs.shape:
        raise WrongShape("high", highs.shape, str(lows.shape))
    wrong = lows > highs
    if wrong.any():
        index = tuple(int(i) for i in np.argwhere(wrong)[0])
        raise BadInterval("low, high", index, float(lows[index]), float(highs[index]))
    return lows, highs


def _monotone_interval(
    function: ValueFunction, low: ArrayLike, high: ArrayLike
) -> tuple[FloatArray, FloatArray]:
    lows, highs = _ordered_ends(low, high)
    if function.is_increasing:
        return function.of(lows), function.of(highs)
    return function.of(highs), function.of(lows)


def _require_finite(kind: str, numbers: tuple[float, ...]) -> None:
    if not all(math.isfinite(number) for number in numbers):
        raise BadValueFunction(
            kind, Text("nombre non fini : {found}", "number not finite: {found}"), str(numbers)
        )


def _require_points(kind: str, points: tuple[tuple[float, float], ...]) -> None:
    if len(points) < 2:  # noqa: PLR2004 - a line needs two points
        raise BadValueFunction(
            kind,
            Text("il faut deux points : {found}", "two points are needed: {found}"),
            str(points),
        )
    _require_finite(kind, tuple(x for x, _ in points))
    _require_increasing(kind, tuple(x for x, _ in points))
    _require_unit(kind, tuple(value for _, value in points))


def _require_increasing(kind: str, numbers: tuple[float, ...]) -> None:
    if any(b <= a for a, b in pairwise(numbers)):
        raise BadValueFunction(
            kind,
            Text("abscisses non croissantes : {found}", "x not strictly increasing: {found}"),
            str(numbers),
        )


def _require_unit(kind: str, values: tuple[float, ...]) -> None:
    if not all(0.0 <= value <= 1.0 for value in values):
        raise BadValueFunction(
            kind,
            Text("valeur hors de [0, 1] : {found}", "value outside [0, 1]: {found}"),
            str(values),
        )


def _require_monotone(kind: str, values: list[float] | tuple[float, ...]) -> None:
    steps = [b - a for a, b in pairwise(values)]
    if any(step > 0 for step in steps) and any(step < 0 for step in steps):
        raise BadValueFunction(
            kind,
            Text("valeurs non monotones : {found}", "values not monotone: {found}"),
            str(values),
        )
