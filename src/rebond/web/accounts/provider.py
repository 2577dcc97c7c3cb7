"""The OpenID Connect provider, found by allauth under this name of module.

allauth's own one is not installed: this one sends a nonce, checks it, and reads signed answers.
"""

from __future__ import annotations

import secrets
from typing import Any

from allauth.account.models import EmailAddress
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.utils import generate_code_challenge
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import override

from rebond.web.accounts.oidc import OidcAdapter

NONCE_BYTES = 32
SCOPES = "openid profile email"
PROCONNECT_SCOPES = "openid given_name usual_name email"


class RebondOidcProvider(OpenIDConnectProvider):
    """Any OpenID Connect provider, ProConnect among them."""

    id = "openid_connect"
    oauth2_adapter_class = OidcAdapter

    def get_login_url(self, request: HttpRequest, **kwargs: Any) -> str:  # noqa: ARG002
        """Return where sign-in begins."""
        query = {key: value for key, value in kwargs.items() if value}
        return reverse("oidc-login") + (f"?{urlencode(query)}" if query else "")

    def get_callback_url(self) -> str:
        """Return where the provider sends the person back: one address, whatever the language."""
        with override("fr"):
            return reverse("oidc-callback")

    def redirect_from_request(self, request: HttpRequest) -> HttpResponse:
        """Begin, with what this request asks; nothing of its query goes on to the provider."""
        kept = self.get_redirect_from_request_kwargs(request)
        return self.redirect(
            request, kept["process"], next_url=kept.get("next_url"), data=kept.get("data")
        )

    def redirect(
        self,
        request: HttpRequest,
        process: str,
        next_url: str | None = None,
        data: Any = None,
        **_kwargs: Any,
    ) -> HttpResponse:
        """Send the person to the provider with the parameters of the standard and no other."""
        adapter = self.get_oauth2_adapter(request)
        nonce = secrets.token_urlsafe(NONCE_BYTES)
        proof = generate_code_challenge()
        state = self.stash_redirect_state(
            request,
            process,
            next_url,
            data,
            pkce_code_verifier=proof["code_verifier"],
            nonce=nonce,
        )
        parameters = {
            "response_type": "code",
            "client_id": self.app.client_id,
            "redirect_uri": adapter.get_callback_url(request, self.app),
            "scope": PROCONNECT_SCOPES if settings.OIDC_PROCONNECT else SCOPES,
            "state": state,
            "nonce": nonce,
            "code_challenge": proof["code_challenge"],
            "code_challenge_method": proof["code_challenge_method"],
        }
        return HttpResponseRedirect(f"{adapter.authorize_url}?{urlencode(parameters)}")

    def extract_uid(self, data: dict[str, Any]) -> str:
        """Return the provider's name for the person."""
        subject = data.get("sub")
        if not isinstance(subject, str) or not subject:
            raise OAuth2Error("no subject")
        return subject

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG002
        """Keep nothing of what the provider tells, beyond the subject."""
        return {}

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        """Return the address and the names."""
        return {
            "email": data.get("email"),
            "first_name": data.get("given_name"),
            "last_name": data.get("usual_name") or data.get("family_name"),
            "name": data.get("name"),
        }

    def extract_email_addresses(self, data: dict[str, Any]) -> list[EmailAddress]:
        """Return the address, verified only when the provider says so in so many words."""
        email = data.get("email")
        if not isinstance(email, str) or not email:
            return []
        is_verified = data.get("email_verified") is True
        return [EmailAddress(email=email.lower(), verified=is_verified, primary=True)]


provider_classes = [RebondOidcProvider]
