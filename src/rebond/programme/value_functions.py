"""Value functions: how an indicator becomes a value between 0 and 1."""

from itertools import pairwise
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, model_validator

from rebond.programme.complaints import Complaint, KeyPath, refuse, repeated_ids
from rebond.programme.errors import ProblemKind
from rebond.programme.policy_model import Basis, Number, PolicyModel, Slug
from rebond.texts import Text

UnitValue = Annotated[Number, Field(ge=0, le=1)]
"""A value between 0 and 1."""

Point = tuple[Number, UnitValue]
"""An indicator value and the value it is given: ``[10, 0.5]``."""

Direction = Literal["increasing", "decreasing"]


def _complain(at: KeyPath, what: Text, cure: Text) -> Complaint:
    return Complaint(ProblemKind.VALUE_FUNCTION, at, what, cure)


def _order_complaints(points: tuple[Point, ...], direction: Direction) -> list[Complaint]:
    complaints = []
    sign = 1 if direction == "increasing" else -1
    for position, (before, after) in enumerate(pairwise(points), start=1):
        if after[0] <= before[0]:
            complaints.append(
                _complain(
                    ("points", position),
                    Text(
                        f"{after[0]:g} ne dépasse pas {before[0]:g}",
                        f"{after[0]:g} does not exceed {before[0]:g}",
                    ),
                    Text(
                        "Rangez les points par valeur croissante de l’indicateur, sans répétition.",
                        "Put the points in increasing order of the indicator, without repetition.",
                    ),
                )
            )
        elif sign * (after[1] - before[1]) < 0:
            complaints.append(
                _complain(
                    ("points", position),
                    Text(
                        f"la valeur passe de {before[1]:g} à {after[1]:g} alors que direction dit {direction}",
                        f"the value goes from {before[1]:g} to {after[1]:g} while direction says {direction}",
                    ),
                    Text("Corrigez les points ou direction.", "Correct the points or direction."),
                )
            )
    return complaints


class LinearValue(PolicyModel):
    """A straight line between two points, flat outside them."""

    kind: Literal["linear"]
    """Always ``linear``."""
    direction: Direction
    """Whether a larger indicator is worth more."""
    points: tuple[Point, Point]
    """The two ends: indicator, value."""
    basis: Basis
    """Where the ends come from."""

    @model_validator(mode="after")
    def _check_order(self) -> "LinearValue":
        refuse(_order_complaints(self.points, self.direction))
        return self


class PiecewiseValue(PolicyModel):
    """Straight lines from point to point, flat outside them."""

    kind: Literal["piecewise"]
    """Always ``piecewise``."""
    direction: Direction
    """Whether a larger indicator is worth more."""
    points: tuple[Point, ...] = Field(min_length=2)
    """The points: indicator, value."""
    basis: Basis
    """Where the points come from."""

    @model_validator(mode="after")
    def _check_order(self) -> "PiecewiseValue":
        refuse(_order_complaints(self.points, self.direction))
        return self


class ThresholdValue(PolicyModel):
    """Steps: each point's value holds from its indicator value on."""

    kind: Literal["threshold"]
    """Always ``threshold``."""
    direction: Direction
    """Whether a larger indicator is worth more."""
    below: UnitValue
    """Value under the first step."""
    points: tuple[Point, ...] = Field(min_length=1)
    """The steps: indicator value from which, value."""
    basis: Basis
    """Where the steps come from."""

    @model_validator(mode="after")
    def _check_order(self) -> "ThresholdValue":
        complaints = _order_complaints(self.points, self.direction)
        sign = 1 if self.direction == "increasing" else -1
        if sign * (self.points[0][1] - self.below) < 0:
            complaints.append(
                _complain(
                    ("below",),
                    Text(
                        f"{self.below:g} contredit direction ({self.direction})",
                        f"{self.below:g} contradicts direction ({self.direction})",
                    ),
                    Text("Corrigez below ou direction.", "Correct below or direction."),
                )
            )
        refuse(complaints)
        return self


class CategoryValue(PolicyModel):
    """The value of one category."""

    id: Slug
    """The category."""
    value: UnitValue
    """Its value."""


class CategoriesValue(PolicyModel):
    """A value for each category."""

    kind: Literal["categories"]
    """Always ``categories``."""
    entries: tuple[CategoryValue, ...] = Field(min_length=1)
    """Categories and values."""
    basis: Basis
    """Where the values come from."""

    @model_validator(mode="after")
    def _check_ids(self) -> "CategoriesValue":
        refuse(repeated_ids([entry.id for entry in self.entries], ("entries",)))
        return self


ValueFunction = Annotated[
    LinearValue | PiecewiseValue | ThresholdValue | CategoriesValue, Discriminator("kind")
]
"""How an indicator becomes a value between 0 and 1."""


def value_of(function: Any, indicator: float) -> float:
    """Return the value that a numeric function gives one indicator value.

    Parameters
    ----------
    function : LinearValue, PiecewiseValue or ThresholdValue
    indicator : float
        Finite.

    Returns
    -------
    float
        In [0, 1].

    Notes
    -----
    The reference for one number, for pages and checks; runs use the array functions of the evaluation.

    Examples
    --------
    >>> line = LinearValue.model_construct(kind="linear", points=((0.0, 1.0), (50.0, 0.0)))
    >>> value_of(line, 12.5)
    0.75
    """
    points: tuple[Point, ...] = function.points
    if function.kind == "threshold":
        reached = [value for start, value in points if indicator >= start]
        return reached[-1] if reached else float(function.below)
    if indicator <= points[0][0]:
        return points[0][1]
    for (x0, y0), (x1, y1) in pairwise(points):
        if indicator <= x1:
            return y0 + (y1 - y0) * (indicator - x0) / (x1 - x0)
    return points[-1][1]
