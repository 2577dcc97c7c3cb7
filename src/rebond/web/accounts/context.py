"""What the frame of each page tells of who is signed in; a visitor costs no query and no session."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.urls import NoReverseMatch, reverse

from rebond.web import clock
from rebond.web.accounts import actors, waiting

if TYPE_CHECKING:
    from django.http import HttpRequest

WORKING_PAGES = frozenset(
    {
        "desk",
        "dossiers",
        "instruction",
        "opinions",
        "committee",
        "enquiries",
        "administration",
        "organisations",
        "acts",
    }
)
"""What the desk leads to: its entry of the menu is the current one there."""


def signed(request: HttpRequest) -> dict[str, Any]:
    """Return the person, the organisation acted for, the desk, and what the sign-in page offers."""
    is_visitor = settings.SESSION_COOKIE_NAME not in request.COOKIES or not hasattr(
        request, "session"
    )
    user = AnonymousUser() if is_visitor else request.user
    return {
        "user": user,
        "acting": actors.current(request) if user.is_authenticated else None,
        "desk_url": _desk() if user.is_authenticated else "",
        "working_pages": WORKING_PAGES,
        "provider_name": settings.OIDC_NAME if settings.OIDC_ISSUER else "",
        "is_open_for_signup": lambda: (
            settings.OPEN_SIGNUP or waiting.invitation_of(request.session, clock.now()) is not None
        ),
    }


def _desk() -> str:
    try:
        return reverse("desk")
    except NoReverseMatch:
        return ""
