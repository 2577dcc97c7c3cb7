"""How the page of costs writes sums."""

from __future__ import annotations

from django import template

from rebond.texts import money
from rebond.web.theme import writing

register = template.Library()


@register.filter
def whole_euros(value: int) -> str:
    """Write a sum in cents to the nearest euro: a sum that rests on assumptions is not known to the cent."""
    return writing.words(money(round(value, -2)))


@register.filter
def cents(value: int) -> str:
    """Write a sum in cents as euros."""
    return writing.words(money(value))
