"""Names in the language of the page."""

from __future__ import annotations

from rebond.web.calls.models import Call
from rebond.web.theme import writing


def call_title(call: Call) -> str:
    """Return the title of a call."""
    return call.title_en if writing.lang() == "en" else call.title_fr
