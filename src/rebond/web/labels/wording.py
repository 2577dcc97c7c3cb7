"""Names of labels and sums of money in the language of the page."""

from __future__ import annotations

from rebond.web.labels.models import Label
from rebond.web.theme import writing

MILLION = 1_000_000


def label_title(label: Label) -> str:
    """Return the name of a label."""
    return label.title_en if writing.lang() == "en" else label.title_fr


def amount(cents: int) -> str:
    """Write an amount: in millions from a million on."""
    whole = cents / 100
    if whole >= MILLION:
        digits = 0 if whole % MILLION == 0 else 1
        return writing.with_unit(writing.written(whole / MILLION, digits), "M€")
    return writing.with_unit(writing.written(whole), "€")
