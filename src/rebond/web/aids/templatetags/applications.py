"""The aids that go with a recruitment, on its page."""

from __future__ import annotations

from typing import Any

from django import template

from rebond.web import clock
from rebond.web.accounts import actors
from rebond.web.aids import application_queries
from rebond.web.aids.listing import provider
from rebond.web.aids.models import Recruitment

register = template.Library()


@register.inclusion_tag("aids/applications/of_recruitment.html", takes_context=True)
def aids_of(context: dict[str, Any], recruitment: Recruitment) -> dict[str, Any]:
    """Show the aids that the reader may apply for with a recruitment, and the applications that stand."""
    request = context["request"]
    actor = actors.current(request)
    by = actor or request.user
    return {
        "recruitment": recruitment,
        "offered": application_queries.offered(by, recruitment, clock.today(clock.now())),
        "unpaid": [(aid, provider(aid)) for aid in application_queries.unpaid(by, recruitment)]
        if recruitment.state in application_queries.READY
        else (),
    }
