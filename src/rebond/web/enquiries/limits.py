"""How much one place, one address or one link may send: refused beyond it, with no riddle to solve."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.core.internal import ratelimit

from rebond.web.enquiries.errors import TooMany

if TYPE_CHECKING:
    from django.http import HttpRequest

APP = "rebond.web.enquiries"
RATES = {
    "ask": "20/h/ip",
    "ask_for": "3/h/key,6/d/key",
    "write": "20/h/key",
}
"""By network address, by e-mail address whatever the place, by link."""


def count_asking(request: HttpRequest, email: str) -> None:
    """Count a form against the place it comes from and against the address it writes to.

    Raises
    ------
    TooMany
    """
    _consume(request, "ask", "")
    _consume(request, "ask_for", email)


def count_writing(request: HttpRequest, token: str) -> None:
    """Count a message against its link.

    Raises
    ------
    TooMany
    """
    _consume(request, "write", token)


def _consume(request: HttpRequest, action: str, key: str) -> None:
    if not ratelimit.consume(request, app=APP, action=action, config=RATES, key=key):
        raise TooMany
