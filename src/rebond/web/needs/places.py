"""Régions and départements by code, read once a process."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from rebond.web.territories.places import atlas


@cache
def regions() -> Mapping[str, str]:
    """Return the name of each région, by its code."""
    return {one.key.code: one.name for one in atlas().places("region")}


@cache
def departements() -> Mapping[str, str]:
    """Return the name of each département, by its code."""
    return {one.key.code: one.name for one in atlas().places("departement")}
