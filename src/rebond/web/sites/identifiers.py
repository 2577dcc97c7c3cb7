"""Identifiers that would hide a page of Rebond's own, and so name no site and no lot."""

from __future__ import annotations

FIXED_WORDS = frozenset(
    {
        "export",
        "carte",
        "comparer",
        "labellises",
        "plan",
        "plans",
        "suivre",
        "resultats.csv",
        "resultats.geojson",
    }
)
"""Words that follow ``/sites/`` in an address of its own."""
NEW_LOT = "nouveau"
"""Word that stands for a lot to be entered."""
