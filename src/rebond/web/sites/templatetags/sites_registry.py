"""Filters of the registry's pages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django import template

from rebond.sitefiles.tables import Field
from rebond.texts import NO_BREAK_SPACE
from rebond.web.sites import choices
from rebond.web.sites.managing import LONG, title_of
from rebond.web.sites.page_values import value_text
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
def said_of(value: object, field: Field | None) -> str:
    """Write a value of the registry in the language of the page, the unknown as it was written."""
    if field is None or field.name in LONG:
        return str(value)
    return value_text(field, value) or choices.said(str(value))


@register.filter
def choice_said(value: str) -> str:
    """Write an entry of a list of the standards in the language of the page."""
    return choices.said(value)


@register.filter
def field_title(name: str) -> str:
    """Write the title of a field of a site, given its name."""
    return writing.words(title_of(name))


@register.filter
def iso_day(value: str) -> str:
    """Write an ISO day as the language of the page does."""
    return writing.day(date.fromisoformat(value))


@register.filter
def euros(cents: int) -> str:
    """Write an amount kept in cents."""
    amount = writing.written(cents / CENTS, 0)
    return f"€{amount}" if writing.lang() == "en" else f"{amount}{NO_BREAK_SPACE}€"
