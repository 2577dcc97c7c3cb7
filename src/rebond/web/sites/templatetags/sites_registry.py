"""Filters of the registry's pages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django import template

from rebond.texts import NO_BREAK_SPACE
from rebond.web.theme import writing

register = template.Library()
CENTS = 100


@register.filter
def plain_ha(value: Decimal) -> str:
    """Write an area without useless decimals."""
    written = value.normalize()
    exponent = written.as_tuple().exponent
    digits = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return writing.written(float(value), digits)


@register.filter
def iso_day(value: str) -> str:
    """Write an ISO day as the language of the page does."""
    return writing.day(date.fromisoformat(value))


@register.filter
def euros(cents: int) -> str:
    """Write an amount kept in cents."""
    amount = writing.written(cents / CENTS, 0)
    return f"€{amount}" if writing.lang() == "en" else f"{amount}{NO_BREAK_SPACE}€"
