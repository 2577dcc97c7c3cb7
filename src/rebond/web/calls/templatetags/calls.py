"""How the pages of calls write moments and sources."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import template

from rebond.web.calls.moments import moment_text
from rebond.web.theme.statuses import Status
from rebond.web.theme.writing import words

register = template.Library()

SIGNS = {
    "draft": ("void", ""),
    "announced": ("empty", ""),
    "open": ("full", "is-accent"),
    "closed": ("half", ""),
    "deliberated": ("half", ""),
    "published": ("square", ""),
    "cancelled": ("crossed", "is-caution"),
}
ANSWERS = {"yes": ("full", "is-accent"), "no": ("crossed", "is-caution"), "unknown": ("void", "")}


@register.filter
def moment(value: datetime | None) -> str:
    """Write a moment: day and hour in the programme's time zone."""
    return words(moment_text(value)) if value is not None else ""


@register.inclusion_tag("theme/components/status.html")
def stage_mark(code: str, text: Any) -> dict[str, Any]:
    """Show a call's stage by sign, word and colour."""
    sign, tone = SIGNS.get(code, ("void", ""))
    return {"status": Status(code, words(text), sign, tone, "")}


@register.inclusion_tag("theme/components/status.html")
def answer_mark(code: str, text: Any) -> dict[str, Any]:
    """Show the answer of a rule by sign, word and colour."""
    sign, tone = ANSWERS.get(code, ("void", ""))
    return {"status": Status(code, words(text), sign, tone, "")}
