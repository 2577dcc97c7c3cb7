"""Words of the documentation as a page shows them."""

from __future__ import annotations

import re

from django import template

register = template.Library()

LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")
NAMED_CODE = re.compile(r" \(`(?:rebond\.|REBOND_)[^`]*`\)")
"""A module or a setting that the documentation names for whoever runs the installation."""


@register.filter
def in_prose(text: str) -> str:
    """Return a cell of the documentation as a sentence: no sign of link or code, no name of the code."""
    words = LINK.sub(r"\1", NAMED_CODE.sub("", text)).replace("`", "")
    return words[:1].upper() + words[1:]
