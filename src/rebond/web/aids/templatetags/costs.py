"""How the page of costs writes sums."""

from __future__ import annotations

from django import template

from rebond.texts import Text, money
from rebond.web.theme import writing

register = template.Library()


HUNDRED, THOUSAND, LARGE = 100_00, 1_000_00, 100_000_00
"""Euros, in cents."""


@register.filter
def rounded(value: int) -> str:
    """Write a sum in cents to the thousand euros, to the hundred below a hundred thousand: a draw has no cents."""
    if 0 < value < HUNDRED:
        return writing.words(
            Text("moins de {least}", "less than {least}").filled(least=money(HUNDRED))
        )
    step = THOUSAND if value >= LARGE else HUNDRED
    return writing.words(money((value + step // 2) // step * step))
