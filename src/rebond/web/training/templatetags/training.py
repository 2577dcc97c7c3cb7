"""How the pages of training write kinds of step, numbers of people and sources."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from rebond.web.theme import writing
from rebond.web.training.folding import State
from rebond.web.training.queries import is_secret
from rebond.web.training.wording import KIND_WORDS

register = template.Library()


@register.filter
def kind_words(kind: str) -> str:
    """Write a kind of step."""
    return writing.words(KIND_WORDS[kind])


@register.filter
def host(address: str) -> str:
    """Write the site of a page."""
    return (urlsplit(address).hostname or address).removeprefix("www.")


@register.simple_tag
def least() -> int:
    """Return the smallest number of people that is told."""
    return int(settings.LEAST_COUNT)


@register.simple_tag(takes_context=True)
def people(context: Any, state: State, kind: str) -> SafeString | str:
    """Write the last number of people of a kind: not established, too small to be told, or told with its day."""
    step = state.of(kind)
    if step is None or step.count is None:
        return render_to_string("theme/components/not_established.html", {"why": ""})
    is_whole = bool(context.get("reads_whole", False))
    if is_secret(step, is_whole=is_whole):
        return _("moins de %(n)s") % {"n": settings.LEAST_COUNT}
    return writing.written(step.count)
