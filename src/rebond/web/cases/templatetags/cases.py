"""Filters of the pages of cases."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import template
from django.utils.translation import gettext, ngettext

from rebond.texts import Text
from rebond.web.cases import wording
from rebond.web.cases.models import Item
from rebond.web.theme import writing

register = template.Library()
A_KILOBYTE, A_MEGABYTE = 1_000, 1_000_000


@register.filter
def days_late(days: int | None) -> str:
    """Write a difference in words: late, early, on the day."""
    if days is None:
        return ""
    if days == 0:
        return gettext("le jour même")
    count = {"n": writing.written(abs(days))}
    if days > 0:
        return ngettext("%(n)s jour de retard", "%(n)s jours de retard", days) % count
    return ngettext("%(n)s jour d’avance", "%(n)s jours d’avance", -days) % count


@register.filter
def part(code: str) -> str:
    """Write a part in words."""
    return writing.words(wording.PARTS.get(code, code))


@register.filter
def parts(codes: list[str]) -> str:
    """Write who sees a line beside the lead."""
    return ", ".join(part(code) for code in codes)


@register.filter
def kind(code: str) -> str:
    """Write the kind of a line or of a moment."""
    return writing.words(wording.KINDS.get(code, code))


@register.filter
def case_state(code: str) -> str:
    """Write the state of a project."""
    return writing.words(wording.CASE_STATES[code])


@register.filter
def line_state(item: Item) -> str:
    """Write the state of a line."""
    return writing.words(wording.ITEM_STATES[item.state])


@register.filter
def both(value: Mapping[str, Any] | None) -> str:
    """Write a text that a record keeps in both languages."""
    return writing.words(Text(str(value["fr"]), str(value["en"]))) if value else ""


@register.filter
def iso(value: str) -> date | str:
    """Read a day that JSON keeps as text."""
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return value


@register.filter
def among(value: Any, several: Any) -> bool:
    """Whether a value is one of several."""
    return value in (several or ())


@register.filter
def megabytes(size: int) -> str:
    """Write the weight of a file."""
    is_english = writing.lang() == "en"
    if size < A_MEGABYTE:
        kilobytes = -(-size // A_KILOBYTE)
        return writing.with_unit(writing.written(kilobytes), "kB" if is_english else "ko")
    unit = "MB" if is_english else "Mo"
    return writing.with_unit(writing.written(size / A_MEGABYTE, 1), unit)
