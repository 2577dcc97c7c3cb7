"""Texts as they are kept: no control characters, which PostgreSQL refuses and no page can show."""

from __future__ import annotations

import unicodedata

KEPT = frozenset("\n\t")


def clean(text: str) -> str:
    """Return a text with one kind of line end, without control characters or space around it."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in lines if c in KEPT or unicodedata.category(c) != "Cc").strip()


def one_line(text: str) -> str:
    """Return a text on one line."""
    return " ".join(clean(text).split())
