"""What the page of a dossier shows of this app."""

from __future__ import annotations

from typing import Any

from django import template

register = template.Library()


@register.simple_tag(takes_context=True)
def deliberations_block(context: dict[str, Any], dossier: Any) -> str:
    """Show nothing until the app has something to show to this reader."""
    return ""
