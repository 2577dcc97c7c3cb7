"""The parameters of a decision as the law wants them told: weights, shares and anchors, by criterion."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rebond.web.decisions.rows import Criterion, Decision, Indicator
from rebond.web.theme import writing

ANCHOR_DIGITS = 3


@dataclass(frozen=True, slots=True)
class IndicatorParameters:
    """One indicator's share is in `indicator`; `anchors` are (measure, value out of 1), written."""

    indicator: Indicator
    anchors: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class CriterionParameters:
    """One criterion's admissible weights, written, and the weight of the one score."""

    criterion: Criterion
    range: str
    central: float
    indicators: tuple[IndicatorParameters, ...]


def applied(decision: Decision) -> tuple[CriterionParameters, ...]:
    """Return the parameters of every criterion, in the order of the grid."""
    return tuple(
        CriterionParameters(
            criterion,
            _range(decision, criterion),
            central,
            tuple(IndicatorParameters(i, anchors(i.value_function)) for i in criterion.indicators),
        )
        for criterion, central in zip(decision.criteria, decision.central, strict=True)
    )


def anchors(value_function: Any) -> tuple[tuple[str, str], ...]:
    """Return the points of a value function, written; none when it is not made of points."""
    points = value_function.get("points") if isinstance(value_function, Mapping) else None
    pairs = points if isinstance(points, list) else []
    return tuple(
        (_written(pair[0]), _written(pair[1]))
        for pair in pairs
        if isinstance(pair, list | tuple)
        and len(pair) == 2  # noqa: PLR2004 - a measure and its value
        and all(isinstance(n, int | float) for n in pair)
    )


def _written(value: float) -> str:
    return writing.written(value, 0 if float(value).is_integer() else ANCHOR_DIGITS)


def _range(decision: Decision, criterion: Criterion) -> str:
    low, high = decision.weight_ranges.get(criterion.id, (0.0, 1.0))
    if low == high:
        return writing.share(low)
    return writing.between(writing.share(low), writing.share(high))
