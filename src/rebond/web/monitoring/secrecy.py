"""Sums that may be told: never those from which one could read what one site or firm said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.conf import settings

MOST_SHARE = 0.85
"""One organisation may not weigh more in a sum: it could be read off."""
STEP = 5
"""A sum is told as a multiple of it at least."""
DIGITS = 3
"""And with so many digits at most."""


class Said(NamedTuple):
    """A number said of a subject, and the organisation that it tells of."""

    value: int
    organisation: str


@dataclass(frozen=True, slots=True)
class Total:
    """A rounded sum over subjects; `value` is None when it is secret, which is not the same as unknown."""

    subjects: int | None
    """How many, None when too few to be told."""
    value: int | None

    @property
    def is_secret(self) -> bool:
        """Whether there is a number that is not told."""
        return self.value is None


def total(values: Mapping[str, Said]) -> Total | None:
    """Return the rounded sum of what was said of several subjects; None when nothing was said.

    A sum of too few organisations, or nearly all of one, is secret: one organisation may hold many subjects.
    """
    if not values:
        return None
    held: dict[str, int] = {}
    for one in values.values():
        held[one.organisation] = held.get(one.organisation, 0) + one.value
    whole = sum(held.values())
    if len(held) < settings.LEAST_COUNT:
        return Total(None, None)
    if max(held.values()) > MOST_SHARE * whole:
        return Total(len(values), None)
    told = rounded(whole)
    return Total(len(values), told if told or not whole else None)


def rounded(value: int) -> int:
    """Return a sum with three digits at most, and to five at least, halves upwards: one answer is not read off it."""
    step = max(STEP, 10 ** (len(str(value)) - DIGITS))
    return (2 * value + step) // (2 * step) * step
