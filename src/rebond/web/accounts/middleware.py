"""Rules of a session: it ends twelve hours after sign-in, and what it shows is kept by no cache."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

SIGNED_IN_AT = "signed_in_at"


def session_rules(
    answer: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Apply them; a visitor without a session cookie costs nothing and stays cacheable.

    The age of a session is counted by the computer's own clock, as Django counts that of its cookie.
    """

    def ruled(request: HttpRequest) -> HttpResponse:
        has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
        if has_session and request.user.is_authenticated:
            began = request.session.get(SIGNED_IN_AT)
            if began is None or time.time() - began > settings.SESSION_COOKIE_AGE:
                logout(request)
        response = answer(request)
        patch_vary_headers(response, ["Cookie"])
        if has_session and "Cache-Control" not in response:
            response["Cache-Control"] = "private, no-store"
        return response

    return ruled
