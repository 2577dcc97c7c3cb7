"""Texts as they are kept and shown: cleaned lines, states and reasons in both languages."""

from __future__ import annotations

import unicodedata

from django.utils.functional import Promise
from django.utils.translation import override

from rebond.texts import Text
from rebond.web.enquiries.models import Enquiry

KEPT = frozenset("\n\t")
# Letters that turn the direction of what follows: a name could be read as another.
TURNING = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def clean(text: str) -> str:
    """Return a text with one kind of line end, without control or turning characters or space around it."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = (
        c
        for c in lines
        if c in KEPT or (unicodedata.category(c) not in {"Cc", "Cs"} and c not in TURNING)
    )
    return "".join(kept).strip()


def one_line(text: str) -> str:
    """Return a text on one line."""
    return " ".join(clean(text).split())


def both(label: str | Promise) -> Text:
    """Return a label of a model in both languages."""
    with override("fr"):
        french = str(label)
    with override("en"):
        return Text(french, str(label))


def state_text(state: str) -> Text:
    """Return a state in both languages."""
    return both(Enquiry.State(state).label)
