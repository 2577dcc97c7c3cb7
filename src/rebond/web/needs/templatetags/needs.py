"""The many small parts of a list of sites, written at once: as nodes of a template they took half of a page's time."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from rebond.texts import NO_BREAK_SPACE, Text
from rebond.web.needs.comparing import WORDS
from rebond.web.needs.explaining import Reason, Value
from rebond.web.theme import writing

register = template.Library()
MARKS = {"met": "✓", "failed": "✗", "part": "~", "unknown": "?"}
BETWEEN = "\n            "


@register.simple_tag
def need_reasons(reasons: Iterable[Reason]) -> SafeString:
    """Write each thing asked of a site: its sign, what is known, where it comes from."""
    signs, absent, old = _signs(), conditional_escape(_("non établi")), _("valeur ancienne")
    parts = []
    for one in reasons:
        value = one.value
        told = absent if value.words is None else _words(value.words)
        late = f" · {conditional_escape(old)}" if value.is_old else ""
        parts.append(
            f'<div class="is-{one.sign}"><dt>{signs[one.sign]}{_words(one.asked)}</dt>'
            f"<dd>{told} <small>{_words(value.source)}{late}</small></dd></div>{BETWEEN}"
        )
    return mark_safe("".join(parts))  # noqa: S308 - each part is escaped above


@register.simple_tag
def need_known(others: Iterable[tuple[Text, Value]]) -> SafeString:
    """Write what is known of a site besides what is asked."""
    colon = _colon()
    told = (f"{_words(title)}{colon}{_words(value.words)}" for title, value in others)
    return mark_safe(" · ".join(told))  # noqa: S308 - each part is escaped above


def _signs() -> dict[str, str]:
    colon = _colon()
    return {
        sign: f'{mark} <span class="visually-hidden">{_words(WORDS[sign])}{colon}</span>'
        for sign, mark in MARKS.items()
    }


def _colon() -> str:
    return ": " if writing.lang() == "en" else f"{NO_BREAK_SPACE}: "


def _words(text: Text | None) -> str:
    return conditional_escape(writing.words(text))
