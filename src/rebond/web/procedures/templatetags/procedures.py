"""Filters of the pages of procedures and plans."""

from __future__ import annotations

import datetime
import re

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from rebond.procedure.law_book import shipped_law
from rebond.procedure.maturity import STATUS_TEXTS
from rebond.procedure.plan_words import chance_text, days_text, happens_text
from rebond.texts import NARROW_NO_BREAK_SPACE
from rebond.web.procedures.acronyms import ACRONYM, ACRONYMS
from rebond.web.theme.writing import day, words

register = template.Library()

ISO_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
CITED = re.compile(r"\[([A-Z]\d+)\]")


@register.filter
def with_days(text: str) -> SafeString:
    """Write the ISO days of a text in words and spell its acronyms."""
    return spelled(ISO_DAY.sub(lambda found: day(found.group()), str(text)))


@register.filter
def spelled(text: str) -> SafeString:
    """Spell the acronyms of the law."""
    written = conditional_escape(text)
    told = ACRONYM.sub(
        lambda found: format_html(
            '<abbr title="{}">{}</abbr>', words(ACRONYMS[found.group()]), found.group()
        ),
        written,
    )
    return mark_safe(told)  # noqa: S308 - escaped above, acronyms by format_html


@register.filter
def with_sources(text: str) -> SafeString:
    """Turn the ids of sources in a text into links to the list of sources of the page."""
    known = shipped_law().sources
    written = conditional_escape(text)

    def link(found: re.Match[str]) -> str:
        name = found.group(1)
        if name not in known:
            return found.group()
        return format_html('<a class="cites" href="#source-{0}">[{0}]</a>', name)

    return mark_safe(CITED.sub(link, written))  # noqa: S308 - escaped above, links by format_html


@register.filter
def days(count: int) -> str:
    """Write a number of days."""
    return words(days_text(count))


@register.filter
def exact_chance(value: float) -> str:
    """Write a chance, never rounded to never or always."""
    return words(chance_text(value))


@register.filter
def happens(value: float) -> str:
    """Write in how many cases something happens; nothing when it always does."""
    return words(happens_text(value))


@register.filter
def left(remaining: int) -> str:
    """Write how far a deadline is from the day of reading."""
    told = words(days_text(abs(remaining)))
    if remaining < 0:
        return _("dépassée de %(days)s") % {"days": told}
    return _("dans %(days)s") % {"days": told}


@register.filter
def iso(value: datetime.date | None) -> str:
    """Write a day for programs and for date fields."""
    return "" if value is None else value.isoformat()


@register.filter
def requirement_word(status: str) -> str:
    """Write whether a requirement of a tier is met."""
    return words(STATUS_TEXTS[status])


@register.filter
def tight(text: str | None) -> str:
    """Keep the semicolon between two articles with the one before it."""
    return (text or "").replace(" ;", f"{NARROW_NO_BREAK_SPACE};")
