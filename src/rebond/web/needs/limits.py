"""How often one place, or one address, may ask to be told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.core.internal import ratelimit

from rebond.web.needs.errors import TooMany

if TYPE_CHECKING:
    from django.http import HttpRequest

APP = "rebond.web.needs"
RATES = {"watch": "20/h/ip", "watch_for": "5/h/key,10/d/key"}
"""By network address, by e-mail address whatever the place."""


def count_asking(request: HttpRequest, email: str) -> None:
    """Count a request against the place it comes from and the address it writes to.

    Raises
    ------
    TooMany
    """
    for action, key in (("watch", ""), ("watch_for", email.strip().lower())):
        if not ratelimit.consume(request, app=APP, action=action, config=RATES, key=key):
            raise TooMany
