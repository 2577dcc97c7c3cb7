"""An investor's need: what a site must have, and what would be good to have, with its importance."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from rebond.matching.errors import UnusableCondition
from rebond.texts import Text

RAMP = 2.0
"""A wish at least half met, or at most twice exceeded, still counts in part (see `Wish`)."""


@dataclass(frozen=True, slots=True)
class AtLeast:
    """A quantity reaches a value.

    Parameters
    ----------
    column : str
    value : float
        Finite.
    """

    column: str
    value: float

    def __post_init__(self) -> None:
        """Refuse a threshold that nothing can be compared with."""
        _finite(self.column, self.value)


@dataclass(frozen=True, slots=True)
class AtMost:
    """A quantity stays at or under a value.

    Parameters
    ----------
    column : str
    value : float
        Finite.
    """

    column: str
    value: float

    def __post_init__(self) -> None:
        """Refuse a threshold that nothing can be compared with."""
        _finite(self.column, self.value)


@dataclass(frozen=True, slots=True)
class OneOf:
    """A class is among those named.

    Parameters
    ----------
    column : str
    names : frozenset of str
        At least one.
    """

    column: str
    names: frozenset[str]

    def __post_init__(self) -> None:
        """Refuse a choice among nothing."""
        if not self.names:
            raise UnusableCondition(self.column, Text("aucun choix donné.", "no choice given."))


Condition = AtLeast | AtMost | OneOf
"""One thing that a site has or has not, or that nobody knows yet."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A condition that adds to the score without excluding.

    Parameters
    ----------
    condition : Condition
    importance : {1, 2, 3}
        Weight of the wish beside the others.

    Notes
    -----
    A class is met or not. A quantity is met in full at its value and not at all at half of it (`AtLeast`) or
    at twice of it (`AtMost`); between the two, in proportion. With a value of 0 there is no ramp. What is not
    known counts as not met at the lower bound of the score and as met at the upper one.
    """

    condition: Condition
    importance: Literal[1, 2, 3] = 1


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of longitudes and latitudes, ends included.

    Parameters
    ----------
    west, south, east, north : float
        Degrees; west <= east (no box crosses the antimeridian) and south <= north.
    """

    west: float
    south: float
    east: float
    north: float

    def __post_init__(self) -> None:
        """Refuse a box turned inside out."""
        ends = (self.west, self.south, self.east, self.north)
        is_box = (
            all(map(math.isfinite, ends)) and self.west <= self.east and self.south <= self.north
        )
        if not is_box:
            why = Text(
                "donnez ouest, sud, est, nord en degrés, dans cet ordre.",
                "give west, south, east, north in degrees, in this order.",
            )
            raise UnusableCondition("box", why)


@dataclass(frozen=True, slots=True)
class Need:
    """What an investor looks for.

    Parameters
    ----------
    musts : tuple of Condition
        A site that fails one is left out; one of which nobody knows comes after those that meet them all.
    wishes : tuple of Wish
    box : Box, optional
        A site without a known place is left out when a box is given.
    with_unknown : bool, default True
        Whether sites of which a must is not known are listed.
    """

    musts: tuple[Condition, ...] = ()
    wishes: tuple[Wish, ...] = ()
    box: Box | None = None
    with_unknown: bool = True


def _finite(column: str, value: float) -> None:
    if not math.isfinite(value):
        raise UnusableCondition(column, Text("valeur non finie.", "value not finite."))
