"""A view answers the methods that it has a door for, and 405 to every other one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation

from tests.web.doors import all_doors
from tests.web.world import CAST, NOW, VISITOR, make_world

pytestmark = pytest.mark.django_db

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
THIRD_PARTY = frozenset(
    {
        "account_change_password",
        "account_confirm_email",
        "account_email",
        "account_email_verification_sent",
        "account_inactive",
        "account_login",
        "account_reauthenticate",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "account_set_password",
        "account_signup",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_authenticate",
        "mfa_deactivate_totp",
        "mfa_download_recovery_codes",
        "mfa_edit_webauthn",
        "mfa_generate_recovery_codes",
        "mfa_index",
        "mfa_list_webauthn",
        "mfa_login_webauthn",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "mfa_remove_webauthn",
        "mfa_view_recovery_codes",
        "socialaccount_connections",
        "socialaccount_login_cancelled",
        "socialaccount_signup",
    }
)
"""Views of django-allauth, which answers other methods in its own way."""

WITHOUT_PROVIDER = frozenset({"oidc-login", "oidc-callback"})
"""No provider of identity is set in the tests: the address does not exist, whatever the method."""


def callbacks() -> dict[str, Any]:
    """Return the view of each name."""

    def walk(resolver: URLResolver) -> Iterator[URLPattern]:
        for one in resolver.url_patterns:
            if isinstance(one, URLPattern):
                yield one
            else:
                yield from walk(one)

    return {str(one.name): one.callback for one in walk(get_resolver())}


def is_ours(view: Any) -> bool:
    while hasattr(view, "__wrapped__"):
        view = view.__wrapped__
    return str(view.__module__).startswith("rebond.")


def test_the_views_of_others_are_those_listed() -> None:
    views = callbacks()
    assert {name for name in all_doors() if not is_ours(views[name])} == THIRD_PARTY


def test_a_method_without_a_door_is_answered_405(settings: Any) -> None:
    settings.CLOCK = lambda: NOW
    world = make_world(NOW)
    clients: dict[str, Client] = {VISITOR: Client()}
    for persona in CAST:
        clients[persona] = Client()
        clients[persona].force_login(
            world.users[persona], backend=django_settings.AUTHENTICATION_BACKENDS[0]
        )
    wrong = []
    for name, doors in sorted(all_doors().items()):
        if name in THIRD_PARTY:
            continue
        with translation.override("fr"):
            path = reverse(name, args=doors[0].arguments(world))
        allowed = frozenset.union(*(door.allowed for door in doors))
        persona = min(allowed & set(CAST), default=VISITOR)
        for method in METHODS:
            if method not in {door.method for door in doors}:
                answer = clients[persona].generic(method, path)
                if answer.status_code != (404 if name in WITHOUT_PROVIDER else 405):
                    wrong.append((name, method, persona, answer.status_code))
    assert wrong == []
