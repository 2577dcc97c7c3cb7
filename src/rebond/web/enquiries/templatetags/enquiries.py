"""Marks of the pages of enquiries."""

from __future__ import annotations

from datetime import datetime

from django import template

from rebond.web import clock
from rebond.web.enquiries import naming
from rebond.web.enquiries.models import Enquiry
from rebond.web.enquiries.queries import Asked
from rebond.web.theme import writing

register = template.Library()
register.filter("public_name", naming.public_name)
register.filter("public_organisation", naming.public_organisation)


@register.filter
def local_day(value: datetime | None) -> str:
    """Write the day in Paris of a moment."""
    return writing.day(clock.today(value)) if value is not None else ""


@register.simple_tag
def page_query(asked: Asked, page: int, step: int) -> str:
    """Return the query of the page before or after."""
    return asked.query(page=page + step)


@register.filter
def state_word(code: str) -> str:
    """Write a state."""
    return str(Enquiry.State(code).label) if code in Enquiry.State.values else code
