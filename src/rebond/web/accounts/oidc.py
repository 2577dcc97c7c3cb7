"""OpenID Connect: what is asked of a provider, and what is believed of its answers.

Nothing is believed that is not signed by a key the provider publishes, meant for us, fresh, and bound to
this visitor's own request. ProConnect's constraints are met (docs/how-to/sign-in.md).
"""

from __future__ import annotations

import hmac
import logging
import secrets
from typing import Any

import jwt
import requests
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode

PROVIDER = "oidc"
ID_TOKEN = "oidc_id_token"  # noqa: S105 - the name of a key, not a secret
# Asymmetric only: neither `none` nor a secret that the provider would share with us.
ALGORITHMS = (
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "ES512",
    "EdDSA",
)
LEEWAY_SECONDS = 10
JWT_TYPE = "application/jwt"


class OidcAdapter(OpenIDConnectOAuth2Adapter):
    """What is done with the provider's answers."""

    def __init__(self, request: HttpRequest, provider_id: str = PROVIDER) -> None:
        super().__init__(request, provider_id)
        self.state: dict[str, Any] = {}

    @property
    def openid_config(self) -> dict[str, Any]:
        """Return what the provider publishes about itself, for the issuer that we asked for only."""
        config: dict[str, Any] = super().openid_config
        if str(config.get("issuer", "")).rstrip("/") != settings.OIDC_ISSUER:
            raise OAuth2Error("the discovery document names another issuer")
        return config

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:  # noqa: ARG002
        """Return the whole address where the provider sends the person back."""
        return request.build_absolute_uri(self.get_provider().get_callback_url())

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any
    ) -> SocialLogin:
        """Believe the identity and the description of a person, or refuse both.

        Raises
        ------
        OAuth2Error
            When a signature, the issuer, the audience, the nonce or the subject does not hold.
        """
        raw = kwargs["response"].get("id_token")
        if not raw:
            raise OAuth2Error("no id_token")
        identity = self._verified(app, raw, required=("iss", "aud", "exp", "iat", "sub", "nonce"))
        expected = self.state.get("nonce") or secrets.token_urlsafe()
        if not hmac.compare_digest(str(identity["nonce"]).encode(), str(expected).encode()):
            raise OAuth2Error("the nonce is not the one that was sent")
        is_shared = isinstance(identity["aud"], list) and len(identity["aud"]) > 1
        if is_shared and identity.get("azp") != app.client_id:
            raise OAuth2Error("the token was issued to another client")
        described = self._userinfo(app, token.token)
        if described.get("sub") != identity["sub"]:
            raise OAuth2Error("userinfo speaks of someone else")
        self.state[ID_TOKEN] = raw
        login: SocialLogin = self.get_provider().sociallogin_from_response(request, described)
        return login

    def _userinfo(self, app: SocialApp, access_token: str) -> dict[str, Any]:
        with get_adapter().get_requests_session() as session:
            answer = session.get(
                self.profile_url, headers={"Authorization": f"Bearer {access_token}"}
            )
        answer.raise_for_status()
        if answer.headers.get("content-type", "").split(";")[0].strip() == JWT_TYPE:
            return self._verified(app, answer.text.strip(), required=("iss", "aud", "sub"))
        if settings.OIDC_PROCONNECT:
            raise OAuth2Error("userinfo is not signed")
        described = answer.json()
        if not isinstance(described, dict):
            raise OAuth2Error("userinfo is not an object")
        return described

    def _verified(self, app: SocialApp, raw: str, *, required: tuple[str, ...]) -> dict[str, Any]:
        try:
            algorithm = jwt.get_unverified_header(raw).get("alg")
            if algorithm not in ALGORITHMS:
                raise OAuth2Error(f"signature {algorithm} is not accepted")
            claims: dict[str, Any] = jwt.decode(
                raw,
                key=self._key(raw),
                algorithms=[algorithm],
                audience=app.client_id,
                issuer=self.openid_config["issuer"],
                leeway=LEEWAY_SECONDS,
                options={"require": list(required)},
            )
        except (jwt.PyJWTError, ValueError) as fault:
            raise OAuth2Error(f"a signed answer does not hold: {fault}") from fault
        return claims

    def _key(self, raw: str) -> jwt.PyJWK:
        """Return the published key that a token names; the only one when it names none."""
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
        answer.raise_for_status()
        keys = [
            one
            for one in jwt.PyJWKSet.from_dict(answer.json()).keys
            if one.public_key_use in {None, "sig"}
        ]
        named = jwt.get_unverified_header(raw).get("kid")
        fitting = [one for one in keys if named is None or one.key_id == named]
        if len(fitting) != 1:
            raise OAuth2Error("the signature names no published key")
        return fitting[0]


class CallbackView(OAuth2CallbackView):
    """The return from the provider."""

    adapter: OidcAdapter

    def _get_state(self, request: HttpRequest, provider: Any) -> tuple[Any, HttpResponse | None]:
        state, refusal = super()._get_state(request, provider)
        self.adapter.state = state or {}
        return state, refusal


def begin(request: HttpRequest) -> HttpResponse:
    """Send a visitor to the provider."""
    return _with_provider(request, OAuth2LoginView)


def come_back(request: HttpRequest) -> HttpResponse:
    """Receive a visitor from the provider."""
    return _with_provider(request, CallbackView)


def _with_provider(request: HttpRequest, kind: Any) -> HttpResponse:
    if not settings.OIDC_ISSUER:
        raise Http404
    try:
        response: HttpResponse = kind.adapter_view(OidcAdapter(request))(request)
    except (OAuth2Error, requests.RequestException) as fault:
        from allauth.socialaccount.helpers import render_authentication_error  # noqa: PLC0415

        provider = OidcAdapter(request).get_provider()
        logging.getLogger(__name__).warning("sign-in through the provider failed: %s", fault)
        return render_authentication_error(request, provider, exception=fault)
    return response


def farewell_address(request: HttpRequest) -> str:
    """Return where to end the provider's own session too; empty when there is none to end."""
    raw = request.session.get(ID_TOKEN)
    if not raw or not settings.OIDC_ISSUER:
        return ""
    try:
        address = OidcAdapter(request).openid_config.get("end_session_endpoint")
    except (OAuth2Error, requests.RequestException, ValueError):
        logging.getLogger(__name__).exception("the provider does not say how to sign out")
        return ""
    if not address:
        return ""
    parameters = {
        "id_token_hint": raw,
        "post_logout_redirect_uri": request.build_absolute_uri(reverse("home")),
        "state": secrets.token_urlsafe(32),
    }
    return f"{address}?{urlencode(parameters)}"
