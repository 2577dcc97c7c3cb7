"""Around signing in and out: what a sign-up asks, what a session remembers, the way on, the way out."""

from __future__ import annotations

import time
from typing import Any

from allauth.account import signals
from allauth.account.internal.flows.logout import logout
from allauth.account.utils import get_next_redirect_url
from django import forms
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from rebond.web import clock
from rebond.web.accounts import actors, oidc, waiting
from rebond.web.accounts.middleware import SIGNED_IN_AT
from rebond.web.accounts.models import User


class SignupName(forms.Form):
    """What is asked beside the address and the password."""

    name = forms.CharField(label=_("Prénom et nom"), max_length=120, required=True)

    def signup(self, request: HttpRequest, user: User) -> None:  # noqa: ARG002 - allauth gives it
        """Write it."""
        user.name = " ".join(self.cleaned_data["name"].split())
        user.language = get_language() or "fr"
        user.save(update_fields=["name", "language"])


def remember_when(request: HttpRequest, **_kwargs: Any) -> None:
    """Write when the session began."""
    request.session[SIGNED_IN_AT] = time.time()


def remember_token(request: HttpRequest, sociallogin: Any = None, **_kwargs: Any) -> None:
    """Keep what the provider needs to hear at sign-out."""
    token = sociallogin.state.pop(oidc.ID_TOKEN, None) if sociallogin is not None else None
    if token:
        request.session[oidc.ID_TOKEN] = token


user_logged_in.connect(remember_when, dispatch_uid="accounts.remember_when")
signals.user_logged_in.connect(remember_token, dispatch_uid="accounts.remember_token")


def arrival(request: HttpRequest) -> HttpResponse:
    """Lead on after sign-in: to the invitation that waits, to the desk, to the profile of a young person, or to one's account."""
    token = request.session.get(waiting.TOKEN)
    with override(request.user.language):
        if token and waiting.invitation_of(request.session, clock.now()) is not None:
            return redirect("invitation", token)
        if actors.current(request) is not None:
            try:
                return redirect(reverse("desk"))
            except NoReverseMatch:
                pass
        from rebond.web.aids import profiles  # noqa: PLC0415 - the apps of acts know accounts, not the reverse

        has_profile = profiles.has_one(request.user, clock.now())
        return redirect("young-profile" if has_profile else "my-account")


def sign_out(request: HttpRequest) -> HttpResponse:
    """Ask, then end the session here; who came through a provider is shown how to end it there too."""
    if request.method != "POST":
        if not request.user.is_authenticated:
            return redirect("account_login")
        return render(request, "account/logout.html")
    address = oidc.farewell_address(request)
    logout(request)
    if address:
        return render(request, "accounts/farewell.html", {"address": address})
    return redirect(get_next_redirect_url(request) or "account_login")
