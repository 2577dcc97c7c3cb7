"""Fields of forms and marks of pages about accounts."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as ET

from django import forms, template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

SVG = "http://www.w3.org/2000/svg"


@register.inclusion_tag("accounts/field.html")
def account_field(bound: Any, label: str, hint: str = "", lead: str = "") -> dict[str, Any]:
    """Show one field: its label, a hint, what is wrong with it."""
    ident = bound.auto_id
    attributes: dict[str, Any] = {"class": "form-control"}
    if isinstance(bound.field.widget, forms.Select):
        attributes["class"] = "form-select"
    attributes["placeholder"] = ""
    described = [f"{ident}-hint"] if hint or lead else []
    if bound.errors:
        attributes["aria-invalid"] = "true"
        described.append(f"{ident}-error")
    if described:
        attributes["aria-describedby"] = " ".join(described)
    is_tick = isinstance(bound.field.widget, forms.CheckboxInput)
    if is_tick:
        attributes.pop("class")
    return {
        "bound": bound,
        "label": label,
        "hint": hint,
        "lead": lead,
        "ident": ident,
        "is_tick": is_tick,
        "widget": bound.as_widget(attrs=attributes),
    }


@register.simple_tag
def qr_code(svg: str, title: str) -> SafeString:
    """Put allauth's picture of a code in the page itself, sized by its own units, with a title."""
    drawn = ET.fromstring(svg)  # noqa: S314 - drawn by our own library a moment ago
    path = drawn.find(f"{{{SVG}}}path")
    if path is None:
        return SafeString("")
    text = str(title).replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    box, line = drawn.get("viewBox", "0 0 1 1"), path.get("d", "")
    return mark_safe(  # noqa: S308 - numbers of a drawing, and a title escaped above
        f'<svg class="qr-code" viewBox="{box}" role="img" aria-label="{text}">'
        f'<path d="{line}" fill="#000"/></svg>'
    )
