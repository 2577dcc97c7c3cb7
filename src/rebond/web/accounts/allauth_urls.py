"""allauth's views under French addresses, each declaring who may open it.

An address of allauth that is not named here does not exist: it offers nothing that we want.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import wraps
from typing import Any

from allauth.account import urls as account_urls
from allauth.mfa import urls as mfa_urls
from allauth.socialaccount import urls as social_urls
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path, re_path

from rebond.web.accounts.access import View, account_before_second_step, everyone

VISITORS = {
    "account_login": "connexion/",
    "account_inactive": "inactif/",
    "account_signup": "inscription/",
    "account_email_verification_sent": "adresse/a-confirmer/",
    "account_confirm_email": r"^adresse/confirmer/(?P<key>[-:\w]+)/$",
    "account_reset_password": "mot-de-passe/oublie/",
    "account_reset_password_done": "mot-de-passe/oublie/envoye/",
    "account_reset_password_from_key": (
        r"^mot-de-passe/nouveau/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$"
    ),
    "account_reset_password_from_key_done": "mot-de-passe/nouveau/fait/",
    "mfa_authenticate": "deux-etapes/verifier/",
    "mfa_login_webauthn": "deux-etapes/cles/connexion/",
    "socialaccount_login_cancelled": "fournisseur/annule/",
    "socialaccount_signup": "fournisseur/inscription/",
}
"""Opened before signing in; a person already signed in is led on."""
PEOPLE = {
    "account_reauthenticate": "confirmer/",
    "account_email": "adresse/",
    "account_change_password": "mot-de-passe/changer/",
    "account_set_password": "mot-de-passe/choisir/",
    "mfa_index": "deux-etapes/",
    "mfa_reauthenticate": "deux-etapes/confirmer/",
    "mfa_activate_totp": "deux-etapes/application/activer/",
    "mfa_deactivate_totp": "deux-etapes/application/retirer/",
    "mfa_view_recovery_codes": "deux-etapes/codes/",
    "mfa_generate_recovery_codes": "deux-etapes/codes/nouveaux/",
    "mfa_download_recovery_codes": "deux-etapes/codes/telecharger/",
    "mfa_list_webauthn": "deux-etapes/cles/",
    "mfa_add_webauthn": "deux-etapes/cles/ajouter/",
    "mfa_reauthenticate_webauthn": "deux-etapes/cles/confirmer/",
    "mfa_remove_webauthn": "deux-etapes/cles/<int:pk>/retirer/",
    "mfa_edit_webauthn": "deux-etapes/cles/<int:pk>/renommer/",
    "socialaccount_connections": "fournisseur/",
}
"""Opened by who is signed in."""


def _patterns(found: list[Any]) -> Iterator[URLPattern]:
    for one in found:
        if isinstance(one, URLResolver):
            yield from _patterns(one.url_patterns)
        else:
            yield one


def _ours(view: Any) -> View:
    """Return a view of our own that calls allauth's, so that a declaration marks ours only."""

    @wraps(view)
    def called(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = view(request, *args, **kwargs)
        return response

    return called


def _build() -> list[URLPattern]:
    views = {
        one.name: one.callback
        for module in (account_urls, mfa_urls, social_urls)
        for one in _patterns(module.urlpatterns)
    }
    built = []
    for names, declare in ((VISITORS, everyone), (PEOPLE, account_before_second_step)):
        for name, route in names.items():
            make = re_path if route.startswith("^") else path
            built.append(make(route, declare(_ours(views[name])), name=name))
    return built


urlpatterns = _build()
