"""How the page of costs writes sums."""

from __future__ import annotations

from django import template

from rebond.pipeline.aid_cost import drawn_sum
from rebond.web.theme import writing

register = template.Library()


@register.filter
def rounded(value: int) -> str:
    """Write a sum in cents as a draw bears it."""
    return writing.words(drawn_sum(value))
