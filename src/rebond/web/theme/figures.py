"""Geometry of the figures: numbers in, SVG coordinates out, as text that no locale can alter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

HUNDRED = 100
STEPS = (0.05, 0.35, 0.65, 0.95)
# A label this near an end of the scale grows inwards.
NEAR_START, NEAR_END = 20, 80


def coordinate(value: float) -> str:
    """Write a coordinate with at most two decimals."""
    return f"{value:.2f}".rstrip("0").rstrip(".") or "0"


@dataclass(frozen=True, slots=True)
class Bar:
    """A horizontal bar from `start`, both in percent of the width."""

    start: str
    width: str
    is_negative: bool = False


@dataclass(frozen=True, slots=True)
class Interval:
    """A dot with its interval on a scale, in percent of the width."""

    low: str
    width: str
    end: str
    middle: str
    cut: str
    cut_anchor: str


@dataclass(frozen=True, slots=True)
class Stroke:
    """One of a hundred strokes."""

    x: str
    top: str
    is_in: bool


def share_bar(value: float) -> Bar:
    """Return the bar of a share in [0, 1]."""
    return Bar("0", coordinate(HUNDRED * min(1.0, max(0.0, value))))


def rank_interval(low: float, median: float, high: float, *, count: int, cut: float) -> Interval:
    """Return a rank interval on the scale from the first to the last candidate.

    The cut is drawn between the last rank that is in and the first that is out.
    """
    last = max(count, 2)

    def place(rank: float) -> float:
        return HUNDRED * (min(rank, last) - 1) / (last - 1)

    at = place(cut + 0.5)
    return Interval(
        low=coordinate(place(low)),
        width=coordinate(max(place(high) - place(low), 0.4)),
        end=coordinate(place(high)),
        middle=coordinate(place(median)),
        cut=coordinate(at),
        cut_anchor="start" if at < NEAR_START else "end" if at > NEAR_END else "middle",
    )


def hundred_strokes(share: float) -> tuple[Stroke, ...]:
    """Return a hundred strokes, the first ones standing for the share.

    A share above zero keeps at least one stroke, a share below one lacks at least one.
    """
    filled = round(HUNDRED * share)
    if share > 0:
        filled = max(1, filled)
    if share < 1:
        filled = min(HUNDRED - 1, filled)
    return tuple(
        Stroke(coordinate(index + 0.5), "0" if index < filled else "14", index < filled)
        for index in range(HUNDRED)
    )


def differences(values: Mapping[str, float], means: Mapping[str, float]) -> dict[str, float]:
    """Return how far each contribution stands from the mean contribution."""
    return {key: values[key] - means[key] for key in values}


def waterfall(start: float, steps: Sequence[float]) -> tuple[Bar, ...]:
    """Return bars that start at `start` and each begin where the last ended.

    The scale spans what is drawn, so that the bars add up before the reader's eyes.
    """
    levels = [start]
    for step in steps:
        levels.append(levels[-1] + step)
    low, high = min(levels), max(levels)
    margin = 0.04 * (high - low) or 1.0
    low, high = low - margin, high + margin

    def place(level: float) -> float:
        return HUNDRED * (level - low) / (high - low)

    bars = []
    for before, step in zip(levels, steps, strict=False):
        left, right = sorted((place(before), place(before + step)))
        bars.append(Bar(coordinate(left), coordinate(max(right - left, 0.3)), is_negative=step < 0))
    return tuple(bars)


def bar_origin(bar: Bar) -> str:
    """Return where a bar starts from: its left end when it grows, its right end when it falls."""
    if not bar.is_negative:
        return bar.start
    return coordinate(float(bar.start) + float(bar.width))


@dataclass(frozen=True, slots=True)
class Curve:
    """A value function as a line in a square of 100 by 40, with the numbers at its ends."""

    path: str
    first: float
    last: float
    first_value: float
    last_value: float


def curve(points: Sequence[tuple[float, float]]) -> Curve:
    """Return the line through points of (indicator, value), flat beyond both ends."""
    low, high = points[0][0], points[-1][0]
    span = (high - low) or 1.0
    inside = [(10 + 80 * (x - low) / span, 38 - 36 * y) for x, y in points]
    whole = [(0.0, inside[0][1]), *inside, (100.0, inside[-1][1])]
    path = "M" + "L".join(f"{coordinate(x)} {coordinate(y)}" for x, y in whole)
    return Curve(path, low, high, points[0][1], points[-1][1])


def chance_step(chance: float) -> int:
    """Return the step of the sequential palette: hardly ever, seldom, as often as not, often, nearly always."""
    return sum(chance >= bound for bound in STEPS)
