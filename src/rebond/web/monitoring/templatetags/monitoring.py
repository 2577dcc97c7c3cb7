"""How numbers of results are shown; what is not said, kept back or not established has its own words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.conf import settings
from django.utils.translation import gettext as _

from rebond.texts import Text
from rebond.web.monitoring.quantities import LABELS, SHORT, written
from rebond.web.monitoring.secrecy import Total
from rebond.web.theme import writing

register = template.Library()


@register.filter
def of(mapping: Mapping[str, Any], key: str) -> Any:
    """Return what stands under a key; nothing when it is not there."""
    return mapping.get(key, "")


@register.filter
def quantity_label(code: str) -> str:
    """Write the whole name of a quantity."""
    return writing.words(LABELS.get(code, Text(code, code)))


@register.filter
def quantity_name(code: str) -> str:
    """Write the short name of a quantity."""
    return writing.words(SHORT.get(code, Text(code, code)))


@register.filter
def quantity(value: int, code: str) -> str:
    """Write a number with its unit."""
    return writing.words(written(code, value))


@register.inclusion_tag("monitoring/total.html")
def told(total: Total | None, code: str) -> dict[str, Any]:
    """Show a sum: told, secret, or not established."""
    return {"total": total, "code": code}


@register.simple_tag
def fewer() -> str:
    """Write that a count is too small to be told."""
    return _("moins de %(n)s") % {"n": settings.LEAST_COUNT}


@register.filter
def number(value: float | None, digits: int = 0) -> str:
    """Write a number; empty for none."""
    if value is None:
        return ""
    shown = digits if digits or float(value).is_integer() else 1
    return writing.written(value, shown)


@register.filter
def gap(value: float | None) -> str:
    """Write a standardised difference with its sign."""
    return "" if value is None else writing.signed(value, 2)


@register.filter
def signed1(value: float) -> str:
    """Write a difference with its sign and one decimal."""
    return writing.signed(value, 1)


@register.filter
def since(year: int) -> str:
    """Write a year counted from the decision, with its sign."""
    return writing.signed(year, 0)


@register.filter
def with_unit(value: float, unit: Text | str) -> str:
    """Write a number with its unit, as the language joins them."""
    return writing.with_unit(number(value), writing.words(unit))
