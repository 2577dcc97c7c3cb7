"""What allauth asks of us: words in French and English, lock-out, secrets at rest, who may sign up."""

from __future__ import annotations

import base64
import hashlib
import logging
import secrets
import smtplib
from contextlib import nullcontext
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows import reauthentication
from allauth.account.utils import get_next_redirect_url
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.cache import cache
from django.http import HttpRequest
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from rebond.web import clock
from rebond.web.accounts import waiting
from rebond.web.accounts.models import User

APP = "allauth.account"
SECURE_STATE_BYTES = 32


class AccountAdapter(DefaultAccountAdapter):
    """Local accounts."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("Ce compte est fermé."),
        "cannot_remove_primary_email": _("L’adresse principale ne peut pas être retirée."),
        "duplicate_email": _("Cette adresse est déjà celle de ce compte."),
        "email_password_mismatch": _(
            "L’adresse ou le mot de passe ne convient pas. Rien n’est dit de celui des deux qui est faux."
        ),
        "email_taken": _("Un compte existe déjà avec cette adresse."),
        "enter_current_password": _("Le mot de passe actuel n’est pas celui-là."),
        "incorrect_code": _("Ce code ne convient pas. Un code sert une fois, pendant 30 secondes."),
        "incorrect_password": _("Ce mot de passe ne convient pas."),
        "invalid_or_expired_key": _("Ce lien ne sert plus."),
        "invalid_login": _("Cette adresse ne peut pas se connecter."),
        "invalid_password_reset": _("Ce lien de mot de passe ne sert plus."),
        "max_email_addresses": _("Pas plus de %d adresses."),
        "too_many_login_attempts": _(
            "Trop d’essais ont échoué. Attendez un quart d’heure avant de recommencer."
        ),
        "unknown_email": _("Aucun compte n’a cette adresse."),
        "unverified_primary_email": _("L’adresse principale doit être confirmée."),
        "select_only_one": _("Un seul choix est possible."),
        "same_as_current": _("La nouvelle valeur est celle d’aujourd’hui."),
        "rate_limited": _("Trop de demandes. Attendez une minute avant de recommencer."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return whether anyone may sign up, or this visitor who comes with an invitation."""
        if settings.OPEN_SIGNUP:
            return True
        return waiting.invitation_of(request.session, clock.now()) is not None

    def clean_email(self, email: str) -> str:
        """Write an address in one way only."""
        return email.strip().lower()

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the attempt against the account from this place, and against the account from anywhere."""
        login = credentials.get("email", "").lower()
        here = f"{ratelimit.get_ip(request)}:{login}"
        self._attempts = []
        for action, key in (("login_failed", here), ("login_failed_anywhere", login)):
            usage = ratelimit.consume(request, app=APP, action=action, key=key)
            if not usage:
                raise ImmediateHttpResponse(_locked(request, action, key))
            self._attempts.append(usage)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        login = credentials.get("email", "").lower()
        return f"{ratelimit.get_ip(request)}:{login}"

    def _rollback_login_failed_rl_usage(self) -> None:
        for usage in getattr(self, "_attempts", []):
            usage.rollback()

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail in the language of its reader; a mail that cannot leave is said, not a stack trace."""
        known = User.objects.filter(email=email).values_list("language", flat=True).first()
        try:
            with override(known) if known else nullcontext():
                super().send_mail(template_prefix, email, context)
        except (OSError, smtplib.SMTPException):
            logging.getLogger(__name__).exception("mail %s could not leave", template_prefix)
            messages.error(
                self.request,
                gettext(
                    "Le courriel n’a pas pu partir. Rien n’est perdu\u00a0: recommencez plus tard."
                ),
            )

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        """Return the link of a mail; it leads on where the person was going before signing up."""
        link: str = super().get_email_confirmation_url(request, emailconfirmation)
        onward = get_next_redirect_url(request) if request is not None else None
        return f"{link}?{urlencode({REDIRECT_FIELD_NAME: onward})}" if onward else link

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Return the ways to prove again who one is."""
        if not user.is_authenticated:
            return []
        found = []
        for flow in reauthentication.get_reauthentication_flows(user):
            if flow["id"] == "reauthenticate":
                found.append(("reauthenticate", _("Par le mot de passe"), "account_reauthenticate"))
                continue
            if {"recovery_codes", "totp"} & set(flow["types"]):
                found.append(("mfa_reauthenticate", _("Par un code"), "mfa_reauthenticate"))
            if "webauthn" in flow["types"]:
                name = "mfa_reauthenticate_webauthn"
                found.append(("mfa_reauthenticate:webauthn", _("Par une clé d’accès"), name))
        return [
            {"id": ident, "description": words, "url": reverse(name)}
            for ident, words, name in found
        ]


def _locked(request: HttpRequest, action: str, key: str) -> Any:
    """Return the page that says what is locked and until when."""
    ends = []
    for rate in ratelimit.get_rates(app=APP, action=action):
        name = ratelimit.get_cache_key(request, app=APP, action=action, rate=rate, key=key)
        history = cache.get(name, [])
        if len(history) >= rate.amount:
            ends.append(history[-1] + rate.duration)
    until = datetime.fromtimestamp(max(ends), tz=UTC) if ends else None
    return render(request, "429.html", {"until": until}, status=429)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Codes, keys and their secrets."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "add_email_blocked": _(
            "Une adresse ne s’ajoute pas à un compte protégé par une seconde étape."
        ),
        "cannot_delete_authenticator": _("Cette seconde étape ne peut pas être retirée."),
        "cannot_generate_recovery_codes": _(
            "Les codes de secours viennent après une application ou une clé d’accès."
        ),
        "incorrect_code": _("Ce code ne convient pas. Un code sert une fois, pendant 30 secondes."),
        "unverified_email": _("Confirmez d’abord votre adresse électronique."),
    }

    def encrypt(self, text: str) -> str:
        """Keep a secret unreadable to someone who holds a copy of the database alone."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Read a secret."""
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002 - allauth's name
        """Name a key by its rank."""
        count = user.authenticator_set.filter(type=type).count()
        return gettext("Clé n° %(number)s") % {"number": count + 1}


def _cipher() -> MultiFernet:
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return MultiFernet(
        [
            Fernet(
                base64.urlsafe_b64encode(hashlib.sha256(b"second factor:" + k.encode()).digest())
            )
            for k in keys
        ]
    )


class ProviderAdapter(DefaultSocialAccountAdapter):
    """The one OpenID Connect provider of this installation, if it has one."""

    error_messages = {
        **DefaultSocialAccountAdapter.error_messages,
        "email_taken": _(
            "Un compte existe déjà avec cette adresse\u00a0: connectez-vous d’abord (%s)."
        ),
        "invalid_token": _("Ce que le fournisseur a répondu ne peut pas être vérifié."),
        "no_password": _(
            "Choisissez d’abord un mot de passe\u00a0: ce compte n’aurait plus d’entrée."
        ),
        "no_verified_email": _(
            "Confirmez d’abord une adresse\u00a0: ce compte n’aurait plus d’entrée."
        ),
        "disconnect_last": _("C’est la dernière entrée de ce compte."),
        "connected_other": _("Cette identité est déjà rattachée à un autre compte."),
    }

    def list_apps(
        self,
        request: HttpRequest,  # noqa: ARG002 - allauth gives it
        provider: str | None = None,
        client_id: str | None = None,
    ) -> list[SocialApp]:
        """Return the provider that the settings name; the database is not asked."""
        if not settings.OIDC_ISSUER:
            return []
        app = SocialApp(
            provider="openid_connect",
            provider_id="oidc",
            name=settings.OIDC_NAME,
            client_id=settings.OIDC_CLIENT_ID,
            secret=settings.OIDC_CLIENT_SECRET,
            settings={
                "server_url": settings.OIDC_ISSUER,
                "verified_email": settings.OIDC_VERIFIED_DOMAINS,
                "oauth_pkce_enabled": True,
            },
        )
        fits = provider in {None, app.provider, app.provider_id}
        return [app] if fits and client_id in {None, app.client_id} else []

    def generate_state_param(self, state: dict[str, Any]) -> str:  # noqa: ARG002 - allauth gives it
        """Return a state that nobody guesses, longer than ProConnect's least."""
        return secrets.token_urlsafe(SECURE_STATE_BYTES)

    def populate_user(
        self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]
    ) -> User:
        """Take the address and the name, nothing else."""
        user: User = super().populate_user(request, sociallogin, data)
        both = " ".join(p for p in (data.get("first_name"), data.get("last_name")) if p)
        user.name = (both or data.get("name") or "")[:120]
        return user
