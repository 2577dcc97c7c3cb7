"""Words of the documentation as a page shows them."""

from __future__ import annotations

import re

from django import template

register = template.Library()

LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")


@register.filter
def in_prose(text: str) -> str:
    """Return a cell of the documentation without the signs of its links and code."""
    return LINK.sub(r"\1", text).replace("`", "")
