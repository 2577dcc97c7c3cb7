"""Titles and sources of the snapshot's tables, read once from its catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from rebond.opendata import Snapshot
from rebond.texts import Text


def snapshot() -> Snapshot:
    """Return the shipped snapshot; its tables are read when first needed."""
    return Snapshot.shared()


@cache
def catalogue_titles() -> Mapping[str, Text]:
    """Return the title of each table."""
    return {name: snapshot().dataset(name).title for name in snapshot().names}
