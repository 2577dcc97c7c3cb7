"""How the page of costs writes sums."""

from __future__ import annotations

from django import template

from rebond.texts import money
from rebond.web.theme import writing

register = template.Library()


@register.filter
def cents(value: int) -> str:
    """Write a sum in cents as euros."""
    return writing.words(money(value))
