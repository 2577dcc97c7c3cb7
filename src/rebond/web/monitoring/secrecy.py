"""Sums that may be told: never those from which one could read what one site or firm said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings

MOST_SHARE = 0.85
"""One subject may not weigh more in a sum: it could be read off."""


@dataclass(frozen=True, slots=True)
class Total:
    """A sum over subjects; `value` is None when it is secret, which is not the same as unknown."""

    subjects: int | None
    """How many, None when too few to be told."""
    value: int | None

    @property
    def is_secret(self) -> bool:
        """Whether there is a number that is not told."""
        return self.value is None


def total(values: Mapping[str, int]) -> Total | None:
    """Return the sum of what was said of several subjects; None when nothing was said.

    A sum of too few subjects, or nearly all of one, is secret.
    """
    if not values:
        return None
    whole = sum(values.values())
    if len(values) < settings.LEAST_COUNT:
        return Total(None, None)
    if max(values.values()) > MOST_SHARE * whole:
        return Total(len(values), None)
    return Total(len(values), whole)
